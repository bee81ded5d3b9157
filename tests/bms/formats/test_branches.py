from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats import blocks
from automapper.bms.formats.branches import Branch, choose, chosen_draw, seeded_draw
from automapper.bms.formats.document import read_document
from automapper.errors import ConfigError, FormatError
from automapper.generation.seeds import part_rng


def branch_of(text: str, *choices: int) -> Branch:
    document, _ = read_document(text.encode(), "a.bms")
    return choose(document, chosen_draw(choices or (1,)), "a.bms")


def left(text: str, *choices: int) -> str:
    """The words that are in force, with the lines of the text parted by slashes."""
    lines = text.split("/")
    branch = branch_of("\n".join(lines), *choices)
    return " ".join(lines[index] for index in branch.lines)


SIMPLE = "a/#RANDOM 2/#IF 1/b/#ENDIF/#IF 2/c/#ENDIF/#ENDRANDOM/d"
NESTED = "#RANDOM 2/#IF 1/a/#RANDOM 2/#IF 1/b/#ENDIF/#IF 2/c/#ENDIF/#ENDRANDOM/d/#ENDIF/e"
CHAIN = "#RANDOM 3/#IF 1/a/#ELSEIF 2/b/#ELSE/c/#ENDIF/d"
SWITCH = "#SWITCH 4/x/#CASE 1/a/#CASE 2/b/#SKIP/#CASE 3/c/#SKIP/#DEF/d/#ENDSW/e"


@pytest.mark.parametrize(
    ("text", "choices", "expected"),
    (
        ("a/b", (1,), "a b"),
        (SIMPLE, (1,), "a b d"),
        (SIMPLE, (2,), "a c d"),
        (SIMPLE.replace("#ENDRANDOM/", ""), (2,), "a c d"),
        (SIMPLE.replace("#ENDIF", "#END IF").replace("RANDOM 2", "RONDAM 2"), (2,), "a c d"),
        (NESTED, (1, 1), "a b d e"),
        (NESTED, (1, 2), "a c d e"),
        (NESTED, (2, 1), "e"),
        (NESTED.replace("#ENDRANDOM/", ""), (1, 2), "a c d e"),
        (CHAIN, (1,), "a d"),
        (CHAIN, (2,), "b d"),
        (CHAIN, (3,), "c d"),
        ("#SETRANDOM 2/#IF 1/a/#ENDIF/#IF 2/b/#ENDIF", (1,), "b"),
        (SWITCH, (1,), "a b e"),
        (SWITCH, (2,), "b e"),
        (SWITCH, (3,), "c e"),
        (SWITCH, (4,), "d e"),
        ("#SETSWITCH 3/#CASE 3/a/#ENDSW/b", (1,), "a b"),
        ("#SWITCH 2/#CASE 1/#RANDOM 2/#IF 2/a/#SKIP/#ENDIF/b/#CASE 2/c/#ENDSW", (1, 2), "a"),
        ("#SWITCH 2/#CASE 1/#RANDOM 2/#IF 2/a/#SKIP/#ENDIF/b/#CASE 2/c/#ENDSW", (1, 1), "b c"),
        ("#RANDOM 2/#IF 2/#SWITCH 1/#CASE 1/a/#ENDSW/#ENDIF/b", (1, 1), "b"),
        ("#RANDOM 2/#IF 2/#SWITCH 1/#CASE 1/a/#ENDSW/#ENDIF/b", (2, 1), "a b"),
        ("#SWITCH 1/#CASE 1/#SWITCH 1/#CASE 1/a/#SKIP/b/#ENDSW/c/#ENDSW/d", (1,), "a c d"),
    ),
)
def test_what_is_in_force(text: str, choices: Sequence[int], expected: str) -> None:
    assert left(text, *choices) == expected
    assert not branch_of(text.replace("/", "\n"), *choices).warnings


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    (
        ("#IF 1/a/#ENDIF/b", "b", "an #IF without a #RANDOM"),
        ("#RANDOM 1/#IF 1/a/#IF 1/b/#ENDIF/c", "a b c", "not closed"),
        ("#RANDOM 1/#IF 1/a", "a", "ends inside"),
        ("a/#ENDIF/b", "a b", "#ENDIF closes nothing"),
        ("a/#ENDSW/b", "a b", "#ENDSW closes nothing"),
        ("a/#ELSE/b", "a b", "#ELSE without an #IF"),
        ("a/#CASE 1/b", "a b", "#CASE outside a #SWITCH"),
        ("a/#SKIP/b", "a b", "#SKIP outside a #SWITCH"),
        ("#RANDOM/#IF 1/a/#ENDIF/b", "b", "without a number"),
        ("#RANDOM 0/#IF 0/a/#ENDIF/b", "b", "without a number"),
        ("#RANDOM 2/#IF 1/a/#ENDRANDOM/b", "a b", "another one is still open"),
    ),
)
def test_faults_are_said(text: str, expected: str, said: str) -> None:
    assert left(text) == expected
    warnings = branch_of(text.replace("/", "\n")).warnings
    assert any(said in warning for warning in warnings)
    assert all(warning.startswith("a.bms: line ") for warning in warnings)


