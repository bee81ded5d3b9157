"""``osu-train``: teach a net, or teach a taught one more."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser
from automapper.cli.osumania.train_words import read_words, refuse_no_stores
from automapper.errors import AutomapperError, ConfigError

_EXAMPLES = """options are words, name=value:
  stage=ear             what to train: the net that hears beats
  data=DIR[,DIR2]       stores of learning examples, as osu-dataset makes them
  init=shipped|FILE     start from the shipped net, weights of ours, or a Beat This! checkpoint
  tune=all|heads        learn everything, or the last layer alone
  keep=SHARE            move the weights back by 0-1 to those of init=: a net forgets less
  val_artist=NAME       keep an artist's songs for validation      fold=K   likewise fold 0-4
  output=DIR            where checkpoints and the trained net go (default outputs/ear)
  max_minutes=M         stop in time      seed=N   other crops      smoke=true   one batch only
Every entry of configs/ can be set too: training.schedule.steps=500 data.plan.seconds=20

examples:
  osu-train stage=ear data=songs/ init=shipped tune=heads      fit the net to your maps
  osu-train stage=ear data=songs/,rendered/ fold=0             from nothing, fold 0 kept apart
  osu-train stage=ear data=songs/ init=final0.ckpt             a Beat This! checkpoint
  osu-train stage=ear data=songs/ output=outputs/ear           a stopped run goes on

Needs torch and Lightning: pip install '.[train]' in the checkout"""


def _parser() -> DoorParser:
    parser = DoorParser("osu-train", "Train or fine-tune a net on a store of songs.", _EXAMPLES)
    parser.add_argument("words", nargs="+", metavar="name=value", help="see below")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0, 2 after an error told in one line, 130 when it was stopped."""
    words = _parser().parse_args(argv).words
    try:
        stage, overrides = read_words(words)
        try:
            from automapper.cli.osumania.train_ear import train_ear
        except ImportError as error:
            refuse_no_stores(words)  # what can be told without torch is told first
            raise ConfigError(
                f"training needs {error.name}; pip install '.[train]' in the checkout"
            ) from None
        with output_may_close():
            for line in train_ear(stage, overrides):
                print(line)
    except AutomapperError as error:
        print(f"osu-train: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("osu-train: stopped; the same command goes on from here", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
