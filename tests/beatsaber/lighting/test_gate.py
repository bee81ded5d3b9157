"""The section test tells our shows from fixed patterns."""

from fractions import Fraction

import pytest

from automapper.beatsaber.lighting import LightRequest, light_show
from automapper.beatsaber.lighting.gate import FAMILIES, human_intervals, judge_lights
from automapper.beatsaber.model import LightEvent, Lightshow
from light_songs import notes_for, song


def fixed(beats: int, values: tuple[int, ...] = (3, 7)) -> Lightshow:
    """One loop of ``beats`` beats in one palette for 448 beats."""
    rows = [
        LightEvent(
            Fraction(beat) + Fraction(lamp % 2, 2), lamp, values[(lamp + turn) % len(values)]
        )
        for beat in range(448)
        for turn in [beat % beats]
        for lamp in range(5)
    ]
    return Lightshow(tuple(sorted(rows, key=lambda event: event.beat)))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_our_shows_pass(seed: int) -> None:
    pulse = song()
    verdict = judge_lights(light_show(LightRequest(pulse, notes_for(pulse), seed=seed)))
    assert verdict.sections == 14
    assert verdict.passed, verdict


@pytest.mark.parametrize("beats", [1, 2, 4, 8])
@pytest.mark.parametrize("values", [(3, 7), (3,), (1, 0)])
def test_fixed_patterns_fail_by_their_palette(beats: int, values: tuple[int, ...]) -> None:
    verdict = judge_lights(fixed(beats, values))
    assert not verdict.passed
    assert verdict.inside["palette"] <= 1 / 14
    assert dict(verdict.missed).get("change", 0) > 0.9 or "same_beat" in dict(verdict.missed)


def test_no_lights_do_not_pass() -> None:
    assert not judge_lights(Lightshow()).passed


def test_the_table_has_an_interval_for_everything_that_is_judged() -> None:
    table = human_intervals()
    for names in FAMILIES.values():
        for name in names:
            interval = table["section", name]
            assert interval.p5 <= interval.median <= interval.p95
            assert interval.count > 1000
    assert table["level", "per_minute"].holds(800)
    assert not table["level", "per_minute"].holds(50)
    assert table["section", "change"].holds(float("nan"))
