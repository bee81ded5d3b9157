"""What ``bms-dataset`` shows while a store is filled, and at its end."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from automapper.bms.keysounds.cache import cache_folder
from automapper.bms.learning.dataset import Outcome, fill
from automapper.cli.song_progress import song_progress


def run(arguments: argparse.Namespace) -> int:
    """Fills the store with a progress bar; 1 if packages could not be read, else 0."""
    cache = None if arguments.no_cache else cache_folder()
    with song_progress() as progress:
        task = progress.add_task("packages", total=len(arguments.packages))

        def done(outcome: Outcome) -> None:
            progress.update(task, description=outcome.name[:40], advance=1)
            if not arguments.json:
                print(_line(outcome))

        outcomes = fill(arguments.packages, arguments.output, cache, done)
    for outcome in outcomes:
        if outcome.row is None:
            print(f"bms-dataset: {outcome.name}: {outcome.why}", file=sys.stderr)
    if arguments.json:
        print(json.dumps({"packages": [asdict(outcome) for outcome in outcomes]}, indent=1))
    else:
        _tell(outcomes)
    return 1 if any(outcome.row is None for outcome in outcomes) else 0


def _line(outcome: Outcome) -> str:
    row = outcome.row
    if row is None:
        return f"{outcome.name}: failed"
    stood = "stands already: " if outcome.stood else ""
    return f"{outcome.name}: {stood}{row.charts} charts, {row.measures} measures, {row.keys} notes"


def _tell(outcomes: Sequence[Outcome]) -> None:
    rows = [outcome.row for outcome in outcomes if outcome.row is not None]
    skipped: Counter[str] = Counter()
    for row in rows:
        skipped.update(row.skipped)
        skipped["charts that could not be read"] += len(row.charts_skipped)
    print(
        f"{len(rows)} of {len(outcomes)} packages: {sum(row.charts for row in rows)} charts, "
        f"{sum(row.measures for row in rows)} measures, {sum(row.events for row in rows)} events, "
        f"{sum(row.keys for row in rows)} on keys, {sum(row.lanes for row in rows)} lanes to learn"
    )
    for why, count in sorted(skipped.items()):
        if count:
            print(f"  not taught: {count} {why}")
