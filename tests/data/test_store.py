from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.data.store import (
    ANY_FOLD,
    FOLDS,
    MANIFEST,
    Entry,
    fold_of,
    load_example,
    read_manifest,
    write_example,
)
from automapper.errors import FormatError, OutputError

ENTRY = Entry("song-1", "Ünder", "A", "rendered", "steady", 3.5, 2, True, True)
BEATS = {"beats": [0.5, 1.0, 1.5], "downbeats": [0.5], "meter": 4, "style": "waltz"}
MEL = np.linspace(0, 5, 7 * 4, dtype=np.float32).reshape(7, 4)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_example(tmp_path, ENTRY, MEL, BEATS)
    other = dataclasses.replace(ENTRY, id="song-2", fold=ANY_FOLD, downbeats=False)
    write_example(tmp_path, other, MEL, BEATS)
    assert read_manifest(tmp_path) == (ENTRY, other)
    example = load_example(tmp_path, ENTRY)
    assert example.annotation == BEATS
    assert example.beats.tolist() == [0.5, 1.0, 1.5]
    assert example.downbeats.tolist() == [0.5]
    assert np.array_equal(example.mel, MEL.astype(np.float16))


def test_a_song_is_replaced_by_its_newer_version(tmp_path: Path) -> None:
    write_example(tmp_path, ENTRY, MEL, BEATS)
    newer = dataclasses.replace(ENTRY, title="Über")
    write_example(tmp_path, newer, MEL[:3], BEATS)
    assert read_manifest(tmp_path) == (newer,)
    assert len(load_example(tmp_path, newer).mel) == 3


def test_a_store_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "x" * 200])
def test_an_id_that_is_no_folder_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="no name for a folder"):
        write_example(tmp_path, dataclasses.replace(ENTRY, id=name), MEL, BEATS)


def test_an_annotation_without_beats_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="lacks beats, downbeats"):
        write_example(tmp_path, ENTRY, MEL, {"meter": 4})
    assert read_manifest(tmp_path) == ()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"fold": 7}, "line 1, fold"),
        ({"constant": "yes"}, "line 1, constant"),
        ({"id": "../up"}, "line 1, id"),
        ({"seconds": None}, "line 1, seconds"),
    ],
)
def test_a_damaged_manifest_names_the_place(
    tmp_path: Path, change: dict[str, object], what: str
) -> None:
    line = json.dumps({**dataclasses.asdict(ENTRY), **change})
    (tmp_path / MANIFEST).write_text(line, encoding="utf-8")
    with pytest.raises(FormatError, match=what):
        read_manifest(tmp_path)


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}'])
def test_a_line_that_is_no_entry_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / MANIFEST).write_text("\n" + line, encoding="utf-8")
    with pytest.raises(FormatError, match="line 2"):
        read_manifest(tmp_path)


def test_damaged_files_of_a_song_are_named(tmp_path: Path) -> None:
    write_example(tmp_path, ENTRY, MEL, BEATS)
    annotation = tmp_path / ENTRY.id / "annotation.json"
    annotation.write_text('{"beats": [2, 1], "downbeats": []}', encoding="utf-8")
    with pytest.raises(FormatError, match="no rising list"):
        load_example(tmp_path, ENTRY)
    annotation.write_text("{}", encoding="utf-8")
    with pytest.raises(FormatError, match="holds no beats"):
        load_example(tmp_path, ENTRY)
    (tmp_path / ENTRY.id / "features.safetensors").write_bytes(b"short")
    with pytest.raises(FormatError, match="holds no features"):
        load_example(tmp_path, ENTRY)


def test_folds_are_frozen() -> None:
    # Figures that count as out-of-fold rest on these: they may never move.
    assert [fold_of(title, "x") for title in ("Inferno", "Numb", "残響", "365")] == [4, 4, 2, 2]


def test_versions_of_a_title_share_a_fold() -> None:
    titles = ["Inferno", "INFERNO (TV Size)", "Inferno [Cut (Live)]", " in-fer:no!! "]
    assert len({fold_of(title, str(place)) for place, title in enumerate(titles)}) == 1


def test_an_empty_title_counts_by_id() -> None:
    assert {fold_of("(?)", f"song{n}") for n in range(40)} == set(range(FOLDS))


@given(st.text(max_size=20), st.text(max_size=5))
def test_every_title_has_a_fold(title: str, id: str) -> None:
    assert 0 <= fold_of(title, id) < FOLDS
    assert fold_of(title.upper().lower(), id) == fold_of(title.upper(), id)
