"""The summary of a generated level on screen."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from automapper.beatsaber.generate import LOW_CONFIDENCE
from automapper.beatsaber.generate.report import LevelReport
from automapper.beatsaber.options import GenerateOptions
from automapper.cli.output_console import OutputConsole

_COLUMNS = (
    "difficulty", "notes", "nps", "njs", "reaction", "arcs", "chains", "bombs", "walls", "lights",
)  # fmt: skip
_SURE = 0.9  # confidence from which nothing else is worth a try
_HASTE_BPM = 150  # a fast reading is more often twice the tempo than half of it


def print_summary(
    report: LevelReport, path: Path, words: Sequence[str], options: GenerateOptions
) -> None:
    """The summary of one level; ``words``: what the user typed, ``options``: what it meant."""
    console = OutputConsole()
    name = " - ".join(part for part in (report.artist, report.title) if part)
    # Text, not str: names from files are no markup.
    console.print(Text(name, style="bold"), _clock(report.seconds))
    console.print(tempo_line(report))
    if report.padding:
        console.print(f"{report.padding:.2f} s of silence in front: level time is song time + that")
    console.print(_table(report))
    for warning in report.warnings:
        console.print(Text.assemble(("warning: ", "yellow"), warning), soft_wrap=True)
    console.print(Text(f"level: {path}"), soft_wrap=True)
    if hint := sync_hint(report, words, options):
        console.print(Text(hint), soft_wrap=True)


def tempo_line(report: LevelReport) -> str:
    """Tempo, how sure it is, and its rivals."""
    tempo = f"tempo {report.bpm:.6g} BPM"
    if report.tempo_changes:
        tempo += f" and {report.tempo_changes} tempo changes"
    if report.tempo_given:
        return f"{tempo}, as given"
    others = ", ".join(f"{bpm:.6g}" for bpm in report.alternatives[:2])
    return f"{tempo}, confidence {report.confidence:.0%}" + (
        f"; next best {others}" if others else ""
    )


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _table(report: LevelReport) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in _COLUMNS:
        table.add_column(column, justify="left" if column == "difficulty" else "right")
    for chart in report.charts:
        table.add_row(
            chart.difficulty, str(chart.notes), f"{chart.nps:.2f}", f"{chart.njs:g}",
            f"{chart.reaction_ms} ms", str(chart.arcs), str(chart.chains), str(chart.bombs),
            str(chart.walls), str(chart.lights),
        )  # fmt: skip
    return table


def sync_hint(report: LevelReport, words: Sequence[str], options: GenerateOptions) -> str:
    """The one command to try first when the notes do not sit on the music: all else stays.

    "" where nobody doubts the tempo: neither the Ear, nor the user with --bpm or --octave.
    """
    if options.bpm is None and options.octave == "auto" and report.confidence >= _SURE:
        return ""
    kept = _without(words, "--bpm", "--offset", "--octave", "--force")
    doubt = "The tempo is a guess" if report.confidence < LOW_CONFIDENCE else "If the sync is wrong"
    extra: list[str] = []
    sure = report.confidences
    if options.bpm is not None and options.offset is None:
        doubt = "If every note is early or late, give the time of any beat in ms"
        extra = ["--bpm", f"{options.bpm:g}", "--offset", "MS"]
    elif options.bpm is not None or options.octave != "auto":
        doubt = "If the sync is wrong, let the ear decide"
    elif report.tempo_changes:
        doubt = "If its tempo does not really change"
        extra = ["--bpm", f"{report.bpm:.6g}"]
    elif sure["beat"] < min(sure["tempo"], sure["profile"]):
        doubt = "If every note is early or late, give the time of any beat in ms"
        extra = ["--bpm", f"{report.bpm:.7g}", "--offset", "MS"]
    elif report.alternatives:
        extra = ["--bpm", f"{report.alternatives[0]:.6g}"]
    else:
        extra = ["--octave", "half" if report.bpm > _HASTE_BPM else "double"]
    command = ["bsa-generate", *kept, *extra, "--force"]
    line = subprocess.list2cmdline(command) if os.name == "nt" else shlex.join(command)
    return f"{doubt}, try: {line}"


def _without(words: Sequence[str], *options: str) -> list[str]:
    """The words without these options and their values."""
    kept: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in options:
            skip = word != "--force"
        elif word.partition("=")[0] not in options:
            kept.append(word)
    return kept
