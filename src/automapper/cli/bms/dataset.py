"""``bms-dataset``: packages in, labelled examples for the BMS rankers out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.errors import AutomapperError

_EXAMPLES = """examples:
  bms-dataset package.zip another/ -o data/bms       zips or folders, a package each
  bms-dataset BMS/*.zip -o data/bms --json           what was taken and what not, as JSON

For every measure of every chart: what sounds in it, what its people play, and on which lane. A
second run goes on where the first was stopped and takes a package anew only if its files changed.
The files of the store: docs/formats/bms-dataset.md. bms-train learns from it.
Exit codes: 0 done, 1 some packages could not be read, 2 nothing could be done."""


def _parser() -> DoorParser:
    parser = DoorParser(
        "bms-dataset",
        "Turn BMS packages into examples that bms-train learns from.",
        _EXAMPLES,
    )
    parser.add_argument("packages", metavar="PKG", type=Path, nargs="+", help="a folder or a zip")
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=Path, required=True, help="the store to fill"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep measures of samples"
    )
    parser.add_argument("--json", action="store_true", help="the report as JSON, standard output")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; 0 done, 1 with packages that cannot be read, 2 when nothing could be done."""
    arguments = _parser().parse_args(argv)
    try:
        # Imported late: --help must not wait for it.
        from automapper.cli.bms.dataset_run import run

        with output_may_close():
            return run(arguments)
    except AutomapperError as error:
        print(f"bms-dataset: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bms-dataset: stopped; the same command goes on from here", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
