"""Notes of a chart laid out for counting: sorted arrays, onsets, swings, beats without phase."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from automapper.beatsaber.model import Chart, Hand
from automapper.beatsaber.swings import Swing, trace
from automapper.timing import TempoMap

TICKS = 48  # per beat: holds quarters, sixths and sixteenths
BAR_BEATS = 4
ONSET_S = 0.010  # notes this close to an onset's first note belong to it
_PHASES = np.arange(0, 1, 1 / 240)

# One note as statistics see it: hand, x, y, cut.
NoteKind = tuple[int, int, int, int]
Kind = TypeVar("Kind", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Notes in the order of (time, hand, x, y, cut), each array of the same length N.

    ``beats`` are counted from the chart's own phase (most notes on whole beats), ``ticks`` are
    beats x 48, rounded. ``onsets`` lists the notes of each moment; ``swings`` are both hands',
    ``swings_without_bombs`` the same judged as if no bomb freed a hand.
    """

    chart: Chart
    bpm: float
    seconds: NDArray[np.float64]
    beats: NDArray[np.float64]
    ticks: NDArray[np.int64]
    kinds: tuple[NoteKind, ...]
    onsets: tuple[tuple[int, ...], ...]
    swings: tuple[tuple[Swing, ...], tuple[Swing, ...]]
    swings_without_bombs: tuple[tuple[Swing, ...], tuple[Swing, ...]]

    @property
    def count(self) -> int:
        """Number of notes."""
        return len(self.kinds)

    @property
    def span(self) -> float:
        """Seconds from the first note to the last."""
        return float(self.seconds[-1] - self.seconds[0])

    def patterns(self) -> list[tuple[NoteKind, ...]]:
        """What is cut at each onset, in an order that does not depend on the file."""
        return [tuple(sorted(self.kinds[i] for i in onset)) for onset in self.onsets]


def lay_out(
    chart: Chart, tempo_map: TempoMap, editor_tempi: Sequence[tuple[Fraction, float]] = ()
) -> Played:
    """A chart's notes for counting; the chart has at least one note.

    ``editor_tempi`` are (beat, bpm) of an editor's own grid (``_BPMChanges`` of old files): they
    move no note in time, but say where its mapper saw the beats.
    """
    raw = np.array([float(note.beat) for note in chart.notes])
    seconds = tempo_map.seconds_array(raw)
    bpm = float(tempo_map.bpm_at(Fraction(0)))
    local = raw if chart.bpm_events else _editor_beats(raw, bpm, editor_tempi)
    beats = local - beat_phase(local)
    kinds = [(int(n.hand), n.x, n.y, int(n.cut)) for n in chart.notes]
    order = sorted(range(len(kinds)), key=lambda i: (seconds[i], beats[i], kinds[i]))
    seconds, beats = seconds[order], beats[order]
    notes = [chart.notes[i] for i in order]
    times, places = seconds.tolist(), beats.tolist()
    bomb_times = tempo_map.seconds_array([float(bomb.beat) for bomb in chart.bombs]).tolist()
    bombs = sorted(zip(bomb_times, chart.bombs, strict=True), key=lambda pair: pair[0])
    left, right = (trace(notes, times, places, hand, bombs) for hand in Hand)
    plain = (left, right)
    if bombs:
        left_plain, right_plain = (trace(notes, times, places, hand) for hand in Hand)
        plain = (left_plain, right_plain)
    return Played(
        chart=chart,
        bpm=bpm,
        seconds=seconds,
        beats=beats,
        ticks=np.rint(beats * TICKS).astype(np.int64),
        kinds=tuple(kinds[i] for i in order),
        onsets=_onsets(times),
        swings=(left, right),
        swings_without_bombs=plain,
    )


def beat_phase(beats: NDArray[np.float64]) -> float:
    """The sub-beat shift, in beats, that puts most notes on whole, half and quarter beats.

    Many old community maps carry one constant sub-beat phase; statistics of the grid are taken
    after removing it. Shifts are tried in steps of 1/240 and refined by the median residual.
    """
    values, counts = np.unique(np.mod(beats, 1.0), return_counts=True)
    shifted = values[None, :] - _PHASES[:, None]
    score = np.zeros(len(_PHASES))
    for divisor, weight in ((1, 1.0), (2, 0.6), (4, 0.6)):
        distance = np.abs((shifted * divisor + 0.5) % 1 - 0.5) / divisor
        score = score + weight * ((distance < 0.01) @ counts)
    # No phase is the better guess unless another places a note in a thousand more.
    score = score - np.where(_PHASES > 0, 0.001 * len(beats), 0.0)
    best = float(_PHASES[int(np.argmax(score))])
    residual = (((np.mod(beats, 1.0) - best) * 4 + 0.5) % 1 - 0.5) / 4
    near = residual[np.abs(residual) < 0.012]
    return best + (float(np.median(near)) if len(near) else 0.0)


def _editor_beats(
    beats: NDArray[np.float64], bpm: float, tempi: Sequence[tuple[Fraction, float]]
) -> NDArray[np.float64]:
    """Beats as the editor's grid counts them: each change starts on a whole beat."""
    if not tempi:
        return beats
    start, begin, tempo = [0.0], [0.0], [bpm]
    for beat, changed in sorted((float(beat), value) for beat, value in tempi):
        if beat <= 0:
            start[0], begin[0], tempo[0] = 0.0, 0.0, changed
            continue
        reached = begin[-1] + (beat - start[-1]) * tempo[-1] / bpm
        start.append(beat)
        begin.append(float(math.ceil(reached - 0.01)))
        tempo.append(changed)
    index = np.maximum(np.searchsorted(start, beats + 1e-6, side="right") - 1, 0)
    begins, starts, tempos = np.array(begin), np.array(start), np.array(tempo)
    return np.asarray(begins[index] + (beats - starts[index]) * tempos[index] / bpm)


def _onsets(seconds: Sequence[float]) -> tuple[tuple[int, ...], ...]:
    """Indices of the notes of each moment."""
    onsets: list[list[int]] = []
    for index, time in enumerate(seconds):
        if onsets and time - seconds[onsets[-1][0]] < ONSET_S:
            onsets[-1].append(index)
        else:
            onsets.append([index])
    return tuple(tuple(onset) for onset in onsets)


def entropy(counts: Counter[Kind]) -> float:
    """Shannon entropy of a histogram, bits; 0 when it is empty."""
    total = sum(counts.values())
    return -sum(n / total * math.log2(n / total) for n in counts.values()) if total else 0.0


def share_top(counts: Counter[Kind], most: int, total: int) -> float:
    """Share of the ``most`` commonest entries in ``total``."""
    return sum(n for _, n in counts.most_common(most)) / total
