from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from automapper.bms.learning.hands import hands_of, in_hands, reference_of
from automapper.bms.package import BmsPackage, open_bms_package
from automapper.bms.source import source_of
from bms.learning.songs import song


def opened(folder: Path) -> BmsPackage:
    return open_bms_package(song(folder / "song"))


def test_an_example_is_described_by_another_chart_of_as_many_sides(tmp_path: Path) -> None:
    charts = opened(tmp_path).charts
    assert reference_of("easy.bms", charts) == "hard.bms"
    assert reference_of("hard.bms", charts) == "easy.bms"
    assert reference_of("double.bms", charts) == "hard.bms"  # the only one of its kind
    assert reference_of("hard.bms", charts[-1:]) is None


def test_events_stay_and_lanes_are_those_of_the_other(tmp_path: Path) -> None:
    charts = dict(opened(tmp_path).charts)
    easy, hard = charts["easy.bms"].chart, charts["hard.bms"].chart
    theirs = hands_of(easy, source_of(easy))
    truth = source_of(hard)
    seen = in_hands(hard, truth, theirs)
    assert [replace(e, source=None, end=None) for e in seen.events] == [
        replace(e, source=None, end=None) for e in truth.events
    ]
    played = {(e.beat, e.wav_id, e.source) for e in seen.events if e.source}
    assert played == {(e.beat, e.wav_id, e.source) for e in source_of(easy).events if e.source}
    assert len(played) < sum(e.source is not None for e in truth.events)


def test_a_chart_in_no_hands_is_all_background(tmp_path: Path) -> None:
    hard = dict(opened(tmp_path).charts)["hard.bms"].chart
    assert all(event.source is None for event in in_hands(hard, source_of(hard), {}).events)
