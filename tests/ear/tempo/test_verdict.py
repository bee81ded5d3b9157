from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear import bare_ears, shipped_ears
from automapper.ear.sound.heard import Heard, measure
from automapper.ear.tempo.answer import Tempo
from automapper.ear.tempo.choice import find_tempo as find_tempo_with
from automapper.ear.tempo.steadiness import sharpness
from automapper.ear.tempo.verdict import followed, keeps_a_beat, moves, parts_explain
from automapper.ear.wish import Wish
from automapper.timing import TempoMap, TempoPoint
from render import babble, band, stepped_beats


def find_tempo(heard: Heard, wish: Wish) -> Tempo:
    return find_tempo_with(heard, wish, bare_ears().weights.readings)


def test_a_step_moves_and_one_tempo_does_not(steady: Heard, stepped: Heard) -> None:
    one = TempoMap.constant(128.37, 0.743)
    for heard, hz, expected in ((steady, 128.37 / 60, False), (stepped, 2.5, True)):
        tracked, comparison = followed(heard, hz)
        assert tracked is not None
        assert moves(heard, Wish(), (tracked, one), comparison) is expected
        assert moves(heard, Wish(profile="live"), (tracked, one), comparison)
        assert not moves(heard, Wish(profile="steady"), (tracked, one), comparison)
    _, comparison = followed(steady, 128.37 / 60)
    assert keeps_a_beat(steady, 128.37 / 60, one, comparison)
    assert not keeps_a_beat(steady, 0.1, one, comparison)  # too few beats to be believed


def test_noise_and_a_held_tone_have_no_pulse() -> None:
    rng = np.random.default_rng(0)
    noise = rng.normal(scale=0.1, size=(1, 16 * 22050)).astype(np.float32)
    t = np.arange(16 * 22050) / 22050
    tone = (0.2 * np.sin(2 * np.pi * 220 * t))[None].astype(np.float32)
    for sound in (noise, tone):
        tempo = find_tempo(measure(Waveform(sound, 22050)), Wish())
        assert (tempo.profile, tempo.confidence) == ("none", 0.0)
        assert "keeps a beat" in " ".join(tempo.reasons)


@pytest.mark.parametrize("seed", [1, 2, 3, 15, 20, 22])
def test_speech_has_no_pulse(seed: int) -> None:
    ears = shipped_ears()
    heard = measure(Waveform(babble(60, seed)[None], 22050), ears.source)
    assert find_tempo_with(heard, Wish(), ears.weights.readings).profile == "none"


def test_a_short_part_at_another_tempo_is_not_left_out() -> None:
    beats = stepped_beats([(95, 48), (114, 240)], 0.5)  # 30 s of 156
    ears = shipped_ears()
    heard = measure(band(beats).waveform, ears.source)
    tempo = find_tempo_with(heard, Wish(), ears.weights.readings)
    assert [round(float(point.bpm)) for point in tempo.tempo_map.points] == [95, 114]


def test_parts_are_believed_where_they_explain_the_song(stepped: Heard) -> None:
    true = TempoMap(
        (TempoPoint(Fraction(0), Fraction(120)), TempoPoint(Fraction(48), Fraction(150))),
        Fraction(1, 2),
    )
    one = TempoMap.constant(120, 0.5)
    tracked, _ = followed(stepped, 2.5)
    assert tracked is not None
    assert parts_explain(stepped, true, tracked, moving=True)
    assert parts_explain(stepped, true, one, moving=False)
    assert not parts_explain(stepped, one, tracked, moving=True)
    assert not parts_explain(stepped, one, true, moving=False)


def test_few_parts_may_explain_a_little_less() -> None:
    music = band(stepped_beats([(120, 48), (150, 48)], 0.5))
    stepped = measure(music.waveform, shipped_ears().source)

    def count(every: int, slower: Fraction = Fraction(0)) -> TempoMap:
        """The true tempi, with a point every so many beats; the second ``slower`` bpm."""
        tempi = {b: Fraction(120) if b < 48 else 150 - slower for b in (*range(0, 96, every), 48)}
        points = (TempoPoint(Fraction(beat), bpm) for beat, bpm in sorted(tempi.items()))
        return TempoMap(tuple(points), Fraction(1, 2))

    parts, exact, often = count(48, Fraction(1, 30)), count(48), count(8)
    sharp, best = (sharpness(stepped.novelty, one.beats_array) for one in (parts, exact))
    assert 0.87 < sharp / best < 0.95
    assert parts_explain(stepped, parts, often, moving=True)
    assert not parts_explain(stepped, parts, exact, moving=True)
