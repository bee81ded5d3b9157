"""A song is known again, and no two songs ever share a name or an id of a store."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from automapper.data.store import ANNOTATION, MANIFEST, Entry
from automapper.osumania.dataset.digest import digest
from automapper.osumania.dataset.identity import StoreSong, identified
from automapper.osumania.dataset.verdict import DROPPED, FAILED, KEPT, Verdict
from automapper.osumania.song_sources import charted_songs

Report = dict[str, Verdict]


def song(folder: Path, data: str = "x") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.sm").write_text(data, encoding="utf-8")
    return folder


def found(store: Path, report: Mapping[str, Verdict], *paths: Path) -> tuple[StoreSong, ...]:
    return identified(charted_songs(paths), store, report)


def judged(songs: tuple[StoreSong, ...], state: str = KEPT) -> Report:
    """The report of a run that got so far."""
    verdicts = {}
    for one in songs:
        mark = digest({"a.sm": (one.path / "a.sm").read_bytes()})
        verdicts[one.name] = Verdict(one.name, one.id, state, "", mark, place=one.place)
    return verdicts


def listed(store: Path, id: str, source: str, data: str = "x", version: str = "2") -> None:
    """A song in the manifest, with its annotation."""
    (store / id).mkdir(parents=True)
    mark = digest({"a.sm": data.encode()}, version)
    record = json.dumps({"source": {"name": source, "digest": mark}})
    (store / id / ANNOTATION).write_text(record, encoding="utf-8")
    entry = Entry(id, "T", "A", source, "steady", 1.0, 0, True, True)
    with (store / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write(json.dumps(asdict(entry)) + "\n")


@pytest.fixture
def packs(tmp_path: Path) -> list[Path]:
    """Three packs, each with another song in a folder of one name."""
    folders = [tmp_path / name for name in ("A", "B", "C")]
    for folder in folders:
        song(folder / "Song", folder.name)
    return folders


def test_songs_of_one_name_in_one_run_are_told_apart(tmp_path: Path, packs: list[Path]) -> None:
    songs = found(tmp_path / "store", {}, *packs)
    assert [one.name for one in songs] == ["Song", "B/Song", "C/Song"]
    ids = [one.id for one in songs]
    assert len({id.casefold() for id in ids}) == 3
    assert [id[:5] for id in ids] == ["Song", "Song-", "Song-"]
    assert found(tmp_path / "store", {}, *packs) == songs


def test_a_second_run_knows_them_in_any_order(tmp_path: Path, packs: list[Path]) -> None:
    songs = found(tmp_path / "store", {}, *packs)
    report = judged(songs)
    assert found(tmp_path / "store", report, *packs) == songs
    assert found(tmp_path / "store", report, *reversed(packs)) == songs[::-1]
    assert found(tmp_path / "store", report, packs[2]) == songs[2:]
    assert found(tmp_path / "store", report, packs[2] / "Song") == songs[2:]


def test_a_stopped_run_goes_on_with_the_same_names(tmp_path: Path, packs: list[Path]) -> None:
    songs = found(tmp_path / "store", {}, *packs)
    for done in range(3):
        assert found(tmp_path / "store", judged(songs[:done]), *packs) == songs


def test_a_changed_song_stays_itself(tmp_path: Path, packs: list[Path]) -> None:
    songs = found(tmp_path / "store", {}, *packs)
    report = judged(songs)
    song(packs[1] / "Song", "changed")
    assert found(tmp_path / "store", report, *packs) == songs


def test_a_moved_song_stays_itself_while_its_files_do(tmp_path: Path, packs: list[Path]) -> None:
    songs = found(tmp_path / "store", {}, *packs)
    report = judged(songs)
    for folder in packs:
        shutil.move(folder, tmp_path / "moved" / folder.name)
    song(tmp_path / "moved" / "B" / "Song", "changed")
    again = found(tmp_path / "store", report, tmp_path / "moved")
    assert [(one.name, one.id) for one in again[::2]] == [(one.name, one.id) for one in songs[::2]]
    assert all(new.place != old.place for new, old in zip(again, songs, strict=True))
    assert again[1].id not in {one.id for one in songs}
    # The one that changed as well cannot be told from another of its name.
    assert again[1].name == "moved/B/Song"


def test_equal_songs_at_two_places_are_two(tmp_path: Path) -> None:
    folders = [song(tmp_path / name / "tune").parent for name in ("A", "B")]
    songs = found(tmp_path / "store", {}, *folders)
    assert songs[0].id == "tune"
    assert songs[1].id.startswith("tune-")
    assert found(tmp_path / "store", judged(songs), *folders) == songs


def test_ids_differ_by_more_than_letter_case(tmp_path: Path) -> None:
    for name in ("a/tune", "b/TUNE", "c/Tune", "d/歌", "e/曲"):
        song(tmp_path / "songs" / name)
    ids = [one.id for one in found(tmp_path / "store", {}, tmp_path / "songs")]
    assert len({id.casefold() for id in ids}) == 5
    assert all(id.isascii() for id in ids)


def test_an_id_that_another_song_has_is_never_taken(tmp_path: Path) -> None:
    folder = song(tmp_path / "A" / "tune").parent
    (plain,) = found(tmp_path / "store", {}, folder)
    listed(tmp_path / "store", "Tune", "elsewhere")
    (marked,) = found(tmp_path / "store", {}, folder)
    taken = Verdict("far/tune", marked.id, DROPPED, "", "ab")
    (third,) = found(tmp_path / "store", {"far/tune": taken}, folder)
    assert plain.id == "tune"
    assert len({"tune", marked.id, third.id}) == 3


@pytest.mark.parametrize(
    ("name", "start"), [("Aux.x", "Aux.x-"), ("com1", "com1-"), ("auxiliary", "auxiliary")]
)
def test_no_id_is_a_device_of_windows(tmp_path: Path, name: str, start: str) -> None:
    (one,) = found(tmp_path / "store", {}, song(tmp_path / name))
    assert one.id.startswith(start)


def test_the_suffix_of_a_package_is_not_in_its_id(tmp_path: Path) -> None:
    (tmp_path / "My Song!.OSZ").write_bytes(b"no zip")
    (one,) = found(tmp_path / "store", {}, tmp_path)
    assert (one.name, one.id) == ("My Song!.OSZ", "My-Song")


def test_songs_of_a_report_without_places_are_known_by_their_files(tmp_path: Path) -> None:
    folder = song(tmp_path / "A" / "tune").parent
    songs = found(tmp_path / "store", {}, folder)
    old = {name: replace(one, place="") for name, one in judged(songs).items()}
    assert found(tmp_path / "store", old, folder) == songs
    song(folder / "tune", "another")
    (other,) = found(tmp_path / "store", old, folder)
    assert (other.name, other.id) == ("A/tune", other.id)
    assert other.id.startswith("tune-")


@pytest.mark.parametrize("place", ["", "0123456789abcdef"])
def test_files_that_could_not_be_read_are_known_by_their_place(tmp_path: Path, place: str) -> None:
    folder = song(tmp_path / "A" / "tune").parent
    failed = Verdict("tune", "tune", FAILED, "is damaged", "", place=place)
    (one,) = found(tmp_path / "store", {"tune": failed}, folder)
    # Earlier versions noted no places; a line without an example is all that there is to lose.
    assert (one.name == "tune") == (one.id == "tune") == (place == "")


@pytest.mark.parametrize("version", ["1", "2"])
def test_without_a_report_examples_are_known_by_their_files(tmp_path: Path, version: str) -> None:
    folders = [song(tmp_path / name / "tune", name).parent for name in ("A", "B")]
    listed(tmp_path / "store", "tune", "tune", "B", version)
    songs = found(tmp_path / "store", {}, *folders)
    assert [one.name for one in songs] == ["tune", "B/tune"]
    assert songs[0].id.startswith("tune-")
    assert songs[1].id == "tune"


def test_an_example_without_its_fingerprint_is_somebody_elses(tmp_path: Path) -> None:
    folder = song(tmp_path / "A" / "tune").parent
    listed(tmp_path / "store", "tune", "tune")
    for text in ("", "[]", '{"source": null}'):
        (tmp_path / "store" / "tune" / ANNOTATION).write_text(text, encoding="utf-8")
        (one,) = found(tmp_path / "store", {}, folder)
        assert one.id.startswith("tune-")


def test_a_song_whose_folder_became_anothers_gets_a_new_one(tmp_path: Path) -> None:
    # As earlier versions left it: two runs, paths that differ, one id.
    root = tmp_path / "songs"
    song(root / "p" / "tune", "A")
    song(root / "q" / "tune", "B")
    listed(tmp_path / "store", "tune", "q/tune", "B")
    marks = {name: digest({"a.sm": data}) for name, data in (("p", b"A"), ("q", b"B"))}
    old = {f"{name}/tune": Verdict(f"{name}/tune", "tune", KEPT, "", marks[name]) for name in "pq"}
    first, second = found(tmp_path / "store", old, root)
    assert (first.name, second.name) == ("p/tune", "q/tune")
    assert first.id.startswith("tune-")
    assert second.id == "tune"
