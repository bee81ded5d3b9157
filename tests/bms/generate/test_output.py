from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from automapper.bms.generate.output import chart_name, sample_files, save_output
from automapper.bms.model import KeyMode
from automapper.errors import OutputError

MADE = {"a.bms": b"chart", "a.bms.result.json": b"{}"}
SAMPLES = {"k.wav": b"kick", "sub/v.ogg": b"voice"}


@pytest.mark.parametrize(
    ("source", "mode", "name"),
    [
        ("x/Song.bms", KeyMode.SEVEN, "Song-auto-7k-int5.bms"),
        ("Song.BME", KeyMode.TEN, "Song-auto-10k-int5.BME"),
        ("Song.bme", KeyMode.NINE, "Song-auto-9k-int5.pms"),
        ("Song.pms", KeyMode.FIVE, "Song-auto-5k-int5.bme"),
    ],
)
def test_names_keep_the_source_and_its_kind(source: str, mode: KeyMode, name: str) -> None:
    assert chart_name(source, mode, 5) == name


def test_charts_and_our_own_files_are_no_samples() -> None:
    files = {"a.bms": b"", "b.PMS": b"", "k.wav": b"", "a.bms.result.json": b"", "read.txt": b""}
    assert sorted(sample_files(files)) == ["k.wav", "read.txt"]


def test_a_second_chart_joins_the_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    save_output(out, MADE, SAMPLES, force=False)
    save_output(out, {"b.bms": b"other"}, SAMPLES, force=False)
    assert (out / "a.bms").read_bytes() == b"chart"
    assert (out / "b.bms").read_bytes() == b"other"
    save_output(out, MADE, SAMPLES, force=False)  # the same again changes nothing


def test_a_different_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    out = tmp_path / "out"
    save_output(out, MADE, SAMPLES, force=False)
    with pytest.raises(OutputError, match="exists already"):
        save_output(out, {"a.bms": b"new", "c.bms": b"c"}, SAMPLES, force=False)
    assert not (out / "c.bms").exists()
    assert (out / "a.bms").read_bytes() == b"chart"
    save_output(out, {"a.bms": b"new"}, SAMPLES, force=True)
    assert (out / "a.bms").read_bytes() == b"new"


def test_a_zip_holds_everything(tmp_path: Path) -> None:
    save_output(tmp_path / "out.zip", MADE, SAMPLES, force=False)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert sorted(archive.namelist()) == sorted([*MADE, *SAMPLES])


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError, match="is a file"):
        save_output(tmp_path / "out", MADE, SAMPLES, force=False)


def test_names_that_lead_out_are_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    save_output(out, MADE, SAMPLES, force=False)
    with pytest.raises(OutputError, match="no file name inside a package"):
        save_output(out, {"../a.bms": b""}, {}, force=True)
    assert not (tmp_path / "a.bms").exists()
