"""Doors whose reader has gone end quietly; those of bsa-check have tests beside it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from automapper.cli.closed_output import output_may_close
from lit_level import level_files, write_zip
from unread_door import unread


@pytest.mark.parametrize("door", ["beatsaber.convert", "beatsaber.relight"])
def test_a_level_is_written_all_the_same(door: str, tmp_path: Path) -> None:
    level, target = write_zip(tmp_path / "song.zip", level_files(3)), tmp_path / "out.zip"
    words = (str(target),) if door == "beatsaber.convert" else ("--output", str(target))
    assert unread(door, str(level), *words) == (0, b"")
    assert target.exists()


def test_other_errors_of_the_system_are_not_hidden() -> None:
    with pytest.raises(OSError, match="full"), output_may_close():
        raise OSError(errno.ENOSPC, "the disk is full")
