from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.learning.columns import LANE_COLUMNS, LANES, TOKEN_COLUMNS
from automapper.bms.learning.rank import (
    SHIPPED_LANE,
    SHIPPED_TOKEN,
    LearnedAdviser,
    open_adviser,
    open_ranker,
)
from automapper.bms.learning.rankers import RANKERS
from automapper.bms.learning.view import view_of
from automapper.bms.model import KeyMode, Lane
from automapper.bms.options import MlWeights
from automapper.bms.package import open_bms_package
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.loop import PlaceOptions, RawPlacement, place_measures
from automapper.bms.placement.model import Adviser, Placed, Source
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select
from automapper.bms.source import source_of
from automapper.errors import WeightsError
from automapper.models.run import open_net
from bms.learning.songs import song
from bms.placement.pools import sound

Answer = NDArray[np.float32]


class Fixed:
    """A net that answers what a test wants; it remembers what it was asked."""

    outputs = ("scores",)
    notes: Mapping[str, object] = {}

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[Answer] = []

    def __call__(self, inputs: Mapping[str, Answer]) -> dict[str, Answer]:
        self.asked.append(inputs["rows"])
        return {"scores": np.tile(self.answer, (len(inputs["rows"]), 1))}


class Failing(Fixed):
    def __call__(self, inputs: Mapping[str, Answer]) -> dict[str, Answer]:
        raise RuntimeError("no more memory")


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, SoundTable]:
    package = open_bms_package(song(tmp_path_factory.mktemp("song") / "song"))
    chart = dict(package.charts)["hard.bms"].chart
    sounds = {
        wav_id: sound(200.0, 0.1 + n / 40, 400.0 * n) for n, (wav_id, _) in enumerate(chart.samples)
    }
    return source_of(chart), sounds


def placed_by(adviser: Adviser | None, hard: tuple[Source, SoundTable]) -> RawPlacement:
    source, sounds = hard
    selection = select(pool_of(source, sounds), sounds, tuning())
    return place_measures(source, sounds, selection, tuning(), PlaceOptions(adviser=adviser))


def scores(*values: float) -> Answer:
    return np.array([values], dtype=np.float32)


LEFTMOST = Fixed(scores(*range(LANES, 0, -1)))


def advising(
    hard: tuple[Source, SoundTable], token: Fixed | None, lanes: Fixed | None
) -> LearnedAdviser:
    return LearnedAdviser(view_of(*hard), KeyMode.SEVEN, token, lanes)


def test_an_adviser_without_rankers_changes_nothing(hard: tuple[Source, SoundTable]) -> None:
    assert placed_by(advising(hard, None, None), hard) == placed_by(None, hard)


@pytest.mark.parametrize(
    "net",
    [Failing(scores(0)), Fixed(scores(1, 2)), Fixed(scores(float("nan")))],
    ids=["raises", "too wide", "no number"],
)
def test_a_ranker_that_fails_leaves_it_to_the_rule_and_is_counted(
    net: Fixed, hard: tuple[Source, SoundTable]
) -> None:
    adviser = advising(hard, net, net)
    assert placed_by(adviser, hard) == placed_by(None, hard)
    for figures in adviser.figures().values():
        assert figures["asked"] == figures["silent"] != 0
    adviser.begin()
    assert adviser.figures()["token"]["asked"] == 0


def test_lanes_are_chosen_among_the_free_ones_and_stay_legal(
    hard: tuple[Source, SoundTable],
) -> None:
    made = placed_by(advising(hard, None, LEFTMOST), hard)
    plain = placed_by(None, hard)
    keys = [note.lane.key for note in made.placed]
    assert np.mean(keys) < np.mean([note.lane.key for note in plain.placed])
    assert set(keys) != {1}  # the gates moved some on


def test_equal_lanes_go_to_the_left_and_scores_are_rounded(
    hard: tuple[Source, SoundTable],
) -> None:
    source, _ = hard
    event = source.events[0]
    adviser = advising(hard, None, Fixed(scores(0, 0.5, 0.5004, 0, 0, 0, 0)))
    free = (Lane(0, 1), Lane(0, 2), Lane(0, 3))
    assert adviser.lane(event, free, ()) == Lane(0, 2)
    assert adviser.lane(event, (), ()) is None


