from __future__ import annotations

from pathlib import Path

import pytest

from automapper.audio.source import NamelessFile


def test_it_reads_like_a_file_and_has_no_name(tmp_path: Path) -> None:
    path = tmp_path / "歌.mp3"
    path.write_bytes(b"0123456789")
    with NamelessFile(path) as file:
        assert file.read(3) == b"012"
        assert file.tell() == 3
        assert file.seek(-2, 2) == 8
        assert file.seek(-1000, 1) == 8  # nowhere to go
        buffer = bytearray(4)
        assert file.readinto(buffer) == 2 and buffer[:2] == b"89"
        assert file.seekable() and file.readable() and not file.writable()
        assert not hasattr(file, "name")
    with pytest.raises(ValueError, match="closed"):
        file.read()
