"""Motifs: where the music comes back, the notes come back, or their mirror.

Which bars copy which is decided before the notes, by runs: a bar whose music was heard before (its
twin) or, failing that, one with the rhythm of an earlier bar. How many bars are copied follows the
level's style; whether a copy is legal where it lands is for the search to find out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from automapper.beatsaber.patterns.style import LevelStyle
from automapper.generation.onset import Onset
from automapper.generation.seeds import part_rng

# People repeat a bar mostly after 4, then 8, 2, 32 and 16 bars (measured on clean charts).
LAGS = (4, 8, 2, 32, 16)
_LONGEST_RUN = 4  # bars that follow their source in a row: a phrase
_LEAST_ONSETS = 2  # a bar of one note is no motif
_PLANNED = 1.7  # some copies turn out not to be legal where they land
_AT_LEAST = 0.02  # music that comes back is worth a copy in every level
_EAGER, _SATED = 0.85, 0.03  # chance to copy while under the wanted share, and beyond it


@dataclass(frozen=True, slots=True)
class Copy:
    """A bar that shall repeat ``source``, as it is or mirrored."""

    source: int
    mirrored: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """Onsets of one bar: indices [start, end) of the difficulty's onsets, positions in beats."""

    number: int
    start: int
    end: int
    twin: int
    positions: tuple[Fraction, ...]


def bars_of(onsets: Sequence[Onset], beats: int = 4) -> list[Bar]:
    """The bars that hold onsets, in the order of time; ``beats``: beats to a bar.

    Positions are counted from a line that all bars share, so bars of one rhythm have equal ones.
    """
    bars: list[Bar] = []
    start = 0
    for index in range(1, len(onsets) + 1):
        if index < len(onsets) and onsets[index].bar == onsets[start].bar:
            continue
        first = onsets[start]
        places = tuple(o.beat - first.beat + first.beat % beats for o in onsets[start:index])
        bars.append(Bar(first.bar, start, index, first.twin, places))
        start = index
    return bars


def plan_copies(bars: Sequence[Bar], style: LevelStyle, seed: int, part: str) -> dict[int, Copy]:
    """Which bars copy which, by bar number; draws are keyed by ``seed``, ``part`` and the bar."""
    by_number = {bar.number: bar for bar in bars}
    exact, mirrors = _PLANNED * style.repeats + _AT_LEAST, _PLANNED * style.mirrors
    wanted = exact + mirrors if style.repeats or style.mirrors else 0.0
    plan: dict[int, Copy] = {}
    for done, bar in enumerate(bars, start=1):
        eager, kind = part_rng(seed, "motif", part, bar.number).random(2)
        running = _running(plan, bar.number)
        source = _source(bar, by_number, running)
        short = len(plan) < wanted * done
        if source is None or eager >= (_EAGER if short else _SATED):
            continue
        mirrored = bool(kind * wanted < mirrors)
        if running is not None and source == running.source + 1:
            mirrored = running.mirrored  # a run keeps its side
        plan[bar.number] = Copy(source, mirrored)
    return plan


def _running(plan: Mapping[int, Copy], number: int) -> Copy | None:
    """The copy that a bar could carry on, unless its run is as long as a phrase."""
    last = plan.get(number - 1)
    run = 0
    while last and (copy := plan.get(number - 1 - run)) and copy.source == last.source - run:
        run += 1
    return last if run < _LONGEST_RUN else None


def _source(bar: Bar, bars: Mapping[int, Bar], running: Copy | None) -> int | None:
    """The best earlier bar of the same rhythm: the run's next, the music's twin, a human lag."""
    if len(bar.positions) < _LEAST_ONSETS:
        return None
    wanted = [running.source + 1] if running else []
    wanted += [bar.twin] if bar.twin >= 0 else []
    wanted += [bar.number - lag for lag in LAGS]
    for number in wanted:
        found = bars.get(number)
        if found and number < bar.number and found.positions == bar.positions:
            return number
    return None
