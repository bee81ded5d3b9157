"""``osu-evaluate`` through its door, on music whose beats are known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import soundfile

from automapper.cli.osumania.evaluate import main
from render import band, steady_beats
from unread_door import unread


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One song of our own in the way rendered music is kept."""
    folder = tmp_path_factory.mktemp("data") / "rendered"
    folder.mkdir()
    song = band(steady_beats(126.0, 0.8, 40.0), bars=4)
    soundfile.write(folder / "one.flac", song.waveform.samples[0], song.waveform.sample_rate)
    known = {
        "beats": song.beats.tolist(), "downbeats": song.downbeats.tolist(), "meter": 4,
        "kind": "steady", "style": "band", "tempo": [{"time": 0.8, "bpm": 126.0}], "seed": 0,
    }  # fmt: skip
    (folder / "one.json").write_text(json.dumps(known), encoding="utf-8")
    return folder


def test_a_folder_is_judged_and_a_second_run_takes_what_is_kept(
    music: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["stage=ear", f"data={music}", "source=none", f"cache={tmp_path / 'kept'}"]
    assert main([*words, f"json={tmp_path / 'first.json'}"]) == 0
    shown = capsys.readouterr()
    assert "rendered, steady" in shown.out
    assert "0 songs of 1 with something wrong" in shown.out
    first = json.loads((tmp_path / "first.json").read_text(encoding="utf-8"))
    assert first["songs"][0]["both"] == 1.0
    (kept,) = (tmp_path / "kept").rglob("*.json")
    touched = kept.stat().st_mtime_ns
    assert main([*words, f"json={tmp_path / 'second.json'}"]) == 0
    assert kept.stat().st_mtime_ns == touched
    second = json.loads((tmp_path / "second.json").read_text(encoding="utf-8"))
    assert second["songs"][0]["offset"] == pytest.approx(first["songs"][0]["offset"], abs=1e-6)


def test_figures_are_written_though_nobody_reads_the_table(music: Path, tmp_path: Path) -> None:
    words = ["stage=ear", f"data={music}", "source=none", "each=rendered"]
    files = [tmp_path / "all.json", tmp_path / "all.csv"]
    assert unread("osumania.evaluate", *words, f"json={files[0]}", f"csv={files[1]}") == (0, b"")
    assert all(file.stat().st_size for file in files)


def test_what_cannot_be_done_is_one_line(
    music: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stage=ear", f"data={tmp_path}"]) == 2
    told = capsys.readouterr().err
    assert "osu-evaluate:" in told
    assert "no .beats files" in told
    assert "Traceback" not in told
