"""Which notes and which lane, on a rendered package and with nets that a test makes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from automapper.bms.learning.columns import LANE_COLUMNS, LANES, TOKEN_COLUMNS, Column
from automapper.bms.learning.evaluation import which_lane, which_notes
from automapper.bms.learning.evaluation.cases import Case, cases_of
from automapper.bms.learning.evaluation.metrics import auc
from automapper.bms.learning.evaluation.whole_engine import (
    at_peoples_level,
    decide,
    same_lane,
)
from automapper.bms.learning.examples import Past
from automapper.bms.options import LEVELS
from automapper.bms.package import open_bms_package
from bms.learning.songs import song

Rows = NDArray[np.float32]


class Reading:
    """A net that answers some of its columns as they are."""

    outputs = ("scores",)
    notes: Mapping[str, object] = {}

    def __init__(self, columns: list[int]) -> None:
        self.columns = columns

    def __call__(self, inputs: Mapping[str, Rows]) -> dict[str, Rows]:
        return {"scores": inputs["rows"][:, self.columns]}


def column(columns: tuple[Column, ...], name: str) -> int:
    return [one.name for one in columns].index(name)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    package = open_bms_package(song(tmp_path_factory.mktemp("song") / "song"))
    return {case.name: case for case in cases_of(package, "song", None)}


def test_a_case_asks_for_every_event_that_is_no_scratch(cases: dict[str, Case]) -> None:
    case = cases["hard.bms"]
    assert (case.package, case.reference) == ("song", "easy.bms")
    lanes = [case.truth.events[index].source for index in case.asked]
    assert [lane is not None for lane in lanes] == case.played.tolist()
    assert not any(lane.is_scratch for lane in lanes if lane is not None)
    assert set(cases) == {"double.bms", "easy.bms", "hard.bms"}


def test_every_score_is_one_for_each_event_asked(cases: dict[str, Case]) -> None:
    net = Reading([column(TOKEN_COLUMNS, "key_count")])
    for case in cases.values():
        for scorer in (
            which_notes.by_file_order,
            which_notes.by_attack,
            which_notes.by_rule,
            which_notes.by_source,
            which_notes.by_source_share,
            which_notes.ranker_alone(net),
            which_notes.ranker_fed(net),
        ):
            scores = scorer(case)
            assert scores.shape == case.played.shape and np.isfinite(scores).all()


def test_the_source_foretells_what_it_shares_with_the_example(cases: dict[str, Case]) -> None:
    # Every note of easy is one of hard's.
    easy = which_notes.by_source(cases["easy.bms"])
    assert easy[cases["easy.bms"].played].all()
    assert auc(easy, cases["easy.bms"].played) > 0.7  # type: ignore[operator]


def test_own_counts_give_more_away_than_the_sources(cases: dict[str, Case]) -> None:
    net = Reading([column(TOKEN_COLUMNS, "key_count")])
    case = cases["hard.bms"]
    leaking = auc(which_notes.ranker_fed(net, lambda one: one.own)(case), case.played)
    honest = auc(which_notes.ranker_fed(net)(case), case.played)
    assert leaking is not None and honest is not None and leaking > honest


def test_the_past_of_a_ranker_alone_is_its_own(cases: dict[str, Case]) -> None:
    case = cases["hard.bms"]
    net = Reading([column(TOKEN_COLUMNS, "placed_count[-1]")])
    fed = which_notes.ranker_fed(net)(case)
    alone = which_notes.ranker_alone(net)(case)
    assert fed.max() > 0
    assert alone.max() == 0  # it never begins: a score of 0 is no note


def test_lanes_are_asked_where_they_are_taught(cases: dict[str, Case]) -> None:
    case = cases["hard.bms"]
    asked = which_lane.questions(case)
    assert len(asked) > 30 and all(q.key in q.free for q in asked)
    assert which_lane.questions(cases["double.bms"]) == []
    assert which_lane.top1(which_lane.dealt, cases["double.bms"]) is None


def test_every_choice_is_a_free_lane(cases: dict[str, Case]) -> None:
    case = cases["hard.bms"]
    common = which_lane.commonest(np.arange(LANES))
    net = Reading([column(LANE_COLUMNS, f"on_lane_{key}[-1]") for key in range(1, 8)])
    choosers = {
        "common": common,
        "dealt": which_lane.dealt,
        "centroid": which_lane.by_centroid(0.3),
        "before": which_lane.as_before(common),
        "source": which_lane.as_source(common),
        "fed": which_lane.ranker_fed(net),
        "told the source": which_lane.ranker_fed(net, Past.SOURCE),
        "alone": which_lane.ranker_alone(net),
    }
    answers = {}
    for name, chooser in choosers.items():
        answers[name] = chooser(case)
        for answer, question in zip(answers[name], which_lane.questions(case), strict=True):
            assert answer in question.free, name
    assert answers["fed"] != answers["alone"]
    assert max(answers["common"]) == 7


def test_the_sources_lanes_are_the_examples_where_they_are_one_chart(
    cases: dict[str, Case],
) -> None:
    # easy is hard with fewer notes: what hard plays, it plays on the same lanes.
    common = which_lane.commonest(np.zeros(LANES))
    assert which_lane.top1(which_lane.as_source(common), cases["easy.bms"]) == 1.0
    found = which_lane.top1(common, cases["easy.bms"])
    assert found is not None and found < 0.5


def test_a_net_that_knows_gets_everything_right(cases: dict[str, Case]) -> None:
    case = cases["hard.bms"]

    def knowing(case: Case) -> list[int]:
        return [question.key for question in which_lane.questions(case)]

    assert which_lane.top1(knowing, case) == 1.0


def test_the_engine_is_asked_at_the_level_of_peoples_notes(cases: dict[str, Case]) -> None:
    case = cases["hard.bms"]
    made = at_peoples_level(case)
    wanted = int(case.played.sum())
    best = min(abs(len(decide(case, level).placed) - wanted) for level in LEVELS)
    assert abs(len(made.placed) - wanted) <= best + 2
    assert made.chosen.shape == case.played.shape
    assert made.chosen.sum() <= len(made.placed)
    share = same_lane(case, made.placed)
    assert share is not None and 0 <= share <= 1
    assert same_lane(case, ()) is None
