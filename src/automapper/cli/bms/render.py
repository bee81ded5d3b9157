"""``bms-render``: a chart, played by its keysounds, as a sound file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.errors import AutomapperError

_EXAMPLES = """examples:
  bms-render song/hyper.bme                           hyper.ogg here, with the samples beside it
  bms-render song.zip --chart hyper.bme -o mix.flac   a chart of a package, as FLAC
  bms-render song.zip --chart hyper.bme --keys-only --measures 16-23
  bms-render song/ --chart hyper.bme --compare outputs/song/generated.bme
                                                      do two charts sound the same?

Exit codes: 0 done, 1 the compared charts sound different, 2 nothing could be rendered.
What sounds, and when: docs/bms-listening.md."""


def _parser() -> DoorParser:
    parser = DoorParser(
        "bms-render",
        "Play a BMS chart with its keysounds into a sound file.",
        _EXAMPLES,
    )
    parser.add_argument("source", metavar="CHART|PACKAGE", type=Path, help="file, folder or zip")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="ends in .ogg (default), .wav or .flac"
    )
    parser.add_argument("--chart", metavar="NAME", help="which chart of a package")
    parser.add_argument(
        "--seed", metavar="N", type=int, default=42, help="draws the branches of #RANDOM (42)"
    )
    parser.add_argument("--measures", metavar="A-B", help="only these, both included, from 0")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--keys-only", action="store_true", help="only what the player plays")
    part.add_argument("--bgm-only", action="store_true", help="only what plays by itself")
    parser.add_argument(
        "--compare", metavar="CHART", type=Path, help="another chart: do both sound the same?"
    )
    parser.add_argument("--force", action="store_true", help="overwrite an existing file")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0, 1 when compared charts sound different, 2 when nothing is done."""
    options = _parser().parse_args(argv)
    try:
        # Imported late: --help must not wait for it.
        from automapper.cli.bms.render_run import run_compare, run_render

        with output_may_close():
            return run_render(options) if options.compare is None else run_compare(options)
    except AutomapperError as error:
        print(f"bms-render: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bms-render: stopped; nothing half-written is left", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
