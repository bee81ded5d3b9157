"""What ``osu-evaluate`` prints and writes: tables, failures, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from automapper.cli.output_console import OutputConsole
from automapper.ear.evaluation.run import Outcome
from automapper.ear.evaluation.table import (
    BEATS,
    CHARTS,
    NOTES,
    TIMING,
    Column,
    Row,
    failures,
    rows,
)
from automapper.files import write_file

TABLES: tuple[tuple[str, tuple[Column, ...]], ...] = (
    ("Beats and tempo", BEATS),
    ("Timing, ms", TIMING),
    ("Charts", CHARTS),
)
_DIGITS = 7  # of a figure in files: a tenth of a microsecond
_LOOK: dict[str, Any] = {"title_justify": "left", "box": None, "pad_edge": False}
_WIDE = 200  # tables that are piped into a file are not folded


def show(outcomes: Sequence[Outcome], listener: str) -> None:
    """Prints every table that has something to tell, then what ``listener`` got wrong."""
    console = _console()
    for title, columns in TABLES:
        _table(console, title, rows(outcomes, columns), columns)
    own = [outcome for outcome in outcomes if outcome.listener == listener]
    _scorecard(console, own)
    found = failures(outcomes, listener)
    console.print(Text(f"\n{len(found)} songs of {len(own)} with something wrong", style="bold"))
    for failure in found:
        line = (
            f"  {failure.name} ({failure.group}): {'; '.join(failure.wrong)}"
            f" | true {failure.truth} | found {failure.found} | confidence {failure.confidence:.2f}"
        )
        console.print(Text(line), soft_wrap=True)


def show_each(outcomes: Sequence[Outcome]) -> None:
    """Prints a line for each song and listener."""
    console = _console()
    alone = [replace(one, truth=replace(one.truth, group=one.truth.name)) for one in outcomes]
    for title, columns in TABLES:
        found = rows(alone, columns, totals=False)
        _table(console, f"{title}, song by song", found, columns)


def _console() -> OutputConsole:
    console = OutputConsole()
    if not console.is_terminal:
        console.width = _WIDE
    return console


def _table(
    console: OutputConsole, title: str, found: Sequence[Row], columns: Sequence[Column]
) -> None:
    if not found:
        return
    used = [c for c in columns if any(row.values[c.label] is not None for row in found)]
    table = Table(title=title, **_LOOK)
    table.add_column("songs")
    table.add_column("by")
    for label in ("n", *(column.label for column in used)):
        table.add_column(label, justify="right", no_wrap=True)
    for row in found:
        cells = [_cell(row.values[column.label], column) for column in used]
        table.add_row(Text(row.group), row.listener, str(row.songs), *cells)
    console.print()
    console.print(table)


def _scorecard(console: OutputConsole, outcomes: Sequence[Outcome]) -> None:
    """How far notes lie from the lines of each divisor, group by group."""
    cards = [(divisor, columns, rows(outcomes, columns)) for divisor, columns in NOTES]
    if not cards[0][2]:
        return
    table = Table(title="Notes to the nearest line", **_LOOK)
    table.add_column("songs")
    for label in ("n", "lines", *(column.label for column in cards[0][1])):
        table.add_column(label, justify="right", no_wrap=True)
    for place, group in enumerate(cards[0][2]):
        for divisor, columns, found in cards:
            row = found[place]
            cells = [_cell(row.values[column.label], column) for column in columns]
            lines = f"1/{divisor}" if divisor else "any"
            table.add_row(Text(group.group), str(row.songs), lines, *cells)
        table.add_section()
    console.print()
    console.print(table)


def _cell(value: float | None, column: Column) -> str:
    if value is None:
        return "-"
    return f"{value:.{column.digits}f}"


def write_csv(path: Path, outcomes: Sequence[Outcome]) -> None:
    """One line for each song and listener, times in s; empty where the truth does not tell."""
    figures = sorted({name for outcome in outcomes for name in outcome.figures})
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["name", "group", "listener", "true_bpm", "profile", "error", *figures])
    for outcome in outcomes:
        known = [outcome.figures.get(name) for name in figures]
        truth = outcome.truth
        table.writerow(
            [truth.name, truth.group, outcome.listener, truth.bpm, outcome.found.profile,
             outcome.error, *(_number(value) for value in known)]
        )  # fmt: skip
    write_file(path, text.getvalue().encode("utf-8"), force=True)


def write_json(path: Path, outcomes: Sequence[Outcome], listener: str) -> None:
    """``rows`` of all tables, ``songs`` with their figures, ``failures`` of ``listener``."""
    columns = (*BEATS, *TIMING, *CHARTS)
    songs = [
        {
            "name": outcome.truth.name,
            "group": outcome.truth.group,
            "listener": outcome.listener,
            "true_bpm": outcome.truth.bpm,
            "error": outcome.error,
            **{name: _number(value) for name, value in sorted(outcome.figures.items())},
        }
        for outcome in outcomes
    ]
    record = {
        "rows": [asdict(row) for row in rows(outcomes, columns)],
        "failures": [asdict(failure) for failure in failures(outcomes, listener)],
        "songs": songs,
    }
    text = json.dumps(_finite(record), indent=1, ensure_ascii=False, allow_nan=False)
    write_file(path, (text + "\n").encode("utf-8"), force=True)


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, _DIGITS)


def _finite(value: object) -> object:
    """The same without numbers that JSON does not have."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return _number(value) if isinstance(value, float) else value
