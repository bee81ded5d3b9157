"""``#RANDOM`` and ``#SWITCH``: which lines of a file are in force, for given outcomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from automapper.bms.formats.control import Control, Steer, control_of, has_control
from automapper.bms.formats.document import Document
from automapper.errors import ConfigError, FormatError

MAX_DEPTH = 256
MAX_DRAWS = 20_000


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


class _Kind(IntEnum):
    ROOT = 0
    RANDOM = 1
    IF = 2
    SWITCH = 3


@dataclass(slots=True)
class _Block:
    """An open block.

    ``outer``: whether the lines around it are in force; ``open``: those in it; ``done``: a part of
    it has been taken already; ``value``: the outcome of a draw.
    """

    kind: _Kind
    outer: bool
    open: bool
    value: int | None = None
    done: bool = False


@dataclass(slots=True)
class _Walk:
    draw: Callable[[int], int]
    path: str
    blocks: list[_Block] = field(default_factory=lambda: [_Block(_Kind.ROOT, True, True)])
    choices: list[int] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    line: int = 0

    @property
    def top(self) -> _Block:
        return self.blocks[-1]

    def warn(self, what: str) -> None:
        if len(self.warnings) < 100:
            self.warnings.append(f"{self.path}: line {self.line + 1}: {what}")

    def push(self, block: _Block) -> None:
        if len(self.blocks) > MAX_DEPTH:
            where = f"line {self.line + 1}"
            raise FormatError(self.path, where, f"nests deeper than {MAX_DEPTH} blocks")
        self.blocks.append(block)

    def outcome(self, control: Control) -> int | None:
        """The drawn or set value of a block; None where the line has no usable number."""
        if control.number is None or control.number < 1:
            self.warn("a #RANDOM or #SWITCH without a number above 0; none of its parts is read")
            return None
        if control.steer in (Steer.SET_RANDOM, Steer.SET_SWITCH):
            return control.number
        if len(self.choices) >= MAX_DRAWS:
            where = f"line {self.line + 1}"
            raise FormatError(self.path, where, f"has more than {MAX_DRAWS} random blocks")
        self.choices.append(self.draw(control.number))
        return self.choices[-1]

    def close(self, kind: _Kind, name: str) -> None:
        """Closes the innermost block of a kind, with what was left open in it."""
        for index in range(len(self.blocks) - 1, 0, -1):
            block = self.blocks[index]
            if block.kind is kind:
                self.leave(index)
                return
            # An #IF may not close the #SWITCH around it, nor the other way round.
            if _Kind.SWITCH in (block.kind, kind) and kind is not _Kind.SWITCH:
                break
        self.warn(f"#{name} closes nothing")

    def leave(self, index: int) -> None:
        if any(block.kind is not _Kind.RANDOM for block in self.blocks[index + 1 :]):
            self.warn("closes a block in which another one is still open")
        del self.blocks[index:]


def choose(document: Document, draw: Callable[[int], int], path: str = "chart") -> Branch:
    """The branch that ``draw`` leads to; it is asked once for each block, in the file's order.

    A ``#RANDOM`` needs no ``#ENDRANDOM``: the next one on its level replaces it. FormatError for
    more than 256 levels and more than 20,000 blocks.
    """
    lines = document.lines
    if not has_control(b"\n".join([line.raw for line in lines])):
        return Branch(range(len(lines)))
    walk = _Walk(draw, path)
    kept: list[int] = []
    for index, line in enumerate(lines):
        control = control_of(line.raw) if b"#" in line.raw else None
        if control is None:
            if walk.blocks[-1].open:
                kept.append(index)
            continue
        walk.line = index
        _STEPS[control.steer](walk, control)
    if any(block.kind in (_Kind.IF, _Kind.SWITCH) for block in walk.blocks):
        walk.warn("the file ends inside an #IF or a #SWITCH")
    return Branch(tuple(kept), tuple(walk.choices), tuple(walk.warnings))


def _random(walk: _Walk, control: Control) -> None:
    if walk.top.kind is _Kind.RANDOM:
        walk.blocks.pop()
    active = walk.top.open
    walk.push(_Block(_Kind.RANDOM, active, active, walk.outcome(control)))


def _if(walk: _Walk, control: Control) -> None:
    if walk.top.kind is _Kind.IF:
        walk.warn("an #IF follows an #IF that was not closed; read as its end")
        walk.blocks.pop()
    if not any(block.kind is _Kind.RANDOM for block in walk.blocks):
        walk.warn("an #IF without a #RANDOM; left out")
    outer = walk.top.open
    taken = _drawn(walk) == control.number and control.number is not None
    walk.push(_Block(_Kind.IF, outer, outer and taken, done=taken))


def _drawn(walk: _Walk) -> int | None:
    """The outcome of the innermost ``#RANDOM``."""
    found = (block.value for block in reversed(walk.blocks) if block.kind is _Kind.RANDOM)
    return next(found, None)


