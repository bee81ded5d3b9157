"""Where the YAML of training runs is, and how a run's options are put together from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

from automapper.cli.config_words import entry_words, group_words
from automapper.errors import ConfigError

Value = TypeVar("Value")

_NUMBERS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "str": (str,),
}


def config_folder() -> Path:
    """``automapper/configs`` of an installed package, ``configs`` of a checkout.

    Raises ConfigError where there is neither.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "configs", package.parents[1] / "configs"):
        if (folder / "README.md").is_file():
            return folder
    raise ConfigError(f"{package / 'configs'}: this installation lacks its configuration")


def compose(name: str, overrides: Sequence[str]) -> dict[str, Any]:
    """The configuration ``name`` with overrides (``entry=value``), as plain values.

    Raises ConfigError, in one line, for entries that are not there and values that cannot be read.
    """
    folder = config_folder()
    chosen = group_words(overrides, folder, _composed(name, []))
    entries = entry_words(overrides, folder, _composed(name, chosen))
    return _composed(name, [*chosen, *entries])


def _composed(name: str, overrides: Sequence[str]) -> dict[str, Any]:
    import hydra
    from hydra.errors import HydraException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    try:
        with hydra.initialize_config_dir(str(config_folder()), version_base="1.3"):
            found = OmegaConf.to_container(hydra.compose(name, list(overrides)), resolve=True)
    except (HydraException, OmegaConfBaseException) as error:
        # The rest of Hydra's text sends users to its handbook.
        reason = " ".join(str(error).split()).partition(" See https:")[0]
        raise ConfigError(f"options: {reason[:300]}") from None
    assert isinstance(found, dict)
    return {str(key): value for key, value in found.items()}


def quoted(text: str) -> str:
    """A Hydra string; a backslash at the end of a Windows folder would swallow the quote."""
    bare = text.rstrip("\\") if len(text) > 1 else text
    return '"' + bare.replace('"', '\\"') + '"'


def typed(kind: type[Value], values: Mapping[str, Any], where: str) -> Value:
    """A dataclass of numbers and words from a mapping; ConfigError for what does not fit it.

    ``where`` is the mapping's place, for the message.
    """
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    for name, value in values.items():
        if name not in known:
            raise ConfigError(f"{where}.{name}: there is no such option")
        allowed = _NUMBERS.get(str(known[name].type), ())
        if allowed and (not isinstance(value, allowed) or (bool not in allowed and value is True)):
            raise ConfigError(f"{where}.{name}={value}: expected {known[name].type}")
    missing = [
        name for name, field in known.items() if name not in values and field.default is MISSING
    ]
    if missing:
        raise ConfigError(f"{where}: {missing[0]} is missing")
    return kind(**values)
