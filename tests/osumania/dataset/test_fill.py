"""A store is filled once: what is done stays, what changed is made anew, what was lost is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from automapper.data.store import load_example, read_manifest
from automapper.errors import OutputError
from automapper.osumania.dataset.fill import Plan, fill_store
from automapper.osumania.dataset.song_sources import find_songs
from automapper.osumania.dataset.verdict import Verdict
from osumania.dataset.charted import audio, simfile


def fill(songs: Path, plan: Plan) -> list[tuple[str, str, bool]]:
    """(id, state, whether it stood there already) as they were told."""
    told: list[tuple[str, str, bool]] = []

    def done(verdict: Verdict, stood: bool) -> None:
        told.append((verdict.id, verdict.state, stood))

    fill_store(find_songs([songs]), plan, done)
    return told


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``songs`` (one good, one false, one broken) and the ``store`` made of it."""
    folder = tmp_path_factory.mktemp("filled")
    for name, chart in (("good", simfile()), ("false", simfile(bpm="0=131.3"))):
        song = folder / "songs" / name
        song.mkdir(parents=True)
        (song / "a.sm").write_bytes(chart)
        (song / "song.ogg").write_bytes(audio())
    (folder / "songs" / "broken.osz").write_bytes(b"no zip")
    told = fill(folder / "songs", Plan(folder / "store", jobs=2))
    assert sorted(told) == [
        ("broken", "failed", False),
        ("false", "dropped", False),
        ("good", "kept", False),
    ]
    return folder


@pytest.fixture
def again(filled: Path, tmp_path: Path) -> Path:
    shutil.copytree(filled, tmp_path / "copy")
    return tmp_path / "copy"


def test_the_store_holds_the_kept_song(filled: Path) -> None:
    (entry,) = read_manifest(filled / "store")
    example = load_example(filled / "store", entry)
    assert entry.id == "good"
    assert example.annotation["source"]["name"] == "good"
    assert len(example.beats) > 80
    assert not list((filled / "store").glob("good/audio.*"))
    assert (filled / "store" / "report.tsv").is_file()


def test_a_second_run_does_nothing_but_try_what_failed(again: Path) -> None:
    before = (again / "store" / "report.tsv").read_bytes()
    assert fill(again / "songs", Plan(again / "store")) == [
        ("false", "dropped", True),
        ("good", "kept", True),
        ("broken", "failed", False),
    ]
    assert (again / "store" / "report.tsv").read_bytes() == before


def test_a_song_that_became_false_leaves_the_store(again: Path) -> None:
    (again / "songs" / "good" / "a.sm").write_bytes(simfile(bpm="0=131.3"))
    assert ("good", "dropped", False) in fill(again / "songs", Plan(again / "store"))
    assert read_manifest(again / "store") == ()
    assert not (again / "store" / "good").exists()


def test_what_is_missing_in_the_store_is_made_anew(again: Path) -> None:
    (again / "store" / "good" / "annotation.json").unlink()
    assert ("good", "kept", False) in fill(again / "songs", Plan(again / "store"))
    assert (again / "store" / "good" / "annotation.json").is_file()


def test_audio_is_kept_where_asked(again: Path) -> None:
    plan = Plan(again / "store", keep_audio=True)
    assert ("good", "kept", False) in fill(again / "songs", plan)
    assert (again / "store" / "good" / "audio.ogg").read_bytes() == audio()
    assert ("good", "kept", True) in fill(again / "songs", plan)


def test_songs_of_other_runs_stay(again: Path) -> None:
    (again / "more").mkdir()
    (again / "more" / "late.osz").write_bytes(b"no zip")
    assert fill(again / "more", Plan(again / "store")) == [("late", "failed", False)]
    assert [entry.id for entry in read_manifest(again / "store")] == ["good"]
    report = (again / "store" / "report.tsv").read_text(encoding="utf-8")
    assert len(report.splitlines()) == 1 + 2 * 2 + 1 + 1


def test_a_store_that_cannot_be_written_is_an_error(again: Path) -> None:
    (again / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        fill(again / "songs", Plan(again / "file"))
