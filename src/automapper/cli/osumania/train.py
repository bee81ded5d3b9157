"""``osu-train``: teach a net, or teach a taught one more."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from automapper.cli.door_parser import DoorParser, refuse_typo
from automapper.errors import AutomapperError, ConfigError
from automapper.files import is_folder

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

Needs torch and Lightning: pip install 'automapper[train]'"""

STAGES = ("ear",)
# Words whose values are paths or names: handed to Hydra in quotes, so that any character may stand.
_TEXTS = {"init", "val_artist", "output"}
_LISTS = {"data": "stores"}
_GROUPS = ("model", "training", "debug")  # of configs/
_WORDS = ("stage", *_LISTS, *sorted(_TEXTS), "tune", "keep", "fold", "max_minutes", "seed", "smoke")


def _parser() -> DoorParser:
    parser = DoorParser("osu-train", "Train or fine-tune a net on a store of songs.", _EXAMPLES)
    parser.add_argument("words", nargs="+", metavar="name=value", help="see below")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0, or 2 after an error told in one line."""
    words = _parser().parse_args(argv).words
    try:
        stage, overrides = read_words(words)
        try:
            from automapper.cli.osumania.train_ear import train_ear
        except ImportError as error:
            _refuse_no_stores(words)  # what can be told without torch is told first
            raise ConfigError(
                f"training needs {error.name}; pip install 'automapper[train]'"
            ) from None
        for line in train_ear(stage, overrides):
            print(line)
    except AutomapperError as error:
        print(f"osu-train: {error}", file=sys.stderr)
        return 2
    return 0


def read_words(words: Sequence[str]) -> tuple[str, list[str]]:
    """(stage, Hydra overrides) of the words a user types; ConfigError for those that are none."""
    from automapper.cli.config_folder import quoted

    stage, overrides, names = "", [], set()
    for word in words:
        name, equals, value = word.partition("=")
        plain = name.lstrip("+")
        if not equals or not plain:
            raise ConfigError(f"{word}: options are written name=value, see --help")
        refuse_typo(word, (*_WORDS, *_GROUPS))
        names.add(plain)
        if plain == "stage":
            stage = value
        elif plain in _LISTS:
            each = ",".join(quoted(part) for part in value.split(",") if part)
            overrides.append(f"{_LISTS[plain]}=[{each}]")
        elif plain in _TEXTS:
            overrides.append(f"{plain}={quoted(value)}")
        else:
            overrides.append(f"{plain}={value}")
    if "stage" not in names:
        raise ConfigError(f"stage={'|'.join(STAGES)} is missing: what to train")
    if stage not in STAGES:
        raise ConfigError(f"stage={stage}: choose one of {', '.join(STAGES)}")
    if "data" not in names:
        raise ConfigError("data=DIR is missing: a store of learning examples")
    return stage, overrides


def _refuse_no_stores(words: Sequence[str]) -> None:
    """ConfigError for ``data=`` that names no folder."""
    for word in words:
        name, _, value = word.partition("=")
        for store in value.split(",") if name in _LISTS else ():
            if store and not is_folder(Path(store)):
                raise ConfigError(f"{store}: no store of learning examples; osu-dataset makes one")


if __name__ == "__main__":
    sys.exit(main())
