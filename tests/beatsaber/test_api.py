from types import ModuleType

import pytest

import automapper.beatsaber as room


@pytest.mark.parametrize("name", room.__all__)
def test_every_public_name_is_what_it_says_however_often_it_is_asked_for(name):
    first = getattr(room, name)
    assert getattr(room, name) is first
    assert not isinstance(first, ModuleType)


def test_unknown_names_are_refused():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        room.nothing  # noqa: B018  # asking is the test
