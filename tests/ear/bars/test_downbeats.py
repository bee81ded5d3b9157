from __future__ import annotations

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear import bare_ears
from automapper.ear.bars.downbeats import Stretch, find_bars
from automapper.ear.sound.heard import measure
from render import band, steady_beats

WEIGHTS = bare_ears().weights.bars


@pytest.mark.parametrize(("meter", "form"), [(4, "AABA"), (3, "AB"), (5, "AB"), (7, "AB")])
def test_bars_of_known_music(meter: int, form: str) -> None:
    music = band(steady_beats(120, 0.4, 40.0), form=form, meter=meter, seed=2)
    heard = measure(music.waveform)
    for cut in (0, 1, meter - 1):
        bars = find_bars(heard, music.beats[cut:], WEIGHTS)
        assert bars.meter == meter
        assert bars.lines.tolist() == list(range(-cut % meter, len(music.beats) - cut, meter))
        assert bars.meter_confidence > 0.6 and bars.confidence > 0.8


def test_a_given_metre_is_kept() -> None:
    music = band(steady_beats(120, 0.4, 16.0))
    assert find_bars(measure(music.waveform), music.beats, WEIGHTS, meter=3).meter == 3


def test_beats_that_are_all_alike_leave_metre_and_bars_open() -> None:
    rate, times = 22050, np.arange(0.5, 39.5, 0.5)
    sound = np.zeros(40 * rate, np.float32)
    for time in times:
        sound[round(time * rate) :][:600] += 0.5 * np.exp(-np.arange(600) / 100).astype(np.float32)
    bars = find_bars(measure(Waveform(sound[None], rate)), times, WEIGHTS)
    assert bars.meter == 4
    assert bars.meter_confidence < 0.6 and bars.confidence < 0.6


def test_too_few_beats_are_one_bar_without_confidence() -> None:
    music = band(steady_beats(120, 0.4, 8.0))
    bars = find_bars(measure(music.waveform), music.beats[:3], WEIGHTS)
    assert (bars.meter, bars.lines.tolist(), bars.confidence) == (4, [0], 0.0)


def test_bars_begin_anew_where_the_count_does() -> None:
    music = band(steady_beats(120, 0.4, 60.0), form="AABA", seed=2)
    heard = measure(music.waveform)
    # Two beats of the second half are gone, as where a song was cut.
    beats = np.concatenate([music.beats[:64], music.beats[66:]])
    stretches = (Stretch(0, 64), Stretch(64, len(beats), anew=True))
    bars = find_bars(heard, beats, WEIGHTS, stretches=stretches)
    assert bars.meter == 4
    known = [*range(0, 64, 4), *range(66, len(beats), 4)]
    assert bars.lines.tolist() == known
    assert find_bars(heard, beats, WEIGHTS).lines.tolist() != known


def test_a_short_stretch_goes_on_with_the_bars_before_it() -> None:
    music = band(steady_beats(120, 0.4, 40.0), seed=2)
    stretches = (Stretch(0, 71), Stretch(71, 75))
    bars = find_bars(measure(music.waveform), music.beats[:75], WEIGHTS, stretches=stretches)
    assert bars.lines.tolist() == list(range(0, 75, 4))
