import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.beatsaber.names import MAX_BYTES, safe_name
from automapper.files import is_device_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("AC/DC: Back?", "AC DC Back"),
        ("君の名は", "君の名は"),
        ("..", "level"),
        ("con", "con_"),
        ("LPT1.zip", "LPT1_.zip"),
        ("trailing. ", "trailing"),
        ("", "level"),
    ],
)
def test_names_are_made_safe(text, name):
    assert safe_name(text) == name


@given(st.text() | st.sampled_from(["nul .a", "COM1.x.y", "aux"]))
def test_any_text_gives_a_name_every_system_takes(text):
    name = safe_name(text)
    assert name and len(name.encode("utf-8")) <= MAX_BYTES + 1
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert not is_device_name(name)
    assert name == name.strip(" .") and name not in {".", ".."}
