from __future__ import annotations

import pytest

import automapper.beatsaber as beatsaber


def test_every_public_name_is_there() -> None:
    for name in beatsaber.__all__:
        assert getattr(beatsaber, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        beatsaber.nonsense  # noqa: B018
