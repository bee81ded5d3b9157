"""The summary of a generated level on screen."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from automapper.beatsaber.generate.report import LOW_CONFIDENCE, LevelReport, sync_hint


def print_summary(report: LevelReport, song: str, path: Path) -> None:
    """The summary of one level on screen."""
    console = Console()
    name = " - ".join(part for part in (report.artist, report.title) if part)
    others = ", ".join(f"{bpm:g}" for bpm in report.alternatives[:2])
    tempo = f"{report.bpm:g} BPM"
    if report.tempo_changes:
        tempo += f" and {report.tempo_changes} tempo changes"
    console.print(
        f"[bold]{name}[/bold]  {int(report.seconds) // 60}:{int(report.seconds) % 60:02d}"
    )
    console.print(
        f"tempo {tempo}, confidence {report.confidence:.0%}"
        + (f"; next best {others}" if others else "")
    )
    table = Table(box=None, pad_edge=False)
    for column in (
        "difficulty",
        "notes",
        "nps",
        "njs",
        "reaction",
        "arcs",
        "chains",
        "bombs",
        "walls",
        "lights",
    ):
        table.add_column(column, justify="left" if column == "difficulty" else "right")
    for chart in report.charts:
        table.add_row(
            chart.difficulty, str(chart.notes), f"{chart.nps:.2f}", f"{chart.njs:g}",
            f"{chart.reaction_ms} ms", str(chart.arcs), str(chart.chains), str(chart.bombs),
            str(chart.walls), str(chart.lights),
        )  # fmt: skip
    console.print(table)
    for warning in report.warnings:
        console.print(f"[yellow]warning:[/yellow] {warning}")
    console.print(f"level: {path}", soft_wrap=True)
    doubt = "The tempo is a guess" if report.confidence < LOW_CONFIDENCE else "If the sync is wrong"
    console.print(f"{doubt}, try: {sync_hint(report, song)}", soft_wrap=True, highlight=False)
