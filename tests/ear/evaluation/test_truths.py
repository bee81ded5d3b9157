"""Folders of songs whose beats are known, as they are read."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

from automapper.ear.evaluation.truths import Sound, beat_files, read_index, rendered
from automapper.errors import AudioError, FormatError

RATE = 8000
NOISE = np.random.default_rng(0).normal(0, 0.1, 5 * RATE).astype(np.float32)


def put(folder: Path, name: str, beats: list[float], bar: int = 4) -> None:
    """A song of noise beside its beats."""
    soundfile.write(folder / f"{name}.flac", NOISE, RATE)
    lines = [f"{time:.6f}\t{place % bar + 1}" for place, time in enumerate(beats)]
    (folder / f"{name}.beats").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_beat_files_tell_tempo_and_bars(tmp_path: Path) -> None:
    put(tmp_path, "me_steady_song", [round(0.3 + n * 60 / 98.6, 6) for n in range(90)], bar=3)
    put(tmp_path, "moving", [0.3 + 0.5 * n + 0.001 * n * n for n in range(90)])
    (tmp_path / "silent.beats").write_text("0 1\n1 2\n", encoding="utf-8")  # no audio beside it
    steady, moving = beat_files(tmp_path)
    assert (steady.name, steady.title, moving.title) == ("me_steady_song", "steady_song", "moving")
    assert steady.bpm == pytest.approx(98.6, rel=1e-6)
    assert steady.downbeats == pytest.approx(steady.beats[::3])
    assert steady.offset_known
    assert steady.group == f"{tmp_path.name}, one tempo"
    assert moving.bpm is None
    assert moving.group == f"{tmp_path.name}, moving tempo"
    assert steady.sound.decode().samples.shape == (1, len(NOISE))


def test_an_index_says_whose_offset_can_be_believed(tmp_path: Path) -> None:
    trust = {
        "a": "exact (rendered)",
        "b": "simfile, agrees within 2 ms",
        "c": "tempo exact; offset ~5 ms early",
        "d": "annotated performance",
    }
    for name in trust:
        put(tmp_path, name, [0.3 + 0.5 * n for n in range(20)])
    rows = [f"{name}.flac\t{text}" for name, text in trust.items()]
    index = "\n".join(["file\tgt_offset_trust", *rows])
    (tmp_path / "INDEX.tsv").write_text(index, encoding="utf-8")
    known = {truth.name: truth.offset_known for truth in beat_files(tmp_path)}
    assert known == {"a": True, "b": True, "c": False, "d": False}


@pytest.mark.parametrize(
    "text", ["", "1 1\n", "1 1\n0.5 2\n", "one 1\ntwo 2\n", "1\n2\n", "nan 1\n1 2"]
)
def test_what_is_no_list_of_beats_is_refused(tmp_path: Path, text: str) -> None:
    put(tmp_path, "odd", [0.0, 1.0])
    (tmp_path / "odd.beats").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=r"odd\.beats.*list of beats"):
        list(beat_files(tmp_path))


def test_rendered_music_has_a_row_for_each_kind_and_odd_metre(tmp_path: Path) -> None:
    for name, kind, meter in (("a", "steps", 4), ("b", "rubato", 4), ("c", "steady", 7)):
        soundfile.write(tmp_path / f"{name}.flac", NOISE, RATE)
        beats = [0.3 + 0.5 * n + (0.01 * n * n if kind == "rubato" else 0) for n in range(20)]
        known = {
            "beats": beats, "downbeats": beats[::meter], "meter": meter, "kind": kind,
            "tempo": [{"time": 0.3, "bpm": 120.0}, {"time": 4.3, "bpm": 121.0}],
        }  # fmt: skip
        (tmp_path / f"{name}.json").write_text(json.dumps(known), encoding="utf-8")
    steps, rubato, seven = rendered(tmp_path)
    room = tmp_path.name
    groups = [f"{room}, steps", f"{room}, rubato", f"{room}, steady in 7"]
    assert [truth.group for truth in (steps, rubato, seven)] == groups
    assert (steps.redlines, rubato.redlines) == (2, 0)
    assert seven.bpm == pytest.approx(120.0)
    assert rubato.bpm is None


def test_json_that_describes_no_song_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", NOISE, RATE)
    (tmp_path / "a.json").write_text('{"beats": [1, 2]}', encoding="utf-8")
    with pytest.raises(FormatError, match=r"a\.json.*no rendered song"):
        list(rendered(tmp_path))


def test_a_folder_without_index_has_no_rows(tmp_path: Path) -> None:
    assert read_index(tmp_path) == []
    (tmp_path / "INDEX.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(FormatError, match="cannot be read"):
        read_index(tmp_path)


def test_sound_is_found_in_a_package_under_any_case(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", NOISE, RATE)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.write(tmp_path / "a.flac", "Song.FLAC")
    assert Sound(tmp_path / "a.zip", "song.flac").decode().sample_rate == RATE
    with pytest.raises(FormatError, match="is missing"):
        Sound(tmp_path / "a.zip", "other.ogg").decode()
    with pytest.raises(AudioError, match="no such audio file"):
        Sound(tmp_path / "b.flac").decode()
