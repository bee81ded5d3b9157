"""A chart file -> its lines, the branch that is played, and the chart of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from automapper.bms.formats.branches import Branch, choose, chosen_draw, seeded_draw
from automapper.bms.formats.compile import compile_chart
from automapper.bms.formats.document import Document, read_document
from automapper.bms.model import Chart

CHART_SUFFIXES = (".bms", ".bme", ".bml", ".pms")
DEFAULT_SEED = 42


@dataclass(frozen=True, slots=True)
class ReadChart:
    """A chart file as read: all its lines, one branch of it, and what the branch means."""

    document: Document
    branch: Branch
    chart: Chart
    warnings: tuple[str, ...]


def read_chart(
    data: bytes,
    path: str,
    seed: int | None = None,
    choices: Sequence[int] | None = None,
) -> ReadChart:
    """A chart from the bytes of a .bms, .bme, .bml or .pms.

    The outcomes of ``#RANDOM`` and ``#SWITCH`` are ``choices`` in the order of the file (repeated
    when used up), or drawn with ``seed`` (42 by default). Raises FormatError for what is no chart
    file: too large, too deeply nested, or in UTF-16.
    """
    document, said = read_document(data, path)
    if choices is not None:
        draw = chosen_draw(choices)
    else:
        draw = seeded_draw(DEFAULT_SEED if seed is None else seed)
    branch = choose(document, draw, path)
    chart, more = compile_chart(document, branch, path)
    return ReadChart(document, branch, chart, (*said, *branch.warnings, *more))
