"""A reader that has seen enough: ``bsa-check ... | head`` is no error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def output_may_close() -> Iterator[None]:
    """Lets the reader of standard output leave while the block prints; the rest is dropped.

    The block ends at the first print that nobody takes, and so does everything printed later.
    """
    try:
        yield
        if sys.stdout is not None:  # a window without a console has none
            sys.stdout.flush()
    except OSError as error:
        # Windows calls writing into a closed pipe an invalid argument.
        if not isinstance(error, BrokenPipeError) and error.errno != errno.EINVAL:
            raise
        # What is buffered goes out when the interpreter ends: give it somewhere to go.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
