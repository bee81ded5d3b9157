"""The summary of a generated BMS chart, on screen or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from automapper.bms.generate.chart import GeneratedChart
from automapper.bms.similarity import TABLE_HEAD

_SHOWN = 8  # charts and warnings on screen; all are in the files
# Why sounds stay in the background, in a player's words.
_WHY = {
    "fx": "effects",
    "unknown_sample": "without a sample",
    "unplayable": "no notes",
    "band_quota": "of little-used samples",
    "measure_cap": "more than the intensity asks for",
    "collision": "twice at once",
    "chord_size_cap": "beyond the largest chord",
    "no_lane_available": "without a free key",
    "jack_violation": "too fast on one key",
    "hand_balance": "too many for a hand",
    "measure_fallback": "in measures left empty",
    "scratch_thinned": "scratches left out",
    "density_rebalance": "to even out",
}


def summary_record(made: GeneratedChart, target: Path) -> dict[str, Any]:
    """The summary by name; keys are only ever added."""
    figures, diagnostics = made.figures, made.result["diagnostics"]
    return {
        "chart": str(target / made.name),
        "notes": figures.notes,
        "nps": figures.nps,
        "nps_peak": figures.nps_peak,
        "level_estimate": made.level,
        "scratches": sum(one.lane.is_scratch for one in made.placed),
        "long_notes": sum(one.end is not None for one in made.placed),
        "reasons": diagnostics.get("reasons", {}),
        "exhausted": diagnostics.get("exhausted", False),
        "seed": made.result["options"]["seed"],
        "warnings": [issue.what for issue in made.issues],
    }


def print_record(record: Mapping[str, Any]) -> None:
    """A record on standard output."""
    print(json.dumps(record, indent=2, ensure_ascii=False))


def print_summary(made: GeneratedChart, target: Path) -> None:
    """What was made of what, how hard it is, and how near to the package's own charts."""
    # rich costs a tenth of a second that a JSON answer need not wait for.
    from rich.text import Text

    from automapper.cli.output_console import OutputConsole

    console = OutputConsole()
    analysis = made.analysis
    chart = analysis.read.chart
    title = " - ".join(part for part in (chart.header("ARTIST"), chart.header("TITLE")) if part)
    record = summary_record(made, target)
    console.print(Text(title, style="bold"))
    console.print(Text(f"source: {analysis.name}, {len(analysis.source.events)} sounds"))
    parts = [
        f"{record['notes']} notes",
        f"{record['nps']:.2f} a second (peak {record['nps_peak']})",
        f"level about {record['level_estimate']:g}",
        f"{record['scratches']} scratches",
    ]
    if record["long_notes"]:
        parts.append(f"{record['long_notes']} long notes")
    console.print(", ".join(parts) + f"; seed {record['seed']}")
    left = sorted(record["reasons"].items(), key=lambda item: (-item[1], item[0]))
    reasons = ", ".join(f"{count} {_WHY.get(reason, reason)}" for reason, count in left)
    console.print(f"left in the background: {reasons}" if left else "nothing is left over")
    if record["exhausted"]:
        console.print("the package is exhausted: a higher --intensity adds nothing")
    console.print("beside the charts of the package (+/-: ours less theirs):")
    console.print(_table(made))
    for warning in (*analysis.warnings, *record["warnings"])[:_SHOWN]:
        console.print(Text.assemble(("warning: ", "yellow"), warning), soft_wrap=True)
    console.print(Text(f"chart: {target / made.name}"), soft_wrap=True)


def _table(made: GeneratedChart) -> object:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for number, name in enumerate(TABLE_HEAD):
        if number == 0:
            table.add_column(name, overflow="fold")
        else:
            table.add_column(name, justify="right", no_wrap=True)
    nearest = sorted(made.similarity, key=lambda one: -one.jaccard)
    for similar in nearest[:_SHOWN]:
        table.add_row(*(Text(cell) for cell in similar.row()))
    return table
