"""What the Ear hears in a level that exists, on the level's own beats."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from automapper.audio import Waveform
from automapper.beatsaber.lighting.hits import note_phase
from automapper.beatsaber.model import Note
from automapper.beatsaber.options import BPM_RANGE
from automapper.ear import Pulse, listen
from automapper.timing import TempoMap


def level_pulse(sound: Waveform, tempo_map: TempoMap, notes: tuple[Note, ...]) -> Pulse:
    """The pulse of a level's audio counted in the level's beats.

    Sections, bars and salience are heard; the tempo is the level's own. Where that is one tempo it
    is believed, at the phase on which ``notes`` stand.
    """
    bpm = float(tempo_map.points[0].bpm)
    if tempo_map.is_constant and BPM_RANGE[0] <= bpm <= BPM_RANGE[1]:
        offset = float(tempo_map.seconds(level_phase(tempo_map, notes)))
        heard = listen(sound, bpm=bpm, offset=offset)
    else:
        heard = listen(sound)
    return replace(heard, tempo_map=tempo_map)


def level_phase(tempo_map: TempoMap, notes: tuple[Note, ...]) -> Fraction:
    """The constant part of a beat by which a chart of one tempo lies off whole beats; mostly 0."""
    if not tempo_map.is_constant:
        return Fraction(0)
    return note_phase([float(note.beat) for note in notes])


def on_phase(pulse: Pulse, phase: Fraction) -> Pulse:
    """The pulse with its beats counted from ``phase`` on."""
    if not phase:
        return pulse
    return replace(pulse, tempo_map=replace(pulse.tempo_map, origin=pulse.tempo_map.seconds(phase)))
