"""``bms-check``: what is wrong with a BMS chart, where and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.errors import AutomapperError

_EXAMPLES = """examples:
  bms-check song/another.bme                       one chart, with the samples beside it
  bms-check package.zip                            every chart of a package
  bms-check new.bme --source song/another.bme      is it still the same song?
  bms-check new.bme --source song --result new.bme.result.json
                                                   every law that the generator keeps
  bms-check package --all --json                   every place, for programs

E is an error, W a warning. A place reads mm:ss.mmm. With --source the sounds, timing and lines of
the source must be in the chart; --result is the record that bms-generate writes beside it: then the
gates of its levels are asked of every note too. Exit codes: 0 no errors, 1 errors found, 2 it
cannot be read. The rules, their numbers and sources: docs/bms-checks.md."""


def _parser() -> DoorParser:
    parser = DoorParser(
        "bms-check",
        "Check BMS charts: .bms, .bme, .bml, .pms, or a package as folder or zip.",
        _EXAMPLES,
    )
    parser.add_argument("chart", metavar="CHART", type=Path, help="chart file or package")
    parser.add_argument("--source", metavar="FILE", type=Path, help="the chart it was made of")
    parser.add_argument("--result", metavar="FILE", type=Path, help="the JSON result beside it")
    parser.add_argument("--seed", metavar="N", type=int, help="which branch of #RANDOM (42)")
    parser.add_argument("--all", action="store_true", help="every place, not 5 of each rule")
    parser.add_argument("--json", action="store_true", help="print a JSON report instead")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0 without errors, 1 with some, 2 when it cannot be read."""
    parser = _parser()
    options = parser.parse_args(argv)
    if options.result is not None and options.source is None:
        parser.error("--result needs --source: the chart or package that it was made of")
    # Imported late: --help must not wait for it.
    from automapper.bms.checks.report import check_path
    from automapper.bms.keysounds.cache import cache_folder
    from automapper.chart import Severity

    try:
        against = None
        if options.source is not None:
            from automapper.bms.generate.against_source import Against

            against = Against(options.source, options.result, cache_folder())
        report = check_path(options.chart, against, options.seed)
    except AutomapperError as error:
        print(f"bms-check: {error}", file=sys.stderr)
        return 2
    for line in () if options.json else report.reading:
        print(f"warning: {line}", file=sys.stderr)
    with output_may_close():
        if options.json:
            print(json.dumps(report.record(), indent=2, ensure_ascii=True))
        else:
            from automapper.cli.bms.check_tables import show_report

            show_report(report, everything=options.all)
    return 1 if report.count(Severity.ERROR) else 0


if __name__ == "__main__":
    sys.exit(main())
