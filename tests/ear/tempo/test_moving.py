from __future__ import annotations

import numpy as np
import pytest

from automapper.ear import bare_ears
from automapper.ear.sound.heard import Heard
from automapper.ear.tempo.answer import Tempo
from automapper.ear.tempo.choice import find_tempo as find_tempo_with
from automapper.ear.wish import Octave, Wish


def find_tempo(heard: Heard, wish: Wish) -> Tempo:
    return find_tempo_with(heard, wish, bare_ears().weights.readings)


@pytest.mark.parametrize(("low", "high"), [(92.0, 110.0), (160.0, 190.0), (250.0, 320.0)])
def test_a_song_that_moves_keeps_to_a_range_too(stepped: Heard, low: float, high: float) -> None:
    octaves: tuple[Octave, ...] = ("auto", "half", "double")
    for octave in octaves:
        tempo = find_tempo(stepped, Wish(bpm_range=(low, high), octave=octave))
        beats = tempo.tempo_map.beats_array(np.array([0.0, stepped.duration]))
        assert low <= 60 * float(np.diff(beats)[0]) / stepped.duration <= high


def test_a_song_that_moves_tells_the_octave_that_was_turned_down(stepped: Heard) -> None:
    plain, half = find_tempo(stepped, Wish()), find_tempo(stepped, Wish(octave="half"))
    first, second = (float(tempo.tempo_map.points[0].bpm) for tempo in (plain, half))
    assert second == pytest.approx(first / 2)
    told = [other.bpm for other in half.alternatives]
    assert any(other == pytest.approx(133, abs=3) for other in told)
    assert not any(other == pytest.approx(66.5, abs=1.5) for other in told)
