"""The bar under which a batch of songs is worked through."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def song_progress() -> Progress:
    """A bar on standard error, with the song's name, how many are done and the time left.

    It shows nothing where standard error is no terminal.
    """
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        # What is printed meanwhile belongs above the bar, unless it goes to a file.
        redirect_stdout=sys.stdout is not None and sys.stdout.isatty(),
    )
