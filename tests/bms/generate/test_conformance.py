from __future__ import annotations

from dataclasses import replace

import pytest

from automapper.bms.checks.placement_subject import Outcome
from automapper.bms.generate.analyse import Analysis
from automapper.bms.generate.chart import GeneratedChart
from automapper.bms.generate.conformance import checked, conformance
from automapper.bms.generate.place import Rules
from automapper.bms.generate.result import json_bytes, read_result
from automapper.bms.generate.sounds_record import sounds_record
from automapper.bms.package import files_beside
from automapper.errors import ConformanceError


def outcome_of(song: Analysis, made: GeneratedChart) -> Outcome:
    return Outcome(*read_result(json_bytes(made.result), "r.json").events(song.source))


def test_a_chart_of_ours_breaks_no_law(song: Analysis, rules: Rules, made: GeneratedChart) -> None:
    outcome = outcome_of(song, made)
    assert checked(song, rules, outcome, made.data, lambda: outcome) == made.issues


def test_a_chart_that_breaks_a_law_is_an_error(
    song: Analysis, rules: Rules, made: GeneratedChart
) -> None:
    outcome = outcome_of(song, made)
    lane = next(one.lane for one in outcome.placed if not one.lane.is_scratch)
    piled = Outcome(
        tuple(replace(one, lane=lane, end=None) for one in outcome.placed), outcome.residual
    )
    found = {issue.check for issue in conformance(song, rules, piled, made.data)}
    assert {"placed-jack", "placed-legal", "written-notes"} & found
    with pytest.raises(ConformanceError, match=r"breaks \d+ laws, first .*; nothing was written"):
        checked(song, rules, piled, made.data)


def test_a_sound_that_is_lost_in_the_file_is_found(
    song: Analysis, rules: Rules, made: GeneratedChart
) -> None:
    lines = made.data.splitlines(keepends=True)
    number = next(i for i, line in enumerate(lines) if line.startswith(b"#00301:"))
    broken = b"".join([*lines[:number], *lines[number + 1 :]])
    with pytest.raises(ConformanceError, match="written-"):
        checked(song, rules, outcome_of(song, made), broken)


def test_a_second_placement_that_differs_is_found(
    song: Analysis, rules: Rules, made: GeneratedChart
) -> None:
    outcome = outcome_of(song, made)
    other = Outcome(outcome.placed[1:], outcome.residual)
    with pytest.raises(ConformanceError, match="placed-reproducible"):
        checked(song, rules, outcome, made.data, lambda: other)


def test_files_are_named_as_the_chart_names_them() -> None:
    files = {"a/x.bms": b"1", "a/k.wav": b"2", "b/k.wav": b"3"}
    assert files_beside(files, "a/x.bms") == {"x.bms": b"1", "k.wav": b"2"}
    assert files_beside(files, "x.bms") == files


def test_an_unknown_sound_has_its_id_alone(song: Analysis) -> None:
    records = sounds_record({**song.sounds, "ZZ": None})
    assert records[-1] == {"wav_id": "ZZ", "unknown": True}
    assert len(records) == len(song.sounds) + 1
