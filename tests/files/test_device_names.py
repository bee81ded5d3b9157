import pytest

from automapper.files import is_device_name


@pytest.mark.parametrize("name", ["con", "NUL", "aux.osu", "LPT1.tar.gz", "com0"])
def test_names_of_devices_are_known(name: str) -> None:
    assert is_device_name(name)


@pytest.mark.parametrize("name", ["", "console", "a.con", "com10", "-nul"])
def test_other_names_are_free(name: str) -> None:
    assert not is_device_name(name)
