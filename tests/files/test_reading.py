"""Single files."""

from __future__ import annotations

from pathlib import Path

import pytest

from automapper.errors import FormatError
from automapper.files import read_file


def test_a_file_is_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.bms"
    path.write_bytes(b"#TITLE a\r\n")
    assert read_file(path) == read_file(path, 10) == b"#TITLE a\r\n"


def test_what_is_no_file_is_refused_in_one_line(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.bms"):
        with pytest.raises(FormatError, match="cannot be read") as caught:
            read_file(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(bytes(2**20 + 1))
    with pytest.raises(FormatError, match="is larger than 1 MB"):
        read_file(path, 2**20)
