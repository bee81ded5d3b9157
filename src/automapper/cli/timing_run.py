"""What ``osu-timing`` does with a song or a batch, and what it says about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.text import Text

from automapper.cli.output_console import OutputConsole
from automapper.cli.song_progress import song_progress
from automapper.cli.timing_outputs import Outputs
from automapper.cli.timing_table import print_sheet, summary
from automapper.errors import AutomapperError
from automapper.files import write_file
from automapper.osumania.timing.options import TimingOptions
from automapper.osumania.timing.sheet import TimingSheet, time_song
from automapper.osumania.timing.skeleton import timing_bytes

NOTHING, NO_PULSE = 2, 3  # exit codes
_FORCE = "nothing was written (--force writes it without timing)"


def run_one(song: Path, options: TimingOptions, outputs: Outputs) -> int:
    """One song: listen, write, and print the table; returns 0, or 3 where there is no pulse."""
    path = outputs.path(song)
    outputs.check(song, outputs.click, outputs.plot, None if outputs.to_screen else path)
    with Console(stderr=True).status(Text(f"listening to {song.name} ...")):
        sheet = time_song(song, options)
    if not sheet.points and not outputs.force:
        print(f"osu-timing: {song}: {summary(sheet)}; {_FORCE}", file=sys.stderr)
        return NO_PULSE
    data = timing_bytes(sheet, outputs.kind)  # before anything is written: it may be refused
    extras = _write_extras(sheet, outputs)
    if outputs.to_screen:
        sys.stdout.buffer.write(data)  # its bytes, whatever letters the screen can show
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


@dataclass(frozen=True, slots=True)
class _Job:
    song: Path
    path: Path
    options: TimingOptions
    outputs: Outputs


@dataclass(frozen=True, slots=True)
class _Done:
    """A line for the screen, or what went wrong."""

    line: str = ""
    error: str = ""


def run_batch(songs: Sequence[Path], options: TimingOptions, outputs: Outputs, jobs: int) -> int:
    """Many songs with a progress bar; bad ones are reported at the end.

    Returns 1 if some failed, 2 if all did.
    """
    work = [
        _Job(song, path, options, outputs)
        for song, path in zip(songs, outputs.paths(songs), strict=True)
    ]
    failed = []
    console = OutputConsole()
    with song_progress() as progress:
        task = progress.add_task("songs", total=len(work))
        for job, done in zip(work, _each(work, jobs), strict=True):
            progress.update(task, description=job.song.name[:40])
            if done.error:
                failed.append(done.error)
            else:
                console.print(Text(done.line), soft_wrap=True)
            progress.advance(task)
    print(f"{len(songs) - len(failed)} of {len(songs)} songs were timed")
    for line in failed:
        print(f"osu-timing: {line}", file=sys.stderr)
    return 0 if not failed else 1 if len(failed) < len(songs) else NOTHING


def _each(work: Sequence[_Job], jobs: int) -> Iterator[_Done]:
    """Results in the order of the songs, however many are worked on at a time."""
    if jobs == 1 or len(work) == 1:
        yield from map(_time_one, work)
        return
    # "spawn" is what every system has; a forked child would inherit the bar's thread.
    with ProcessPoolExecutor(min(jobs, len(work)), mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_time_one, job) for job in work]
        for job, future in zip(work, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield _Done(error=f"{job.song}: its process ended (not enough memory?)")


def _time_one(job: _Job) -> _Done:
    try:
        job.outputs.check(job.song, job.path)
        sheet = time_song(job.song, job.options)
        if not sheet.points and not job.outputs.force:
            return _Done(error=f"{job.song}: {summary(sheet)}; {_FORCE}")
        data = timing_bytes(sheet, job.outputs.kind)
        write_file(job.path, data, force=job.outputs.force)
        return _Done(line=f"{job.path}: {summary(sheet)}")
    except AutomapperError as error:
        return _Done(error=str(error))
