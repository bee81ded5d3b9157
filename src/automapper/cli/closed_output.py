"""A reader that has seen enough: ``bsa-check ... | head`` is no error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from automapper.errors import OutputError


@contextmanager
def output_may_close() -> Iterator[None]:
    """Lets the reader of standard output leave while the block works.

    What is printed from then on is dropped; the work goes on, its files are written, and the door
    ends with the exit code that it would have had. Raises OutputError where the output is full.
    """
    whole = sys.stdout
    if whole is None:  # a window without a console has none
        yield
        return
    sys.stdout = cast(TextIO, _Leavable(whole))
    try:
        yield
        sys.stdout.flush()
    finally:
        sys.stdout = whole


class _Leavable:
    """A stream that goes nowhere once nobody reads it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    @property
    def buffer(self) -> Any:
        return _Leavable(self._stream.buffer)

    def write(self, text: Any) -> int:
        with _may_be_closed(self._stream):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with _may_be_closed(self._stream):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def _may_be_closed(stream: Any) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # What is buffered goes out when the interpreter ends: give it somewhere to go.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        # Windows calls writing into a closed pipe an invalid argument.
        if not isinstance(error, BrokenPipeError) and error.errno != errno.EINVAL:
            raise OutputError(f"standard output cannot be written ({error.strerror})") from error
