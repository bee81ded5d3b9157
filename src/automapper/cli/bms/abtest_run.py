"""What ``bms-abtest`` does, and what it says about it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from automapper.bms.render.listening.answers import Answer, read_sheet
from automapper.bms.render.listening.key import read_key
from automapper.bms.render.listening.make import make_test, open_charts
from automapper.bms.render.listening.options import ListeningOptions
from automapper.bms.render.listening.score import score
from automapper.cli.output_console import OutputConsole
from automapper.cli.song_progress import song_progress
from automapper.errors import ConfigError, OutputError
from automapper.files import read_file, save_package


def run_make(arguments: argparse.Namespace) -> int:
    """Makes a test and says what to do with it; returns 0."""
    options = ListeningOptions(
        arguments.segments,
        arguments.seconds,
        arguments.seed,
        arguments.background_db,
        clicks=not arguments.no_clicks,
    )
    output: Path = arguments.output
    if output.exists() and not arguments.force:
        raise OutputError(f"{output} exists already; --force overwrites it")
    opened = open_charts(arguments.package, arguments.charts)
    with song_progress() as progress:
        task = progress.add_task("listening test", total=None)
        made = make_test(
            opened, options, lambda done, all_: progress.update(task, completed=done, total=all_)
        )
    for line in made.warnings:
        print(f"warning: {line}", file=sys.stderr)
    save_package(output, made.files, force=arguments.force)
    what = f"{output}: {len(made.pairs)} pairs of {' and '.join(made.charts)}"
    OutputConsole().print(Text(f"{what}; open sheet.html, keep key.json closed"), soft_wrap=True)
    return 0


def run_score(paths: Sequence[Path]) -> int:
    """Prints how often each chart was preferred; returns 0."""
    if len(paths) < 2:
        raise ConfigError("--score takes filled-in sheets and then their key.json")
    key = read_key(read_file(paths[-1]), paths[-1])
    sheets = [read_sheet(read_file(path), path) for path in paths[:-1]]
    for path, sheet in zip(paths, sheets, strict=False):
        if all(answer is Answer.NONE for answer in sheet.answers.values()):
            print(f"warning: {path}: nothing is answered in it", file=sys.stderr)
    table = Table(box=None, pad_edge=False)
    for name in ("question", "chart", "votes", "against", "votes", "same"):
        table.add_column(name, justify="right" if name in ("votes", "same") else "left")
    table.add_column("p", justify="right")
    for row in score(sheets, key):
        votes = (Text(row.first), str(row.first_votes), Text(row.second), str(row.second_votes))
        table.add_row(row.question, *votes, str(row.same), f"{row.p_value:.3f}")
    console = OutputConsole()
    console.print(table)
    console.print("p: two-sided exact binomial without 'same'; below .05 is more than chance")
    return 0
