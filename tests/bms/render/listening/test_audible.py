"""How the played notes are made to stand out."""

from __future__ import annotations

import numpy as np
import pytest

from automapper.bms.lanes import key_lanes
from automapper.bms.model import KeyMode, Lane
from automapper.bms.render.listening.audible import (
    TICK_PEAK,
    played_in_front,
    position_of,
    sides,
    with_ticks,
)
from automapper.bms.render.plays import Play
from bms.keysounds.tones import tone, waveform


@pytest.mark.parametrize("mode", list(KeyMode))
def test_lanes_lie_from_left_to_right(mode: KeyMode) -> None:
    positions = [position_of(mode, lane) for lane in key_lanes(mode)]
    assert positions == sorted(positions) and positions[0] > -1 and positions[-1] < 1
    assert sum(positions) == pytest.approx(0)
    assert position_of(mode, Lane(0, 0)) == -1 and position_of(mode, Lane(1, 0)) == 1


def test_sides_keep_the_power() -> None:
    assert sides(0.0) == (1.0, 1.0)
    for position in (-1.0, -0.4, 0.7, 1.0):
        left, right = sides(position)
        assert left**2 + right**2 == pytest.approx(2.0)
        assert (left > right) == (position < 0)
        assert min(left, right) > 0.3  # no ear is left out


def test_the_background_is_softer_and_in_the_middle() -> None:
    gains = played_in_front(KeyMode.SEVEN, 12.0)
    assert gains(Play("01", 0, None, None)) == (0.251189, 0.251189)
    left, right = gains(Play("01", 0, None, Lane(0, 1)))
    assert left > 1.0 > right > 0.26


def test_every_note_ticks_where_its_lane_lies() -> None:
    silence = waveform(np.zeros((2, 50_000), np.float32))
    plays = [
        Play("01", 10_000, None, Lane(0, 1)),
        Play("02", 30_000, None, Lane(0, 0)),
        Play("03", 20_000, None, None),
        Play("04", 49_990, None, Lane(0, 7)),
        Play("04", 60_000, None, Lane(0, 7)),
    ]
    ticked = with_ticks(silence, plays, KeyMode.SEVEN).samples
    assert 0.5 * TICK_PEAK < np.abs(ticked).max() < 1.5 * TICK_PEAK
    assert not ticked[:, :10_000].any() and not ticked[:, 15_000:30_000].any()
    key, scratch = ticked[:, 10_000:11_000], ticked[:, 30_000:31_000]
    for piece in (key, scratch):
        assert np.abs(piece[0]).max() > np.abs(piece[1]).max() > 0
    pitches = [np.abs(np.fft.rfft(piece[0])).argmax() for piece in (key, scratch)]
    assert pitches[0] > pitches[1]


def test_the_sound_itself_is_left_as_it_was() -> None:
    sound = waveform(np.repeat(tone(440.0), 2, axis=0))
    assert with_ticks(sound, [], KeyMode.SEVEN) == sound
