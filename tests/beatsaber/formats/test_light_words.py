from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from automapper.beatsaber.formats.light_words import coloured, has_light_groups
from automapper.beatsaber.model import Extra, LightEvent
from automapper.beatsaber.read import read_level
from automapper.beatsaber.write import write_level
from beatsaber.sample import sample_level

CHART = sample_level().charts[0]


@pytest.mark.parametrize("key", ["lightColorEventBoxGroups", "eventBoxGroups"])
def test_groups_are_found_beside_the_lights_and_the_chart(key: str) -> None:
    extra = Extra(3, f'{{"{key}":[{{"b":0}}]}}')
    bare = replace(CHART, extra=None, lights=replace(CHART.lights, extra=None))
    assert not has_light_groups(bare)
    assert has_light_groups(replace(bare, extra=extra))
    assert has_light_groups(replace(bare, lights=replace(bare.lights, extra=extra)))
    assert not has_light_groups(replace(bare, extra=Extra(3, f'{{"{key}":[]}}')))


@pytest.mark.parametrize("version", [2, 3, 4])
def test_a_colour_comes_back_from_every_version(version: int) -> None:
    event = coloured(LightEvent(Fraction(3), 1, 5), (0.5, 0.25, 0.0, 1.0))
    level = sample_level()
    charts = tuple(
        replace(c, lights=replace(c.lights, events=(event,), extra=None)) for c in level.charts
    )
    files, dropped = write_level(replace(level, charts=charts), version)
    (found,) = read_level(files)[0].charts[0].lights.events
    assert found.extra is not None
    assert "[0.5,0.25,0,1]" in found.extra.text
    assert not any("color" in line for line in dropped)
