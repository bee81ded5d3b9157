from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.generate.records import (
    placed_record,
    read_events,
    read_place,
    residual_record,
)
from automapper.bms.model import KeyMode, Lane, Place
from automapper.bms.placement.model import Event, Placed, Reason, Residual, Source
from automapper.errors import FormatError
from automapper.timing import TempoMap

EVENTS = tuple(
    Event(index, Place(index // 3, Fraction(index % 3, 28)), Fraction(index), f"0{index}")
    for index in range(6)
)
SOURCE = Source(
    KeyMode.SEVEN,
    KeyMode.SEVEN,
    EVENTS,
    (Fraction(0), Fraction(4), Fraction(8)),
    TempoMap.constant(120),
)


def record() -> dict[str, Any]:
    placed = [
        Placed(EVENTS[1], Lane(0, 3)),
        Placed(EVENTS[4], Lane(1, 0), Place(1, Fraction(27, 28))),
    ]
    rest = [Residual(EVENTS[index], Reason.JACK) for index in (0, 2, 3, 5)]
    return {
        "placed": [placed_record(one) for one in placed],
        "residual": [residual_record(one) for one in rest],
    }


def test_events_come_back_as_they_were_written() -> None:
    placed, residual = read_events(record(), SOURCE, "r.json")
    assert [one.event.index for one in placed] == [1, 4]
    assert placed[1].end == Place(1, Fraction(27, 28))
    assert {one.reason for one in residual} == {Reason.JACK}


def test_the_tick_key_is_rounded_and_the_position_exact() -> None:
    written = placed_record(Placed(EVENTS[1], Lane(0, 3)))
    assert (written["position"], written["tkey"]) == ("1/28", 7)


@pytest.mark.parametrize(
    ("key", "index", "change", "match"),
    [
        ("placed", 0, {"event": 99}, "none of the source's"),
        ("placed", 0, {"event": True}, "must be a whole number"),
        ("placed", 0, {"wav_id": "ZZ"}, "sounds otherwise"),
        ("placed", 0, {"position": "2/28"}, "lies elsewhere"),
        ("placed", 0, {"lane": [0, 9]}, r"must be \[side, key\]"),
        ("placed", 0, {"end": [1, "1e999999999/7"]}, "must be .measure, fraction"),
        ("placed", 0, {"end": [True, "1/28"]}, "must be .measure, fraction"),
        ("placed", 0, {"end": [1, "٣/7"]}, "must be .measure, fraction"),
        ("residual", 0, {"reason": "mood"}, "no reason is called 'mood'"),
    ],
)
def test_a_record_that_is_not_of_the_source_is_refused(
    key: str, index: int, change: dict[str, object], match: str
) -> None:
    changed = record()
    changed[key][index].update(change)
    with pytest.raises(FormatError, match=match):
        read_events(changed, SOURCE, "r.json")


def test_every_event_stands_once() -> None:
    twice, missing = record(), record()
    twice["residual"].append(residual_record(Residual(EVENTS[1], Reason.JACK)))
    del missing["placed"][0]
    with pytest.raises(FormatError, match="stands 2 times"):
        read_events(twice, SOURCE, "r.json")
    with pytest.raises(FormatError, match="stands 0 times"):
        read_events(missing, SOURCE, "r.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(JSON)
def test_any_other_value_is_a_format_error_and_nothing_else(value: object) -> None:
    with pytest.raises(FormatError):
        read_place(value, "r.json")
    with pytest.raises(FormatError):
        read_events({"placed": value, "residual": [value]}, SOURCE, "r.json")
