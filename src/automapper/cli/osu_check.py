"""``osu-check``: what is wrong with an osu!mania map, where and why."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from automapper.cli.closed_output import output_may_close
from automapper.errors import AutomapperError

if TYPE_CHECKING:
    from automapper.osumania.checks.report import MapsetReport

_EXAMPLES = """examples:
  osu-check "Artist - Title.osz"                      everything, with the default severities
  osu-check Songs/12345/ --preset ranking             as the ranking criteria of osu! see it
  osu-check chart.osu --all                           every place that breaks a rule
  osu-check song.sm song.qua --preset play            only what concerns playing
  osu-check map.osz --difficulty Hard --json          one chart's issues, for programs

E is an error, W a warning. A place reads mm:ss:mmm (time|column,...) and can be pasted into osu!'s
editor; columns count from 0. Rhythm is judged by each chart's difficulty, as its name tells it, or
else its stars. Exit codes: 0 no errors, 1 errors found, 2 a map cannot be read.
The rules, their numbers and sources: docs/osumania-checks.md."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="osu-check",
        description="Check osu!mania maps: .osu, .osz or folder; .sm, .ssc and .qua as well.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("maps", metavar="MAP", type=Path, nargs="+", help="chart, mapset or folder")
    parser.add_argument("--preset", choices=("ranking", "default", "play"), default="default")
    parser.add_argument("--json", action="store_true", help="print a JSON report instead")
    parser.add_argument("--all", action="store_true", help="every place, not 5 of each rule")
    parser.add_argument(
        "--difficulty", metavar="NAME,...", default="", help="only charts with this in their name"
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0 without errors, 1 with some, 2 when a map cannot be read."""
    options = _parser().parse_args(argv)
    # Imported late: --help must not wait for it.
    from automapper.chart import Severity
    from automapper.osumania.checks.report import REPORT_VERSION, check_path

    names = [name.strip() for name in options.difficulty.split(",") if name.strip()]
    reports: list[MapsetReport] = []
    unread = 0
    for path in options.maps:
        try:
            reports.append(check_path(path, options.preset, names))
        except AutomapperError as error:
            unread += 1
            print(f"osu-check: {error}", file=sys.stderr)
    for line in () if options.json else (line for one in reports for line in one.reading):
        print(f"warning: {line}", file=sys.stderr)
    with output_may_close():
        if options.json and reports:
            records = [report.record() for report in reports]
            print(json.dumps({"version": REPORT_VERSION, "maps": records}, indent=2))
        elif reports:
            _show(reports, everything=options.all)
    if unread:
        return 2
    return 1 if any(report.count(Severity.ERROR) for report in reports) else 0


def _show(reports: Sequence[MapsetReport], *, everything: bool) -> None:
    from automapper.cli.osu_check_tables import show_report

    for number, report in enumerate(reports):
        if number:
            print()
        show_report(report, everything=everything)


if __name__ == "__main__":
    sys.exit(main())
