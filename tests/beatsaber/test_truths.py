"""Beat Saber levels as truth: the tempo under most notes, and notes in seconds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from automapper.beatsaber.truths import counted_beats, level_truths
from automapper.errors import FormatError
from lit_level import write_zip

COLUMNS = ("file", "song", "audio_seconds", "shift_ms", "clean")
INFO = {
    "_version": "2.0.0", "_songName": "Song", "_songSubName": "", "_songAuthorName": "",
    "_levelAuthorName": "", "_beatsPerMinute": 120, "_songFilename": "song.egg",
    "_coverImageFilename": "", "_environmentName": "DefaultEnvironment",
    "_difficultyBeatmapSets": [{
        "_beatmapCharacteristicName": "Standard",
        "_difficultyBeatmaps": [
            {"_difficulty": name, "_difficultyRank": rank, "_beatmapFilename": f"{name}.dat",
             "_noteJumpMovementSpeed": 16, "_noteJumpStartBeatOffset": 0}
            for name, rank in (("Easy", 1), ("Expert", 7))
        ],
    }],
}  # fmt: skip


def chart(beats: list[float], tempi: Sequence[tuple[float, float]] = ()) -> bytes:
    notes = [
        {"_time": beat, "_lineIndex": 1, "_lineLayer": 0, "_type": n % 2, "_cutDirection": 1}
        for n, beat in enumerate(beats)
    ]
    events = [{"_time": beat, "_type": 100, "_value": 0, "_floatValue": bpm} for beat, bpm in tempi]
    tree = {"_version": "2.5.0", "_notes": notes, "_obstacles": [], "_events": events}
    return json.dumps(tree).encode()


def level(folder: Path, expert: bytes, sound: str = "song.opus", **row: str) -> None:
    """A level with silence for sound, and its line of the index."""
    files = {
        "Info.dat": json.dumps(INFO).encode(),
        "Easy.dat": chart([4.0 * n for n in range(40)]),
        "Expert.dat": expert,
        sound: b"OggS",
    }
    folder.mkdir(exist_ok=True)
    write_zip(folder / "a.zip", files)
    values = {"file": "a.zip", "song": "Song", "audio_seconds": "90", "shift_ms": "-12",
              "clean": "yes", **row}  # fmt: skip
    lines = ["\t".join(COLUMNS), "\t".join(values[column] for column in COLUMNS)]
    (folder / "INDEX.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_fullest_chart_gives_notes_and_tempo(tmp_path: Path) -> None:
    level(tmp_path / "levels", chart([2.0 + 0.5 * n for n in range(80)]))
    (truth,) = level_truths(tmp_path / "levels")
    assert truth.group == "levels, aligned"
    assert truth.bpm == 120.0
    assert truth.notes == pytest.approx(1.0 + 0.25 * np.arange(80))
    assert truth.shift == pytest.approx(-0.012)
    assert truth.sound.member == "song.opus"  # the file that the level names is not there
    assert len(truth.beats) == 0
    assert not truth.offset_known


def test_a_level_of_several_tempi_tells_notes_alone(tmp_path: Path) -> None:
    beats = [float(n) for n in range(100)]
    level(tmp_path / "levels", chart(beats, [(0.0, 120.0), (30.0, 160.0)]), "song.egg", clean="no")
    (truth,) = level_truths(tmp_path / "levels")
    assert truth.bpm is None
    assert truth.redlines == 2
    assert truth.group == "levels, not aligned"
    assert truth.sound.member == "song.egg"
    assert np.diff(truth.notes)[[0, -1]] == pytest.approx([0.5, 0.375])


def test_beats_are_where_most_notes_are_counted(tmp_path: Path) -> None:
    on_beats = [2.31 + n for n in range(40)]
    between = [10.81 + 2 * n for n in range(10)] + [20.56 + 4 * n for n in range(5)]
    level(tmp_path / "levels", chart(sorted(on_beats + between)))
    (truth,) = level_truths(tmp_path / "levels")
    beats = counted_beats(truth)
    assert beats[0] == pytest.approx(0.31 * 0.5 - 0.012, abs=1e-6)
    assert np.diff(beats) == pytest.approx(0.5)
    assert beats[-1] > 89.5
    assert len(counted_beats(replace(truth, bpm=None))) == 0


def test_levels_without_notes_are_left_out_and_odd_rows_told(tmp_path: Path) -> None:
    level(tmp_path / "levels", chart([2.0]), sound="cover.jpg")
    assert list(level_truths(tmp_path / "levels")) == []
    level(tmp_path / "levels", chart([2.0]), audio_seconds="long")
    with pytest.raises(FormatError, match=r"a\.zip: is odd"):
        list(level_truths(tmp_path / "levels"))
