"""``bsa-convert``: a Beat Saber level into another version of the format."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.errors import AutomapperError

_EXAMPLES = """examples:
  bsa-convert old-level.zip new-level.zip                  to version 3, the safe default
  bsa-convert Level/ Level-v4/ --format v4                 a folder into a folder
  bsa-convert level.zip level-v2.zip --format v2 --force   for old tools; replaces the target

What a version cannot hold (chains in v2, say) is named in a warning and left out."""


def _parser() -> DoorParser:
    parser = DoorParser(
        "bsa-convert",
        "Convert a Beat Saber level (any version, folder or zip) to another version.",
        _EXAMPLES,
    )
    parser.add_argument("source", metavar="IN", type=Path, help="level: a folder or a zip")
    parser.add_argument("target", metavar="OUT", type=Path, help="new folder, or NAME.zip")
    parser.add_argument(
        "--format", choices=("v2", "v3", "v4"), default="v3", help="version to write (default v3)"
    )
    parser.add_argument("--force", action="store_true", help="replace OUT when it exists")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0, or 2 after an error told in one line."""
    options = _parser().parse_args(argv)
    # Imported late: --help must not wait for it.
    from automapper.beatsaber.rework.convert import convert_package
    from automapper.files import save_package

    try:
        files, warnings = convert_package(options.source, int(options.format[1:]))
        save_package(options.target, files, force=options.force)
    except AutomapperError as error:
        print(f"bsa-convert: {error}", file=sys.stderr)
        return 2
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    with output_may_close():
        print(f"{options.target}: written as {options.format}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
