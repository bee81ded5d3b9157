"""``osu-check``: what is wrong with an osu!mania map, where and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.files import is_folder

_EXAMPLES = """examples:
  osu-check "Artist - Title.osz"                      everything, with the default severities
  osu-check Songs/12345/ --preset ranking             as the ranking criteria of osu! see it
  osu-check Songs/                                    every mapset below, one after the other
  osu-check chart.osu --all                           every place that breaks a rule
  osu-check song.sm song.qua --preset play            only what concerns playing
  osu-check map.osz --difficulty Hard --json          one chart's issues, for programs

E is an error, W a warning. A place reads mm:ss:mmm (time|column,...) and can be pasted into osu!'s
editor; columns count from 0. Rhythm is judged by each chart's difficulty, as its name tells it, or
else its stars. Exit codes: 0 no errors, 1 errors found, 2 a map cannot be read.
The rules, their numbers and sources: docs/osumania-checks.md."""


def _parser() -> DoorParser:
    parser = DoorParser(
        "osu-check",
        "Check osu!mania maps: .osu, .osz or folder; .sm, .ssc and .qua as well.",
        _EXAMPLES,
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
    from automapper.cli.check_run import check_records, run_checks
    from automapper.cli.osumania.check_tables import show_report
    from automapper.osumania.checks.report import REPORT_VERSION, MapsetReport, check_path

    names = [name.strip() for name in options.difficulty.split(",") if name.strip()]

    def check(path: Path) -> MapsetReport:
        return check_path(path, options.preset, names)

    paths = [path for named in options.maps for path in maps_in(named)]
    if not options.json:
        return run_checks("osu-check", paths, check, partial(show_report, everything=options.all))
    records, code = check_records("osu-check", paths, check)
    if records:
        with output_may_close():
            print(json.dumps({"version": REPORT_VERSION, "maps": records}, indent=2))
    return code


def maps_in(path: Path) -> list[Path]:
    """A package, a chart or a mapset's folder is itself; any other folder, the mapsets below it."""
    from automapper.osumania.song_sources import songs_under

    try:
        return (list(songs_under(path)) if is_folder(path) else []) or [path]
    except OSError:
        return [path]  # who opens it tells why it cannot be read


if __name__ == "__main__":
    sys.exit(main())
