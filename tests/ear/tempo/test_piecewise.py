from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear import bare_ears
from automapper.ear.rests import find_pauses
from automapper.ear.sound.heard import Heard, measure
from automapper.ear.sound.periodicity import spectrum
from automapper.ear.tempo.answer import Tempo
from automapper.ear.tempo.choice import find_tempo as find_tempo_with
from automapper.ear.tempo.parts import Part, find_parts
from automapper.ear.tempo.piecewise import piecewise_tempo
from automapper.ear.tempo.question import Question
from automapper.ear.wish import Octave, Wish
from render import band, stepped_beats

RATE = 22050


def asked(heard: Heard, octave: Octave = "auto") -> Question:
    weights = bare_ears().weights.readings
    return Question(heard, spectrum(heard.novelty), Wish(octave=octave), weights)


def find_tempo(heard: Heard, wish: Wish | None = None) -> Tempo:
    return find_tempo_with(heard, wish or Wish(), bare_ears().weights.readings)


def strays(tempo: Tempo, beats: np.ndarray) -> np.ndarray:
    """How far true beats lie from whole beats of the map, s."""
    places = tempo.tempo_map.beats_array(beats)
    nearest = tempo.tempo_map.seconds_array(np.round(places))
    return np.abs(nearest - beats)


@pytest.fixture(scope="module")
def paused() -> tuple[Heard, np.ndarray]:
    """One tempo with 9.77 s of silence: no whole number of its beats."""
    music = band(stepped_beats([(137, 150)], 0.5), seed=4)
    sound, cut, gap = music.waveform.samples[0], round(31.3 * RATE), round(9.77 * RATE)
    parts = [sound[:cut], np.zeros(gap, np.float32), sound[cut:]]
    beats = np.where(music.beats < 31.3, music.beats, music.beats + 9.77)
    return measure(Waveform(np.concatenate(parts)[None], RATE)), beats


def test_a_pause_bends_neither_tempo_nor_beats(paused: tuple[Heard, np.ndarray]) -> None:
    heard, beats = paused
    tempo = find_tempo(heard)
    assert tempo.profile == "steady"
    assert float(tempo.tempo_map.points[0].bpm) == pytest.approx(137, rel=2e-5)
    assert float(tempo.tempo_map.points[-1].bpm) == pytest.approx(137, rel=2e-5)
    assert strays(tempo, beats).max() < 0.004
    (again,) = tempo.breaks
    assert again == pytest.approx(beats[beats > 41.0][0], abs=0.01)
    assert any("after a pause" in reason for reason in tempo.reasons)


def test_one_count_of_the_song_is_made_where_it_was_asked(
    paused: tuple[Heard, np.ndarray],
) -> None:
    for wish in (Wish(profile="steady"), Wish(offset=0.5)):
        assert find_tempo(paused[0], wish).tempo_map.is_constant


def test_steps_hold_their_tempi(stepped: Heard) -> None:
    tempo = find_tempo(stepped)
    assert tempo.profile == "live"
    assert [float(point.bpm) for point in tempo.tempo_map.points] == pytest.approx(
        [120, 150], rel=1e-4
    )
    assert strays(tempo, stepped_beats([(120, 48), (150, 60)], 0.5)).max() < 0.004
    assert any("120, 150 bpm" in reason for reason in tempo.reasons)
    assert 0 < tempo.confidence <= 1


@pytest.mark.parametrize(("octave", "factor"), [("half", 0.5), ("double", 2.0)])
def test_the_wished_octave_is_that_of_every_part(
    paused: tuple[Heard, np.ndarray], octave: Octave, factor: float
) -> None:
    heard = paused[0]
    parts = find_parts(heard.novelty, 137 / 60, find_pauses(heard))
    plain, wished = (piecewise_tempo(asked(heard, o), parts, None) for o in ("auto", octave))
    assert plain is not None and wished is not None
    for before, after in zip(
        plain.tempo_map.points[::2], wished.tempo_map.points[::2], strict=True
    ):
        assert float(after.bpm) == pytest.approx(factor * float(before.bpm), rel=1e-4)
    told = [other.bpm for other in wished.alternatives]
    assert any(other == pytest.approx(137, rel=0.01) for other in told)
    assert not any(other == pytest.approx(137 * factor, rel=0.01) for other in told)


def test_what_cannot_be_counted_is_not(stepped: Heard) -> None:
    assert piecewise_tempo(asked(stepped), (), None) is None
    short = (Part(1.0, 3.0, 2.0), Part(3.0, 5.0, 2.5))
    assert piecewise_tempo(asked(stepped), short, None) is None
    long = piecewise_tempo(asked(stepped), (*short, Part(26.0, 45.0, 2.5)), None)
    assert long is not None and long.tempo_map.is_constant


def test_a_part_that_is_left_out_says_nothing_of_the_song(stepped: Heard) -> None:
    # The first part would be counted at 120; what is told is the second, at 150.
    parts = (Part(0.5, 5.0, 2.0), Part(25.0, 49.0, 2.5))
    both = piecewise_tempo(asked(stepped), parts, None)
    alone = piecewise_tempo(asked(stepped), parts[1:], None)
    assert both is not None and alone is not None
    assert both.alternatives == alone.alternatives
    assert both.confidence == alone.confidence


def test_a_range_and_an_octave_together_round_as_either_does(stepped: Heard) -> None:
    parts = find_parts(stepped.novelty, 2.5, ())
    plain = asked(stepped, "half")
    ranged = replace(plain, wish=Wish(octave="half", bpm_range=(50, 90)))
    maps = [piecewise_tempo(question, parts, None) for question in (plain, ranged)]
    assert maps[0] is not None and maps[1] is not None
    for one, other in zip(maps[0].tempo_map.points, maps[1].tempo_map.points, strict=True):
        assert one.bpm == other.bpm
