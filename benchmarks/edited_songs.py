"""Songs with a pause, a splice or a step of the tempo that nobody wrote, and where their beats are.

    python benchmarks/edited_songs.py DATA... -o DIR [--songs 24] [--seed 7]
    osu-evaluate stage=ear data=DIR

``DATA`` are folders as osu-evaluate reads them; songs of one tempo whose beats are known to the
millisecond are drawn from them, and the first two minutes of each are made into six: ``pause`` has
6 to 15 s of silence at any moment, ``bar-pause`` on a bar line, ``short-pause`` 0.5 to 4 s at any;
``splice`` leaves out 0.2 to 20 s at any moment; ``step`` plays faster or slower (as a tape does)
from a bar line on, ``cut`` from a bar line or from any moment. DIR then holds NAME~KIND.flac beside
the JSON of its beats, whose rows of the table are called after the kind. How a song is edited
depends on the seed and its name alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from automapper.cli.osumania.evaluate_data import truths_in
from automapper.ear.evaluation.truths import Truth
from automapper.generation.seeds import part_rng

Times = NDArray[np.float64]
_LONGEST_S, _SHORTEST_S = 120.0, 85.0
_MIDDLE = (0.35, 0.65)  # share of the song in which it is edited
_PAUSES_S, _SHORT_PAUSES_S = (6.0, 15.0), (0.5, 4.0)
_SPLICED_S = (0.2, 20.0)
_STEPS = (0.75, 0.84, 0.9, 0.95, 1.05, 1.1, 1.2, 4 / 3)


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """Sound (frames, channels) with ``gap`` s of silence at ``cut`` s, then ``ratio`` as fast.

    A gap below 0 is what is left out.
    """

    kind: str
    sound: NDArray[np.float32]
    rate: int
    cut: float
    gap: float
    ratio: float

    def moved(self, times: Times) -> Times:
        """Where in the edition is what was at ``times`` (s), without what is left out."""
        before = times[times < self.cut - 1e-6]
        after = times[times >= self.cut - 1e-6 - min(self.gap, 0.0)]
        later = self.cut + self.gap + (after - self.cut) / self.ratio
        return np.concatenate([before, later])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--songs", type=int, default=24)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)
    songs = [truth for folder in args.data for truth in truths_in(folder) if usable(truth)]
    order = part_rng(args.seed, "edited songs").permutation(len(songs))
    for index in sorted(order[: args.songs].tolist()):
        for edit in edits(songs[index], args.seed):
            write(songs[index], edit, args.output)
        print(songs[index].name, flush=True)


def usable(truth: Truth) -> bool:
    """Whether the song has one tempo and beats that are known, for long enough."""
    return truth.bpm is not None and truth.offset_known and truth.span[1] > _SHORTEST_S


def edits(truth: Truth, seed: int) -> Iterator[Edit]:
    """The song in its editions."""
    waveform = truth.sound.decode()
    rate = waveform.sample_rate
    sound = waveform.samples.T[: round(_LONGEST_S * rate)]
    low, high = (share * len(sound) / rate for share in _MIDDLE)
    bars = truth.downbeats if len(truth.downbeats) else truth.beats[::4]
    inside = [times[(times > low) & (times < high)] for times in (bars, truth.beats)]
    bars = inside[0] if len(inside[0]) else inside[1]
    for kind in ("pause", "bar-pause", "short-pause", "splice", "step", "cut"):
        rng = part_rng(seed, "edited songs", truth.name, kind)
        anywhere = kind not in ("bar-pause", "step") and not (kind == "cut" and rng.random() < 0.5)
        cut = float(rng.uniform(low, high)) if anywhere else float(rng.choice(bars))
        at = round(cut * rate)
        if kind.endswith("pause"):
            gap = round(
                float(rng.uniform(*(_SHORT_PAUSES_S if "short" in kind else _PAUSES_S))) * rate
            )
            silence = np.zeros((gap, sound.shape[1]), np.float32)
            whole = np.concatenate([sound[:at], silence, sound[at:]])
            yield Edit(kind, whole, rate, cut, gap / rate, 1.0)
        elif kind == "splice":
            left_out = round(float(np.exp(rng.uniform(*np.log(_SPLICED_S)))) * rate)
            whole = np.concatenate([sound[:at], sound[at + left_out :]])
            yield Edit(kind, whole, rate, cut, -left_out / rate, 1.0)
        else:
            ratio = float(rng.choice(_STEPS))
            rest = soxr.resample(sound[at:], ratio, 1.0).astype(np.float32)
            yield Edit(kind, np.concatenate([sound[:at], rest]), rate, cut, 0.0, ratio)


def write(truth: Truth, edit: Edit, folder: Path) -> None:
    """The sound and its beats, the latter as scripts/render_corpus.py tells them."""
    last = min(truth.span[1], _LONGEST_S - 0.5)
    beats, downbeats = (
        edit.moved(times[(times >= 0) & (times <= last)])
        for times in (truth.beats, truth.downbeats)
    )
    bpm = truth.bpm or 0.0
    path = folder / f"{truth.name}~{edit.kind}.flac"
    soundfile.write(path, edit.sound, edit.rate)
    known = {
        "title": truth.title,
        "kind": edit.kind,
        "meter": 4,
        "tempo": [bpm, bpm * edit.ratio],
        "beats": np.round(beats, 6).tolist(),
        "downbeats": np.round(downbeats, 6).tolist() if truth.bars_known else [],
    }
    path.with_suffix(".json").write_text(json.dumps(known))


if __name__ == "__main__":
    main()
