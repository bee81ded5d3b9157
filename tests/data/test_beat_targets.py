from __future__ import annotations

import numpy as np

from automapper.data.beat_targets import FPS, UNKNOWN, targets

LOUD = np.full((200, 128), 2.0, dtype=np.float32)


def test_beats_stand_on_their_nearest_frames() -> None:
    beats = np.array([10.4, 35.5, 60.0, 85.0, 250.0])
    found = targets(LOUD, beats, beats[:1], True)
    assert np.flatnonzero(found.beat).tolist() == [10, 36, 60, 85]
    assert np.flatnonzero(found.downbeat).tolist() == [10]


def test_beats_before_and_after_a_stretch_are_left_out() -> None:
    found = targets(LOUD, np.array([-3.0, -0.4, 199.4, 199.6]), np.zeros(0), True)
    assert np.flatnonzero(found.beat).tolist() == [0, 199]


def test_unknown_bars_do_not_count() -> None:
    found = targets(LOUD, np.array([10.0, 35.0]), np.zeros(0), False)
    assert found.known.all()
    assert not found.known_bars.any()


def test_silence_does_not_count() -> None:
    mel = LOUD.copy()
    mel[:100] = 0.0
    known = targets(mel, np.zeros(0), np.zeros(0), True).known
    assert not known[: 100 - FPS].any()
    assert known[100:].all()


def test_the_tempo_is_that_of_the_beats_around() -> None:
    beats = np.array([0.0, 25.0, 50.0, 75.0, 125.0, 175.0])  # 120 bpm, then 60
    tempo = targets(LOUD, beats, beats, True).tempo
    assert set(tempo[:75]) == {24}  # two octaves above 30
    assert set(tempo[75:175]) == {12}
    assert set(tempo[175:]) == {UNKNOWN}
