"""Figures of light shows, on shows small enough to count by hand."""

import math
from fractions import Fraction

import pytest

from automapper.beatsaber.lighting.stats import (
    full_flashes_a_second,
    is_lit,
    level_statistics,
    section_statistics,
)
from automapper.beatsaber.model import BoostEvent, LightEvent, Lightshow
from automapper.timing import TempoMap

AT_60 = TempoMap.constant(60)


def lights(*rows: tuple[float, int, int]) -> Lightshow:
    return Lightshow(tuple(LightEvent(Fraction(beat), kind, value) for beat, kind, value in rows))


def test_shares_of_lamps_ways_and_colours() -> None:
    eight = lights(
        (0, 0, 1), (1, 0, 5), (2, 1, 2), (3, 1, 6), (4, 2, 3), (5, 2, 7), (6, 3, 0), (7, 4, 9),
        (8, 8, 0), (9, 12, 3),
    )  # fmt: skip
    figures = level_statistics(eight, [Fraction(0), Fraction(1, 2)], AT_60)
    assert figures["kind_0"] == figures["kind_1"] == 0.25
    assert figures["kind_3"] == figures["kind_4"] == 0.125
    assert figures["off"] == 0.125
    assert figures["on"] == 0.375
    assert figures["flash"] == figures["fade"] == 0.25
    assert figures["transition"] == 0
    assert math.isnan(figures["red"]), "seven coloured events are too few to tell"
    assert figures["rings"] == figures["speeds"] == 0.1
    assert figures["near_note"] == 0.5
    assert figures["per_minute"] == pytest.approx(10 / 9 * 60)


def test_red_and_white_are_shares_of_what_has_a_colour() -> None:
    figures = level_statistics(
        lights(*((beat, 0, value) for beat, value in enumerate([5, 6, 7, 8, 1, 2, 9, 10, 0]))),
        [],
        AT_60,
    )
    assert figures["red"] == 0.5
    assert figures["white"] == 0.25
    assert figures["transition"] == pytest.approx(1 / 9)
    assert math.isnan(figures["near_note"])


def test_near_is_thirty_milliseconds() -> None:
    one = lights((1.0, 0, 1), (5.0, 0, 1))
    for beat, near in ((1.029, 1.0), (0.971, 1.0), (1.032, 0.0), (4.9, 0.0)):
        assert level_statistics(one, [Fraction(beat)], AT_60)["near_note"] == near


def test_a_loop_repeats_its_beats_and_never_changes() -> None:
    rows = [(float(b) + o, k, 3 + 4 * (k % 2)) for b in range(128) for k, o in ((0, 0), (3, 0.5))]
    sections = section_statistics(lights(*rows))
    assert [section["start"] for section in sections] == [0, 32, 64, 96]
    assert all(section["same_beat"] == 1.0 for section in sections)
    assert [section["change"] for section in sections[1:]] == [0, 0, 0]
    assert all(section["density"] == 1.0 for section in sections)
    assert all(section["palette"] == pytest.approx(1.0) for section in sections)


def test_change_is_one_between_sections_that_share_nothing() -> None:
    rows = [(float(b), 0 if b < 32 else 4, 3) for b in range(64)]
    assert section_statistics(lights(*rows))[1]["change"] == 1.0


def test_density_is_relative_to_the_mean_section() -> None:
    rows = [(b / 2, 0, 3) for b in range(64)] + [(32.0 + b, 0, 3) for b in range(32)]
    assert [s["density"] for s in section_statistics(lights(*rows))] == pytest.approx(
        [4 / 3, 2 / 3]
    )


def test_a_short_show_is_one_section_and_none_is_no_section() -> None:
    assert len(section_statistics(lights((1, 0, 1), (2, 0, 1)))) == 1
    assert section_statistics(Lightshow()) == []
    empty = level_statistics(Lightshow(), [Fraction(1)], AT_60)
    assert empty["per_minute"] == 0 and empty["near_note"] == 0


def test_boosts_are_counted_by_the_minute() -> None:
    show = lights(*((float(b), 0, 1) for b in range(61)))
    show = Lightshow(show.events, (BoostEvent(Fraction(3), True),))
    assert level_statistics(show, [], AT_60)["boosts"] == pytest.approx(1.0)


def test_a_full_flash_is_four_lamps_at_once() -> None:
    four = [(b / 8, kind, 2) for b in range(8) for kind in range(4)]
    assert full_flashes_a_second(lights(*four), AT_60) == 8
    three = [(b / 8, kind, 2) for b in range(8) for kind in range(3)]
    assert full_flashes_a_second(lights(*three), AT_60) == 0
    dark = [(b / 8, kind, 0) for b in range(8) for kind in range(5)]
    assert full_flashes_a_second(lights(*dark), AT_60) == 0
    spread = [(b / 2 + kind / 100, kind, 4) for b in range(8) for kind in range(4)]
    assert full_flashes_a_second(lights(*spread), AT_60) == 2


def test_ten_lights_are_no_show() -> None:
    assert not is_lit(lights(*((float(b), 0, 1) for b in range(10))))
    assert is_lit(lights(*((float(b), 0, 1) for b in range(11))))
    assert not is_lit(lights(*((float(b), 8, 0) for b in range(50))))
