"""The page of rules says what the rules say."""

from __future__ import annotations

import runpy
from pathlib import Path

from automapper.bms.checks import ALL_CHECKS

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "bms-checks.md"


def test_the_page_is_up_to_date() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "write_check_table.py"))
    assert PAGE.read_text(encoding="utf-8") == script["page"]("bms")


def test_the_page_names_every_rule_once() -> None:
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    assert [row.split("`")[1] for row in rows] == [rule.name for rule in ALL_CHECKS]
