"""Sound -> pulse: tempo map, beats, downbeats, sections and onset salience; no game words."""

from automapper.ear.listen import listen
from automapper.ear.pulse import Pulse, Salience, Section, SectionName, TempoCandidate
from automapper.ear.salience import salience

__all__ = [
    "Pulse",
    "Salience",
    "Section",
    "SectionName",
    "TempoCandidate",
    "listen",
    "salience",
]
