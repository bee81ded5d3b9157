from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from automapper.osumania.dataset.report import (
    COLUMNS,
    is_outdated,
    read_report,
    summary,
    write_report,
)
from automapper.osumania.dataset.verdict import ChartVerdict, Verdict, song_verdict

HARD = ChartVerdict("a.sm", "Hard 7", "kept", "", 400, 3.25, 41.5, 0.0, 1.0, 0.98)
EASY = ChartVerdict("a.sm", "Easy 2", "kept", "", 90, 2.25, 21.5, 4.0, 0.5, 0.5)
TWICE = ChartVerdict("b.sm", "Hard", "dropped", "twice: the notes of a.sm: Hard 7", 400, 3.25, 41.5)
KEPT = song_verdict("a.zip", "a", "ab12", [HARD, EASY, TWICE])
LONE = ChartVerdict("q.osu", "N", "kept", "", 300, 5.25, 31.5, -4.0, 0.9, None)
QUIET = song_verdict("q.zip", "q", "ab13", [LONE])
ODD = ChartVerdict("x\ty.sm", 'a "b"', "dropped", 'no match: "x"\ty', 30, 1.0, 2.0, 3.0)
FALSE = song_verdict("b\tc.zip", "b-c", "cd", [ODD])
BROKEN = Verdict("d.osz", "d", "failed", "d.osz: is damaged", "", place="0123456789abcdef")


def test_a_report_comes_back(tmp_path: Path) -> None:
    verdicts = [KEPT, FALSE, BROKEN, QUIET]
    write_report(tmp_path, verdicts)
    assert list(read_report(tmp_path).values()) == verdicts
    text = (tmp_path / "report.tsv").read_text(encoding="utf-8")
    assert len(text.splitlines()) == 1 + 3 + 1 + 1 + 1
    assert text.splitlines()[0].split("\t") == list(COLUMNS)
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == summary(verdicts)


def test_the_summary_counts_states_and_reasons() -> None:
    found = summary([KEPT, QUIET, FALSE, BROKEN])
    assert [found[key] for key in ("songs", "kept", "dropped", "failed")] == [4, 2, 1, 1]
    assert found["charts"] == {"kept": 3, "dropped": 2}
    assert found["reasons"] == {"no match": 1, "twice": 1}
    assert found["shift_ms"]["median"] == 4.25
    assert found["ear"]["median"] == 0.98
    assert summary([BROKEN])["shift_ms"] is None


@pytest.mark.parametrize("text", ["", "file\tid\n", "\x00", "{}"])
def test_a_damaged_report_is_forgotten(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.tsv").write_text(text, encoding="utf-8")
    assert read_report(tmp_path) == {}


def test_the_report_of_another_version_is_known(tmp_path: Path) -> None:
    assert not is_outdated(tmp_path)
    write_report(tmp_path, [KEPT])
    assert not is_outdated(tmp_path)
    (tmp_path / "report.tsv").write_text("file\tid\tstate\twhy\n", encoding="utf-8")
    assert is_outdated(tmp_path)


def test_a_report_from_before_places_is_read(tmp_path: Path) -> None:
    write_report(tmp_path, [KEPT, replace(BROKEN, place="")])
    path = tmp_path / "report.tsv"
    at = COLUMNS.index("place")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    old = ["\t".join(row[:at] + row[at + 1 :]) + "\n" for row in rows]
    path.write_text("".join(old), encoding="utf-8")
    assert not is_outdated(tmp_path)
    assert list(read_report(tmp_path).values()) == [KEPT, replace(BROKEN, place="")]


def test_damaged_lines_are_forgotten(tmp_path: Path) -> None:
    write_report(tmp_path, [KEPT, FALSE])
    path = tmp_path / "report.tsv"
    text = path.read_text(encoding="utf-8").replace("2.25", "x") + "short\tline\n"
    path.write_text(text, encoding="utf-8")
    assert list(read_report(tmp_path)) == [FALSE.name]
