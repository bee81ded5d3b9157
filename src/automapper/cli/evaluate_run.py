"""One run of ``osu-evaluate``: songs in, tables out, with progress."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from automapper.cli.evaluate_arguments import Request
from automapper.cli.evaluate_data import listeners_of, truths_of
from automapper.cli.evaluate_report import show, write_csv, write_json
from automapper.ear.evaluation_run import Outcome, Run, evaluate


def run(request: Request) -> None:
    """Judges, prints and writes; the order of songs is that of the folders."""
    listeners = listeners_of(request)
    console = Console(stderr=True)
    console.print("reading what is known", style="dim")
    truths = truths_of(request)
    # A fold is a fact of the truth; songs of one name in two folders are told apart by place.
    places = {id(truth): number for number, truth in enumerate(truths)}
    by_name = {(truth.group, truth.name): places[id(truth)] for truth in truths}
    done: list[tuple[Outcome, ...]] = []
    bar = Progress(
        TextColumn("listening"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=len(truths))
        for outcomes in evaluate(truths, listeners, Run(request.jobs, request.cache)):
            done.append(outcomes)
            bar.advance(task)
    done.sort(key=lambda outcomes: by_name[outcomes[0].truth.group, outcomes[0].truth.name])
    flat = [outcome for outcomes in done for outcome in outcomes]
    show(flat, listeners[0].name)
    if request.csv is not None:
        write_csv(request.csv, flat)
    if request.json is not None:
        write_json(request.json, flat, listeners[0].name)
