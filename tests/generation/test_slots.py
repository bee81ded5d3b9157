from fractions import Fraction

import numpy as np
import pytest

from automapper.ear.pulse import Pulse
from automapper.generation.slots import FEATURES, SLOTS, TICKS, slot_grid


def test_slots_lie_on_the_tempo_map(pulse: Pulse) -> None:
    grid = slot_grid(pulse)
    for row in (0, 7, len(grid) - 1):
        for slot in range(SLOTS):
            exact = pulse.tempo_map.seconds(grid.beat(row, slot))
            assert grid.seconds[row, slot] == pytest.approx(float(exact), abs=1e-9)
    assert grid.beat(0, 4) - grid.first == Fraction(8, 12)


def test_all_whole_beats_inside_the_audio_and_no_others(pulse: Pulse) -> None:
    grid = slot_grid(pulse)
    assert 0 <= grid.seconds[0, 0] < grid.spacing[0]
    assert grid.seconds[-1, -1] <= pulse.duration < grid.seconds[-1, -1] + 1.25 * grid.spacing[-1]


def test_bars_follow_the_downbeats(pulse_maker) -> None:
    for meter in (3, 4, 7):
        made = pulse_maker(meter=meter)
        grid = slot_grid(made)
        assert grid.period == meter
        lines = grid.seconds[grid.place == 0, 0]
        assert np.allclose(lines, made.downbeats[: len(lines)])
        assert (np.diff(grid.bar)[np.diff(grid.bar) != 0] == 1).all()


def test_hits_stand_out_from_silence(pulse: Pulse) -> None:
    grid = slot_grid(pulse)
    flux = grid.features[..., FEATURES.index("flux")]
    early = grid.seconds[:, 0] < 25
    assert flux[early, 0].min() > 2 * flux[early, TICKS.index(4)].max()


def test_features_are_finite_even_for_silence(pulse_maker) -> None:
    made = pulse_maker(duration=4.0)
    made.salience.bands[:] = 0
    made.salience.flux[:] = 0
    made.salience.level[:] = 0
    assert np.isfinite(slot_grid(made).features).all()


def test_a_song_shorter_than_a_beat_has_no_slots(pulse_maker) -> None:
    assert len(slot_grid(pulse_maker(duration=0.3, bpm=60.0, origin=0.0, sections=0))) == 0
