import pytest

from automapper.files import is_device_name


@pytest.mark.parametrize(
    "name",
    [
        "con",
        "NUL",
        "aux.osu",
        "LPT1.tar.gz",
        "com0",
        "COM¹",
        "com².osu",
        "lpt³.txt",
        "CONIN$",
        "conout$.txt",
        "nul .txt",
        "prn  ",
    ],
)
def test_names_of_devices_are_known(name: str) -> None:
    assert is_device_name(name)


@pytest.mark.parametrize("name", ["", "console", "a.con", "com10", "com⁴", "conin", "-nul", "n ul"])
def test_other_names_are_free(name: str) -> None:
    assert not is_device_name(name)
