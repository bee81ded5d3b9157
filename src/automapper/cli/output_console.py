"""Standard output with colours: for any title, and for readers that leave early."""

from __future__ import annotations

import io
import sys

from rich.console import Console


class OutputConsole(Console):
    """A console on standard output; a closed pipe is left to the door, see ``closed_output``."""

    def __init__(self) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            # A console of few characters shows a title in Japanese as question marks.
            sys.stdout.reconfigure(errors="replace")
        super().__init__(highlight=False)

    def on_broken_pipe(self) -> None:
        """Leaves it to the door to end as it would have; rich would exit with 1."""
        raise BrokenPipeError
