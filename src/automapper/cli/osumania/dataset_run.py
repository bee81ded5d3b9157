"""What ``osu-dataset`` shows while a store is filled, and at its end."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from automapper.cli.song_progress import song_progress
from automapper.osumania.dataset.fill import Plan, fill_store
from automapper.osumania.dataset.report import TABLE, is_outdated, summary
from automapper.osumania.dataset.verdict import DROPPED, FAILED, Verdict
from automapper.osumania.song_sources import SongSource


def run(sources: Sequence[SongSource], plan: Plan) -> int:
    """Fills the store with a progress bar; 1 if files could not be read, else 0."""
    if is_outdated(plan.store):
        what = "was written by an earlier version: songs that are not named now need another run"
        print(f"osu-dataset: {plan.store / TABLE}: {what}", file=sys.stderr)
    with song_progress() as progress:
        task = progress.add_task("songs", total=len(sources))

        def done(verdict: Verdict, stood: bool) -> None:
            progress.update(task, description=verdict.name[:40], advance=1)
            if verdict.state == DROPPED and not stood:
                print(f"{verdict.name}: dropped, {verdict.why}")

        verdicts = fill_store(sources, plan, done)
    _tell(verdicts, plan)
    return 1 if any(verdict.state == FAILED for verdict in verdicts) else 0


def _tell(verdicts: Sequence[Verdict], plan: Plan) -> None:
    found = summary(verdicts)
    for verdict in verdicts:
        if verdict.state == FAILED:
            print(f"osu-dataset: {verdict.name}: {verdict.why}", file=sys.stderr)
    print(
        f"{found['kept']} of {found['songs']} songs kept, {found['dropped']} dropped, "
        f"{found['failed']} could not be read; {found['charts']['kept']} charts kept, "
        f"{found['charts']['dropped']} dropped: {plan.store / TABLE}"
    )
    shift = found["shift_ms"]
    if shift is not None:
        print(f"attacks follow the notes by {shift['median']:+.1f} ms in the median")
