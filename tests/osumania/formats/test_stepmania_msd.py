from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.errors import FormatError
from automapper.osumania.formats.losses import MAX_KINDS, Losses
from automapper.osumania.formats.stepmania_msd import (
    MAX_BYTES,
    MAX_VALUES,
    escaped,
    number,
    read_values,
    text_of,
)


def parsed(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(value.tag, value.parameters) for value in read_values(text.encode(), "a.sm")[0]]


def test_values_are_tags_and_parameters() -> None:
    assert parsed("#TITLE:a;\n#Notes: x:y:0000\n,0000;") == [
        ("TITLE", ("a",)),
        ("NOTES", (" x", "y", "0000\n,0000")),
    ]


def test_comments_and_text_between_values_are_no_part_of_them() -> None:
    assert parsed("hello\n#A:b// c;d\n; // #B:no;\n#C:d;") == [("A", ("b\n",)), ("C", ("d",))]


def test_a_missing_semicolon_ends_at_the_next_tag_and_is_told() -> None:
    values, warnings = read_values(b"#A:b\n #C:d#e;\n#E:", "a.sm")
    assert [(value.tag, value.text) for value in values] == [("A", "b"), ("C", "d#e"), ("E", "")]
    assert warnings == ("a.sm: 2 values do not end in a semicolon",)


def test_lines_are_counted_from_one() -> None:
    values, _ = read_values(b"// hi\r\n#A:b;\r\n\r\n#C:d\r\n;#E:f;", "a.sm")
    assert [value.line for value in values] == [2, 4, 5]


def test_escaped_letters_are_plain() -> None:
    assert parsed(r"#A:b\:c\;d\\:e;") == [("A", ("b:c;d\\", "e"))]
    assert parsed("#A:x\\") == [("A", ("x",))]


@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=30))
def test_what_is_escaped_comes_back(text: str) -> None:
    assert parsed(f"#A:{escaped(text)}:b;") == [("A", (text, "b"))]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("スターチス", "cp932"),
        ("千本桜", "cp932"),
        ("Désolé", "cp1252"),
        ("Beyoncé - Ñandú", "cp1252"),
        ("Für Élise — ½", "utf-8-sig"),
        ("Dvořák", "utf-16"),
    ],
)
def test_encodings_that_files_do_not_name(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", Fraction(3, 2)),
        (" -.25 x", Fraction(-1, 4)),
        ("3.", Fraction(3)),
        ("1e2", Fraction(100)),
        ("nan", None),
        ("inf", None),
        ("", None),
        ("٣", None),
    ],
)
def test_numbers_are_exact(text: str, value: Fraction | None) -> None:
    assert number(text) == value


def test_numbers_cannot_be_made_to_explode() -> None:
    value = number("9e999999999")
    assert value is not None and value < 10**120


def test_too_much_is_refused() -> None:
    with pytest.raises(FormatError, match="larger than 16 MB"):
        read_values(bytes(MAX_BYTES + 1), "a.sm")
    with pytest.raises(FormatError, match=r"line .*more than 20000 values"):
        read_values(b"#A:b;\n" * (MAX_VALUES + 1), "a.sm")


def test_losses_are_counted_by_kind() -> None:
    losses = Losses("a.sm")
    losses.add("mines left out")
    losses.say("has no notes")
    losses.add("mines left out", 2)
    losses.add("never", 0)
    assert losses.lines() == ("a.sm: 3 mines left out", "a.sm: has no notes")
    for kind in range(1000):
        losses.add(f"of kind {kind}")
    assert len(losses.lines()) == MAX_KINDS
