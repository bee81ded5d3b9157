"""What timing a song costs: a whole process, from its start to its files.

    python benchmarks/ear_speed.py --data DIR [--minutes 3 60] [--runs 3] [--formats flac ogg opus]

DIR holds rendered music (.flac, as scripts/render_corpus.py writes it); songs are strung together
to the length asked for. Each line: format, minutes, wall seconds (best and median of the runs), CPU
seconds, and the most memory that the process ever held. Needs a POSIX system for the last two.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from automapper.audio import Waveform, resample

_BLOCK = 32_768  # frames a write: the Vorbis encoder overflows its stack on a minute at once
_RATES = {"flac": 44_100, "ogg": 44_100, "opus": 48_000}
_SUBTYPES = {"flac": "PCM_16", "ogg": "VORBIS", "opus": "OPUS"}


@dataclass(frozen=True, slots=True)
class Cost:
    """One process: seconds of wall and processor time, and megabytes at its largest."""

    wall: float
    cpu: float
    megabytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, nargs="+", default=[3.0, 60.0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--source", help="what hears beats (default: what ships)")
    parser.add_argument("--formats", nargs="+", choices=sorted(_RATES), default=sorted(_RATES))
    args = parser.parse_args()
    songs = sorted(args.data.glob("*.flac"))
    if not songs:
        raise SystemExit(f"{args.data}: no .flac files")
    for minutes, suffix in itertools.product(args.minutes, args.formats):
        with tempfile.TemporaryDirectory() as folder:
            song = Path(folder) / f"song.{suffix}"
            string_together(songs, song, minutes * 60)
            options = [] if args.source is None else ["--source", args.source]
            costs = [
                time_song(song, Path(folder) / f"out{n}.json", options) for n in range(args.runs)
            ]
        walls = [cost.wall for cost in costs]
        print(
            f"{suffix:5s} {minutes:5.1f} min | wall {min(walls):6.2f} s best,"
            f" {statistics.median(walls):6.2f} s median | CPU {min(c.cpu for c in costs):6.2f} s"
            f" | {max(c.megabytes for c in costs):5.0f} MB",
            flush=True,
        )


def string_together(songs: list[Path], target: Path, seconds: float) -> None:
    """Songs one after the other, again and again, until ``seconds`` are full."""
    kind = target.suffix[1:]
    left = int(seconds * _RATES[kind])
    container = "FLAC" if kind == "flac" else "OGG"
    with soundfile.SoundFile(
        target, "w", _RATES[kind], 1, subtype=_SUBTYPES[kind], format=container
    ) as out:
        for song in itertools.cycle(songs):
            samples, rate = soundfile.read(song, dtype="float32", always_2d=True)
            whole = Waveform(np.ascontiguousarray(samples.mean(axis=1)[None]), rate)
            mono = resample(whole, _RATES[kind]).samples[0][:left]
            for start in range(0, len(mono), _BLOCK):
                out.write(mono[start : start + _BLOCK])
            left -= len(mono)
            if left <= 0:
                return


def time_song(song: Path, out: Path, options: list[str]) -> Cost:
    """Time one song through the door in a process of its own."""
    words = [sys.executable, "-m", "automapper.cli.osumania.timing", str(song), "-o", str(out)]
    begin = time.perf_counter()
    process = subprocess.Popen([*words, "--format", "json", *options], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"osu-timing failed with {process.returncode}")
    in_kilobytes = 1 if sys.platform != "darwin" else 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / in_kilobytes / 1024)


if __name__ == "__main__":
    main()
