"""The report of a dataset: a line for every song, kept or not; also the memory of a stopped run."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from automapper.files import write_file
from automapper.osumania.dataset.prepare import Verdict

TABLE, SUMMARY = "report.tsv", "report.json"
_NUMBERS = ("shift_ms", "sharpness", "drift_ms", "human", "ear")
_HEADINGS = {"human": "human_10ms", "ear": "ear_10ms", "name": "file"}
COLUMNS = tuple(_HEADINGS.get(field.name, field.name) for field in fields(Verdict))


def write_report(store: Path, verdicts: Sequence[Verdict]) -> None:
    """Writes ``report.tsv`` and its summary ``report.json``."""
    text = io.StringIO()
    table = csv.writer(text, delimiter="\t", lineterminator="\n")
    table.writerow(COLUMNS)
    for verdict in verdicts:
        values = [getattr(verdict, field.name) for field in fields(Verdict)]
        table.writerow(["" if value is None else value for value in values])
    write_file(store / TABLE, text.getvalue().encode("utf-8"), force=True)
    record = json.dumps(summary(verdicts), indent=2, ensure_ascii=False) + "\n"
    write_file(store / SUMMARY, record.encode("utf-8"), force=True)


def read_report(store: Path) -> dict[str, Verdict]:
    """The verdicts of an earlier run by the name of their song; what is damaged is forgotten."""
    try:
        text = (store / TABLE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[str, Verdict] = {}
    rows = csv.reader(io.StringIO(text), delimiter="\t")
    if tuple(next(rows, ())) != COLUMNS:
        return {}
    for row in rows:
        values: dict[str, Any] = dict(zip((f.name for f in fields(Verdict)), row, strict=False))
        try:
            for name in _NUMBERS:
                values[name] = float(values[name]) if values[name] else None
            verdict = Verdict(**values)
        except (KeyError, ValueError, TypeError):
            continue
        found[verdict.name] = verdict
    return found


def summary(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """Counts by state and by reason, and the spread of what was measured on kept songs."""
    every = list(verdicts)
    kept = [verdict for verdict in every if verdict.state == "kept"]
    states = Counter(verdict.state for verdict in every)
    dropped = (verdict for verdict in every if verdict.state == "dropped")
    reasons = Counter(verdict.why.partition(":")[0] for verdict in dropped)
    return {
        "songs": len(every),
        **{state: states[state] for state in ("kept", "dropped", "failed")},
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
