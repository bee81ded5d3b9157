"""What people did: for each event of a measure whether it is played, where, and where it could be.

Lanes are taught for charts of one side with five or seven keys. A lane that the gates of the
highest level refuse, given the notes before, is not taught; it stays in what later events remember.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from automapper.bms.learning.columns import LANES
from automapper.bms.learning.context import Measure, Played
from automapper.bms.learning.view import View
from automapper.bms.model import KeyMode, Lane
from automapper.bms.placement.levels import HIGHEST_LEVEL, tuning
from automapper.bms.placement.model import Event, Placed, Reason, Source
from automapper.bms.placement.state.board import Board

TAUGHT_MODES = (KeyMode.FIVE, KeyMode.SEVEN)
BACKGROUND, KEY, APART = 0, 1, -1


@dataclass(frozen=True, slots=True)
class Labelled:
    """One measure and what its people played.

    For each event of the measure: ``played`` 1 on a key, 0 in the background, -1 neither (a scratch
    or the free zone, which the rules own); ``keys`` 1-7, 0 if not on a key; ``free`` the keys that
    the gates leave as bits (key 1 is bit 0), 0 where no lane is taught; ``source`` the key on which
    the chart that stands for the source has the event, 0 if on none.
    """

    measure: Measure
    played: tuple[int, ...]
    keys: tuple[int, ...]
    free: tuple[int, ...]
    source: tuple[int, ...]

    @property
    def history(self) -> tuple[Played, ...]:
        """The notes on keys, in order, as later measures remember them."""
        return self._remembered(self.keys)

    @property
    def source_history(self) -> tuple[Played, ...]:
        """The same of the chart that stands for the source."""
        return self._remembered(self.source)

    def _remembered(self, keys: tuple[int, ...]) -> tuple[Played, ...]:
        pairs = zip(self.measure.tokens, keys, strict=True)
        return tuple((token, key) for token, key in pairs if key)


def labelled(view: View, truth: Source, seen: Source, skipped: Counter[str]) -> list[Labelled]:
    """The measures of a chart with their labels; ``skipped`` counts what is not taught and why.

    ``view`` shows the events of ``seen``, the chart in the hands of its source; ``truth`` has the
    same events as its people play them.
    """
    taught = truth.mode in TAUGHT_MODES and truth.source_mode is truth.mode
    free = _free(truth, skipped) if taught else {}
    found = []
    for measure in view.measures:
        events = [truth.events[index] for index in measure.events]
        played = tuple(_played(event.source) for event in events)
        keys = tuple(_key(event.source) for event in events)
        skipped["scratches and free zone"] += played.count(APART)
        if not taught:
            skipped["lanes of two sides or nine keys"] += played.count(KEY)
        legal = tuple(free.get(event.index, 0) for event in events)
        source = tuple(_key(seen.events[index].source) for index in measure.events)
        found.append(Labelled(measure, played, keys, legal, source))
    return found


def _played(lane: Lane | None) -> int:
    if lane is None:
        return BACKGROUND
    return KEY if 1 <= lane.key <= LANES else APART


def _key(lane: Lane | None) -> int:
    return lane.key if lane is not None and 1 <= lane.key <= LANES else 0


def _free(truth: Source, skipped: Counter[str]) -> dict[int, int]:
    """By index of an event on a key, the free keys as bits where its own is among them."""
    board = Board(truth, tuning(HIGHEST_LEVEL, HIGHEST_LEVEL))
    keys = tuple(range(board.grid.keys))
    free: dict[int, int] = {}
    for event in truth.events:
        if event.source is None or event.source not in board.grid.number:
            continue
        number = board.grid.number[event.source]
        lanes = board.narrow(event, keys)
        if number >= board.grid.keys:
            pass
        elif isinstance(lanes, Reason):
            skipped[f"lanes: {lanes.value}"] += 1
        elif number not in lanes:
            skipped["lanes: no legal one"] += 1
        else:
            free[event.index] = sum(1 << lane for lane in lanes)
        _stand(board, event, event.source, skipped)
    return free


def _stand(board: Board, event: Event, lane: Lane, skipped: Counter[str]) -> None:
    try:
        board.add(Placed(event, lane))
    except ValueError:  # two notes on one spot, which files may have
        skipped["lanes: two notes on one spot"] += 1


def record_of(labelled: Labelled, chart: int) -> dict[str, Any]:
    """A measure as a line of the records; ``chart`` is its number in the pool table."""
    measure = labelled.measure
    return {
        "chart": chart,
        "measure": measure.index,
        "tick": measure.tick,
        "density": measure.density,
        "phase": measure.phase,
        "sounding": measure.sounding,
        "tokens": list(measure.tokens),
        "positions": list(measure.positions),
        "together": list(measure.together),
        "played": list(labelled.played),
        "keys": list(labelled.keys),
        "free": list(labelled.free),
        "source": list(labelled.source),
    }


def from_record(record: dict[str, Any]) -> tuple[int, Labelled]:
    """(number of the chart, the measure) of a line.

    Which events of a source they were is not kept: ``events`` are their places in the measure.
    KeyError, TypeError or ValueError for what is no such record.
    """
    tokens = tuple(int(token) for token in record["tokens"])
    measure = Measure(
        index=int(record["measure"]),
        tick=int(record["tick"]),
        density=float(record["density"]),
        phase=int(record["phase"]),
        sounding=int(record["sounding"]),
        events=tuple(range(len(tokens))),
        tokens=tokens,
        positions=tuple(float(position) for position in record["positions"]),
        together=tuple(int(count) for count in record["together"]),
    )
    played, keys, free, source = (
        tuple(int(value) for value in record[name]) for name in ("played", "keys", "free", "source")
    )
    return int(record["chart"]), Labelled(measure, played, keys, free, source)
