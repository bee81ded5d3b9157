"""The charts of a package as questions: what people play of this, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.learning.context import Window
from automapper.bms.learning.evaluation.metrics import Bools
from automapper.bms.learning.labels import APART, KEY, Labelled, labelled
from automapper.bms.learning.prepare import chart_views
from automapper.bms.learning.view import View, view_of
from automapper.bms.package import BmsPackage
from automapper.bms.placement.model import Source


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One chart of a package; ``reference`` is the chart that stands for its source, "" for none.

    ``truth`` is the chart as its people play it, ``seen`` the same events in the hands of the chart
    that stands for the source, ``view`` what a ranker is told of ``seen``, ``own`` what it would be
    told of ``truth``. ``asked`` are the events (indices) that are on a key or in the background.
    """

    package: str
    name: str
    reference: str
    truth: Source
    seen: Source
    sounds: SoundTable
    view: View
    own: View
    measures: tuple[Labelled, ...]
    asked: tuple[int, ...]
    played: Bools

    def pasts(self) -> Iterator[tuple[Labelled, tuple[Window, ...]]]:
        """Each measure with all measures before it as people played them."""
        past: list[Window] = []
        for one in self.measures:
            yield one, tuple(past)
            past.append(Window(one.measure.tick, one.history))


def cases_of(package: BmsPackage, name: str, cache: Path | None) -> Iterator[Case]:
    """The charts of a package that have notes."""
    for chart in chart_views(package, cache):
        view = view_of(chart.seen, chart.sounds)
        measures = tuple(labelled(view, chart.truth, chart.seen, Counter()))
        pairs = [
            (index, played == KEY)
            for one in measures
            for index, played in zip(one.measure.events, one.played, strict=True)
            if played != APART
        ]
        yield Case(
            package=name,
            name=chart.row.name,
            reference=chart.row.reference,
            truth=chart.truth,
            seen=chart.seen,
            sounds=chart.sounds,
            view=view,
            own=view_of(chart.truth, chart.sounds),
            measures=measures,
            asked=tuple(index for index, _ in pairs),
            played=np.array([key for _, key in pairs], dtype=bool),
        )
