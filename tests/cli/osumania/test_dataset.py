from __future__ import annotations

from pathlib import Path

import pytest

from automapper.cli.osumania.dataset import main
from osumania.dataset.charted import audio, simfile


def test_a_folder_of_songs_becomes_a_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, chart in (("good", simfile()), ("silent", simfile())):
        song = tmp_path / "songs" / name
        song.mkdir(parents=True)
        (song / "a.sm").write_bytes(chart)
    (tmp_path / "songs" / "good" / "song.ogg").write_bytes(audio())
    store = tmp_path / "store"
    assert main([str(tmp_path / "songs"), "-o", str(store)]) == 0
    told = capsys.readouterr()
    assert "silent: dropped, no audio: the chart names 'gone.mp3'" in told.out
    assert "1 of 2 songs kept, 1 dropped, 0 could not be read" in told.out
    assert "attacks follow the notes by" in told.out
    (tmp_path / "songs" / "bad.zip").write_bytes(b"no zip")
    assert main([str(tmp_path / "songs"), "-o", str(store)]) == 1
    told = capsys.readouterr()
    assert ": dropped," not in told.out
    assert [line for line in told.err.splitlines() if "osu-dataset: bad.zip: " in line]


def test_a_store_of_an_earlier_version_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.sm").write_bytes(simfile())
    store = tmp_path / "store"
    store.mkdir()
    (store / "report.tsv").write_text("file\tid\tstate\twhy\n", encoding="utf-8")
    assert main([str(tmp_path / "a.sm"), "-o", str(store)]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "earlier version" in line]
    assert len(lines) == 1 and lines[0].startswith("osu-dataset: ")


def test_nothing_to_do_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "-o", str(tmp_path / "store")]) == 2
    assert capsys.readouterr().err == "osu-dataset: no charted songs there\n"
    assert not (tmp_path / "store").exists()


def test_a_store_that_is_a_file_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.osz").write_bytes(b"")
    assert main([str(tmp_path / "a.osz"), "-o", str(tmp_path / "a.osz")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["0", "-1", "1000"])
def test_impossible_jobs_are_refused(
    jobs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "-o", str(tmp_path / "s"), "--jobs", jobs]) == 2
    assert f"--jobs takes 1 to 61 processes, not {jobs}" in capsys.readouterr().err
