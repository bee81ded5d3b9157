"""``bsa-check``: what is wrong with a Beat Saber level, where and why."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from automapper.cli.closed_output import output_may_close
from automapper.errors import AutomapperError

_EXAMPLES = """examples:
  bsa-check "My level.zip"                            everything, with the default severities
  bsa-check MyLevel/ --preset scoresaber              as the ranking criteria of ScoreSaber see it
  bsa-check level.zip --difficulty Expert --all       every place that breaks a rule
  bsa-check level.zip --json > issues.json            the same for programs

E is an error, W a warning. Exit codes: 0 no errors, 1 errors found, 2 the level cannot be read.
The rules, their numbers and sources: docs/beatsaber-checks.md."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bsa-check",
        description="Check a Beat Saber level (any version, folder or zip).",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("level", metavar="LEVEL", type=Path, help="level: a folder or a zip")
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
    """Runs the door; returns 0 without errors, 1 with some, 2 when the level cannot be read."""
    options = _parser().parse_args(argv)
    # Imported late: --help must not wait for it.
    from automapper.beatsaber.checks.report import check_package
    from automapper.beatsaber.options import parse_difficulties
    from automapper.chart import Severity
    from automapper.cli.bsa_check_tables import show_report

    try:
        chosen = parse_difficulties(options.difficulty)
        report = check_package(options.level, options.preset, chosen)
    except AutomapperError as error:
        print(f"bsa-check: {error}", file=sys.stderr)
        return 2
    for line in () if options.json else report.reading:
        print(f"warning: {line}", file=sys.stderr)
    with output_may_close():
        if options.json:
            print(json.dumps(report.record(), indent=2))
        else:
            show_report(report, everything=options.all)
    return 1 if report.count(Severity.ERROR) else 0


if __name__ == "__main__":
    sys.exit(main())
