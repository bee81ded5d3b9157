"""Open ``#RANDOM``, ``#IF`` and ``#SWITCH`` blocks, and what each control line does to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from automapper.bms.formats.control import Control, Steer
from automapper.errors import FormatError

MAX_DEPTH = 256
MAX_DRAWS = 20_000
MAX_WARNINGS = 100


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
class Walk:
    """Goes through the control lines of a file with a stack of the blocks that are open."""

    draw: Callable[[int], int]
    path: str
    blocks: list[_Block] = field(default_factory=lambda: [_Block(_Kind.ROOT, True, True)])
    choices: list[int] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    line: int = 0

    @property
    def top(self) -> _Block:
        """The innermost block, at least that of the whole file."""
        return self.blocks[-1]

    def warn(self, what: str) -> None:
        """One warning more, with the line's number."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(f"{self.path}: line {self.line + 1}: {what}")

    def step(self, line: int, control: Control) -> None:
        """What the control line at index ``line`` does."""
        self.line = line
        _STEPS[control.steer](self, control)

    def end(self) -> None:
        """The end of the file."""
        if any(block.kind in (_Kind.IF, _Kind.SWITCH) for block in self.blocks):
            self.warn("the file ends inside an #IF or a #SWITCH")

    def push(self, block: _Block) -> None:
        """Opens a block; FormatError where blocks nest too deep."""
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
        """Closes the block at ``index`` and all within it."""
        if any(block.kind is not _Kind.RANDOM for block in self.blocks[index + 1 :]):
            self.warn("closes a block in which another one is still open")
        del self.blocks[index:]


def _random(walk: Walk, control: Control) -> None:
    if walk.top.kind is _Kind.RANDOM:
        walk.blocks.pop()
    active = walk.top.open
    walk.push(_Block(_Kind.RANDOM, active, active, walk.outcome(control)))


def _if(walk: Walk, control: Control) -> None:
    if walk.top.kind is _Kind.IF:
        walk.warn("an #IF follows an #IF that was not closed; read as its end")
        walk.blocks.pop()
    if not any(block.kind is _Kind.RANDOM for block in walk.blocks):
        walk.warn("an #IF without a #RANDOM; left out")
    outer = walk.top.open
    taken = _drawn(walk) == control.number and control.number is not None
    walk.push(_Block(_Kind.IF, outer, outer and taken, done=taken))


def _drawn(walk: Walk) -> int | None:
    """The outcome of the innermost ``#RANDOM``."""
    found = (block.value for block in reversed(walk.blocks) if block.kind is _Kind.RANDOM)
    return next(found, None)


def _else_if(walk: Walk, control: Control) -> None:
    block = _open_if(walk)
    if block is None:
        return
    taken = not block.done and _drawn(walk) == control.number and control.number is not None
    block.open = block.outer and taken
    block.done = block.done or taken


def _else(walk: Walk, control: Control) -> None:
    block = _open_if(walk)
    if block is not None:
        block.open = block.outer and not block.done
        block.done = True


def _open_if(walk: Walk) -> _Block | None:
    """The #IF that an #ELSE belongs to; blocks without an end inside it are closed."""
    while walk.top.kind is _Kind.RANDOM and any(b.kind is _Kind.IF for b in walk.blocks):
        walk.blocks.pop()
    if walk.top.kind is not _Kind.IF:
        walk.warn("an #ELSE without an #IF; left out")
        return None
    return walk.top


def _end_if(walk: Walk, control: Control) -> None:
    walk.close(_Kind.IF, "ENDIF")


def _end_random(walk: Walk, control: Control) -> None:
    walk.close(_Kind.RANDOM, "ENDRANDOM")


def _switch(walk: Walk, control: Control) -> None:
    # Nothing is in force before the first #CASE, as in C.
    walk.push(_Block(_Kind.SWITCH, walk.top.open, False, walk.outcome(control)))


def _open_switch(walk: Walk, name: str) -> _Block | None:
    for index in range(len(walk.blocks) - 1, 0, -1):
        if walk.blocks[index].kind is _Kind.SWITCH:
            if any(b.kind is _Kind.IF for b in walk.blocks[index + 1 :]):
                break
            del walk.blocks[index + 1 :]
            return walk.blocks[index]
    walk.warn(f"a #{name} outside a #SWITCH; left out")
    return None


def _case(walk: Walk, control: Control) -> None:
    block = _open_switch(walk, "CASE")
    # Once a case was met, lines stay in force through the next ones until a #SKIP.
    if block is not None and not block.open and not block.done:
        block.done = block.value == control.number and control.number is not None
        block.open = block.outer and block.done


def _default(walk: Walk, control: Control) -> None:
    block = _open_switch(walk, "DEF")
    if block is not None and not block.done:
        block.done = True
        block.open = block.outer


def _skip(walk: Walk, control: Control) -> None:
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


def _end_switch(walk: Walk, control: Control) -> None:
    walk.close(_Kind.SWITCH, "ENDSW")


_STEPS: dict[Steer, Callable[[Walk, Control], None]] = {
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
