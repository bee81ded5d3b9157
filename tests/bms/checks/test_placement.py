"""The laws of placement over what placement makes, and what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from automapper.bms.checks import check_outcome, check_placement
from automapper.bms.checks.placement_scratch import scratch_findings
from automapper.bms.checks.placement_subject import Outcome, PlacementSubject
from automapper.bms.placement.finishing.finish import FinishOptions, finish
from automapper.bms.placement.loop import PlaceOptions, place_measures
from automapper.bms.placement.scratch import ScratchMode
from automapper.chart import Severity

from ..placement.raw import Case, cases
from .placements import NO_SCRATCH, QUIET, key, long_sounds, of, rush, turns


def whats(subject: PlacementSubject) -> list[str]:
    return [finding.what for finding in scratch_findings(subject)]


def made(case: Case, seed: int) -> Outcome:
    """A whole placement of a case by the engine, from nothing but its inputs."""
    parts = (case.source, case.sounds, case.selection, case.tuning)
    raw = place_measures(*parts, PlaceOptions(seed))
    done = finish(raw, *parts, FinishOptions(long_notes=True))
    return Outcome(done.placed, done.residual)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_what_the_engine_makes_keeps_every_law_and_is_made_again(case: Case) -> None:
    subject = PlacementSubject(
        case.source,
        case.sounds,
        case.selection,
        case.tuning,
        made(case, 7),
        lambda: made(case, 7),
    )
    errors = [one for one in check_outcome(subject) if one.severity is Severity.ERROR]
    assert errors == []


def test_an_issue_names_the_place_the_lane_and_the_sound() -> None:
    subject = of((1, 0, key(1)), (1, 1, key(1)))
    found = check_placement(
        subject.source,
        subject.sounds,
        subject.selection,
        subject.tuning,
        subject.placed,
        subject.residual,
    )
    jack = next(issue for issue in found if issue.check == "placed-jack")
    assert jack.what == "key 1: 11 0.25 beats after the one before; 0.3125 at least"
    assert (jack.seconds, jack.beat, jack.columns) == (2.125, 4.25, (1,))
    legal = [issue.what for issue in found if issue.check == "placed-legal"]
    assert legal == [f"key 1: 1{i} breaks the gate jack_violation" for i in "01"]


def test_a_law_is_not_asked_without_its_means() -> None:
    subject = of(*QUIET)
    assert "placed-reproducible" not in {issue.check for issue in check_outcome(subject)}


def test_scratches_are_counted_spaced_and_rested() -> None:
    assert whats(turns((0, 0), (0, 1))) == [
        "scratch: 01 0.25 beats after the one before; 1 at least"
    ]
    assert whats(turns((2, 0), (2, 4), (2, 8))) == ["measure 2: 3 scratches; 2 at most"]
    assert whats(rush(3)) == ["measure 6: 1 scratches after a rush; 0 at most"]
    assert whats(rush(4)) == []
    lasting = "scratch: 00 lasts 400 ms; 300 at most, since the source has none"
    assert whats(long_sounds(turns((0, 0), source=NO_SCRATCH))) == [lasting]


@pytest.mark.parametrize(("mode", "count"), [(ScratchMode.DISABLED, 1), (ScratchMode.FALLBACK, 0)])
def test_the_mode_may_be_chosen(mode: ScratchMode, count: int) -> None:
    assert len(whats(replace(turns((0, 0)), scratch_mode=mode))) == count
