"""Timing sheets without listening: pulses made up for tests of what is written from them."""

from pathlib import Path

import numpy as np

from automapper.chart import Song
from automapper.ear.pulse import Confidences, Pulse, Salience, Section, SectionName, TempoCandidate
from automapper.ear.redlines import TempoMark, redlines
from automapper.osumania.timing.options import TimingOptions
from automapper.osumania.timing.sheet import TimingSheet
from automapper.timing import FrameGrid, Meter, TempoMap, TempoPoint


def pulse_of(tempo_map, seconds=60.0, meter=4, profile="steady"):
    """A pulse on a map; a chorus begins at half of the song."""
    last = int(tempo_map.beat(seconds))
    numbers = np.arange(int(np.ceil(float(tempo_map.beat(0.0)))), last + 1)
    beats = tempo_map.seconds_array(numbers)
    nothing = np.zeros((0, 8), np.float32)
    parts = ((0.0, seconds / 2, SectionName.VERSE), (seconds / 2, seconds, SectionName.CHORUS))
    sections = tuple(Section(a, b, "A", 0, name, 0.5, 1.0) for a, b, name in parts)
    return Pulse(
        tempo_map=tempo_map,
        meter=Meter(meter),
        beats=beats,
        downbeats=beats[numbers % meter == 0],
        sections=sections,
        salience=Salience(FrameGrid(44100, 441), nothing[:, 0], nothing, nothing, nothing[:, 0]),
        twin_bar=np.full(len(numbers), -1),
        profile=profile,
        confidences=Confidences(1.0, 0.9, 1.0),
        reasons=("made up",),
        alternatives=(TempoCandidate(85.0, 0.1),),
        duration=seconds,
    )


def steps(*tempi, beats=32, origin=0.5):
    """A map on which each tempo holds for so many beats."""
    points = [TempoPoint(beats * i, bpm) for i, bpm in enumerate(tempi)]
    return TempoMap(tuple(points), origin)


def sheet_of(pulse, path="Ärtist - Sång.mp3", song=None, options=None, points=None):
    """The sheet of a pulse, as ``time_song`` makes it."""
    words = song or Song(title="Sång", artist="Ärtist", mapper="automapper")
    marks: tuple[TempoMark, ...] = redlines(pulse) if points is None else points
    seconds = pulse.duration
    return TimingSheet(Path(path), words, pulse, marks, options or TimingOptions(), "none", seconds)
