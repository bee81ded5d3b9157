from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats.ids import DIGITS, MAX_IDS, as_id, id_of, is_id


@pytest.mark.parametrize("base", (36, 62))
def test_numbers_and_ids_are_one_to_one(base: int) -> None:
    ids = [id_of(number, base) for number in range(MAX_IDS[base] + 1)]
    assert len({*ids}) == base**2
    assert ids == sorted(ids, key=lambda text: [DIGITS.index(digit) for digit in text])
    assert [is_id(text) for text in ids[:2]] == [False, True]


def test_known_ids() -> None:
    assert (id_of(1295), id_of(35), id_of(36)) == ("ZZ", "0Z", "10")
    assert id_of(3843, 62) == "zz"
    assert (as_id("aB", 36), as_id("aB", 62)) == ("AB", "aB")


@pytest.mark.parametrize("number", (-1, 1296))
def test_numbers_without_an_id(number: int) -> None:
    with pytest.raises(ValueError, match="no id of two characters"):
        id_of(number)


@given(st.text(max_size=3))
def test_ids_are_two_letters_or_digits(text: str) -> None:
    plain = len(text) == 2 and text.isascii() and text.isalnum() and text != "00"
    assert is_id(text) == plain
