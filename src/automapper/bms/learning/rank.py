"""The rankers at work: an adviser that reorders what the rules allow and can break no rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.learning.columns import (
    LANE_COLUMNS,
    LANES,
    TOKEN_COLUMNS,
    WINDOWS,
    Column,
    Rows,
    columns_text,
)
from automapper.bms.learning.context import Measure, Played, Window, lane_rows, token_rows
from automapper.bms.learning.rankers import RANKERS
from automapper.bms.learning.view import View, view_of
from automapper.bms.model import KeyMode, Lane
from automapper.bms.options import MlWeights
from automapper.bms.placement.model import Event, Placed, Source
from automapper.errors import WeightsError
from automapper.models.run import Net, open_net

SHIPPED_TOKEN = Path(__file__).parents[1] / "nets" / "token.onnx"
SHIPPED_LANE = Path(__file__).parents[1] / "nets" / "lane.onnx"
# Scores are rounded before they are compared: the same choice on any processor.
_DECIMALS = 3
LANE_MODES = (KeyMode.FIVE, KeyMode.SEVEN)
_UNKNOWN = -1000.0  # the score of an event whose keysound could not be heard

Scores: TypeAlias = NDArray[np.float64]


@dataclass(slots=True)
class Tally:
    """How often one ranker was asked, and how often it had no answer, so that the rule decided."""

    asked: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class LearnedAdviser:
    """A ``placement.model.Adviser``; a ranker that is None leaves its part to the rule.

    ``others`` are notes that stand already, in order, beside those that it is told of.
    """

    view: View
    mode: KeyMode
    token: Net | None
    lanes: Net | None
    tallies: Mapping[str, Tally] = field(
        default_factory=lambda: {"token": Tally(), "lane": Tally()}
    )
    others: tuple[Placed, ...] = ()
    _last: dict[tuple[int, tuple[Window, ...]], Scores | None] = field(default_factory=dict)

    def tokens(
        self, measure: int, events: Sequence[Event], placed: Sequence[Placed]
    ) -> Sequence[float] | None:
        """A score for each event, higher is played first."""
        here = self._measure(measure)
        if self.token is None or here is None:
            return None
        numbers = [self.view.number.get(event.wav_id) for event in events]
        known = [number for number in numbers if number is not None]
        rows = token_rows(here, known, self.view.pool, self._past(here, placed))
        scores = _ask(self.token, rows, 1, self.tallies["token"])
        if scores is None:
            return None
        found = iter(scores[:, 0].tolist())
        return [_UNKNOWN if number is None else next(found) for number in numbers]

    def lane(self, event: Event, free: Sequence[Lane], placed: Sequence[Placed]) -> Lane | None:
        """The free lane with the highest score, of equal ones the leftmost."""
        here = self._measure(event.place.measure)
        if self.lanes is None or here is None or self.mode not in LANE_MODES:
            return None
        if event.wav_id not in self.view.number or not free:
            return None
        scores = self._lane_scores(here, self._past(here, placed))
        if scores is None:
            return None
        mine = scores[here.events.index(event.index)]
        return max(free, key=lambda lane: (mine[lane.key - 1], -lane.key))

    def among(self, others: Sequence[Placed]) -> LearnedAdviser:
        """The same adviser where notes of other measures stand already."""
        standing = tuple(sorted(others, key=lambda note: note.event.index))
        return replace(self, others=standing, _last={})

    def begin(self) -> None:
        """Counts anew."""
        for tally in self.tallies.values():
            tally.asked = tally.silent = 0

    def figures(self) -> dict[str, dict[str, object]]:
        """How often each ranker was asked and was silent since ``begin``, and what it is."""
        nets = {"token": self.token, "lane": self.lanes}
        return {
            name: {"asked": tally.asked, "silent": tally.silent, "weights": digest_of(nets[name])}
            for name, tally in self.tallies.items()
        }

    def _measure(self, index: int) -> Measure | None:
        number = self.view.before(index)
        measures = self.view.measures
        there = number < len(measures) and measures[number].index == index
        return measures[number] if there else None

    def _past(self, here: Measure, placed: Sequence[Placed]) -> tuple[Window, ...]:
        """The four measures before, with the keys among the notes that were placed in them."""
        number = self.view.before(here.index)
        windows = self.view.measures[max(number - WINDOWS, 0) : number]
        played: dict[int, list[Played]] = {window.index: [] for window in windows}
        for notes in (placed, self.others) if windows else ():
            for note in reversed(notes):
                measure = note.event.place.measure
                if measure < windows[0].index:
                    break
                token = self.view.number.get(note.event.wav_id)
                if measure in played and 1 <= note.lane.key <= LANES and token is not None:
                    played[measure].append((token, note.lane.key))
        return tuple(Window(w.tick, tuple(reversed(played[w.index]))) for w in windows)

    def _lane_scores(self, here: Measure, past: tuple[Window, ...]) -> Scores | None:
        """Scores of all events of a measure at once; those asked last are remembered."""
        assert self.lanes is not None
        key = (here.index, past)
        if key not in self._last:
            rows = lane_rows(here, range(len(here.events)), self.view.pool, past)
            scores = _ask(self.lanes, rows, LANES, self.tallies["lane"])
            self._last.clear()
            self._last[key] = scores
        return self._last[key]


def digest_of(net: Net | None) -> str | None:
    """What tells one ranker's weights from another's; None for no ranker."""
    return None if net is None else str(net.notes.get("digest", ""))


def _ask(net: Net, rows: Rows, width: int, tally: Tally) -> Scores | None:
    """Rounded scores (rows, width); None where the net fails or answers something else."""
    tally.asked += 1
    try:
        scores = np.asarray(net({"rows": rows})["scores"], dtype=np.float64)
    except Exception:  # whatever ails a net of a user's own, the rule knows what to do
        scores = np.empty(0)
    if scores.shape != (len(rows), width) or not np.isfinite(scores).all():
        tally.silent += 1
        return None
    rounded: Scores = np.round(scores, _DECIMALS)
    return rounded


def open_adviser(
    source: Source, sounds: SoundTable, weights: MlWeights | None = None
) -> LearnedAdviser:
    """The adviser for a source, by default with the shipped weights.

    Raises WeightsError for files that are missing, that hold no ranker of ours or one that was
    taught other columns, and for others than a chart was made with.
    """
    weights = weights or MlWeights()
    token = open_ranker(weights.token or SHIPPED_TOKEN, TOKEN_COLUMNS)
    lane = open_ranker(weights.lane or SHIPPED_LANE, LANE_COLUMNS)
    if weights.digests not in (None, (digest_of(token), digest_of(lane))):
        raise WeightsError(
            "the chart was made with other rankers: give them with --ml --model-token F "
            "--model-lane F"
        )
    return LearnedAdviser(view_of(source, sounds), source.mode, token, lane)


def open_ranker(path: Path, columns: tuple[Column, ...]) -> Net:
    """A ranker that was taught exactly these columns; else WeightsError."""
    if not path.is_file():
        raise WeightsError(f"{path}: there are no weights here; train some with bms-train")
    net = open_net(path, "cpu", RANKERS)
    taught = net.notes.get("columns")
    if taught is None:
        raise WeightsError(f"{path}: holds no ranker of ours")
    if taught != columns_text(columns):
        raise WeightsError(
            f"{path}: this ranker was taught other columns; see which of the two it is, "
            "or train it again with bms-train"
        )
    return net
