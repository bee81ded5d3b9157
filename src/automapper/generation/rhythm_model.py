"""How likely each pattern is on the next beat, given what has been played.

One code path serves counting (one human history, all beats at once) and generating (many
histories side by side, one beat at a time): a question is a pair (row of the grid, history).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.generation.beat_patterns import NEVER, BeatPatterns
from automapper.generation.echoes import ECHOES, Echoes, find_echoes
from automapper.generation.rhythm_tables import PatternTable
from automapper.generation.slots import SLOTS, SlotGrid

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

SHORT, LONG = 4, 16  # beats over which habits are remembered
# Rows of silence before the song, so that no look back needs a test.
BEFORE = LONG
USUAL_BEAT_S = 0.45  # log beat length is 0 here
_BAR_ECHO = 1  # index of the echo one bar ago


@dataclass(frozen=True, slots=True, eq=False)
class Music:
    """What the model needs to know of the music.

    ``features``: (beats, 6, features) of the slots. ``beat_length``: log of each beat's length
    over the usual one, (beats,).
    """

    features: Floats
    echoes: Echoes
    beat_length: Floats

    @classmethod
    def of(cls, grid: SlotGrid) -> Music:
        """From a grid, finding its echoes."""
        length = np.log(np.maximum(grid.spacing, 1e-3) / USUAL_BEAT_S).astype(np.float32)
        return cls(grid.features, find_echoes(grid), length)


@dataclass(slots=True, eq=False)
class History:
    """What K histories have played so far; arrays are (BEFORE + beats, K, ...), mutable.

    ``pattern``: index of the pattern. ``played``: running sum of slots played (one row more).
    ``agreed``: whether each echo was repeated. ``since``: ticks from the last onset to the row's
    beginning, float64 (one row more).
    """

    pattern: Ints
    played: Floats
    agreed: Floats
    since: NDArray[np.float64]

    @classmethod
    def empty(cls, beats: int, histories: int) -> History:
        """Nothing played yet."""
        rows = BEFORE + beats
        return cls(
            np.zeros((rows, histories), np.int64),
            np.zeros((rows + 1, histories, SLOTS), np.float32),
            np.zeros((rows, histories, ECHOES), np.float32),
            np.full((rows + 1, histories), NEVER),
        )

    def take(self, row: int, chosen: Ints, music: Music, patterns: BeatPatterns) -> None:
        """Play pattern ``chosen[k]`` in history k on a row, the rows before being final."""
        i = row + BEFORE
        self.pattern[i] = chosen
        self.played[i + 1] = self.played[i] + patterns.bits[chosen]
        lag = music.echoes.lag[row]
        self.agreed[i] = (self.pattern[i - lag] == chosen).T & (lag > 0)
        self.since[i + 1] = patterns.since(self.since[i], chosen)

    def keep(self, first: int, end: int, best: int) -> None:
        """Make history ``best`` the past of all of them over rows [first, end)."""
        i, j = first + BEFORE, end + BEFORE
        self.pattern[i:j] = self.pattern[i:j, best : best + 1]
        self.played[i + 1 : j + 1] = self.played[i + 1 : j + 1, best : best + 1]
        self.agreed[i:j] = self.agreed[i:j, best : best + 1]
        self.since[i + 1 : j + 1] = self.since[i + 1 : j + 1, best : best + 1]


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What the last beats say about n next ones; see :class:`PatternTable` for the words.

    Shapes: ``last``, ``before_last`` (n,), ``echo`` (n, E) patterns; ``habit4``, ``habit16``
    (n, 6); ``layer`` (n, 8); ``there``, ``likeness``, ``agreed`` (n, E).
    """

    last: Ints
    before_last: Ints
    echo: Ints
    habit4: Floats
    habit16: Floats
    there: Floats
    likeness: Floats
    agreed: Floats


def context(history: History, music: Music, rows: Ints, which: Ints) -> Context:
    """The context of each (row, history) pair; both int64 of shape (n,)."""
    i = rows + BEFORE
    lag = music.echoes.lag[rows]
    there = (lag > 0).astype(np.float32)
    played = history.played
    agreed = sum(history.agreed[i - back, which] for back in range(1, SHORT + 1))
    return Context(
        last=history.pattern[i - 1, which],
        before_last=history.pattern[i - 2, which],
        # An echo that does not exist reads its own row, and is weighed by 0.
        echo=history.pattern[i[:, None] - lag, which[:, None]],
        habit4=(played[i, which] - played[i - SHORT, which]) / np.float32(SHORT),
        habit16=(played[i, which] - played[i - LONG, which]) / np.float32(LONG),
        there=there,
        likeness=music.echoes.likeness[rows],
        agreed=agreed / np.float32(SHORT) * there,
    )


def music_scores(table: PatternTable, music: Music, density: Floats) -> tuple[Floats, Floats]:
    """What the music alone says: of each slot (beats, 6) and of each pattern (beats, P).

    ``density``: log onsets a beat that are wanted, (beats,).
    """
    slots = np.einsum("bsf,sf->bs", music.features, table.slot, optimize=False)
    length = music.beat_length
    dense = np.stack([np.ones_like(length), density, length, density * length], axis=1)
    return slots.astype(np.float32), np.asarray(dense @ table.prior, dtype=np.float32)


def history_scores(
    table: PatternTable, bits: Floats, found: Context, sameness: float = 1.0
) -> tuple[Floats, Floats]:
    """What the past says: of each slot (n, 6) and of each pattern (n, P).

    ``sameness`` scales how much playing an echo again is worth.
    """
    slots = found.habit4 @ table.habit4.T + found.habit16 @ table.habit16.T
    weight = table.shared[:, :, 0] * found.there[:, :, None]
    weight = weight + table.shared[:, :, 1] * found.likeness[:, :, None]
    slots = slots + (bits[found.echo] * weight).sum(axis=1)
    patterns = table.after[found.last] + table.second[found.before_last]
    patterns = patterns + table.bar[found.echo[:, _BAR_ECHO]] * found.there[:, _BAR_ECHO, None]
    same = table.same[:, 0] * found.there + table.same[:, 1] * found.likeness
    same = same + (table.same[:, 2] + table.same[:, 3] * found.likeness) * found.agreed
    same = same * np.float32(sameness)
    # Added one by one, because echoes may have played the same pattern.
    np.add.at(patterns, (np.arange(len(patterns))[:, None], found.echo), same)
    return slots.astype(np.float32), patterns.astype(np.float32)
