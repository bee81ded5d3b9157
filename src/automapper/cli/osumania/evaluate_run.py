"""One run of ``osu-evaluate``: songs in, tables out, with progress."""

from __future__ import annotations

from automapper.cli.osumania.evaluate_arguments import Request
from automapper.cli.osumania.evaluate_data import listeners_of, truths_of
from automapper.cli.osumania.evaluate_report import show, show_each, write_csv, write_json
from automapper.cli.song_progress import song_progress
from automapper.ear.evaluation.run import Outcome, Run, evaluate


def run(request: Request) -> None:
    """Judges, prints and writes; the order of songs is that of the folders."""
    listeners = listeners_of(request)
    truths = truths_of(request)
    place = {(truth.group, truth.name): number for number, truth in enumerate(truths)}
    done: list[tuple[Outcome, ...]] = []
    with song_progress() as bar:
        task = bar.add_task("listening", total=len(truths))
        for outcomes in evaluate(truths, listeners, Run(request.jobs, request.cache)):
            done.append(outcomes)
            bar.update(task, advance=1, description=outcomes[0].truth.name)
    done.sort(key=lambda outcomes: place[outcomes[0].truth.group, outcomes[0].truth.name])
    flat = [outcome for outcomes in done for outcome in outcomes]
    show(flat, listeners[0].name)
    if request.each is not None:
        show_each([one for one in flat if request.each in one.truth.group])
    if request.csv is not None:
        write_csv(request.csv, flat)
    if request.json is not None:
        write_json(request.json, flat, listeners[0].name)
