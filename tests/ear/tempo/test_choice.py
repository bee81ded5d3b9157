from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear import bare_ears, shipped_ears
from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.sound.heard import Heard, measure
from automapper.ear.tempo.answer import Tempo
from automapper.ear.tempo.choice import find_tempo as find_tempo_with
from automapper.ear.wish import Wish
from automapper.errors import ConfigError
from render import band, drifting_beats, steady_beats, stepped_beats


def find_tempo(heard: Heard, wish: Wish) -> Tempo:
    return find_tempo_with(heard, wish, bare_ears().weights.readings)


def _errors(tempo: Tempo, beats: np.ndarray) -> np.ndarray:
    """Distance in s of each true beat from the nearest beat of the map."""
    counted = tempo.tempo_map.beats_array(beats)
    near = tempo.tempo_map.seconds_array(np.round(counted))
    return np.abs(near - beats)


def test_a_steady_song_has_one_exact_tempo(steady: Heard) -> None:
    tempo = find_tempo(steady, Wish())
    assert tempo.profile == "steady"
    assert tempo.tempo_map.is_constant
    assert float(tempo.tempo_map.points[0].bpm) == pytest.approx(128.37, rel=1e-4)
    assert _errors(tempo, steady_beats(128.37, 0.743, 40.0)).max() < 0.003
    assert tempo.confidence > 0.8
    assert sum(c.confidence for c in tempo.alternatives) < 0.2


def test_a_tempo_step_is_kept_and_not_averaged(stepped: Heard) -> None:
    tempo = find_tempo(stepped, Wish())
    assert tempo.profile == "live"
    assert [round(float(p.bpm)) for p in tempo.tempo_map.points] == [120, 150]
    assert _errors(tempo, stepped_beats([(120, 48), (150, 60)], 0.5)).max() < 0.010


def test_a_drift_is_followed() -> None:
    beats = drifting_beats(140, 0.03, 40, 0.5, 60)
    tempo = find_tempo(measure(band(beats).waveform), Wish())
    assert tempo.profile == "live"
    assert len(tempo.tempo_map.points) <= len(beats) / 4
    errors = _errors(tempo, beats)
    assert np.percentile(errors, 95) < 0.010
    assert "the tempo moves" in " ".join(tempo.reasons)


def test_a_slight_drift_is_followed_with_and_without_a_net() -> None:
    beats = drifting_beats(140, 0.004, 40, 0.5, 60)
    bare = measure(band(beats).waveform)
    beat = np.full(round(bare.duration * NET_GRID.fps) + 1, 0.01, np.float32)
    beat[NET_GRID.frame(beats)] = 0.9
    heard = dataclasses.replace(bare, activations=Activations(beat, np.zeros_like(beat), "test"))
    for tempo in (
        find_tempo(bare, Wish()),
        find_tempo_with(heard, Wish(), shipped_ears().weights.readings),
    ):
        assert tempo.profile == "live"
        assert np.percentile(_errors(tempo, beats), 95) < 0.005


def test_what_the_user_says_is_believed_exactly(steady: Heard, stepped: Heard) -> None:
    for heard in (steady, stepped):
        told = find_tempo(heard, Wish(bpm=99.9, offset=0.1234))
        assert told.tempo_map.is_constant
        assert float(told.tempo_map.points[0].bpm) == 99.9
        assert float(told.tempo_map.beat(0.1234)) % 1 == pytest.approx(0, abs=1e-9)
    moved = find_tempo(stepped, Wish(offset=3.21))
    assert moved.tempo_map.beat(3.21) == round(moved.tempo_map.beat(3.21))


def test_the_octave_can_be_asked_for(steady: Heard, stepped: Heard) -> None:
    for heard in (steady, stepped):
        heard_bpm = float(find_tempo(heard, Wish()).tempo_map.points[0].bpm)
        for octave, factor in (("half", 0.5), ("double", 2.0)):
            asked = find_tempo(heard, Wish(octave=octave))  # type: ignore[arg-type]
            assert float(asked.tempo_map.points[0].bpm) == pytest.approx(
                factor * heard_bpm, rel=1e-4
            )


def test_hits_at_random_are_not_trusted() -> None:
    rng = np.random.default_rng(4)
    out = np.zeros(40 * 22050, np.float32)
    hit = (rng.normal(size=3000) * np.exp(-np.arange(3000) / 500) * 0.3).astype(np.float32)
    for time in np.cumsum(rng.exponential(0.4, 90)):
        at = int(time * 22050)
        if at < len(out) - 3000:
            out[at : at + 3000] += hit
    assert find_tempo(measure(Waveform(out[None], 22050)), Wish()).confidence < 0.4


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"bpm": 0.0}, "bpm must be"),
        ({"bpm": float("nan")}, "bpm must be"),
        ({"offset": float("inf")}, "offset must be"),
        ({"octave": "third"}, "octave must be"),
    ],
)
def test_impossible_wishes_are_refused(wish: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        Wish(**wish)  # type: ignore[arg-type]


def test_a_range_and_a_profile_are_kept_to(steady: Heard, stepped: Heard) -> None:
    for low, high in ((60.0, 70.0), (250.0, 260.0), (90.0, 100.0)):
        bpm = float(find_tempo(steady, Wish(bpm_range=(low, high))).tempo_map.points[0].bpm)
        assert low <= bpm <= high
    plain, forced = (find_tempo(steady, Wish(bpm_range=r)) for r in ((120, 140), (105, 120)))
    assert forced.confidence < 0.5 * plain.confidence
    told = ["nothing in the wanted range is heard" in " ".join(t.reasons) for t in (plain, forced)]
    assert told == [False, True]
    assert find_tempo(stepped, Wish(profile="steady")).tempo_map.is_constant
    live = find_tempo(steady, Wish(profile="live"))
    assert live.profile == "live"
    assert _errors(live, steady_beats(128.37, 0.743, 40.0)).max() < 0.010
