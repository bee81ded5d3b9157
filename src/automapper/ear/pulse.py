"""What the Ear hears: the result that every game generates from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from automapper.timing import FrameGrid, Meter, TempoMap


class SectionName(Enum):
    """Function of a section in its song; OTHER where it cannot be told."""

    INTRO = "intro"
    VERSE = "verse"
    CHORUS = "chorus"
    BREAK = "break"
    DROP = "drop"
    OUTRO = "outro"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of music: [start, end) s, both on bar lines where there is a pulse.

    Together they cover the song: the first begins at 0, the last ends where the audio does.

    Sections that repeat each other share ``label`` ("A", "B", ...); ``repeat`` counts earlier
    sections of the same label. ``energy`` is the mean loudness and onset density relative to the
    song, 0-1 (rank over the song's bars).
    """

    start: float
    end: float
    label: str
    repeat: int
    name: SectionName
    energy: float
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Salience:
    """How much starts at each moment, 100 frames/s; arrays are read-only, one row per frame.

    ``flux``: mean half-wave-rectified log-mel flux over all bands, shape (frames,).
    ``bands``: the same in 8 bands from low to high, shape (frames, 8).
    ``level``: mean log-mel energy in the same bands, shape (frames, 8).
    ``centroid``: log-mel-weighted mean band index 0-1 (brightness), shape (frames,).
    """

    grid: FrameGrid
    flux: NDArray[np.float32]
    bands: NDArray[np.float32]
    level: NDArray[np.float32]
    centroid: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TempoCandidate:
    """Another reading of the tempo with its share of the evidence, 0-1."""

    bpm: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Confidences:
    """How sure each decision about a song is, 0-1, taking those before it as right.

    ``profile``: that it keeps to one tempo, or that it does not; ``tempo``: that this is the tempo,
    octave and all; ``beat``: that the beat lies here and not off it; ``meter``: that bars have so
    many beats; ``bars``: that they begin here.
    """

    profile: float
    tempo: float
    beat: float
    meter: float = 1.0
    bars: float = 1.0

    @property
    def pulse(self) -> float:
        """That the beats are right, 0-1: profile, tempo and beat together."""
        return self.profile * self.tempo * self.beat


@dataclass(frozen=True, slots=True, eq=False)
class Pulse:
    """The pulse of a song and what happens on it.

    ``tempo_map`` counts beat 0 at the first downbeat at or after sample 0; the audio is not moved.
    ``beats``/``downbeats`` are seconds, float64, sorted. ``twin_bar[i]`` is an earlier bar whose
    music bar i repeats, or -1; bars are counted by downbeats. ``confidences`` say how sure each
    decision is and ``reasons`` in words what it rests on; ``alternatives`` are other tempi, best
    first.
    ``profile`` is "steady" (one tempo, which may be counted anew after a pause: the map has more
    points then), "live" (tempo steps or drift) or "none" (no pulse was found). Downbeats are a
    metre apart but where bars begin anew.
    ``rests`` are (start, end) s of stretches that carry no pulse in a song that otherwise has one,
    sorted and apart; ``beats`` and ``downbeats`` count on through them.
    """

    tempo_map: TempoMap
    meter: Meter
    beats: NDArray[np.float64]
    downbeats: NDArray[np.float64]
    sections: tuple[Section, ...]
    salience: Salience
    twin_bar: NDArray[np.int64]
    profile: str
    confidences: Confidences
    reasons: tuple[str, ...]
    alternatives: tuple[TempoCandidate, ...]
    duration: float
    rests: tuple[tuple[float, float], ...] = ()

    @property
    def confidence(self) -> float:
        """How sure the beats are, 0-1."""
        return self.confidences.pulse
