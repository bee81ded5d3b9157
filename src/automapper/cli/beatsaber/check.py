"""``bsa-check``: what is wrong with a Beat Saber level, where and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.errors import AutomapperError

_EXAMPLES = """examples:
  bsa-check "My level.zip"                            everything, with the default severities
  bsa-check MyLevel/ --preset scoresaber              as the ranking criteria of ScoreSaber see it
  bsa-check level.zip --difficulty Expert --all       every place that breaks a rule
  bsa-check outputs/                                  every level below, one after the other
  bsa-check level.zip --json > issues.json            the same for programs

E is an error, W a warning. Exit codes: 0 no errors, 1 errors found, 2 a level cannot be read.
The rules, their numbers and sources: docs/beatsaber-checks.md."""

_INFO = "info.dat"


def _parser() -> DoorParser:
    parser = DoorParser(
        "bsa-check", "Check Beat Saber levels (any version, folder or zip).", _EXAMPLES
    )
    parser.add_argument("levels", metavar="LEVEL", type=Path, nargs="+", help="folder or zip")
    parser.add_argument(
        "--preset", choices=("scoresaber", "beatleader", "default"), default="default"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON report instead")
    parser.add_argument("--all", action="store_true", help="every place, not 5 of each rule")
    parser.add_argument(
        "--difficulty", metavar="D,...", default="all", help="only these: Easy,Expert+ or all"
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0 without errors, 1 with some, 2 when a level cannot be read."""
    options = _parser().parse_args(argv)
    # Imported late: --help must not wait for it.
    from automapper.beatsaber.checks.report import REPORT_VERSION, LevelReport, check_package
    from automapper.beatsaber.options import parse_difficulties
    from automapper.cli.beatsaber.check_tables import show_report
    from automapper.cli.check_run import check_records, run_checks

    try:
        chosen = parse_difficulties(options.difficulty)
    except AutomapperError as error:
        print(f"bsa-check: {error}", file=sys.stderr)
        return 2

    def check(path: Path) -> LevelReport:
        return check_package(path, options.preset, chosen)

    levels = [path for named in options.levels for path in levels_in(named)]
    if not options.json:
        return run_checks("bsa-check", levels, check, partial(show_report, everything=options.all))
    records, code = check_records("bsa-check", levels, check)
    if records:
        whole = records[0] if len(levels) == 1 else {"version": REPORT_VERSION, "levels": records}
        with output_may_close():
            print(json.dumps(whole, indent=2))
    return code


def levels_in(path: Path) -> list[Path]:
    """A level is itself; a folder that is none, the levels below it."""
    try:
        if not path.is_dir() or any(item.name.lower() == _INFO for item in path.iterdir()):
            return [path]
        files = [item for item in sorted(path.rglob("*")) if item.is_file()]
    except OSError:
        return [path]  # who opens it tells why it cannot be read
    zips = {item for item in files if item.suffix.lower() == ".zip"}
    folders = {item.parent for item in files if item.name.lower() == _INFO}
    return sorted(zips | folders) or [path]


if __name__ == "__main__":
    sys.exit(main())
