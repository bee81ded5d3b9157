"""A single file's bytes, with an error of one line where there are none."""

from __future__ import annotations

from pathlib import Path

from automapper.errors import FormatError


def read_file(path: Path, most: int | None = None) -> bytes:
    """The bytes of a file.

    Raises FormatError where it cannot be read, or is larger than ``most`` bytes (None: any size).
    """
    try:
        if most is not None and path.stat().st_size > most:
            raise FormatError(path, "", f"is larger than {most >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        raise FormatError(path, "", f"cannot be read ({error.strerror or error})") from None
