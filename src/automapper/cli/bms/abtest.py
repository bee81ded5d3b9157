"""``bms-abtest``: short blind pairs of two charts of a song, and what the answers say."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from automapper.cli.bms.targets import vet_test
from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.errors import AutomapperError, ConfigError

_EXAMPLES = """examples:
  bms-abtest song.zip hyper.bme outputs/song/generated.bme -o test/
                                           8 pairs of 12 s: a human chart against a generated one
  bms-abtest song.zip rules.bme ml.bme -o test.zip --segments 12 --seed 7
  bms-abtest --score answers.txt test/key.json
                                           how often each chart was preferred, and p
  bms-abtest --score anna.txt ben.txt test/key.json      several listeners

The test's folder holds sheet.html (or answers.txt) for the listener and key.json, to be left
closed until all have answered. What is heard, and why: docs/bms-listening.md."""


def _parser() -> DoorParser:
    parser = DoorParser(
        "bms-abtest",
        "Make and score a blind listening test between charts of one BMS package.",
        _EXAMPLES,
        usage="%(prog)s PACKAGE CHART CHART [CHART ...] -o TEST [options]\n"
        "       %(prog)s --score SHEET [SHEET ...] KEY",
    )
    parser.add_argument("package", metavar="PACKAGE", nargs="?", type=Path, help="folder or zip")
    parser.add_argument(
        "charts", metavar="CHART", nargs="*", help="names inside it, or files of the same song"
    )
    parser.add_argument("-o", "--output", metavar="TEST", type=Path, help="a new folder or .zip")
    parser.add_argument("--segments", metavar="N", type=int, default=8, help="pieces (8)")
    parser.add_argument("--seconds", metavar="S", type=float, default=12.0, help="of each (12)")
    parser.add_argument("--seed", metavar="N", type=int, default=42, help="draws pieces and sides")
    parser.add_argument(
        "--background-db", metavar="DB", type=float, default=12.0, help="how much softer (12)"
    )
    parser.add_argument("--no-clicks", action="store_true", help="no soft tick on every note")
    parser.add_argument("--force", action="store_true", help="overwrite an existing test")
    parser.add_argument(
        "--score", metavar="FILE", nargs="+", type=Path, help="sheets, then their key"
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0, or 2 when nothing could be done."""
    options = _parser().parse_args(argv)
    try:
        if options.score is None and (options.package is None or options.output is None):
            raise ConfigError("name a package, two of its charts and -o TEST, or --score")
        if options.score is None:
            vet_test(options.output, options.package)
        # Imported late: --help must not wait for it.
        from automapper.cli.bms.abtest_run import run_make, run_score

        with output_may_close():
            return run_make(options) if options.score is None else run_score(options.score)
    except AutomapperError as error:
        print(f"bms-abtest: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bms-abtest: stopped; nothing half-written is left", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
