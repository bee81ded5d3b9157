"""``bms-train``: teach one of the two rankers behind ``bms-generate --ml``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from automapper.cli.closed_output import output_may_close
from automapper.cli.door_parser import DoorParser, refuse_typo
from automapper.errors import AutomapperError, ConfigError

_EXAMPLES = """options are words, name=value:
  stage=token|lane      which keysounds are played, or on which key
  data=DIR              a store that bms-dataset filled
  val_package=NAME      keep a package apart and say how well it is foretold      fold=K  a fifth
  val_share=0           learn from every package (then epochs decide when to stop)
  past=people|source    whose notes a ranker is told of in the measures before
  output=DIR            where checkpoints, log and the trained net go (outputs/bms-STAGE)
  seed=N                other first weights      export=torchscript  write net.pt too
  smoke=true            one batch only
Every entry of configs/ can be set too: training.schedule.epochs=10 training.batch=64

examples:
  bms-train stage=token data=data/bms
  bms-train stage=lane data=data/bms val_package=odin training.schedule.class_weight_power=0
  bms-generate PKG --ml --model-token outputs/bms-token/net.onnx

A stopped run goes on where it was. TensorBoard: tensorboard --logdir outputs/bms-token/log
Needs torch and Lightning: pip install '.[train]' in the checkout"""

STAGES = ("token", "lane")
# Words whose values are paths or names: handed to Hydra in quotes, so that any character may stand.
_TEXTS = {"data": "store", "val_package": "val_package", "output": "output"}
_GROUPS = ("model", "training", "debug")  # of configs/
_NUMBERS = ("fold", "val_share", "split_seed", "seed", "smoke")
_WORDS = ("stage", *_TEXTS, *_NUMBERS, "counts", "past", "export", *_GROUPS)


def _parser() -> DoorParser:
    parser = DoorParser("bms-train", "Train a ranker of BMS charts on people's charts.", _EXAMPLES)
    parser.add_argument("words", nargs="+", metavar="name=value", help="see below")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door; returns 0, 2 after an error told in one line, 130 when it was stopped."""
    words = _parser().parse_args(argv).words
    try:
        overrides = read_words(words)
        try:
            from automapper.cli.bms.train_run import train_bms
        except ImportError as error:
            raise ConfigError(
                f"training needs {error.name}; pip install '.[train]' in the checkout"
            ) from None
        with output_may_close():
            for line in train_bms(overrides):
                print(line)
    except AutomapperError as error:
        print(f"bms-train: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bms-train: stopped; the same command goes on from here", file=sys.stderr)
        return 130
    return 0


def read_words(words: Sequence[str]) -> list[str]:
    """Hydra's overrides for the words a user types; ConfigError for those that are none."""
    from automapper.cli.config_folder import quoted

    values: dict[str, str] = {}
    overrides: list[str] = []
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise ConfigError(f"{word}: options are written name=value, see --help")
        refuse_typo(word, _WORDS)
        values[name] = value
        text = _TEXTS.get(name)
        overrides.append(word if text is None else f"{text}={quoted(value)}")
    if "stage" not in values:
        raise ConfigError(f"stage={'|'.join(STAGES)} is missing: what to train")
    if values["stage"] not in STAGES:
        raise ConfigError(f"stage={values['stage']}: choose one of {', '.join(STAGES)}")
    if not values.get("data"):
        raise ConfigError("data=DIR is missing: a store that bms-dataset filled")
    return overrides


if __name__ == "__main__":
    sys.exit(main())
