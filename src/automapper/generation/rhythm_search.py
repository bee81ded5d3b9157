"""Drawing a rhythm phrase by phrase: several takes of each, of which the most central stays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.generation.beat_patterns import BeatPatterns
from automapper.generation.rhythm_model import (
    BEFORE,
    SHORT,
    USUAL_BEAT_S,
    History,
    Music,
    context,
    history_scores,
    music_scores,
)
from automapper.generation.rhythm_tables import PatternTable
from automapper.generation.slots import TICKS, TICKS_PER_BEAT

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# One take agrees with human charts by .62 F1, the most central of 16 by .67.
TAKES = 16
_FORBIDDEN = np.float32(-1e4)
_TRIES = 5  # decodings of a phrase until its count fits
_CLOSE = 0.06  # a count this near to the plan fits
_CARRY = 0.7  # of one phrase's bias with which the next begins
_SLOPE = 0.25  # log count gained by one unit of bias, around usual densities
_MAX_BIAS = 8.0
# Bias per bar's worth of onsets that a take lags behind the plan: habits feed on themselves, and
# would otherwise settle on playing everything or nothing.
_HASTE = 0.7
_LIVELY = 0.3  # quantile of changes of pattern below which a take is too uniform to stay
# Human charts of one gap for three quarters of their onsets are rare (p95 .75).
_DULL, _DULLNESS = 0.65, 3.0
_MISCOUNT = 0.5  # what missing the planned count by all of it costs against F1


@dataclass(frozen=True, slots=True, eq=False)
class RungWish:
    """What one difficulty is to be like; arrays (beats, ...).

    ``density``: log onsets a beat of the whole level, (beats,). ``lean``: added to the score of
    each slot, (beats, 6). ``may``, ``must``: slots it may and must play, (beats, 6).
    ``least_gap``: between two onsets, s. ``sameness``: how strongly echoes bind, 1 as counted.
    ``lively``: whether takes that are too uniform are passed over.
    """

    density: Floats
    lean: Floats
    may: Flags
    must: Flags
    least_gap: float
    sameness: float = 1.0
    lively: bool = True


@dataclass(frozen=True, slots=True)
class Phrase:
    """Rows [first, end) to be drawn together, to hold about ``count`` onsets."""

    first: int
    end: int
    count: float


class RhythmSearch:
    """Draws one difficulty; its histories share one past and differ in the phrase at hand."""

    def __init__(
        self, table: PatternTable, patterns: BeatPatterns, music: Music, wish: RungWish
    ) -> None:
        self._table, self._patterns, self._music, self._wish = table, patterns, music, wish
        slots, base = music_scores(table, music, wish.density)
        self._base = base + (slots + wish.lean) @ patterns.bits.T
        spacing = np.exp(music.beat_length.astype(np.float64)) * USUAL_BEAT_S
        self._least_ticks = wish.least_gap * TICKS_PER_BEAT / spacing - 1e-6
        allowed = patterns.allowed(wish.may, wish.must)
        loose = patterns.tightest[None] >= self._least_ticks[:, None]
        # Where a harder difficulty must hold what an easier one plays, that comes before the gap.
        allowed = np.where((allowed & loose).any(axis=1, keepdims=True), allowed & loose, allowed)
        self._base[~allowed] = _FORBIDDEN
        self._history = History.empty(len(music.features), TAKES)
        self._which = np.arange(TAKES, dtype=np.int64)
        self._bias = 0.0

    def follow(self, chosen: Ints, first: int) -> None:
        """Take rows ``first`` on as played, the same in every history."""
        for row, pattern in enumerate(chosen.tolist(), start=first):
            same = np.full(TAKES, pattern, dtype=np.int64)
            self._history.take(row, same, self._music, self._patterns)

    def draw(self, phrase: Phrase, rng: np.random.Generator) -> Ints:
        """The patterns of a phrase, all rows before it being played; it is played afterwards."""
        rows = phrase.end - phrase.first
        noise = rng.gumbel(size=(rows, TAKES, len(self._patterns))).astype(np.float32)
        low, high = -_MAX_BIAS, _MAX_BIAS
        self._bias *= _CARRY
        for attempt in range(_TRIES):
            counts = self._take(phrase, noise)
            mean = float(counts.mean())
            close = abs(mean - phrase.count) <= max(0.5, _CLOSE * phrase.count)
            if close or attempt + 1 == _TRIES:
                break
            low, high = (self._bias, high) if mean < phrase.count else (low, self._bias)
            step = np.log((phrase.count + 0.5) / (mean + 0.5)) / _SLOPE
            guess = self._bias + float(step)
            # A step that leaves what is known already goes to the middle instead.
            self._bias = guess if low < guess < high else 0.5 * (low + high)
        best = self._most_central(phrase, counts)
        self._history.keep(phrase.first, phrase.end, best)
        span = slice(phrase.first + BEFORE, phrase.end + BEFORE)
        return np.array(self._history.pattern[span, 0])

    def _take(self, phrase: Phrase, noise: Floats) -> Floats:
        """Play a phrase in every history; onsets of each, (K,)."""
        history, bits = self._history, self._patterns.bits
        start = history.played[phrase.first + BEFORE].sum(axis=1)
        rate = phrase.count / (phrase.end - phrase.first)
        for row in range(phrase.first, phrase.end):
            found = context(history, self._music, np.full(TAKES, row), self._which)
            slots, scores = history_scores(self._table, bits, found, self._wish.sameness)
            behind = rate * (row - phrase.first) + start - history.played[row + BEFORE].sum(axis=1)
            bias = np.float32(self._bias) + np.float32(_HASTE / (SHORT * max(rate, 0.1))) * behind
            scores += (slots + bias[:, None]) @ bits.T + self._base[row] + noise[row - phrase.first]
            gap = history.since[row + BEFORE][:, None] + self._patterns.first
            scores[gap < self._least_ticks[row]] += _FORBIDDEN / 2
            history.take(row, scores.argmax(axis=1), self._music, self._patterns)
        played = history.played
        counts = played[phrase.end + BEFORE] - played[phrase.first + BEFORE]
        return np.asarray(counts.sum(axis=1))

    def _most_central(self, phrase: Phrase, counts: Floats) -> int:
        """The history whose onsets agree best with those of all, near the planned count.

        Only those that change pattern at least as often as the usual take: the centre of all is
        more of a metronome than any of them.
        """
        span = slice(phrase.first + BEFORE, phrase.end + BEFORE)
        played = self._patterns.bits[self._history.pattern[span]]  # rows, K, 6
        mean = played.mean(axis=1)
        shared = np.einsum("rks,rs->k", played, mean, optimize=False)
        agreement = 2 * shared / (counts + mean.sum() + 1e-6)
        missed = np.abs(counts - phrase.count) / max(phrase.count, 1.0)
        score = agreement - _MISCOUNT * missed
        if not self._wish.lively:
            return int(np.argmax(score))
        pattern = self._history.pattern[span]
        changes = (pattern[1:] != pattern[:-1]).sum(axis=0)
        lively = changes >= np.quantile(changes, _LIVELY)
        dull = np.array([self._commonest_gap(phrase, take) for take in range(TAKES)])
        score = score - _DULLNESS * np.maximum(dull - _DULL, 0.0)
        return int(np.argmax(np.where(lively, score, -np.inf)))

    def _commonest_gap(self, phrase: Phrase, take: int) -> float:
        """Share of the commonest gap between a take's onsets since the level's beginning, 0-1."""
        played = self._patterns.bits[self._history.pattern[BEFORE : phrase.end + BEFORE, take]] > 0
        rows, slots = np.nonzero(played)
        if len(rows) < 2:
            return 0.0
        gaps = np.diff(rows * TICKS_PER_BEAT + np.asarray(TICKS)[slots])
        return float(np.bincount(gaps).max()) / len(gaps)
