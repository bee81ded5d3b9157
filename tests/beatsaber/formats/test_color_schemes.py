from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.beatsaber.formats.color_schemes import to_v2, to_v4

NAMES = ("saberAColor", "saberBColor", "obstaclesColor", "environmentColor0")
hexadecimal = st.integers(0, 2**32 - 1).map(lambda number: f"{number:08X}")
schemes = st.builds(
    lambda name, used, colors: {
        "colorSchemeName": name,
        "overrideNotes": used,
        "overrideLights": used,
        **colors,
    },
    st.text(max_size=10),
    st.booleans(),
    st.dictionaries(st.sampled_from(NAMES), hexadecimal),
)


@given(st.lists(schemes, max_size=3))
def test_a_scheme_survives_the_way_there_and_back(some: list[dict[str, Any]]) -> None:
    assert to_v4(to_v2(some)) == some


def test_numbers_become_digits() -> None:
    colors = {"colorSchemeId": "Mine", "saberAColor": {"r": 1, "g": 0.5, "b": 0}}
    (scheme,) = to_v4([{"useOverride": True, "colorScheme": colors}])
    assert scheme["saberAColor"] == "FF8000FF"
    assert scheme["overrideNotes"] is scheme["overrideLights"] is True


@pytest.mark.parametrize("odd", [None, "x", 3, {}, [1, "a", None]])
def test_what_is_no_list_of_schemes_is_left_out(odd: object) -> None:
    assert to_v4(odd) == to_v2(odd) == []


def test_colours_that_are_none() -> None:
    wild = {"r": "x", "g": float("nan"), "b": 7, "a": -1}
    (there,) = to_v4([{"useOverride": 0, "colorScheme": {"c": wild, "d": "no tree"}}])
    assert there["c"] == "0000FF00" and "d" not in there
    (back,) = to_v2([{"colorSchemeName": "n", "c": "zz", "d": "12", "e": "#010203"}])
    assert set(back["colorScheme"]) == {"colorSchemeId", "e"}
    assert back["colorScheme"]["e"]["a"] == 1