def _else_if(walk: _Walk, control: Control) -> None:
    block = _open_if(walk)
    if block is None:
        return
    taken = not block.done and _drawn(walk) == control.number and control.number is not None
    block.open = block.outer and taken
    block.done = block.done or taken


def _else(walk: _Walk, control: Control) -> None:
    block = _open_if(walk)
    if block is not None:
        block.open = block.outer and not block.done
        block.done = True


def _open_if(walk: _Walk) -> _Block | None:
    """The #IF that an #ELSE belongs to; blocks without an end inside it are closed."""
    while walk.top.kind is _Kind.RANDOM and any(b.kind is _Kind.IF for b in walk.blocks):
        walk.blocks.pop()
    if walk.top.kind is not _Kind.IF:
        walk.warn("an #ELSE without an #IF; left out")
        return None
    return walk.top


def _end_if(walk: _Walk, control: Control) -> None:
    walk.close(_Kind.IF, "ENDIF")


def _end_random(walk: _Walk, control: Control) -> None:
    walk.close(_Kind.RANDOM, "ENDRANDOM")


def _switch(walk: _Walk, control: Control) -> None:
    # Nothing is in force before the first #CASE, as in C.
    walk.push(_Block(_Kind.SWITCH, walk.top.open, False, walk.outcome(control)))


def _open_switch(walk: _Walk, name: str) -> _Block | None:
    for index in range(len(walk.blocks) - 1, 0, -1):
        if walk.blocks[index].kind is _Kind.SWITCH:
            if any(b.kind is _Kind.IF for b in walk.blocks[index + 1 :]):
                break
            del walk.blocks[index + 1 :]
            return walk.blocks[index]
    walk.warn(f"a #{name} outside a #SWITCH; left out")
    return None


def _case(walk: _Walk, control: Control) -> None:
    block = _open_switch(walk, "CASE")
    # Once a case was met, lines stay in force through the next ones until a #SKIP.
    if block is not None and not block.open and not block.done:
        block.done = block.value == control.number and control.number is not None
        block.open = block.outer and block.done


def _default(walk: _Walk, control: Control) -> None:
    block = _open_switch(walk, "DEF")
    if block is not None and not block.done:
        block.done = True
        block.open = block.outer


def _skip(walk: _Walk, control: Control) -> None:
    """``#SKIP`` ends the case it stands in, if it is in force; it may stand inside an #IF."""
    if not walk.top.open:
        return
    for index in range(len(walk.blocks) - 1, 0, -1):
        if walk.blocks[index].kind is _Kind.SWITCH:
            for block in walk.blocks[index:]:
                block.outer = block.outer and block is walk.blocks[index]
                block.open = False
                block.done = True
            return
    walk.warn("a #SKIP outside a #SWITCH; left out")


def _end_switch(walk: _Walk, control: Control) -> None:
    walk.close(_Kind.SWITCH, "ENDSW")


_STEPS: dict[Steer, Callable[[_Walk, Control], None]] = {
    Steer.RANDOM: _random,
    Steer.SET_RANDOM: _random,
    Steer.IF: _if,
    Steer.ELSE_IF: _else_if,
    Steer.ELSE: _else,
    Steer.END_IF: _end_if,
    Steer.END_RANDOM: _end_random,
    Steer.SWITCH: _switch,
    Steer.SET_SWITCH: _switch,
    Steer.CASE: _case,
    Steer.SKIP: _skip,
    Steer.DEFAULT: _default,
    Steer.END_SWITCH: _end_switch,
}
