from __future__ import annotations

import pytest

from automapper.ear import bare_ears
from automapper.ear.bars.downbeats import find_bars
from automapper.ear.sound.heard import measure
from render import band, steady_beats

WEIGHTS = bare_ears().weights.bars


@pytest.mark.parametrize(("meter", "form"), [(4, "AABA"), (3, "AB"), (5, "AB"), (7, "AB")])
def test_bars_of_known_music(meter: int, form: str) -> None:
    music = band(steady_beats(120, 0.4, 40.0), form=form, meter=meter, seed=2)
    heard = measure(music.waveform)
    for cut in (0, 1, meter - 1):
        bars = find_bars(heard, music.beats[cut:], WEIGHTS)
        assert (bars.meter, (bars.first + cut) % meter) == (meter, 0)


def test_a_given_metre_is_kept() -> None:
    music = band(steady_beats(120, 0.4, 16.0))
    assert find_bars(measure(music.waveform), music.beats, WEIGHTS, meter=3).meter == 3


def test_too_few_beats_are_one_bar_without_confidence() -> None:
    music = band(steady_beats(120, 0.4, 8.0))
    bars = find_bars(measure(music.waveform), music.beats[:3], WEIGHTS)
    assert (bars.meter, bars.first, bars.confidence) == (4, 0, 0.0)
