from __future__ import annotations

import json
from pathlib import Path

import pytest

from automapper.osumania.dataset.prepare import Verdict
from automapper.osumania.dataset.report import COLUMNS, read_report, summary, write_report

KEPT = Verdict("a.zip", "a", "kept", "", "ab12", 3.25, 41.5, 0.0, 1.0, 0.98)
QUIET = Verdict("q.zip", "q", "kept", "", "ab13", 5.25, 31.5, -4.0, 0.9, None)
FALSE = Verdict("b\tc.zip", "b-c", "dropped", 'no match: "x"\ty', "cd", 1.0, 2.0, 3.0)
BROKEN = Verdict("d.osz", "d", "failed", "d.osz: is damaged", "")


def test_a_report_comes_back(tmp_path: Path) -> None:
    verdicts = [KEPT, FALSE, BROKEN, QUIET]
    write_report(tmp_path, verdicts)
    assert list(read_report(tmp_path).values()) == verdicts
    text = (tmp_path / "report.tsv").read_text(encoding="utf-8")
    assert text.splitlines()[0].split("\t") == list(COLUMNS)
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == summary(verdicts)


def test_the_summary_counts_states_and_reasons() -> None:
    found = summary([KEPT, QUIET, FALSE, BROKEN])
    assert [found[key] for key in ("songs", "kept", "dropped", "failed")] == [4, 2, 1, 1]
    assert found["reasons"] == {"no match": 1}
    assert found["shift_ms"]["median"] == 4.25
    assert found["ear"]["median"] == 0.98
    assert summary([BROKEN])["shift_ms"] is None


@pytest.mark.parametrize("text", ["", "file\tid\n", "\x00", "{}"])
def test_a_damaged_report_is_forgotten(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.tsv").write_text(text, encoding="utf-8")
    assert read_report(tmp_path) == {}


def test_damaged_lines_are_forgotten(tmp_path: Path) -> None:
    write_report(tmp_path, [KEPT, FALSE])
    path = tmp_path / "report.tsv"
    text = path.read_text(encoding="utf-8").replace("3.25", "x") + "short\tline\n"
    path.write_text(text, encoding="utf-8")
    assert list(read_report(tmp_path)) == [FALSE.name]
