"""What ``osu-timing`` does with many songs, and what it says about them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.text import Text

from automapper.cli.osumania.timing_outputs import Outputs
from automapper.cli.osumania.timing_run import FORCE_HINT, NO_PULSE
from automapper.cli.osumania.timing_table import (
    APART_HINT,
    PACKAGES_HINT,
    UNSURE_BATCH_HINT,
    is_apart,
    is_unsure,
    needs_package,
    summary,
)
from automapper.cli.output_console import OutputConsole
from automapper.cli.song_progress import song_progress
from automapper.cli.songs import told_apart
from automapper.ear.sources import ears_with
from automapper.errors import AutomapperError
from automapper.files import write_file
from automapper.osumania.timing.options import TimingOptions
from automapper.osumania.timing.sheet import time_song
from automapper.osumania.timing.skeleton import timing_bytes
from automapper.workers import Workers

SOME_FAILED, ALL_FAILED = 1, 2  # exit codes


@dataclass(frozen=True, slots=True)
class _Job:
    song: Path
    path: Path
    options: TimingOptions
    outputs: Outputs


@dataclass(frozen=True, slots=True)
class _Done:
    """How a song ended: ``words`` say what was found, or why nothing was written."""

    end: Literal["timed", "still", "failed"]
    words: str
    written: bool = False
    unsure: bool = False
    unplayed: bool = False
    apart: bool = False


def run_batch(songs: Sequence[Path], options: TimingOptions, outputs: Outputs, jobs: int) -> int:
    """Many songs with a progress bar; those of which nothing was written are told at the end.

    Returns the exit code that :func:`exit_code` explains. Raises :class:`AutomapperError` for what
    no song could be timed with.
    """
    ears_with(options.source, options.checkpoint, options.device)  # what they lack is told once
    work = [
        _Job(song, path, options, outputs)
        for song, path in zip(songs, outputs.paths(songs), strict=True)
    ]
    found: list[_Done] = []
    console = OutputConsole()
    with song_progress() as progress:
        task = progress.add_task("songs", total=len(work))
        for job, label, done in zip(work, told_apart(songs), _each(work, jobs), strict=True):
            progress.update(task, description=label[-40:])
            if done.written:
                doubt = "; not sure" if done.unsure else ""
                line = f"{label} -> {job.path}: {done.words}{doubt}"
                console.print(Text(line), soft_wrap=True)
            found.append(done)
            progress.advance(task)
    _tell(found, console)
    return exit_code(["timed" if done.written else done.end for done in found])


def exit_code(ends: Sequence[str]) -> int:
    """0: all songs were "timed"; 1: some "failed"; 2: all did; 3: none did, some are "still"."""
    if "failed" in ends:
        return ALL_FAILED if set(ends) == {"failed"} else SOME_FAILED
    return NO_PULSE if "still" in ends else 0


def _tell(found: Sequence[_Done], console: OutputConsole) -> None:
    """How many of which kind, what to do about doubt, and why the others were left out."""
    count = Counter(done.end for done in found)
    words = f"{count['timed']} of {len(found)} songs were timed"
    words += f", {count['still']} without a pulse" if count["still"] else ""
    words += f", {count['failed']} failed" if count["failed"] else ""
    console.print(Text(words), soft_wrap=True)
    if any(done.unsure for done in found):
        console.print(Text(UNSURE_BATCH_HINT, style="yellow"), soft_wrap=True)
    if any(done.unplayed for done in found):
        console.print(Text(PACKAGES_HINT, style="yellow"), soft_wrap=True)
    elif any(done.apart for done in found):
        console.print(Text(APART_HINT, style="yellow"), soft_wrap=True)
    for done in found:
        if not done.written:
            print(f"osu-timing: {done.words}", file=sys.stderr)


def _each(work: Sequence[_Job], jobs: int) -> Iterator[_Done]:
    """Results in the order of the songs, however many are worked on at a time."""
    if jobs == 1 or len(work) == 1:
        yield from map(_time_one, work)
        return
    with Workers(min(jobs, len(work))) as workers:
        futures = [workers.submit(_time_one, job) for job in work]
        for job, future in zip(work, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield _Done("failed", f"{job.song}: its process ended (not enough memory?)")


def _time_one(job: _Job) -> _Done:
    try:
        job.outputs.check(job.song, job.path)
        sheet = time_song(job.song, job.options)
        if not sheet.points and not job.outputs.force:
            return _Done("still", f"{job.song}: {summary(sheet)}; {FORCE_HINT}")
        write_file(job.path, timing_bytes(sheet, job.outputs.kind), force=job.outputs.force)
    except AutomapperError as error:
        return _Done("failed", str(error))
    return _Done(
        "timed" if sheet.points else "still",
        summary(sheet),
        written=True,
        unsure=is_unsure(sheet),
        unplayed=needs_package(sheet, job.path),
        apart=is_apart(sheet, job.path),
    )
