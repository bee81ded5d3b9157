from __future__ import annotations

import pytest

from automapper.ear import bare_ears
from automapper.ear.sound.heard import Heard
from automapper.ear.sound.periodicity import spectrum
from automapper.ear.tempo.question import Question
from automapper.ear.tempo.steady import steady_tempi, steady_tempo, wished_tempo
from automapper.ear.wish import Octave, Wish


def ask(heard: Heard, wish: Wish) -> Question:
    return Question(heard, spectrum(heard.novelty), wish, bare_ears().weights.readings)


@pytest.mark.parametrize("octave", ["auto", "half", "double"])
@pytest.mark.parametrize(
    ("low", "high"),
    [(60, 64), (60, 70), (100, 128.3), (128.4, 140), (129, 140), (192.6, 200), (250, 260)],
)
def test_a_range_is_kept_to(steady: Heard, low: float, high: float, octave: Octave) -> None:
    asked = ask(steady, Wish(bpm_range=(low, high), octave=octave))
    found = steady_tempo(asked, steady_tempi(asked, 128.37 / 60))
    assert low <= float(found.tempo_map.points[0].bpm) <= high


def test_a_range_that_holds_the_tempo_changes_nothing(steady: Heard) -> None:
    asked, plain = (ask(steady, wish) for wish in (Wish(bpm_range=(120, 140)), Wish()))
    found = steady_tempi(asked, 128.37 / 60)
    assert found and set(found) <= set(steady_tempi(plain, 128.37 / 60))
    assert 60 * found[0] == pytest.approx(128.37, abs=0.01)


def test_a_wished_tempo_is_the_nearest_thing_to_the_one_heard(steady: Heard) -> None:
    assert wished_tempo(ask(steady, Wish()), 2.0) == 2.0
    assert wished_tempo(ask(steady, Wish(bpm_range=(110, 130))), 2.0) == 2.0
    inside = 60 * wished_tempo(ask(steady, Wish(bpm_range=(126, 140))), 2.0)
    assert inside == pytest.approx(128.37, abs=0.1)