def test_events_of_unknown_sounds_come_last(hard: tuple[Source, SoundTable]) -> None:
    source, _ = hard
    adviser = advising(hard, Fixed(scores(-7)), None)
    events = [replace(source.events[0], wav_id="??"), source.events[1]]
    found = adviser.tokens(source.events[0].place.measure, events, ())
    assert found is not None and found[0] < found[1] == -7
    assert adviser.tokens(998, events, ()) is None


def test_other_key_modes_keep_the_rules_lanes(hard: tuple[Source, SoundTable]) -> None:
    source, sounds = hard
    adviser = LearnedAdviser(view_of(source, sounds), KeyMode.NINE, None, LEFTMOST)
    assert adviser.lane(source.events[0], (Lane(0, 1),), ()) is None


def test_the_past_is_what_was_placed_in_the_four_measures_before(
    hard: tuple[Source, SoundTable],
) -> None:
    source, _ = hard
    net = Fixed(scores(0))
    adviser = advising(hard, net, None)
    notes = [
        Placed(event, Lane(0, 1 + event.index % 7))
        for event in source.events
        if event.place.measure < 7
    ]
    events = [event for event in source.events if event.place.measure == 7]
    adviser.tokens(7, events, notes)
    adviser.tokens(7, events, [note for note in notes if note.event.place.measure > 2])
    adviser.tokens(7, events, [note for note in notes if note.event.place.measure > 3])
    everything, four, three = net.asked
    np.testing.assert_array_equal(everything, four)
    assert (four != three).any()


def test_the_shipped_rankers_are_of_these_columns_and_both_files_agree() -> None:
    for path, columns in ((SHIPPED_TOKEN, TOKEN_COLUMNS), (SHIPPED_LANE, LANE_COLUMNS)):
        graph = open_ranker(path, columns)
        weights = open_net(path.with_suffix(".safetensors"), rankers=RANKERS)
        assert graph.notes["digest"] == weights.notes["digest"]
        rows = np.random.default_rng(3).normal(size=(50, len(columns))).astype(np.float32)
        found, wanted = graph({"rows": rows})["scores"], weights({"rows": rows})["scores"]
        assert np.abs(found - wanted).max() < 1e-4
        with pytest.raises(WeightsError, match="taught other columns"):
            open_ranker(path, tuple(reversed(columns)))


def test_shipped_rankers_advise_and_do_so_twice_alike(hard: tuple[Source, SoundTable]) -> None:
    source, sounds = hard
    one = placed_by(open_adviser(source, sounds), hard)
    assert one == placed_by(open_adviser(source, sounds), hard)
    assert one != placed_by(None, hard)


def test_weights_that_are_none_are_one_line(
    hard: tuple[Source, SoundTable], tmp_path: Path
) -> None:
    with pytest.raises(WeightsError, match="no weights here; train some with bms-train"):
        open_adviser(*hard, MlWeights(token=tmp_path / "none.onnx"))
    beat = SHIPPED_TOKEN.parents[2] / "ear" / "nets" / "beat.onnx"
    with pytest.raises(WeightsError, match="holds no ranker of ours"):
        open_adviser(*hard, MlWeights(lane=beat))
    with pytest.raises(WeightsError, match="made with other rankers"):
        open_adviser(*hard, MlWeights(digests=("a", "b")))


def test_notes_that_stand_already_are_part_of_the_past(hard: tuple[Source, SoundTable]) -> None:
    source, _ = hard
    net = Fixed(scores(0))
    adviser = advising(hard, net, None)
    notes = [
        Placed(event, Lane(0, 1 + event.index % 7))
        for event in source.events
        if event.place.measure != 6
    ]
    events = [event for event in source.events if event.place.measure == 6]
    before = [note for note in notes if note.event.place.measure < 6]
    adviser.tokens(6, events, before)
    adviser.among(notes).tokens(6, events, ())
    told, stood = net.asked
    np.testing.assert_array_equal(told, stood)
