"""What a beat net hears before any fit: F measures of its bare peaks, song by song.

    python benchmarks/beat_net.py --store DIR --nets DIR [--audio DIR] [-o DIR] [--songs]

``--store`` holds charted songs as ``scripts/charted_examples.py`` writes them, ``--nets`` the nets
fold0.onnx to fold4.onnx, each trained without its fold's songs (every song is heard by the net
that does not know it), or one file for all songs. ``--audio`` is a folder of recordings with
``.beats`` files beside them (time and place in the bar a line), never trained on. ``-o`` keeps the
activations as NAME.npz. Beats count within 70 ms after the first 5 s.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio import decode
from automapper.data.store import FOLDS, fold_of, load_example, read_manifest
from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.evaluation.metrics import f_measure
from automapper.ear.nets.tcn import TcnSource, hear
from automapper.models.run import Net, open_net

Times = NDArray[np.float64]
LEAD_IN = 5.0  # s
THRESHOLD = 0.5
# Recordings that are also charted: heard by the net that does not know the song.
TITLES = {"sm_goin_under": "Goin' Under", "osu_triangles": "Triangles"}


@dataclass(frozen=True, slots=True)
class Heard:
    """One song; ``downbeats`` is None where nobody knows them."""

    name: str
    group: str
    beats: Times
    downbeats: Times | None
    activations: Activations


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path)
    parser.add_argument("--audio", type=Path)
    parser.add_argument("--nets", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--songs", action="store_true", help="a line for each song")
    args = parser.parse_args()
    rows: dict[str, list[tuple[float, ...]]] = {}
    for song in [*stored(args.store, args.nets), *recorded(args.audio, args.nets)]:
        scores = score(song)
        rows.setdefault(song.group, []).append(scores)
        if args.songs:
            print(f"{song.name:60s} " + " ".join(f"{value:.3f}" for value in scores))
        if args.output:
            args.output.mkdir(parents=True, exist_ok=True)
            found = song.activations
            np.savez(args.output / f"{song.name}.npz", beat=found.beat, downbeat=found.downbeat)
    for group, scores_of in rows.items():
        table = np.array(scores_of)
        cells = [
            f"{name} {np.nanmean(column):.3f}"
            for name, column in zip(("beat F", "any level", "downbeat F"), table.T, strict=True)
            if not np.isnan(column).all()
        ]
        print(f"{group:12s} n {len(table):3d} | " + " | ".join(cells))


def net_path(nets: Path, fold: int) -> Path:
    """The net that has not learned from a fold."""
    return nets if nets.is_file() else nets / f"fold{fold}.onnx"


@cache
def _net(path: Path) -> Net:
    return open_net(path)


def stored(store: Path | None, nets: Path) -> Iterator[Heard]:
    """Songs of a store, heard from their stored features."""
    for entry in read_manifest(store) if store else ():
        assert store is not None
        song = load_example(store, entry)
        heard = hear(_net(net_path(nets, entry.fold)), song.mel.astype(np.float32))
        known = song.downbeats if entry.downbeats else None
        yield Heard(entry.id, entry.source, song.beats, known, heard)


def recorded(folder: Path | None, nets: Path) -> Iterator[Heard]:
    """Recordings with beats beside them."""
    for path in sorted(folder.glob("*.beats")) if folder else ():
        truth = np.loadtxt(path)
        fold = fold_of(TITLES.get(path.stem, path.stem), path.stem)
        source = TcnSource(net_path(nets, fold % FOLDS))
        audio = next(p for p in path.parent.glob(f"{path.stem}.*") if p.suffix != ".beats")
        group = "synthetic" if path.stem.startswith("syn_") else "recordings"
        bars = truth[truth[:, 1] == 1][:, 0]
        yield Heard(path.stem, group, truth[:, 0], bars, source(decode(audio)))


def score(song: Heard) -> tuple[float, float, float]:
    """(beat F, best beat F at half, the same or double tempo, downbeat F)."""
    found = peaks(song.activations.beat)
    truth = song.beats[song.beats >= LEAD_IN]
    doubled = np.sort(np.concatenate([truth, 0.5 * (truth[1:] + truth[:-1])]))
    levels = [f_measure(each, found) for each in (truth, doubled, truth[::2], truth[1::2])]
    if song.downbeats is None:
        return levels[0], max(levels), float("nan")
    bars = song.downbeats[song.downbeats >= LEAD_IN]
    return levels[0], max(levels), f_measure(bars, peaks(song.activations.downbeat))


def peaks(activation: NDArray[np.float32]) -> Times:
    """Times in s after the lead-in of peaks that stand out over 140 ms and pass the threshold."""
    padded = np.pad(activation.astype(np.float64), 3)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 7)
    at = np.flatnonzero((activation >= THRESHOLD) & (activation >= windows.max(axis=1)))
    times = NET_GRID.seconds(at[np.diff(at, prepend=-9) > 1])
    return times[times >= LEAD_IN]


if __name__ == "__main__":
    main()
