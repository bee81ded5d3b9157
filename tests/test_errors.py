from __future__ import annotations

import inspect

import pytest

from automapper import errors
from automapper.errors import AutomapperError, FormatError

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if kind.__module__ == errors.__name__
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_one_of_ours(kind: type[Exception]) -> None:
    assert issubclass(kind, AutomapperError)


def test_a_format_error_names_file_place_and_reason() -> None:
    error = FormatError("Info.dat", "_beatsPerMinute", "is not a number")
    assert str(error) == "Info.dat: _beatsPerMinute: is not a number"
    assert (error.path, error.where, error.what) == ("Info.dat", "_beatsPerMinute", error.what)


def test_a_fault_of_the_whole_file_has_no_place() -> None:
    assert str(FormatError("a.zip", "", "is no zip")) == "a.zip: is no zip"
