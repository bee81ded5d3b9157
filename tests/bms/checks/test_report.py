"""A checked path as it is told."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from automapper.bms.checks.report import check_path, subjects_in, summary_of
from automapper.bms.generate.against_source import Against
from automapper.bms.read import read_chart
from automapper.bms.write import write_chart
from automapper.chart import Severity
from automapper.errors import ConfigError, FormatError

from .charts import GOOD, at, hold, key, of, tap

FILE = write_chart(GOOD)[0]
BUSY = FILE + b"#00358:01000001\r\n"  # a long note whose head lies on a note


def save(folder: Path, *, samples: tuple[str, ...] = ("kick.wav", "snare.wav")) -> Path:
    folder.mkdir()
    (folder / "good.bme").write_bytes(FILE)
    (folder / "busy.bme").write_bytes(BUSY)
    for name in samples:
        (folder / name).write_bytes(b"a sound")
    return folder


def names(report: object) -> set[str]:
    return {issue.check for issue in report.issues}  # type: ignore[attr-defined]


def test_a_package_is_checked_chart_by_chart(tmp_path: Path) -> None:
    report = check_path(save(tmp_path / "song"))
    assert [chart.part for chart in report.charts] == ["busy.bme", "good.bme"]
    assert report.count(Severity.ERROR) == report.count(Severity.ERROR, "busy.bme") == 1
    assert report.count(Severity.ERROR, "good.bme") == 0
    assert {issue.check for issue in report.issues} == {"lane-twice"}


def test_a_zip_is_a_package_too(tmp_path: Path) -> None:
    folder = save(tmp_path / "song", samples=())
    with zipfile.ZipFile(tmp_path / "song.zip", "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"in/{path.name}")
        archive.writestr("in/KICK.OGG", b"a sound")
    report = check_path(tmp_path / "song.zip")
    missing = [issue.what for issue in report.issues if issue.check == "missing-sample"]
    assert missing == ["snare.wav (02, 9 times)", "snare.wav (02, 9 times)"]


def test_a_chart_is_asked_about_the_samples_beside_it(tmp_path: Path) -> None:
    folder = save(tmp_path / "song", samples=("kick.ogg",))
    assert names(check_path(folder / "good.bme")) == {"missing-sample", "silent-notes"}
    (folder / "kick.ogg").unlink()
    assert names(check_path(folder / "good.bme")) == set()  # nobody brought its sounds


def test_what_the_reader_says_is_told(tmp_path: Path) -> None:
    path = tmp_path / "odd.bme"
    path.write_bytes(FILE + b"#00151:0100\r\n#00109:ZZ\r\n")
    report = check_path(path)
    assert names(report) == {"hold-open"}
    assert all(line.startswith("odd.bme: ") for line in report.reading)
    assert len(report.reading) == 2


def test_a_chart_in_numbers() -> None:
    notes = (
        *(tap(key(1), at(0, f"{i}/16")) for i in range(8)),
        tap(key(2), at(0)),
        hold(key(3), at(1), at(2)),
        tap(replace(key(1), key=0), at(1, "1/2")),
    )
    summary = summary_of(of(*notes, bpm=Fraction(150)))
    assert (summary.notes, summary.holds, summary.scratches, summary.chord) == (11, 1, 1, 2)
    assert (summary.seconds, summary.bpm, summary.keys) == (2.4, (150, 150), 7)
    assert summary.nps == pytest.approx(11 / 2.4, abs=1e-3)
    assert summary.jacks == 7  # a sixteenth is 1/4 beat, the floor is more
    assert (summary.level, summary.told, summary.title) == (5.7, "5", "Song")
    assert set(summary.record()) == set(summary.__dataclass_fields__)


def test_a_chart_without_notes_has_numbers_too() -> None:
    summary = summary_of(of(notes=()))
    assert (summary.notes, summary.nps, summary.chord, summary.jacks) == (0, 0, 0, 0)


def test_the_record_is_plain(tmp_path: Path) -> None:
    record = check_path(save(tmp_path / "song") / "busy.bme").record()
    assert (record["version"], record["errors"], record["warnings"]) == (1, 1, 0)
    assert record["charts"][0]["errors"] == 1  # type: ignore[index]
    issue = record["issues"][0]  # type: ignore[index]
    assert (issue["check"], issue["severity"], issue["columns"]) == ("lane-twice", "error", [6])


def test_samples_are_looked_for_where_the_chart_lies() -> None:
    read = read_chart(FILE, "good.bme")
    files = {"a/good.bme": b"", "a/kick.wav": b"", "a/snare.ogg": b"", "b/good.bme": b""}
    both = (("a/good.bme", read), ("b/good.bme", read))
    assert [one.missing for one in subjects_in(files, both)] == [(), ("01", "02")]


def test_only_one_chart_is_compared_and_nothing_is_nothing(tmp_path: Path) -> None:
    folder = save(tmp_path / "song")
    with pytest.raises(ConfigError, match="only one chart file"):
        check_path(folder, Against(folder / "good.bme"))
    with pytest.raises(FormatError, match="cannot be read"):
        check_path(tmp_path / "none.bme")
    with pytest.raises(FormatError, match="does not exist"):
        check_path(tmp_path / "none")
    assert names(check_path(folder / "good.bme", Against(folder / "good.bme"))) == set()
    changed = names(check_path(folder / "busy.bme", Against(folder / "good.bme")))
    assert {"lane-twice", "written-leak", "written-sounds"} <= changed
