from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats import objects as objects_module
from automapper.bms.formats.channels import Kind
from automapper.bms.formats.objects import ObjectLines, Objects, merge_objects
from automapper.errors import FormatError

Row = tuple[int, str, str]


def merged(*rows: Row, base: int = 36) -> Objects:
    lines = ObjectLines()
    for measure, channel, body in rows:
        lines.measures.append(measure)
        lines.channels.append(channel)
        lines.bodies.append(body.encode())
    return merge_objects(lines, base, "a.bms")


def told(objects: Objects) -> list[tuple[int, Fraction, str, str]]:
    names = [objects.channels[code] for code in objects.codes]
    rows = zip(objects.places, names, objects.pairs, strict=True)
    return [(place.measure, place.fraction, name, pair) for place, name, pair in rows]


def test_objects_stand_at_exact_fractions() -> None:
    body = "00" * 5 + "0A" + "00" * 22
    found = told(merged((7, "11", body), (3, "01", "000102")))
    assert found == [
        (3, Fraction(1, 3), "01", "01"),
        (3, Fraction(2, 3), "01", "02"),
        (7, Fraction(5, 28), "11", "0A"),
    ]


def test_the_background_is_layered_and_other_channels_are_merged() -> None:
    objects = merged((0, "01", "0101"), (0, "01", "0102"), (0, "11", "0100"), (0, "11", "02000300"))
    assert told(objects) == [
        (0, Fraction(0), "01", "01"),
        (0, Fraction(0), "01", "01"),
        (0, Fraction(0), "11", "02"),
        (0, Fraction(1, 2), "01", "01"),
        (0, Fraction(1, 2), "01", "02"),
        (0, Fraction(1, 2), "11", "03"),
    ]
    assert objects.replaced == 1


def test_a_rest_replaces_nothing() -> None:
    assert [pair for *_, pair in told(merged((0, "11", "01"), (0, "11", "0000")))] == ["01"]


def test_letters_have_a_case_only_in_base_62() -> None:
    assert merged((0, "01", "aBzz")).pairs == ["AB", "ZZ"]
    assert merged((0, "01", "aBzz"), base=62).pairs == ["aB", "zz"]


def test_what_is_no_id_is_counted_and_left_out() -> None:
    objects = merged((0, "01", "0A?1-->"[:6]))
    assert (objects.pairs, objects.malformed) == (["0A"], 2)


def test_nothing_at_all() -> None:
    assert told(merged()) == told(merged((0, "01", ""), (1, "11", "0000"))) == []


def test_too_many_objects_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects_module, "MAX_OBJECTS", 3)
    with pytest.raises(FormatError, match=r"a\.bms: has more than 3 objects"):
        merged((0, "01", "01" * 4))


def test_kinds_are_found_by_their_channels() -> None:
    objects = merged((0, "11", "01"), (0, "01", "02"), (1, "51", "03"), (0, "D1", "04"))
    assert [objects.pairs[k] for k in objects.of(Kind.VISIBLE, Kind.LONG)] == ["01", "03"]
    assert objects.of(Kind.STOP) == []
    assert objects.slot_end(0) == (0, 1)


rows = st.tuples(
    st.integers(0, 3),
    st.sampled_from(("01", "11", "16", "51")),
    st.lists(st.sampled_from(("00", "0A", "ZZ")), max_size=30).map("".join),
)


@given(st.lists(rows, max_size=12))
def test_merging_agrees_with_the_plain_definition(lines: list[Row]) -> None:
    layers: list[tuple[int, Fraction, int, str, str]] = []
    single: dict[tuple[int, Fraction, str], tuple[int, Fraction, int, str, str]] = {}
    count = 0
    for measure, channel, body in lines:
        for k in range(0, len(body), 2):
            count += 1
            fraction = Fraction(k, len(body))
            row = (measure, fraction, count, channel, body[k : k + 2])
            if row[-1] == "00":
                continue
            if channel == "01":
                layers.append(row)
            else:
                single[measure, fraction, channel] = row
    expected = [(m, f, c, v) for m, f, _, c, v in sorted([*layers, *single.values()])]
    assert told(merged(*lines)) == expected
