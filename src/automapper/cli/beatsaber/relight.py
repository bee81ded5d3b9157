"""``bsa-relight``: a new light show for a Beat Saber level, its notes untouched."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.errors import AutomapperError
from automapper.files import is_folder

_EXAMPLES = """examples:
  bsa-relight level.zip                                  writes level-relit.zip beside it
  bsa-relight Level/ --output New/ --lights chroma       free colours, for the Chroma mod
  bsa-relight level.zip --seed 7 --environment Nice      another show on another stage
  bsa-relight level.zip --lights none                    no lights at all

One show serves all difficulties. Full flashes stay below three a second."""


def _parser() -> DoorParser:
    parser = DoorParser(
        "bsa-relight",
        "Make new lights for an existing Beat Saber level; its notes stay untouched.",
        _EXAMPLES,
    )
    parser.add_argument("level", metavar="LEVEL", type=Path, help="level: a folder or a zip")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        type=Path,
        help="new folder, or NAME.zip (default LEVEL-relit)",
    )
    parser.add_argument(
        "--lights",
        choices=("none", "basic", "chroma"),
        default="basic",
        help="none: take them away",
    )
    parser.add_argument("--seed", type=int, default=0, help="another number, another show")
    parser.add_argument("--environment", metavar="NAME", help="stage (default: the level's own)")
    parser.add_argument("--force", action="store_true", help="replace OUT when it exists")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0, or 2 after an error told in one line."""
    options = _parser().parse_args(argv)
    # Imported late: --help must not wait for it.
    from automapper.beatsaber.options import LightMode
    from automapper.beatsaber.rework.relight import relight_package
    from automapper.files import save_package

    target: Path = options.output or _beside(options.level)
    try:
        files, warnings = relight_package(
            options.level,
            mode=LightMode(options.lights),
            seed=options.seed,
            environment=options.environment,
        )
        save_package(target, files, force=options.force)
    except AutomapperError as error:
        print(f"bsa-relight: {error}", file=sys.stderr)
        return 2
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    with output_may_close():
        dark = options.lights == LightMode.NONE.value
        print(f"{target}: {'lights taken away' if dark else f'lit anew ({options.lights})'}")
    return 0


def _beside(level: Path) -> Path:
    """Where the new level goes when nothing else is said: beside the old one."""
    level = level.resolve()
    suffix = "" if is_folder(level) else ".zip"
    return level.with_name(f"{level.name if is_folder(level) else level.stem}-relit{suffix}")


if __name__ == "__main__":
    sys.exit(main())
