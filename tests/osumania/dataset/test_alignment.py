from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear.sound.blocks import prepared
from automapper.ear.sound.novelty import Novelty, novelty
from automapper.osumania.dataset.alignment import align
from render import band, steady_beats

BEATS = steady_beats(128.0, 0.7, 45.0)


@lru_cache(maxsize=1)
def heard() -> Novelty:
    return novelty(prepared(band(BEATS).waveform))


def notes(every: int = 2) -> np.ndarray:
    """Half beats, of which all but each ``every``-th are charted."""
    halves = np.sort(np.concatenate([BEATS, BEATS[:-1] + np.diff(BEATS) / 2]))
    return np.delete(halves, slice(1, None, every + 1))


@pytest.mark.parametrize("shift", [-0.045, -0.0121, 0.0, 0.0037, 0.022, 0.052])
def test_the_shift_is_found_to_a_millisecond(shift: float) -> None:
    found, unmoved = align(heard(), notes() - shift), align(heard(), notes())
    assert found is not None
    assert unmoved is not None
    # Where the attack of a rendered drum is heard is the novelty's own matter.
    assert abs(unmoved.shift) < 0.003
    assert abs(found.shift - unmoved.shift - shift) < 0.0005
    assert found.sharpness > 15
    assert abs(found.drift) <= 0.004
    assert found.wide_gain < 1.1


@pytest.mark.parametrize("rate", [0.931, 0.967, 1.043, 1.0713])
def test_notes_of_another_tempo_match_nowhere(rate: float) -> None:
    found = align(heard(), BEATS[0] + (notes() - BEATS[0]) * rate)
    assert found is not None
    assert found.sharpness < 5


@pytest.mark.parametrize("drift", [-0.032, 0.024])
def test_drift_is_measured_from_the_first_note_to_the_last(drift: float) -> None:
    played = notes()
    way = (played - played.mean()) / np.ptp(played)
    found = align(heard(), played - way * drift)
    assert found is not None
    assert abs(found.drift - drift) <= 0.006
    assert found.drift_gain > 1.2


def test_notes_far_from_the_attacks_are_seen_from_afar() -> None:
    beats = BEATS[::2]  # seldom enough that no other attack is near
    waveform = band(beats, form="i").waveform
    found = align(novelty(prepared(waveform)), beats - 0.15)
    assert found is not None
    assert abs(found.wide_shift - 0.15) < 0.003
    assert found.wide_gain > 1.5


def test_notes_outside_the_audio_say_nothing() -> None:
    assert align(heard(), np.array([500.0, 501.0])) is None
    assert align(heard(), np.array([3.0, 3.0])) is None
    assert align(heard(), np.zeros(0)) is None


def test_sound_without_attacks_is_no_match() -> None:
    hum = np.full((1, 22050 * 10), 0.1, np.float32)
    found = align(novelty(prepared(Waveform(hum, 22050))), np.arange(1.0, 9.0, 0.25))
    assert found is not None
    assert found.sharpness < 5
