from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.beatsaber.generate.padding import HOT_START_S, plan_padding
from automapper.timing import Meter, TempoMap, TempoPoint


class PulseOf:
    """The two facts of a pulse that padding reads."""

    def __init__(self, tempo_map, beats=4):
        self.tempo_map, self.meter = tempo_map, Meter(beats)


@given(
    st.floats(60, 240),
    st.floats(0, 4),
    st.floats(0, 6),
    st.sampled_from([44100, 48000]),
    st.sampled_from([3, 4]),
)
def test_bars_stay_bars_and_nothing_is_cut(bpm, start, first_sound, rate, meter):
    source = TempoMap.constant(bpm, start)
    padding = plan_padding(PulseOf(source, meter), first_sound, rate)
    assert padding.samples >= 0
    assert first_sound + padding.seconds >= HOT_START_S - 1e-3
    level = padding.level_tempo()
    assert level.seconds(Fraction(0)) == 0
    # The song's first downbeat is a whole beat of the level, at its old place in the sound.
    beat = float(level.beat(start + padding.seconds))
    assert beat == pytest.approx(round(beat), abs=2e-3 * bpm / 60)
    if padding.samples:
        assert round(beat) % meter == 0
    assert padding.seconds <= HOT_START_S + 60 / bpm * meter + 4.1


def test_a_song_on_the_beat_that_starts_late_is_left_alone():
    padding = plan_padding(PulseOf(TempoMap.constant(120, 1.0)), 2.0, 44100)
    assert padding.samples == 0
    assert padding.tempo_map.beat(1.0) == 2


def test_tempo_changes_move_along():
    points = (TempoPoint(Fraction(0), Fraction(120)), TempoPoint(Fraction(16), Fraction(150)))
    source = TempoMap(points, Fraction(1, 4))
    padding = plan_padding(PulseOf(source), 0.25, 44100)
    shifted = padding.tempo_map
    # Whatever sounds at some second of the song keeps its tempo there.
    for second in (0.5, 5.0, 8.2, 9.0, 20.0):
        moved = float(shifted.beat(second)) - float(source.beat(second))
        assert moved == pytest.approx(round(moved), abs=1e-4)
    assert np.isclose(
        float(padding.level_tempo().seconds(Fraction(4))), padding.seconds + 0.25, atol=1e-4
    )


@pytest.mark.parametrize("first_sound", [0.0, 2.0])
def test_tempi_before_the_first_downbeat_do_not_move_the_level(first_sound):
    points = [(-3, 100), (0, 120), (9, 90)]
    source = TempoMap(tuple(TempoPoint(Fraction(b), Fraction(t)) for b, t in points), Fraction(1))
    padding = plan_padding(PulseOf(source), first_sound, 44100)
    for beat in (0, 1, 8, 12):
        moved = float(padding.tempo_map.beat(float(source.seconds(Fraction(beat))))) - beat
        assert moved == pytest.approx(round(moved), abs=1e-3)
