"""``osu-evaluate``: how well the Ear finds beats, on songs whose beats are known."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.errors import AutomapperError

_EXAMPLES = """words:
  stage=ear                  what is judged
  data=DIR[,DIR...]          songs whose beats are known (below)
  source=shipped             what hears beats: shipped, none, tcn, beatnet, beatthis
  checkpoint=FILE            the source's net
  weights=FILE               the weights of evidence that were fitted with it
  folds=DIR                  fold0.onnx, weights0.json ... 4: each song by those made without it
  baselines=librosa,beatnet  others to compare with, on the same songs; ear-none and ear-beatnet
                             are the Ear without a net and with BeatNet's
  beatnet=FILE               BeatNet's weights (scripts/fetch_beatnet.py)
  limit=N                    at most N songs of each row of the tables
  jobs=N                     processes
  cache=DIR                  keep what was heard; a stopped run goes on from there
  each=TEXT                  a line for each song of the rows that TEXT is part of
  csv=FILE json=FILE         every figure of every song

DIR holds one of
  audio beside .beats files (a beat's time in s and place in the bar a line)
  rendered music beside .json files
  four-key packages, or Beat Saber levels, with an INDEX.tsv
  a store that osu-dataset --keep-audio made

examples:
  osu-evaluate stage=ear data=songs/timing,songs/fourkey jobs=2 cache=outputs/heard
  osu-evaluate stage=ear data=songs/fourkey baselines=librosa limit=20
  osu-evaluate stage=ear data=songs/fourkey folds=outputs/folds json=outputs/ear.json

Columns and their definitions: docs/evaluation.md. Exit codes: 0 done, 2 nothing could be done."""


def _parser() -> DoorParser:
    parser = DoorParser("osu-evaluate", "Judge the Ear on songs whose beats are known.", _EXAMPLES)
    parser.add_argument("words", metavar="KEY=VALUE", nargs="+", help="see below")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0, 2 when nothing could be done, 130 when it was stopped."""
    words = _parser().parse_args(argv).words
    # Imported late: --help must not wait for it.
    from automapper.cli.osumania.evaluate_arguments import request_of

    try:
        request = request_of(words)
        from automapper.cli.osumania.evaluate_run import run

        with output_may_close():
            run(request)
        return 0
    except AutomapperError as error:
        print(f"osu-evaluate: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("osu-evaluate: stopped; with cache=DIR the next run goes on", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
