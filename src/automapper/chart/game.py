"""What every game's room offers under one name, so that one contract test covers them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from automapper.chart.issue import Issue

Level = TypeVar("Level")


@dataclass(frozen=True, slots=True)
class Game(Generic[Level]):
    """One game's entry in the contract: how its levels are read, written and judged.

    ``read``: files by name -> level and warnings; bad input raises FormatError, nothing else.
    ``write``: level -> files by name and warnings that name what the format could not hold.
    ``check``: level -> its issues under the game's default preset.
    """

    name: str
    read: Callable[[Mapping[str, bytes]], tuple[Level, list[str]]]
    write: Callable[[Level], tuple[dict[str, bytes], list[str]]]
    check: Callable[[Level], list[Issue]]