def test_every_block_is_drawn_in_the_order_of_the_file() -> None:
    asked: list[int] = []

    def draw(most: int) -> int:
        asked.append(most)
        return most

    text = "#RANDOM 5\n#IF 1\n#RANDOM 7\n#IF 2\n#ENDIF\n#ENDIF\n#SETRANDOM 2\n#SWITCH 3\n#ENDSW\n"
    document, _ = read_document(text.encode(), "a.bms")
    assert choose(document, draw).choices == (5, 7, 3)
    assert asked == [5, 7, 3]


@given(st.integers(0, 2**32), st.lists(st.integers(1, 10**9), min_size=1, max_size=20))
def test_seeded_draws_are_their_own(seed: int, sizes: list[int]) -> None:
    one, other = seeded_draw(seed), seeded_draw(seed)
    drawn = [one(most) for most in sizes]
    assert all(1 <= outcome <= most for outcome, most in zip(drawn, sizes, strict=True))
    assert [other(most) for most in sizes[:-1]] == drawn[:-1]
    # The last draw does not depend on how large the others were.
    assert drawn[0] == part_rng(seed, "random", 0).integers(1, sizes[0] + 1)
    again = seeded_draw(seed)
    for _ in sizes[:-1]:
        again(10**6)
    assert again(sizes[-1]) == drawn[-1]


def test_chosen_draws_repeat_and_stay_within() -> None:
    draw = chosen_draw((2, 9))
    assert [draw(3), draw(3), draw(3), draw(3)] == [2, 3, 2, 3]
    with pytest.raises(ConfigError, match="at least one"):
        chosen_draw(())


def test_a_drawn_branch_can_be_asked_for_again() -> None:
    text = "\n".join(SIMPLE.split("/") * 8).encode()
    document, _ = read_document(text, "a.bms")
    drawn = choose(document, seeded_draw(7))
    assert {*drawn.choices} == {1, 2}
    assert choose(document, chosen_draw(drawn.choices)) == drawn


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "#RANDOM 1\n#IF 1\n" * 100_000
    with pytest.raises(FormatError, match=r"line 25\d: nests deeper than 256 blocks"):
        branch_of(deep)
    monkeypatch.setattr(blocks, "MAX_DRAWS", 3)
    with pytest.raises(FormatError, match="more than 3 random blocks"):
        branch_of("#RANDOM 1\n" * 4)


def test_large_numbers_and_many_blocks_end_in_time() -> None:
    start = time.perf_counter()
    document, _ = read_document(b"#RANDOM 999999999\n#IF 1\n#ENDIF\n" * 5_000, "a.bms")
    assert len(choose(document, seeded_draw(1)).choices) == 5_000
    assert time.perf_counter() - start < 5


words = st.sampled_from(
    (
        *("#RANDOM 2", "#IF 1", "#IF 2", "#ELSEIF 2", "#ELSE", "#ENDIF", "#ENDRANDOM"),
        *("#SWITCH 2", "#CASE 1", "#CASE 2", "#SKIP", "#DEF", "#ENDSW", "#SETRANDOM 1", "a", "b"),
    )
)


@given(st.lists(words, max_size=40), st.lists(st.integers(1, 2), min_size=1, max_size=5))
def test_any_order_of_control_lines_has_a_branch(lines: list[str], choices: list[int]) -> None:
    branch = branch_of("\n".join(lines), *choices)
    assert [*branch.lines] == sorted({*branch.lines})
    assert all(not lines[index].startswith("#") for index in branch.lines)


@given(st.lists(st.sampled_from(("#WAV01 a", "#00111:01", "#DEFEXRANK 1", "*", ""))))
def test_without_control_lines_all_lines_are_in_force(lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    document, _ = read_document(data, "a.bms")
    assert [*branch_of(data.decode()).lines] == [*range(len(document.lines))]
