"""Looks: a repeat is known again, yet not the same; shares stay in bounds."""

import pytest

from automapper.beatsaber.light_codes import LightColour
from automapper.beatsaber.lighting.look import (
    LAMP_SHARE,
    draw_look,
    is_boosted,
    is_calm,
)
from automapper.ear.pulse import Section, SectionName


def section(name: str = "verse", label: str = "A", repeat: int = 0, energy: float = 0.5) -> Section:
    return Section(0.0, 10.0, label, repeat, SectionName(name), energy, 1.0)


@pytest.mark.parametrize("seed", range(20))
def test_looks_stay_in_bounds(seed: int) -> None:
    look = draw_look(seed, "128.0", section(energy=seed / 20), seed, 0)
    assert sum(look.shares) == pytest.approx(1)
    assert min(look.shares) > LAMP_SHARE[0] - 0.02 and max(look.shares) < LAMP_SHARE[1] + 0.02
    assert sorted(look.lamps) == [0, 1, 2, 3, 4]
    assert 0 <= look.flash <= 1 and 0 <= look.fade <= 1 and look.fade + look.flash <= 1.01
    assert look.main in (LightColour.BLUE, LightColour.RED)
    assert all(0 <= hue < 1 for hue in look.hues)


def test_a_repeat_keeps_the_idea_and_varies_it() -> None:
    kept = 0
    for seed in range(30):
        first = draw_look(seed, "128.0", section(), 1, 0)
        again = draw_look(seed, "128.0", section(repeat=1), 4, 0)
        other = draw_look(seed, "128.0", section(label="B"), 2, 0)
        assert first != again
        start = first.lamps.index(again.lamps[0])
        assert first.lamps[start:] + first.lamps[:start] == again.lamps, "the chase is known again"
        assert (first.painting, first.mirrored, first.split) == (
            again.painting, again.mirrored, again.split,
        )  # fmt: skip
        kept += first.main == again.main
        assert other.shares != first.shares
    assert kept > 20


def test_looks_differ_between_songs_and_phrases() -> None:
    assert draw_look(0, "128.0", section(), 0, 0) != draw_look(0, "140.0", section(), 0, 0)
    assert draw_look(0, "128.0", section(), 0, 0) != draw_look(0, "128.0", section(), 0, 1)


def test_calm_sections_do_not_flash() -> None:
    rest = section("break", energy=0.6)
    assert is_calm(rest) and is_calm(section(energy=0.1)) and not is_calm(section())
    assert all(draw_look(seed, "x", rest, 0, 0).flash == 0 for seed in range(20))
    assert draw_look(0, "x", rest, 0, 0).brightness < draw_look(0, "x", section(), 0, 0).brightness


def test_second_colours_belong_to_choruses_drops_and_peaks() -> None:
    assert is_boosted(section("chorus")) and is_boosted(section("drop"))
    assert is_boosted(section(energy=0.9)) and not is_boosted(section())
