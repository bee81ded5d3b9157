from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats.channels import Kind
from automapper.bms.formats.lay_out import MAX_PAIRS, Item, channel_of, lay_out
from automapper.bms.model import Lane, Place
from automapper.errors import FormatError

denominators = st.sampled_from((1, 2, 3, 4, 5, 7, 16, 28, 43, 48, 64, 129, 192, 1000))
fractions = denominators.flatmap(
    lambda d: st.integers(0, d - 1).map(lambda numerator: Fraction(numerator, d))
)
places = st.builds(Place, st.integers(0, 12), fractions)
ids = st.sampled_from(("01", "0A", "ZZ", "aB"))
background = st.lists(st.builds(Item, places, st.just("01"), ids), max_size=40)
lanes = st.lists(
    st.builds(Item, places, st.sampled_from(("11", "16", "51")), ids),
    max_size=40,
    unique_by=lambda item: (item.place, item.channel),
)


def item(measure: int, fraction: str, value: str = "0A", channel: str = "01") -> Item:
    return Item(Place(measure, Fraction(fraction)), channel, value)


def read_back(lines: dict[int, tuple[str, ...]]) -> Counter[Item]:
    """What stands in lines, found without the code of the package."""
    found: Counter[Item] = Counter()
    for measure, group in lines.items():
        for line in group:
            match = re.fullmatch(r"#(\d{3})(..):((?:..)+)", line)
            assert match
            assert int(match[1]) == measure
            pairs = [match[3][i : i + 2] for i in range(0, len(match[3]), 2)]
            for index, pair in enumerate(pairs):
                if pair != "00":
                    found[Item(Place(measure, Fraction(index, len(pairs))), match[2], pair)] += 1
    return found


@given(background, lanes)
def test_everything_is_written_once_where_it_stands(back: list[Item], front: list[Item]) -> None:
    assert read_back(lay_out([*back, *front])) == Counter([*back, *front])


@given(background, lanes, st.integers(0, 12))
def test_a_measure_depends_on_itself_alone(
    back: list[Item], front: list[Item], measure: int
) -> None:
    everything = [*back, *front]
    alone = [one for one in everything if one.place.measure == measure]
    assert lay_out(alone).get(measure) == lay_out(everything).get(measure)


@given(lanes)
def test_the_order_of_lanes_does_not_matter(front: list[Item]) -> None:
    assert lay_out(front[::-1]) == lay_out(front)


@given(background)
def test_no_line_is_longer_than_what_it_holds_asks_for(back: list[Item]) -> None:
    finest = max((one.place.fraction.denominator for one in back), default=1)
    for group in lay_out(back).values():
        for line in group:
            assert (len(line) - len("#00001:")) // 2 <= max(MAX_PAIRS, finest)


def test_denominators_that_do_not_agree_get_lines_of_their_own() -> None:
    back = [item(4, "1/28", "01"), item(4, "5/43", "02"), item(4, "1/2", "03"), item(4, "0", "04")]
    assert lay_out(back)[4] == (
        "#00401:04" + "00" * 9 + "02" + "00" * 32 + "03" + "00" * 42,
        "#00401:0001" + "00" * 26,
    )


def test_one_sound_twice_on_one_place_stays_twice() -> None:
    twice = [item(0, "1/4"), item(0, "1/4"), item(0, "1/2", "0B")]
    assert lay_out(twice) == {0: ("#00001:000A0B00", "#00001:000A0000")}


def test_lines_come_by_measure_then_channel() -> None:
    some = [item(1, "0", channel="16"), item(0, "0", channel="11"), item(1, "0")]
    assert list(lay_out(some).items()) == [
        (0, ("#00011:0A",)),
        (1, ("#00101:0A", "#00116:0A")),
    ]


def test_two_objects_on_one_place_of_a_lane_are_refused() -> None:
    with pytest.raises(FormatError, match=r"#00211:1/4: two objects on one place"):
        lay_out([item(2, "1/4", channel="11"), item(2, "1/4", "0B", channel="11")])


@pytest.mark.parametrize("measure", [-1, 1000])
def test_a_measure_that_files_do_not_have_is_refused(measure: int) -> None:
    with pytest.raises(FormatError, match="measures 0 to 999"):
        lay_out([item(measure, "0")])


def test_channels_of_lanes() -> None:
    one_side = [channel_of(Kind.VISIBLE, Lane(0, key)) for key in range(9)]
    assert one_side == ["16", "11", "12", "13", "14", "15", "18", "19", "17"]
    assert channel_of(Kind.VISIBLE, Lane(1, 0)) == "26"
    assert channel_of(Kind.LONG, Lane(0, 7)) == "59"
    assert channel_of(Kind.LONG, Lane(1, 8)) == "67"
    assert channel_of(Kind.INVISIBLE, Lane(1, 1)) == "41"
    assert channel_of(Kind.MINE, Lane(0, 6)) == "D8"


@pytest.mark.parametrize("lane", [Lane(2, 1), Lane(0, 9), Lane(-1, 0)])
def test_a_lane_that_files_do_not_have_is_refused(lane: Lane) -> None:
    with pytest.raises(FormatError, match="there is no lane"):
        channel_of(Kind.VISIBLE, lane)
