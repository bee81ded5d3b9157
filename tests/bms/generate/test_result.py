from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.generate.analyse import Analysis
from automapper.bms.generate.chart import GeneratedChart
from automapper.bms.generate.place import Rules, place
from automapper.bms.generate.result import json_bytes, read_json, read_result
from automapper.errors import FormatError

from .conftest import OPTIONS


def record(made: GeneratedChart) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json_bytes(made.result))
    return found


def test_a_result_says_all_that_it_was_made_with(
    song: Analysis, rules: Rules, made: GeneratedChart
) -> None:
    result = read_result(json_bytes(made.result), "r.json")
    options = result.options()
    assert (options.intensity, options.seed, options.chart) == (8, 42, song.name)
    assert options.mode is song.source.mode
    result.verify(song)
    placed, residual = result.events(song.source)
    assert placed == made.placed
    assert len(placed) + len(residual) == len(song.source.events)
    states = place(song, OPTIONS, rules).states
    assert [result.state(number) for number in range(len(states))] == list(states)
    assert result.label().notes == len(placed)


def test_json_is_compact_and_stands_on_lines(made: GeneratedChart) -> None:
    data = json_bytes(made.result)
    assert json.loads(data) == json.loads(json.dumps(made.result))
    assert len(data.splitlines()) > len(made.placed)


@pytest.mark.parametrize(
    ("key", "value", "match"),
    [
        ("schema", "other-1", "schema: is 'other-1'"),
        ("options", {"intensity": 99}, "options: cannot be read"),
        ("options", None, "options: is missing"),
        ("label", {"suffix": 3}, "label: must have a suffix"),
        ("states", [], "states: there is none before measure 3"),
        ("states", [{}, {}, {}, {}], r"states\[3\]: cannot be read"),
        ("placed", 3, "placed: must be a list"),
        ("source", {"sha256": "0", "choices": []}, "is not the chart it was made of"),
        ("source", {"choices": "no"}, "source.choices: must be a list"),
    ],
)
def test_a_result_that_was_tampered_with_is_refused(
    song: Analysis, made: GeneratedChart, key: str, value: object, match: str
) -> None:
    changed = {**record(made), key: value}
    with pytest.raises(FormatError, match=match):
        result = read_result(json.dumps(changed).encode(), "r.json")
        _ = result.choices
        result.verify(song)
        result.options()
        result.label()
        result.state(3)
        result.events(song.source)


@given(st.binary(max_size=60))
def test_bytes_that_are_no_json_object_are_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="JSON"):
        read_json(data, "r.json")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(FormatError, match="is no JSON"):
        read_json(b"[" * 200_000, "r.json")
