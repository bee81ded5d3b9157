"""Stores as truth: beats, notes on the attacks, and only where there is audio."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from automapper.data.store import Entry, write_example
from automapper.data.truths import store_truths
from automapper.errors import ConfigError, FormatError

BEATS = [round(0.3 + 60 / 133 * n, 6) for n in range(60)]


def song(store: Path, id: str, constant: bool = True, **more: Any) -> None:
    entry = Entry(id, "Title", "Artist", "here", "steady", 30.0, 2, constant, True)
    annotation = {"beats": BEATS, "downbeats": BEATS[::4], "meter": 4, **more}
    write_example(store, entry, np.zeros((3, 128)), annotation)
    noise = np.random.default_rng(0).normal(0, 0.1, 40_000).astype(np.float32)
    soundfile.write(store / id / "audio.flac", noise, 8000)


def test_a_charted_song_brings_notes_on_the_attacks(tmp_path: Path) -> None:
    rows = [[0, 1000.0, None], [1, 1000.0, None], [2, 1500.0, 2000.0]]
    human = {"shift_ms": 20.0, "redlines": [["300", "451.1", 4, False]] * 3}
    song(
        tmp_path / "kept",
        "a",
        charts=[{"notes": rows}, {"notes": []}],
        human=human,
        span=[1.02, 1.52],
    )
    song(tmp_path / "kept", "b", constant=False, charts=[{"notes": rows}], human=human)
    steady, moving = store_truths(tmp_path / "kept")
    assert steady.bpm == pytest.approx(133.0, rel=1e-6)
    assert steady.notes == pytest.approx([1.02, 1.52])
    assert steady.span == (1.02, 1.52)
    assert (steady.fold, steady.group) == (2, "kept, one tempo")
    assert steady.sound.decode().sample_rate == 8000
    assert moving.bpm is None
    assert (moving.redlines, moving.group) == (3, "kept, moving tempo")


def test_an_example_without_notes_has_beats_alone(tmp_path: Path) -> None:
    song(tmp_path, "a")
    (truth,) = store_truths(tmp_path)
    assert truth.beats.tolist() == BEATS
    assert len(truth.notes) == 0
    assert truth.span == (0.0, 30.0)


def test_a_tempo_whose_beats_nobody_counts_is_the_chart_s(tmp_path: Path) -> None:
    song(tmp_path, "a", beats=[], downbeats=[], human={"tempo_map": {"points": [["0", "460"]]}})
    (truth,) = store_truths(tmp_path)
    assert truth.bpm == 460.0 and not truth.offset_known


def test_songs_without_audio_are_left_out_unless_none_has_any(tmp_path: Path) -> None:
    song(tmp_path, "a")
    song(tmp_path, "b")
    (tmp_path / "a" / "audio.flac").unlink()
    assert [truth.name for truth in store_truths(tmp_path)] == ["b"]
    (tmp_path / "b" / "audio.flac").unlink()
    with pytest.raises(ConfigError, match="keep-audio"):
        list(store_truths(tmp_path))


def test_odd_notes_are_told(tmp_path: Path) -> None:
    song(tmp_path, "a", charts=[{"notes": [["x"]]}])
    with pytest.raises(FormatError, match=r"annotation\.json: is odd"):
        list(store_truths(tmp_path))


def test_a_store_of_one_chart_a_song_is_to_be_made_again(tmp_path: Path) -> None:
    song(tmp_path, "a", format=1, notes=[[0, 1000.0, None]])
    with pytest.raises(FormatError, match=r"written by an earlier version: run osu-dataset again$"):
        list(store_truths(tmp_path))
