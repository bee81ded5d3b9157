"""A store is filled once: what is done stays, what changed is made anew, what was lost is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from automapper.data.store import load_example, read_manifest
from automapper.errors import OutputError
from automapper.osumania.dataset.fill import Plan, fill_store
from automapper.osumania.dataset.report import read_report
from automapper.osumania.dataset.verdict import Verdict
from automapper.osumania.song_sources import charted_songs
from osumania.dataset.charted import audio, simfile


def fill(songs: Path | Sequence[Path], plan: Plan) -> list[tuple[str, str, bool]]:
    """(id, state, whether it stood there already) as they were told."""
    told: list[tuple[str, str, bool]] = []

    def done(verdict: Verdict, stood: bool) -> None:
        told.append((verdict.id, verdict.state, stood))

    roots = [songs] if isinstance(songs, Path) else songs
    fill_store(charted_songs(roots), plan, done)
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
def again(filled: Path, tmp_path: Path) -> Iterator[Path]:
    """The same folder, since songs are known by where they lie; put back when the test is done."""
    shutil.copytree(filled, tmp_path / "copy")
    yield filled
    shutil.rmtree(filled)
    shutil.copytree(tmp_path / "copy", filled)


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


def rival(again: Path, chart: bytes) -> Path:
    """Another pack, with a song in a folder of the good one's name."""
    song = again / "rival" / "good"
    song.mkdir(parents=True)
    (song / "a.sm").write_bytes(chart)
    (song / "song.ogg").write_bytes(audio())
    return again / "rival"


def test_a_song_of_the_same_name_in_a_later_run_gets_a_place_of_its_own(again: Path) -> None:
    store = again / "store"
    pack = rival(again, simfile(title="Another"))
    ((id, state, stood),) = fill(pack, Plan(store))
    assert id.startswith("good-")
    assert (state, stood) == ("kept", False)
    entries = {entry.id: entry for entry in read_manifest(store)}
    assert {id: entry.source for id, entry in entries.items()} == {
        "good": "good",
        id: "rival/good",
    }
    assert [load_example(store, entry).entry.title for entry in entries.values()] == [
        "Our Song",
        "Another",
    ]
    assert {"good", "rival/good"} <= set(read_report(store))
    both = fill([again / "songs", pack], Plan(store))
    assert [one for one in both if one[1] == "kept"] == [("good", "kept", True), (id, "kept", True)]


def test_a_dropped_song_of_the_same_name_leaves_the_good_one(again: Path) -> None:
    store = again / "store"
    pack = rival(again, simfile(bpm="0=131.3"))
    before = (store / "good" / "annotation.json").read_bytes()
    ((id, state, _),) = fill(pack, Plan(store))
    assert (id != "good", state) == (True, "dropped")
    assert [entry.id for entry in read_manifest(store)] == ["good"]
    assert (store / "good" / "annotation.json").read_bytes() == before
    assert ("good", "kept", True) in fill(again / "songs", Plan(store))
    assert fill(pack, Plan(store)) == [(id, "dropped", True)]


def test_three_packs_in_one_run_are_resumed_as_a_whole(again: Path) -> None:
    store = again / "other"
    packs = [again / "A", again / "B", again / "C"]
    for pack, chart in zip(packs, (simfile(), b"#TITLE:x;", simfile(title="C")), strict=True):
        rival(again, chart).rename(pack)
    first = fill(packs, Plan(store))
    assert [state for _, state, _ in first] == ["kept", "dropped", "kept"]
    assert len({id for id, _, _ in first}) == 3
    assert [entry.source for entry in read_manifest(store)] == ["good", "C/good"]
    report = (store / "report.tsv").read_bytes()
    assert fill(packs, Plan(store)) == [(id, state, True) for id, state, _ in first]
    assert (store / "report.tsv").read_bytes() == report


def test_songs_that_were_moved_are_not_made_again(again: Path) -> None:
    store = again / "store"
    before = read_report(store)
    (again / "songs").rename(again / "moved")
    told = fill(again / "moved", Plan(store))
    assert {("false", "dropped", True), ("good", "kept", True)} <= set(told)
    after = read_report(store)
    assert after["good"].place not in ("", before["good"].place)
    # From here on a change is known to be the song's own.
    (again / "moved" / "good" / "a.sm").write_bytes(simfile(bpm="0=131.3"))
    assert ("good", "dropped", False) in fill(again / "moved", Plan(store))
    assert read_manifest(store) == ()
