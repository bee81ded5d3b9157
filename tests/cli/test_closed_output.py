"""Doors whose reader has gone end quietly; those of bsa-check have tests beside it."""

from __future__ import annotations

import errno
import subprocess
import sys
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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
@pytest.mark.parametrize("words", ["print('x' * 99_999)", "sys.stdout.buffer.write(b'x' * 99_999)"])
def test_a_full_output_is_one_error(words: str) -> None:
    program = f"""
import sys
from automapper.cli.closed_output import output_may_close
from automapper.errors import OutputError
try:
    with output_may_close():
        {words}
except OutputError as error:
    sys.exit(str(error))
"""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr.startswith("standard output cannot be written (No space left")
    assert done.stderr.count("\n") == 1


def test_other_errors_of_the_system_are_not_hidden() -> None:
    with pytest.raises(OSError, match="full"), output_may_close():
        raise OSError(errno.ENOSPC, "the disk is full")
