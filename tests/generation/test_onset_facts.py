from dataclasses import replace

import numpy as np
import pytest

from automapper.generation.onset_facts import slot_facts
from automapper.generation.slots import slot_grid


@pytest.fixture
def facts_of(pulse_maker, salience_maker):
    def make(hits, duration=40.0):
        made = pulse_maker(duration, 120.0, origin=0.0)
        grid = slot_grid(replace(made, salience=salience_maker(hits, duration)))
        section = np.zeros(len(grid), np.int64)
        return grid, slot_facts(grid, salience_maker(hits, duration), section)

    return make


BEATS = np.arange(2.0, 38.0, 0.5)


def test_a_hit_that_stands_out_is_an_accent(facts_of) -> None:
    hits = [(t, 6.0 if t == 20.0 else 1.0, 2) for t in BEATS]
    _, facts = facts_of(hits)
    assert facts.accent[40, 0] == 1.0
    assert facts.accent[[30, 38, 50], 0].max() < 0.5
    assert facts.strength[40, 0] > 0.99


def test_a_higher_sound_is_brighter(facts_of) -> None:
    hits = [(t, 2.0, 7 if int(t * 2) % 2 else 0) for t in BEATS]
    _, facts = facts_of(hits)
    assert facts.brightness[21:60:2, 0].min() > 0.5 > -0.5 > facts.brightness[20:60:2, 0].max()


def test_a_sound_that_nothing_follows_is_held(facts_of) -> None:
    held = [(t, 2.0, 2) for t in BEATS if t <= 20.0 or t >= 24.0]
    grid, facts = facts_of(held)
    assert facts.sustain[40, 0] > facts.sustain[30, 0]
    assert facts.sustain[40, 0] <= 8.0 / grid.spacing[40]
    assert (facts.sustain >= 0).all()
