"""Learning examples from songs that people charted: what the beat net learns real music from.

    python scripts/charted_examples.py --data DIR -o STORE [--only fourkey,moving] [--limit N]

DIR holds ``fourkey/`` and ``beatsaber/`` with levels as zip files beside an INDEX.tsv, read as
osu-evaluate reads them; ``moving`` are the four-key charts with tempo changes and stops, counted in
one octave throughout. Beats are moved to the attacks of the audio by the shift that the index
measured. A song is left out where its beats wander against the audio (see ``drift``), where the
index calls a level unclean, or where it stands in the store. Bar lines of Beat Saber levels and of
moving charts are not known; those of others are the charts' own.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio import BEAT_MEL, Waveform, log_mel
from automapper.beatsaber.truths import counted_beats, level_truths
from automapper.data.store import Entry, fold_of, read_manifest, write_example
from automapper.ear.evaluation.metrics import Times
from automapper.ear.evaluation.truths import Truth
from automapper.osumania.truths import four_key_truths

# One song under two titles: both charts must fall in one fold.
SAME_SONG = {"bs026": "Inferno", "bs090": "POP/STARS", "bs101": "Astronomia"}
KEPT_ASIDE = ("fk016", "fk146")  # their twins (Kyoto, Astronomia) are in a fold by another title
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


@dataclass(frozen=True, slots=True, eq=False)
class Song:
    """One song with its sound; ``beats`` and ``bars`` in s, ``bars`` empty where not known."""

    name: str
    title: str
    artist: str
    source: str
    waveform: Waveform
    beats: list[float]
    bars: list[float]
    constant: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("-o", "--store", type=Path, required=True)
    parser.add_argument("--only", default="fourkey,beatsaber,moving")
    parser.add_argument("--limit", type=int, default=10_000)
    args = parser.parse_args()
    there = {entry.id for entry in read_manifest(args.store)}
    for source in args.only.split(","):
        kept = 0
        for song in READERS[source](args.data, there):
            kept += add(args.store, song)
            if kept == args.limit:
                break
        print(f"{source}: {kept} songs added", flush=True)


def constant_four_key(data: Path, there: Set[str]) -> Iterator[Song]:
    """Four-key charts of one tempo."""
    rows = index(data / "fourkey")
    for truth in four_key_truths(data / "fourkey"):
        if truth.bpm is not None and truth.name not in there:
            yield _song(truth, rows[truth.name], truth.beats, truth.downbeats)


def constant_beat_saber(data: Path, there: Set[str]) -> Iterator[Song]:
    """Clean Beat Saber levels of one tempo."""
    rows = index(data / "beatsaber")
    for truth in level_truths(data / "beatsaber"):
        if truth.bpm is not None and truth.name not in there and rows[truth.name].clean:
            yield _song(truth, rows[truth.name], counted_beats(truth), np.zeros(0))


def _song(truth: Truth, row: Row, beats: Times, bars: Times) -> Song:
    waveform = truth.sound.decode()
    inside, bars_inside = (
        [round(time, 6) for time in times.tolist() if time < waveform.seconds]
        for times in (beats, bars)
    )
    source = truth.sound.path.parent.name
    return Song(
        truth.name, row.title, row.artist, source, waveform, inside, bars_inside, constant=True
    )


def moving_four_key(data: Path, there: Set[str]) -> Iterator[Song]:
    """Four-key charts whose tempo changes, where one octave can be counted throughout."""
    rows = index(data / "fourkey")
    for truth in four_key_truths(data / "fourkey"):
        if truth.group.endswith("one tempo") or truth.name[:5] in KEPT_ASIDE or truth.name in there:
            continue
        beats = one_octave(truth.beats)
        if len(beats) > 50:
            artist = rows[truth.name].artist
            waveform = truth.sound.decode()
            yield Song(truth.name, truth.title, artist, "fourkey", waveform, beats, [], False)


READERS = {
    "fourkey": constant_four_key,
    "beatsaber": constant_beat_saber,
    "moving": moving_four_key,
}


def one_octave(beats: NDArray[np.float64]) -> list[float]:
    """Beats of the octave in which most of the song is counted; none where that is not possible.

    Charts halve their tempo to let notes crawl: such stretches are counted twice as fast.
    """
    gaps = np.diff(beats)
    if len(gaps) < 50:
        return []
    order = np.argsort(gaps)
    usual = gaps[order][np.searchsorted(np.cumsum(gaps[order]), gaps.sum() / 2)]
    out: list[float] = []
    for beat, gap in zip(beats.tolist(), gaps.tolist(), strict=False):
        parts = 2 ** max(0, round(float(np.log2(gap / usual))))
        if parts > 4 or gap / usual < 0.55 or gap / parts > 2.0:
            return []
        out += [round(beat + place * gap / parts, 6) for place in range(parts)]
    return [*out, float(beats[-1])]


def index(folder: Path) -> dict[str, Row]:
    """The index by the names of files without their suffix."""
    text = (folder / "INDEX.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(text, delimiter="\t"))
    titles = [row.get("title") or row.get("song") or "" for row in rows]
    return {
        Path(row["file"]).stem: Row(title, row["artist"], _clean(row))
        for row, title in zip(rows, titles, strict=True)
    }


def _clean(row: dict[str, str]) -> bool:
    return row.get("clean", "yes") == "yes"


def add(store: Path, song: Song) -> bool:
    """Writes one song, or says why not."""
    mel = log_mel(song.waveform, BEAT_MEL).values
    wander = drift(mel, song.beats)
    if wander > MAX_DRIFT:
        print(f"  {song.name}: left out, beats wander by {1000 * wander / FPS:.0f} ms", flush=True)
        return False
    entry = Entry(
        id=song.name,
        title=song.title,
        artist=song.artist,
        source=song.source,
        kind="steady" if song.constant else "moving",
        seconds=round(song.waveform.seconds, 3),
        fold=fold_of(SAME_SONG.get(song.name[:5], song.title), song.name),
        constant=song.constant,
        downbeats=bool(song.bars),
    )
    write_example(store, entry, mel, {"beats": song.beats, "downbeats": song.bars, "meter": 4})
    return True


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
