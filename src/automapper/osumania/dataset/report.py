"""The report of a dataset: a line for every chart, kept or not; also a stopped run's memory."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from automapper.files import write_file
from automapper.osumania.dataset.verdict import (
    DROPPED,
    FAILED,
    KEPT,
    ChartVerdict,
    Verdict,
    song_verdict,
)

TABLE, SUMMARY = "report.tsv", "report.json"
_NUMBERS = ("shift_ms", "sharpness", "drift_ms", "human", "ear")
_HEADINGS = {"human": "human_10ms", "ear": "ear_10ms"}
_SONG = ("file", "id", "digest", "place")
_CHART = ("chart", "version", "state", "why", "notes")
COLUMNS = (*_SONG, *_CHART, *(_HEADINGS.get(name, name) for name in _NUMBERS))
_PLACE = COLUMNS.index("place")
_WITHOUT_PLACE = tuple(name for name in COLUMNS if name != "place")  # an earlier version's


def write_report(store: Path, verdicts: Sequence[Verdict]) -> None:
    """Writes ``report.tsv`` and its summary ``report.json``."""
    text = io.StringIO()
    table = csv.writer(text, delimiter="\t", lineterminator="\n")
    table.writerow(COLUMNS)
    for verdict in verdicts:
        for chart in verdict.charts or [ChartVerdict("", "", verdict.state, verdict.why)]:
            row = [verdict.name, verdict.id, verdict.digest, verdict.place]
            row += [chart.file, chart.version, chart.state, chart.why]
            numbers = [chart.notes, *(getattr(chart, name) for name in _NUMBERS)]
            table.writerow([*row, *("" if value is None else value for value in numbers)])
    write_file(store / TABLE, text.getvalue().encode("utf-8"), force=True)
    record = json.dumps(summary(verdicts), indent=2, ensure_ascii=False) + "\n"
    write_file(store / SUMMARY, record.encode("utf-8"), force=True)


def is_outdated(store: Path) -> bool:
    """Whether a store has a report whose columns we cannot read: another version wrote it."""
    rows = _rows(store)
    return bool(rows) and tuple(rows[0]) not in (COLUMNS, _WITHOUT_PLACE)


def read_report(store: Path) -> dict[str, Verdict]:
    """The verdicts of an earlier run by the name of their song; what is damaged is forgotten."""
    heading, *rows = _rows(store) or [[]]
    if tuple(heading) == _WITHOUT_PLACE:
        rows = [[*row[:_PLACE], "", *row[_PLACE:]] for row in rows]
    elif tuple(heading) != COLUMNS:
        return {}
    songs: dict[tuple[str, str, str, str], list[ChartVerdict]] = {}
    damaged: set[str] = set()
    for row in rows:
        try:
            name, id, digest, place, *chart = row
            songs.setdefault((name, id, digest, place), []).append(_chart(chart))
        except (ValueError, TypeError):
            damaged.update(row[:1])
    return {
        name: replace(_song(name, id, digest, charts), place=place)
        for (name, id, digest, place), charts in songs.items()
        if name not in damaged
    }


def _rows(store: Path) -> list[list[str]]:
    try:
        text = (store / TABLE).read_text(encoding="utf-8")
        return list(csv.reader(io.StringIO(text), delimiter="\t"))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def _chart(row: Sequence[str]) -> ChartVerdict:
    file, version, state, why, notes, *numbers = row
    values = (float(text) if text else None for text in numbers)
    measured = dict(zip(_NUMBERS, values, strict=True))
    return ChartVerdict(file, version, state, why, int(notes) if notes else None, **measured)


def _song(name: str, id: str, digest: str, charts: Sequence[ChartVerdict]) -> Verdict:
    if charts[0].state == FAILED:
        return Verdict(name, id, FAILED, charts[0].why, digest)
    return song_verdict(name, id, digest, charts)


def summary(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """Counts by state and by reason, and the spread of what was measured.

    ``songs`` and the states count songs, ``charts`` and ``reasons`` charts. Spreads are those of
    the charts that give kept songs their beats, so that each song counts once.
    """
    every = list(verdicts)
    states = Counter(verdict.state for verdict in every)
    charts = [chart for verdict in every for chart in verdict.charts]
    kept = [chart for verdict in every if (chart := verdict.first) is not None]
    reasons = Counter(chart.why.partition(":")[0] for chart in charts if chart.state == DROPPED)
    return {
        "songs": len(every),
        **{state: states[state] for state in (KEPT, DROPPED, FAILED)},
        "charts": {
            state: sum(chart.state == state for chart in charts) for state in (KEPT, DROPPED)
        },
        "reasons": dict(sorted(reasons.items())),
        **{
            name: _spread([value for one in kept if (value := getattr(one, name)) is not None])
            for name in _NUMBERS
        },
    }


def _spread(values: Sequence[float]) -> dict[str, float] | None:
    if not values:
        return None
    low, middle, high = np.percentile(values, (5, 50, 95))
    return {"p5": round(low, 4), "median": round(middle, 4), "p95": round(high, 4)}
