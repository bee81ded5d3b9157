"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest
from source_tree import MODULES, name_of, text_of, tree_of

FILE_LINES, MEDIAN_LINES = 500, 150
FUNCTION_LINES = 60
PARAMETERS = 8

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, Function)]


def body_lines(function: Function) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_budgets(path: Path) -> None:
    lines = len(text_of(path).splitlines())
    assert lines <= FILE_LINES, f"{lines} lines"
    for function in functions(path):
        length = body_lines(function)
        assert length <= FUNCTION_LINES, f"{function.name}: {length} lines"
        arguments = function.args
        count = len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs)
        assert count <= PARAMETERS, f"{function.name}: {count} parameters"


def test_the_median_file_is_short() -> None:
    sizes = [len(text_of(path).splitlines()) for path in MODULES]
    assert statistics.median(sizes) <= MEDIAN_LINES


def test_no_room_for_odds_and_ends() -> None:
    homeless = {"utils", "util", "common", "helpers", "helper", "misc"}
    assert [name_of(path) for path in MODULES if homeless & set(path.with_suffix("").parts)] == []
