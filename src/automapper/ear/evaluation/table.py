"""What many songs add up to: rows of figures, and the songs that went wrong one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from automapper.ear.evaluation.metrics import Times
from automapper.ear.evaluation.note_grid import DIVISORS, WITHIN_S
from automapper.ear.evaluation.run import Outcome

STRAY_S = 0.025  # true beats this far from the grid in the 95th percentile are worth a word
LOW_F = 0.80


@dataclass(frozen=True, slots=True)
class Column:
    """``label``; the ``figure`` of a song; ``fold`` of all songs' into one.

    ``ms``: a time, shown in ms; ``digits`` behind the point.
    """

    label: str
    figure: str
    fold: Callable[[Sequence[float]], float]
    ms: bool = False
    digits: int = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One group of songs by one listener; ``values`` by label, None where no song tells."""

    group: str
    listener: str
    songs: int
    values: dict[str, float | None]


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def _median(values: Sequence[float]) -> float:
    return float(np.median(values))


def _wide(values: Sequence[float]) -> float:
    return float(np.percentile(np.abs(values), 90))


def _widest(values: Sequence[float]) -> float:
    return float(np.percentile(np.abs(values), 95))


BEATS = (
    Column("beat F", "beat_f", _mean),
    Column("CMLt", "cmlt", _mean),
    Column("AMLt", "amlt", _mean),
    Column("downbeat F", "downbeat_f", _mean),
    Column("tempo", "tempo", _mean),
    Column("exact", "exact", _mean),
    Column("octave", "level", _mean),
    Column("wall s", "wall", _median),
)
TIMING = (
    Column("known", "offset", len, digits=0),
    Column("offset ms", "offset", _median, ms=True, digits=2),
    Column("|p90| ms", "offset", _wide, ms=True, digits=2),
    Column("|p95| ms", "offset", _widest, ms=True, digits=2),
    Column("10 ms", "offset_10", _mean),
    Column("exact+10", "both", _mean),
    Column("bar ms", "bar_offset", _median, ms=True, digits=2),
    Column("bar 10", "bar_10", _mean),
    Column("grid p50", "strays_50", _median, ms=True, digits=2),
    Column("grid p95", "strays_95", _median, ms=True, digits=2),
    Column("worst p95", "strays_95", max, ms=True, digits=2),
    Column("redlines", "written", _median, digits=1),
    Column("per true", "redlines", _median),
    Column("kept", "kept", _mean),
)
CHARTS = (
    Column(".05 %", "close", _mean),
    Column("played", "played", _median),
    Column("less shift", "played_shifted", _median),
)


def note_columns(divisor: int) -> tuple[Column, ...]:
    """The scorecard of one divisor (0: the nearest line of all divisors)."""
    name = f"notes_{divisor}"
    within = tuple(
        Column(f"<= {1000 * limit:.0f} ms", f"{name}_{1000 * limit:.0f}ms", _mean)
        for limit in WITHIN_S
    )
    return (
        Column("median ms", f"{name}_50", _median, ms=True, digits=2),
        Column("p95 ms", f"{name}_95", _median, ms=True, digits=2),
        Column("max ms", f"{name}_max", _median, ms=True, digits=2),
        *within,
    )


NOTES = tuple((divisor, note_columns(divisor)) for divisor in (*DIVISORS, 0))


def rows(
    outcomes: Sequence[Outcome], columns: Sequence[Column], *, totals: bool = True
) -> list[Row]:
    """A row for each group and listener, in the order in which they first appear.

    With ``totals`` songs of one tempo that come from several groups get a row together, those of
    moving tempo too, and those of which no beats are known.
    """
    listeners = list(dict.fromkeys(outcome.listener for outcome in outcomes))
    groups: dict[str, list[Outcome]] = {}
    together: dict[str, dict[str, list[Outcome]]] = {}
    for outcome in outcomes:
        truth = outcome.truth
        groups.setdefault(truth.group, []).append(outcome)
        total = "all of one tempo" if truth.bpm is not None else "all of moving tempo"
        total = total if len(truth.beats) else "all without known beats"
        together.setdefault(total, {}).setdefault(truth.group, []).append(outcome)
    for name, parts in together.items():
        if totals and len(parts) > 1:
            groups[name] = [outcome for part in parts.values() for outcome in part]
    out = []
    for group, members in groups.items():
        for listener in listeners:
            own = [outcome for outcome in members if outcome.listener == listener]
            values = {column.label: _value(own, column) for column in columns}
            if any(value is not None for value in values.values()):
                out.append(Row(group, listener, len(own), values))
    return out


def _value(outcomes: Iterable[Outcome], column: Column) -> float | None:
    known = [o.figures[column.figure] for o in outcomes if column.figure in o.figures]
    known = [value for value in known if np.isfinite(value)]
    if not known:
        return None
    return float(column.fold(known)) * (1000.0 if column.ms else 1.0)


@dataclass(frozen=True, slots=True)
class Failure:
    """A song and what is wrong with what was found; ``truth`` and ``found`` in words."""

    name: str
    group: str
    truth: str
    found: str
    wrong: tuple[str, ...]
    confidence: float


def failures(outcomes: Iterable[Outcome], listener: str) -> list[Failure]:
    """The songs of which a listener got something wrong, in their order."""
    own = [outcome for outcome in outcomes if outcome.listener == listener]
    return [_failure(outcome, wrong) for outcome in own if (wrong := _wrong(outcome))]


def _failure(outcome: Outcome, wrong: tuple[str, ...]) -> Failure:
    truth, found = outcome.truth, outcome.found
    return Failure(
        truth.name,
        truth.group,
        f"{_tempo(truth.bpm)}{_from(truth.beats)}",
        f"{_tempo(found.bpm)}{_from(found.beats)} {found.profile}"
        if len(found.beats)
        else "nothing",
        wrong,
        found.confidence,
    )


def _tempo(bpm: float | None) -> str:
    return "moving tempo" if bpm is None else f"{bpm:.4f} bpm"


def _from(beats: Times) -> str:
    return f" @ {beats[0]:.4f} s" if len(beats) else ""


def _wrong(outcome: Outcome) -> tuple[str, ...]:
    """In words, the worst first; a figure that is not known is not wrong."""
    figures, truth = outcome.figures, outcome.truth
    wrong = [outcome.error] if outcome.error else []
    limit = "tempo" if len(truth.beats) else "close"
    if truth.bpm is not None and figures[limit] == 0.0:
        wrong.append(f"tempo x {figures['bpm'] / truth.bpm:.5f}")
    elif truth.bpm is not None and figures["level"] == 0.0:
        wrong.append(f"octave x {figures['bpm'] / truth.bpm:.1f}")
    if not figures.get("offset_10", 1.0):
        wrong.append(f"offset {1000 * figures['offset']:+.1f} ms")
    if truth.bars_known and figures.get("downbeat_f", 1.0) < LOW_F:
        wrong.append(f"downbeat F {figures['downbeat_f']:.2f}")
    if figures.get("beat_f", 1.0) < LOW_F:
        wrong.append(f"beat F {figures['beat_f']:.2f}")
    if truth.bpm is None and figures.get("strays_95", 0.0) > STRAY_S:
        wrong.append(f"p95 {1000 * figures['strays_95']:.0f} ms")
    return tuple(wrong)
