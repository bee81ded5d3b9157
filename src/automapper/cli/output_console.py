"""Standard output with colours, for any title."""

from __future__ import annotations

import sys

from rich.console import Console


class OutputConsole(Console):
    """A console on standard output that shows what it has no characters for as question marks."""

    def __init__(self) -> None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")
        super().__init__(highlight=False)
