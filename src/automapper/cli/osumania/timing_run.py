"""What ``osu-timing`` does with one song, and what it says about it."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from automapper.cli.osumania.timing_outputs import Outputs
from automapper.cli.osumania.timing_table import (
    WRITTEN,
    is_unsure,
    print_sheet,
    summary,
    unsure_hint,
)
from automapper.files import write_file
from automapper.osumania.timing.options import TimingOptions
from automapper.osumania.timing.sheet import TimingSheet, time_song
from automapper.osumania.timing.skeleton import timing_bytes

NO_PULSE = 3  # exit code
FORCE_HINT = "nothing was written (--force writes it without timing)"


def run_one(song: Path, options: TimingOptions, outputs: Outputs) -> int:
    """One song: listen, write, and print the table; returns 0, or 3 where there is no pulse."""
    path = outputs.path(song)
    outputs.check(song, outputs.click, outputs.plot, None if outputs.to_screen else path)
    with Console(stderr=True).status(Text(f"listening to {song.name} ...")):
        sheet = time_song(song, options)
    if not sheet.points and not outputs.force:
        print(f"osu-timing: {song}: {summary(sheet)}; {FORCE_HINT}", file=sys.stderr)
        return NO_PULSE
    data = timing_bytes(sheet, outputs.kind)  # before anything is written: it may be refused
    extras = _write_extras(sheet, outputs)
    if outputs.to_screen:
        sys.stdout.buffer.write(data)  # its bytes, whatever letters the screen can show
        for line in (*([unsure_hint(sheet)] if is_unsure(sheet) else []), *map(WRITTEN, extras)):
            print(line, file=sys.stderr)
        return 0
    write_file(path, data, force=outputs.force)
    print_sheet(sheet, [path, *extras])
    return 0


def _write_extras(sheet: TimingSheet, outputs: Outputs) -> list[Path]:
    """The clicks and the picture, where they were asked for."""
    from automapper.osumania.timing.proofs import click_bytes, plot_bytes

    written = []
    if outputs.click is not None:
        data = click_bytes(sheet, outputs.click.suffix.lower())
        write_file(outputs.click, data, force=outputs.force)
        written.append(outputs.click)
    if outputs.plot is not None:
        write_file(outputs.plot, plot_bytes(sheet), force=outputs.force)
        written.append(outputs.plot)
    return written
