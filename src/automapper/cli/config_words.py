"""Words that set entries of a configuration: looked at before Hydra sees them, and in our words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from automapper.cli.door_parser import meant
from automapper.errors import ConfigError


def group_words(words: Sequence[str], folder: Path, base: Mapping[str, Any]) -> list[str]:
    """The words that choose a file of a group, as Hydra writes them: ``debug=smoke`` adds one.

    ``folder`` holds a folder for each group, ``base`` is the configuration as it is without words.
    Raises ConfigError for a file that is not there.
    """
    out = []
    for word in words:
        name, value = _parts(word)
        if (folder / name).is_dir() and name:
            files = sorted(path.stem for path in (folder / name).glob("*.yaml"))
            if value not in files:
                raise ConfigError(f"{word}: there is {', '.join(files)}{meant(value, files)}")
            out.append(f"{'' if name in base else '+'}{name}={value}")
    return out


def entry_words(words: Sequence[str], folder: Path, config: Mapping[str, Any]) -> list[str]:
    """The words that set an entry of ``config``, without the + that Hydra takes for a new one.

    Raises ConfigError for an entry that is not there, with the nearest that is, and for a value
    that Hydra cannot read.
    """
    known = list(_names(config))
    out = []
    for word in words:
        name, value = _parts(word)
        if name and (folder / name).is_dir():
            continue
        if name not in known:
            own = [entry for entry in known if entry.rpartition(".")[2] == name]
            hint = f" (did you mean {own[0]}?)" if own else meant(name, known)
            raise ConfigError(f"{word}: there is no such option{hint}")
        out.append(_readable(f"{name}={value}"))
    return out


def whole(value: object, name: str, least: int) -> int:
    """A whole number from ``least`` on; ConfigError, naming the entry, for everything else."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ConfigError(f"{name}={value}: a whole number from {least} on")
    return value


def yes_or_no(value: object, name: str) -> bool:
    """True or False; ConfigError, naming the entry, for everything else."""
    if not isinstance(value, bool):
        raise ConfigError(f"{name}={value}: true or false")
    return value


def _parts(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name.lstrip("+"), value


def _names(config: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """Every entry by its name with dots: groups and what is in them."""
    for name, value in config.items():
        yield before + name
        if isinstance(value, Mapping):
            yield from _names(value, f"{before}{name}.")


def _readable(word: str) -> str:
    """The word; ConfigError for one that breaks Hydra's grammar."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    try:
        OverridesParser.create().parse_override(word)
    except HydraException:
        raise ConfigError(
            f"{word}: the value cannot be read; one with signs in it stands in two pairs of quotes,"
            " '\"...\"'"
        ) from None
    return word
