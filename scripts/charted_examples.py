"""Learning examples from songs that people charted: what the beat net learns real music from.

    python scripts/charted_examples.py --data DIR -o STORE [--only fourkey,beatsaber] [--limit N]

DIR holds ``fourkey/`` and ``beatsaber/`` with levels as zip files beside an INDEX.tsv, as
``benchmarks/ear_timing.py`` reads them: charts of one tempo, beats moved to the attacks of the
audio by the shift that the index measured. A song is left out where its beats wander against the
audio (see ``drift``), where the index calls a level unclean, or where it stands in the store.
Bar lines of Beat Saber levels are not known; those of four-key charts are the charts' own.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio import BEAT_MEL, decode, log_mel
from automapper.data.store import Entry, fold_of, read_manifest, write_example
from automapper.errors import AutomapperError

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))
from ear_timing import Truth, read_beatsaber, read_fourkey

# One song under two titles: both charts must fall in one fold.
SAME_SONG = {
    "bs026": "Inferno",
    "bs090": "POP/STARS",
    "bs101": "Astronomia",
    "fk016": "Kyoto",
}
FPS = BEAT_MEL.grid.fps
REACH = 4  # frames to either side in which the attack of a beat is looked for
MAX_DRIFT = 2.0  # frames between the parts of a song
PARTS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """What the index says of a level."""

    title: str
    artist: str
    clean: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("-o", "--store", type=Path, required=True)
    parser.add_argument("--only", default="fourkey,beatsaber")
    parser.add_argument("--limit", type=int, default=10_000)
    args = parser.parse_args()
    readers = {"fourkey": read_fourkey, "beatsaber": read_beatsaber}
    there = {entry.id for entry in read_manifest(args.store)}
    for source in args.only.split(","):
        folder = args.data / source
        rows = index(folder)
        kept = 0
        for truth in readers[source](folder):
            name = Path(truth.name).stem
            if kept == args.limit or name in there or not rows[truth.name].clean:
                continue
            kept += add(args.store, source, truth, rows[truth.name])
        print(f"{source}: {kept} songs added", flush=True)


def index(folder: Path) -> dict[str, Row]:
    """The index by file name."""
    text = (folder / "INDEX.tsv").read_text(encoding="utf-8").splitlines()
    return {
        row["file"]: Row(row.get("title") or row.get("song") or "", row["artist"], _clean(row))
        for row in csv.DictReader(text, delimiter="\t")
    }


def _clean(row: dict[str, str]) -> bool:
    return row.get("clean", "yes") == "yes"


def add(store: Path, source: str, truth: Truth, row: Row) -> bool:
    """Writes one song, or says why not."""
    name = Path(truth.name).stem
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "song.opus"
            path.write_bytes(truth.audio)
            waveform = decode(path)
    except AutomapperError as error:
        print(f"  {name}: left out, {error}", flush=True)
        return False
    mel = log_mel(waveform, BEAT_MEL).values
    beats, downbeats = grid(truth, waveform.seconds)
    wander = drift(mel, beats)
    if wander > MAX_DRIFT:
        print(f"  {name}: left out, beats wander by {1000 * wander / FPS:.0f} ms", flush=True)
        return False
    fold = fold_of(SAME_SONG.get(name[:5], row.title), name)
    entry = Entry(
        id=name, title=row.title, artist=row.artist, source=source, kind="steady",
        seconds=round(waveform.seconds, 3), fold=fold, constant=True,
        downbeats=truth.bar is not None,
    )  # fmt: skip
    annotation = {"bpm": truth.bpm, "beats": beats, "downbeats": downbeats, "meter": truth.bar or 4}
    write_example(store, entry, mel, annotation)
    return True


def grid(truth: Truth, seconds: float) -> tuple[list[float], list[float]]:
    """Beats and downbeats within the song, s."""
    period = 60.0 / truth.bpm
    first = -int(np.floor(truth.beat / period))  # beat numbers count from the known one
    numbers = range(first, first + int(seconds / period) + 2)
    times = {n: truth.beat + n * period for n in numbers}
    beats = [round(t, 6) for t in times.values() if 0 <= t < seconds]
    if truth.bar is None:
        return beats, []
    bars = [round(t, 6) for n, t in times.items() if 0 <= t < seconds and n % truth.bar == 0]
    return beats, bars


def drift(mel: NDArray[np.float32], beats: list[float]) -> float:
    """How far the attacks nearest to the beats wander between the parts of a song, frames.

    Per part, the lag at which the rise of the spectrum is largest over all its beats; parts in
    which no lag stands out say nothing.
    """
    flux = np.maximum(np.diff(mel, axis=0, prepend=mel[:1]), 0.0).mean(axis=1)
    lags = np.arange(-REACH, REACH + 0.25, 0.25)
    frames = np.arange(len(flux))
    found = []
    for part in np.array_split(np.array(beats) * FPS, PARTS):
        curve = np.array([np.interp(part + lag, frames, flux).mean() for lag in lags])
        if curve.max() > 1.25 * np.median(curve):
            found.append(float(lags[int(curve.argmax())]))
    return float(np.ptp(found)) if found else 0.0


if __name__ == "__main__":
    main()
