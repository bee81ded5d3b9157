"""The sealed key."""

from __future__ import annotations

import json

import pytest

from automapper.bms.render.listening.key import Key, read_key, sealed_key
from automapper.bms.render.listening.pairs import Pair
from automapper.bms.render.listening.segments import Segment
from automapper.errors import FormatError

PAIRS = [Pair(1, Segment(0, 44_100, 0), 1, 0), Pair(2, Segment(44_100, 99_000, 1), 0, 1)]
CHARTS = ["rules.bms", "ｍｌ.bms"]


def test_a_key_comes_back() -> None:
    test, data = sealed_key(CHARTS, PAIRS, 44_100)
    assert read_key(data, "key.json") == Key(test, tuple(CHARTS), ((1, 1, 0), (2, 0, 1)))
    assert sealed_key(CHARTS, PAIRS, 44_100) == (test, data)


def test_a_key_tells_nothing_at_a_glance() -> None:
    _, data = sealed_key(CHARTS, PAIRS, 44_100)
    assert b"rules" not in data and b'"x"' not in data


def test_a_key_that_was_changed_is_refused() -> None:
    test, data = sealed_key(CHARTS, PAIRS, 44_100)
    _, other = sealed_key(CHARTS[::-1], PAIRS, 44_100)
    record = {**json.loads(other), "test": test}
    with pytest.raises(FormatError, match="was changed"):
        read_key(json.dumps(record).encode(), "key.json")
    assert read_key(data, "key.json").test == test


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"format": "automapper-listening-key", "version": 1, "test": "a", "sealed": "!"}',
        b'{"format": "automapper-listening-key", "version": 2}',
        b"[" * 100_000,
        b" " * (1 << 21),
    ],
)
def test_other_files_are_no_keys(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"is no key|too large"):
        read_key(data, "key.json")
