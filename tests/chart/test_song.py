from __future__ import annotations

import dataclasses

import pytest

from automapper.chart import Song


def test_unknown_words_are_empty() -> None:
    assert set(dataclasses.astuple(Song())) == {""}


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Song)])
def test_equality_sees_every_field(field: str) -> None:
    assert dataclasses.replace(Song(), **{field: "x"}) != Song()
