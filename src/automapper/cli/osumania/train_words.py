"""The words of ``osu-train`` and what they set in configs/."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from automapper.cli.door_parser import refuse_typo
from automapper.errors import ConfigError
from automapper.files import is_folder

STAGES = ("ear",)
# Words whose values are paths or names: handed to Hydra in quotes, so that any character may stand.
_TEXTS = {"init", "val_artist", "output"}
_LISTS = {"data": "stores"}
_GROUPS = ("model", "training", "debug")  # of configs/
_WORDS = ("stage", *_LISTS, *sorted(_TEXTS), "tune", "keep", "fold", "max_minutes", "seed", "smoke")


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


def refuse_no_stores(words: Sequence[str]) -> None:
    """ConfigError for ``data=`` that names no folder."""
    for word in words:
        name, _, value = word.partition("=")
        for store in value.split(",") if name in _LISTS else ():
            if store and not is_folder(Path(store)):
                raise ConfigError(f"{store}: no store of learning examples; osu-dataset makes one")
