"""Sound -> pulse: tempo map, beats, downbeats, sections and onset salience; no game words."""

from automapper.ear.activations import Activations, BeatSource
from automapper.ear.ears import Ears, bare_ears, shipped_ears
from automapper.ear.listen import listen
from automapper.ear.pulse import Confidences, Pulse, Salience, Section, SectionName, TempoCandidate
from automapper.ear.sound.salience import salience

__all__ = [
    "Activations",
    "BeatSource",
    "Confidences",
    "Ears",
    "Pulse",
    "Salience",
    "Section",
    "SectionName",
    "TempoCandidate",
    "bare_ears",
    "listen",
    "salience",
    "shipped_ears",
]
