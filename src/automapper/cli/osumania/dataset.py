"""``osu-dataset``: charted songs in, a verified store of learning examples out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.cli.jobs import vet_jobs
from automapper.errors import AutomapperError

_EXAMPLES = """examples:
  osu-dataset Songs/ -o data/songs                     packages and folders of charts, all below
  osu-dataset a.osz b.zip song/chart.sm -o data/songs  single songs
  osu-dataset Songs/ -o data/songs --jobs 4            four songs at a time

A song is kept where its notes stand on the attacks of its audio and stay there. What is kept, what
is not and why: DIR/report.tsv. A second run goes on where the first was stopped and makes anew only
what changed. The files of the store: docs/formats/dataset.md.
Exit codes: 0 done, 1 some files could not be read, 2 nothing could be done."""


def _parser() -> DoorParser:
    parser = DoorParser(
        "osu-dataset",
        "Build a verified dataset from charted songs (.osz, .osu, .sm, .ssc, .qua).",
        _EXAMPLES,
    )
    parser.add_argument(
        "sources", metavar="SRC", type=Path, nargs="+", help="a package, a chart or a folder"
    )
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=Path, required=True, help="the store to fill"
    )
    parser.add_argument("--jobs", metavar="N", type=int, default=1, help="processes (default 1)")
    parser.add_argument(
        "--keep-audio", action="store_true", help="keep a copy of each song's audio in the store"
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; 0 done, 1 with files that cannot be read, 2 when nothing could be done."""
    options = _parser().parse_args(argv)
    try:
        vet_jobs("--jobs", options.jobs)
        # Imported late: --help must not wait for it.
        from automapper.cli.osumania.dataset_run import run
        from automapper.osumania.dataset.fill import Plan
        from automapper.osumania.song_sources import charted_songs

        sources = charted_songs(options.sources)
        code = 0
        with output_may_close():
            code = run(sources, Plan(options.output, options.jobs, options.keep_audio))
        return code
    except AutomapperError as error:
        print(f"osu-dataset: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("osu-dataset: stopped; the same command goes on from here", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
