"""``#RANDOM`` and ``#SWITCH``: which lines of a file are in force, for given outcomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from automapper.bms.formats.blocks import Walk
from automapper.bms.formats.control import control_of, has_control
from automapper.bms.formats.document import Document
from automapper.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Branch:
    """One way through a file.

    ``lines`` are the indices of the lines in force, control lines excluded; ``choices`` the outcome
    of each ``#RANDOM`` and ``#SWITCH`` in the order of the file, also of those that are not in
    force; ``warnings`` name lines, counted from 1.
    """

    lines: Sequence[int]
    choices: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


def seeded_draw(seed: int) -> Callable[[int], int]:
    """Draws 1..n; the k-th draw of a seed does not depend on the others."""
    drawn = 0

    def draw(most: int) -> int:
        # Few files draw, and numpy's generators take their time to load.
        from automapper.generation.seeds import part_rng

        nonlocal drawn
        drawn += 1
        return int(part_rng(seed, "random", drawn - 1).integers(1, most + 1))

    return draw


def chosen_draw(choices: Sequence[int]) -> Callable[[int], int]:
    """The given outcomes in turn, from the start again when used up, cut to 1..n.

    ConfigError for an empty list.
    """
    if not choices:
        raise ConfigError("outcomes of #RANDOM: at least one is needed")
    drawn = 0

    def draw(most: int) -> int:
        nonlocal drawn
        drawn += 1
        return max(1, min(most, choices[(drawn - 1) % len(choices)]))

    return draw


def choose(document: Document, draw: Callable[[int], int], path: str = "chart") -> Branch:
    """The branch that ``draw`` leads to; it is asked once for each block, in the file's order.

    A ``#RANDOM`` needs no ``#ENDRANDOM``: the next one on its level replaces it. FormatError for
    more than 256 levels and more than 20,000 blocks.
    """
    lines = document.lines
    if not has_control(b"\n".join([line.raw for line in lines])):
        return Branch(range(len(lines)))
    walk = Walk(draw, path)
    kept: list[int] = []
    for index, line in enumerate(lines):
        control = control_of(line.raw) if b"#" in line.raw else None
        if control is None:
            if walk.blocks[-1].open:
                kept.append(index)
        else:
            walk.step(index, control)
    walk.end()
    return Branch(tuple(kept), tuple(walk.choices), tuple(walk.warnings))
