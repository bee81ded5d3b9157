"""Stretches of songs, drawn by chance, as a beat net learns from them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from automapper.data.augment import Augmentation, coloured, replayed
from automapper.data.beat_targets import FPS, Targets, targets
from automapper.data.course import Course, even, free
from automapper.data.store import ANY_FOLD, Example

# (seed, part ...) -> generator, with the seed already given: generation.seeds.part_rng.
Draw = Callable[..., np.random.Generator]
Item = dict[str, NDArray[np.float32] | NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class CropPlan:
    """``seconds`` a crop, ``crops`` an epoch, ``charted`` share of them from charted songs."""

    seconds: int = 30
    crops: int = 1600
    charted: float = 0.7


class BeatCrops:
    """An endless song book: item ``i`` of epoch ``e`` is the same in every run of one seed.

    Works as a torch dataset. A song is drawn in proportion to its length, charted and rendered
    ones by the plan's share where there are both.
    """

    def __init__(
        self, songs: Sequence[Example], plan: CropPlan, how: Augmentation, draw: Draw
    ) -> None:
        self.plan, self.how, self.draw, self.epoch = plan, how, draw, 0
        rendered = [song for song in songs if song.entry.fold == ANY_FOLD]
        charted = [song for song in songs if song.entry.fold != ANY_FOLD]
        self._books = [_Book(book) for book in (charted, rendered) if book]
        self._charted = (plan.charted if rendered else 1.0) if charted else 0.0

    def __len__(self) -> int:
        return self.plan.crops

    def __getitem__(self, index: int) -> Item:
        """``mel`` (frames, mels), the arrays of :class:`Targets`; shapes are the same for all."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        rng = self.draw("crop", self.epoch, index)
        book = self._books[0 if rng.random() < self._charted else -1]
        song = book.at(rng.random())
        return crop(song, self.plan.seconds * FPS, self.how, rng)


class _Book:
    """Songs with their lengths laid end to end."""

    def __init__(self, songs: Sequence[Example]) -> None:
        self._songs = songs
        self._ends = list(accumulate(len(song.mel) for song in songs))

    def at(self, place: float) -> Example:
        return self._songs[bisect_right(self._ends, int(place * self._ends[-1]))]


def crop(song: Example, frames: int, how: Augmentation, rng: np.random.Generator) -> Item:
    """One stretch of a song: another tempo, another sound, and the targets that go with it."""
    course = _course(song, frames, how, rng)
    plain = replayed(song.mel, course)
    beats, downbeats = (course.frames_of(times * FPS) for times in (song.beats, song.downbeats))
    found = targets(plain, beats, downbeats, song.entry.downbeats)
    return as_item(coloured(plain, how, rng), found)


def _course(song: Example, frames: int, how: Augmentation, rng: np.random.Generator) -> Course:
    """Where in the song the crop begins and how fast it goes."""
    most = how.stretch_rendered if song.entry.fold == ANY_FOLD else how.stretch
    rate = float(np.exp(rng.uniform(-1, 1) * np.log1p(most)))
    if rng.random() < 0.3:
        rate = 1.0  # untouched attacks must be met too
    course = free(rate, frames, rng) if rng.random() < how.free else even(0.0, rate, frames)
    spare = len(song.mel) - float(course.at[-1])
    return Course(np.floor(rng.uniform(min(spare, 0.0), max(spare, 0.0))) + course.at)


def as_item(mel: NDArray[np.float32], found: Targets) -> Item:
    """Arrays by name."""
    return {
        "mel": mel,
        "beat": found.beat,
        "downbeat": found.downbeat,
        "known": found.known,
        "known_bars": found.known_bars,
        "tempo": found.tempo,
    }
