"""Listeners on music of our own; the Ear against lines through the beats of others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear.evaluation.judge import judge
from automapper.ear.evaluation.listeners import EarListener, LibrosaListener, found_of_beats
from automapper.ear.evaluation.truths import Sound, Truth
from automapper.errors import WeightsError
from render import band, steady_beats

SONG = band(steady_beats(126.0, 0.8, 45.0), bars=4)
TRUTH = Truth(
    "song", "Song", "band, one tempo", Sound(Path("song.flac")), (0.8, 45.0), SONG.beats,
    SONG.downbeats, 126.0, offset_known=True,
)  # fmt: skip


def test_the_ear_says_what_it_would_write() -> None:
    found = EarListener("none")(TRUTH, SONG.waveform)
    figures = judge(TRUTH, found)
    assert figures["both"] == 1.0
    assert figures["beat_f"] > 0.98
    assert found.duration == pytest.approx(SONG.waveform.seconds)
    assert found.seconds > 0
    assert found.redlines == () or len(found.redlines) == 1


def test_no_pulse_is_no_beats() -> None:
    rng = np.random.default_rng(0)
    noise = Waveform(rng.normal(0, 0.05, (1, 20 * 22050)).astype(np.float32), 22050)
    found = EarListener("none")(TRUTH, noise)
    assert found.profile == "none"
    assert len(found.beats) == len(found.grid) == 0
    assert judge(TRUTH, found)["exact"] == 0.0


def test_a_line_through_beats_fills_the_song() -> None:
    found = found_of_beats(SONG.beats[10:60], np.zeros(0), 1.0, SONG.waveform.seconds)
    assert found.bpm == pytest.approx(126.0)
    figures = judge(TRUTH, found)
    assert figures["offset"] == pytest.approx(0.0, abs=1e-6)
    assert figures["both"] == 1.0
    assert figures["beat_f"] < 0.8  # only the beats themselves count here


def test_too_few_beats_draw_no_line() -> None:
    found = found_of_beats(SONG.beats[:2], np.zeros(0), 1.0, 45.0)
    assert len(found.grid) == 0
    assert judge(TRUTH, found)["tempo"] == 0.0


def test_other_weights_are_another_key(tmp_path: Path) -> None:
    weights = tmp_path / "net.onnx"
    weights.write_bytes(b"one")
    first = EarListener("tcn", weights).key
    weights.write_bytes(b"two")
    assert EarListener("tcn", weights).key != first
    assert EarListener("none").key != EarListener("shipped").key
    (tmp_path / "folds").mkdir()
    (tmp_path / "folds" / "fold0.onnx").write_bytes(b"one")
    assert EarListener(folds=tmp_path / "folds").key != EarListener().key


@pytest.mark.slow  # librosa compiles itself when it is first imported
def test_librosa_is_a_listener_with_a_line() -> None:
    pytest.importorskip("librosa")
    found = LibrosaListener()(TRUTH, SONG.waveform)
    figures = judge(TRUTH, found)
    assert figures["amlt"] > 0.8
    assert figures["level"] == 1.0
    assert len(found.downbeats) == 0 and not found.tells_bars


def test_a_song_without_its_fold_is_told(tmp_path: Path) -> None:
    listener = EarListener("tcn", folds=tmp_path)
    with pytest.raises(WeightsError, match="fold3"):
        listener(replace(TRUTH, fold=3), SONG.waveform)
