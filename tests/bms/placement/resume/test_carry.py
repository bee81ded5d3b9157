"""The state between measures, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.bms.lanes import Hand
from automapper.bms.model import Lane, Place
from automapper.bms.placement.resume.carry import Carry, LastNote, Uses
from automapper.errors import ConfigError

lanes = st.builds(Lane, st.integers(0, 1), st.integers(0, 8))
fractions = st.fractions(0, Fraction(999, 1000))
notes = st.builds(
    LastNote, lanes, st.builds(Place, st.integers(0, 999), fractions), st.fractions(0, 4000)
)
counts = st.integers(0, 99)


def by_lane(items: list[LastNote]) -> tuple[LastNote, ...]:
    return tuple(sorted({note.lane: note for note in items}.values()))


carries = st.builds(
    Carry,
    seed=st.integers(),
    jacks=st.lists(notes).map(by_lane),
    streaks=st.dictionaries(lanes, counts).map(lambda found: tuple(sorted(found.items()))),
    trail=st.none() | st.tuples(st.integers(0, 13), st.floats(0, 22050)),
    hand=st.none() | st.sampled_from([Hand.LEFT, Hand.RIGHT]),
    hand_run=counts,
    usage=st.dictionaries(st.text(min_size=2, max_size=2), counts),
    turns=st.lists(notes).map(by_lane),
    turn_counts=st.lists(counts).map(tuple),
    rest=counts,
)


@settings(max_examples=40)
@given(carries)
def test_a_state_survives_json(carry: Carry) -> None:
    assert Carry.from_record(json.loads(json.dumps(carry.to_record()))) == carry


def example() -> dict[str, Any]:
    note = LastNote(Lane(0, 3), Place(7, Fraction(1, 28)), Fraction(197, 7))
    carry = Carry(
        42,
        jacks=(note,),
        streaks=((Lane(0, 3), 1),),
        trail=(2, 1234.5),
        hand=Hand.LEFT,
        hand_run=2,
        usage={"0B": 2, "0A": 1},
        turns=(LastNote(Lane(0, 0), Place(6, Fraction(0)), Fraction(24)),),
        turn_counts=(3, 1),
        rest=4,
    )
    record: dict[str, Any] = json.loads(json.dumps(carry.to_record()))
    return record


def test_the_record_has_the_published_fields() -> None:
    record = example()
    assert list(record) == [
        "schema_version",
        "jack_state",
        "jack_streak",
        "centroid",
        "hand",
        "token_usage",
        "scratch",
        "rng",
    ]
    assert record["jack_state"]["0.3"] == {
        "tkey": 7 * 192 + 7,
        "measure": 7,
        "fraction": "1/28",
        "beat": "197/7",
    }
    assert list(record["token_usage"]) == ["0A", "0B"]
    assert record["rng"] == {"strategy": "beta-1", "seed": 42}
    assert record["scratch"]["scr_rest_remain"] == 4


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda r: r.update(schema_version="resume-v2"), "schema_version 'resume-v2' is not"),
        (lambda r: r["rng"].update(strategy="alpha"), "rng.strategy 'alpha' is not"),
        (lambda r: r["rng"].update(seed="x"), "no whole number"),
        (lambda r: r.pop("hand"), "KeyError: 'hand'"),
        (lambda r: r["jack_state"]["0.3"].update(beat="1/0"), "ZeroDivisionError"),
        (lambda r: r["jack_state"].update({"3": {}}), "ValueError"),
        (lambda r: r["hand"].update(last_hand="third"), "KeyError: 'THIRD'"),
        (lambda r: r["jack_streak"].update({"0.3": -1}), "-1 is less than 0"),
        (lambda r: r.update(token_usage=[]), "AttributeError"),
        (lambda r: r.update(rng=None), "TypeError"),
        (lambda r: r["jack_state"]["0.3"].update(beat="1e999999999"), "is no fraction"),
        (lambda r: r["jack_state"]["0.3"].update(fraction="28/28"), "behind its measure"),
        (lambda r: r["jack_streak"].update({"0.3e9": 1}), "is no lane"),
        (lambda r: r["centroid"].update(prev_centroid=10**400), "is no number"),
        (lambda r: r["centroid"].update(prev_centroid=float("nan")), "is no number"),
    ],
)
def test_broken_states_are_refused_in_one_line(
    spoil: Callable[[dict[str, Any]], object], message: str
) -> None:
    record = example()
    spoil(record)
    with pytest.raises(ConfigError, match=message):
        Carry.from_record(record)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([10**400, "1e9", "1/0", "0.3", "left", "either", ""]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
PATHS = [
    (key, *more)
    for key, part in example().items()
    for more in [(), *((inner,) for inner in part if isinstance(part, dict))]
]


@settings(max_examples=150)
@given(st.sampled_from(PATHS), VALUES)
def test_whatever_stands_in_a_state_it_is_read_or_refused(
    path: tuple[str, ...], value: Any
) -> None:
    record = example()
    inner = record if len(path) == 1 else record[path[0]]
    inner[path[-1]] = value
    with suppress(ConfigError):
        Carry.from_record(record).to_record()


@pytest.mark.parametrize("record", [None, [], "resume-v1", {}])
def test_what_is_no_state_is_refused(record: object) -> None:
    with pytest.raises(ConfigError, match="schema_version"):
        Carry.from_record(record)


def test_shared_counts_stay_as_they_were() -> None:
    log = ["0A", "0B", "0A"]
    early, late = Uses(log, 1), Uses(log, 3)
    log.append("0C")
    assert dict(early) == {"0A": 1}
    assert dict(late) == {"0A": 2, "0B": 1}
    assert len(late) == 2
    assert Carry(1, usage=late).counts() == Carry(1, usage={"0A": 2, "0B": 1}).counts()
