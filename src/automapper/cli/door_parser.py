"""The parser of every door: what is wrong with the words is one line, not the whole usage."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from automapper import __version__
from automapper.errors import ConfigError

_ALIKE = 0.75  # of 1: a letter or two too many, too few or wrong


class DoorParser(argparse.ArgumentParser):
    """An argument parser for the door ``name``, with examples under its help as they are written.

    ``usage`` replaces the line that is made from the options.
    """

    def __init__(
        self, name: str, description: str, examples: str, *, usage: str | None = None
    ) -> None:
        super().__init__(
            prog=name,
            usage=usage,
            description=description,
            epilog=examples,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        self.add_argument("--version", action="version", version=f"automapper {__version__}")

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """Parsed words; a path that the system does not even look at is told here for all doors."""
        found = super().parse_args(args, namespace)
        for value in vars(found).values():
            for path in value if isinstance(value, list) else [value]:
                if isinstance(path, Path) and (why := _unreachable(path)):
                    self.error(f"{str(path)[:60]}: cannot be reached ({why})")
        return found

    def error(self, message: str) -> NoReturn:
        """Tells the reason in one line and where to read on; exit code 2."""
        prefix, _, words = message.partition("unrecognized arguments: ")
        if not prefix:
            known = [option for action in self._actions for option in action.option_strings]
            message += next(filter(None, (meant(word, known) for word in words.split())), "")
        reason = " ".join(message.split())
        self.exit(2, f"{self.prog}: {reason}; see {self.prog} --help\n")


def _unreachable(path: Path) -> str:
    """Why the system refuses a path, such as a name too long; "" also where nothing is there."""
    try:
        path.exists()
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or str(error)
    return ""


def meant(word: str, known: Iterable[str]) -> str:
    """`` (did you mean ...?)`` for a word that resembles a known one, else nothing."""
    close = difflib.get_close_matches(word.partition("=")[0], list(known), 1, _ALIKE)
    return f" (did you mean {close[0]}?)" if close else ""


def refuse_typo(word: str, known: Iterable[str]) -> None:
    """Raises ConfigError for ``name=value`` whose name resembles a known one and is none.

    Other names are left to Hydra: every entry of the configuration can be set.
    """
    names = tuple(known)
    name = word.partition("=")[0].lstrip("+")
    if name not in names and (hint := meant(name, names)):
        raise ConfigError(f"{word}: there is no such option{hint}")
