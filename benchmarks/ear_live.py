"""How closely the Ear follows tempo that moves, on songs whose beats are known.

    python benchmarks/ear_live.py [--rendered DIR] [--timing DIR] [--fourkey DIR]
        [--net FILE] [--weights FILE] [--each] [--plain]

``--rendered`` holds what scripts/render_corpus.py makes (``--kind bench``), ``--timing`` sound
beside ``.beats`` files, ``--fourkey`` four-key packages beside an INDEX.tsv, of which those whose
tempo varies are taken. A row for each kind: ``F`` of beats within 70 ms, as they are and in the
best octave; ``err`` median and 95th percentile of the distance of true beats from the nearest beat
(half beats count, ms; misses beyond 70 ms do not), and ``lean`` its median with its sign; ``10 ms``
the share of true beats that a line of the written redlines passes within 10 ms; ``redlines``
written / true (true only where the tempo holds between steps); ``a bar`` redlines for each bar;
``metre`` the share with the right number of beats a bar; CPU s for three minutes. ``songs`` are
medians over songs of their own median and 95th percentile, misses included.

``--plain`` adds two rows for each kind: the plain way (plain_follower.py) told the true beats to
10 ms, on the attacks, and smoothed.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from automapper.ear import Ears, Pulse, listen, shipped_ears
from automapper.ear.evaluation.metrics import Times, f_measure, judged, signed_distances
from automapper.ear.evaluation.truths import Truth, beat_files, rendered
from automapper.ear.redlines import TempoMark, redlines
from automapper.ear.sound.novelty import novelty
from automapper.ear.sources import ears_with
from automapper.ear.weights import read_weights
from automapper.errors import AudioError
from automapper.osumania.truths import four_key_truths
from plain_follower import on_attacks, on_frames, smoothed

_NEAR_S = 0.070
_KEPT_S = 0.010


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """The figures of one song; ``errors`` are signed, s."""

    f: float
    f_octave: float
    errors: Times
    kept: float
    written: int
    true: int
    bars: float
    metre: bool
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("rendered", "timing", "fourkey", "net", "weights"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--each", action="store_true", help="print every song")
    parser.add_argument("--plain", action="store_true", help="the plain way beside the Ear")
    args = parser.parse_args()
    ears = ears_with("tcn", args.net) if args.net else shipped_ears()
    if args.weights:
        ears = Ears(ears.source, read_weights(args.weights))
    groups: dict[str, list[Row]] = defaultdict(list)
    told: dict[str, list[Times]] = defaultdict(list)
    for truth in truths(args.rendered, args.timing, args.fourkey):
        try:
            row = follow(truth, ears)
        except AudioError as error:
            print(f"{truth.name}: {error}")
            continue
        groups[truth.group].append(row)
        if args.each:
            print(f"  {line(truth.name, [row])}", flush=True)
        if args.plain:
            for way, errors in plain_errors(truth).items():
                told[f"{truth.group} plain {way}"].append(errors)
    for group in sorted(groups):
        print(line(group, groups[group]))
        for way in sorted(told):
            if way.startswith(f"{group} plain"):
                print(f"{way:26s} n {len(told[way]):2d} | {spread(told[way])}")


def truths(music: Path | None, timing: Path | None, fourkey: Path | None) -> Iterator[Truth]:
    """All rendered songs, and of the others those whose tempo moves."""
    if music:
        yield from rendered(music)
    if timing:
        yield from (truth for truth in beat_files(timing) if truth.bpm is None)
    if fourkey:
        yield from (t for t in four_key_truths(fourkey) if t.group.endswith("moving tempo"))


def follow(truth: Truth, ears: Ears) -> Row:
    """Listen to one song and compare."""
    sound = truth.sound.decode()
    begin = time.process_time()
    pulse = listen(sound, ears=ears)
    seconds = (time.process_time() - begin) / sound.seconds * 180.0
    marks = redlines(pulse)
    true = judged(truth.beats, truth.span)
    heard = judged(pulse.beats, truth.span)
    errors = signed_distances(true, _halves(pulse.beats))
    written = _written(marks, pulse.duration)
    kept = np.abs(signed_distances(true, _halves(written))) <= _KEPT_S if len(written) else [0.0]
    return Row(
        f=f_measure(true, heard),
        f_octave=max(f_measure(true, judged(beats, truth.span)) for beats in _octaves(pulse)),
        errors=errors,
        kept=float(np.mean(kept)),
        written=len(marks),
        true=truth.redlines,
        bars=max(1.0, len(pulse.beats) / pulse.meter.beats),
        metre=_metre(truth) == pulse.meter.beats,
        seconds=seconds,
    )


def plain_errors(truth: Truth) -> dict[str, Times]:
    """Signed errors, s, of the plain way told the true beats: on the attacks, and smoothed."""
    true = judged(truth.beats, truth.span)
    beats, strength = on_attacks(on_frames(truth.beats), novelty(truth.sound.decode()))
    found = {"snapped": beats, "smoothed": smoothed(beats, strength)}
    return {way: signed_distances(true, np.sort(times)) for way, times in found.items()}


def _halves(beats: Times) -> Times:
    """Beats and the moments midway between them: an octave too low is no error of time."""
    return np.sort(np.concatenate([beats, 0.5 * (beats[1:] + beats[:-1])]))


def _octaves(pulse: Pulse) -> tuple[Times, ...]:
    beats = pulse.beats
    return beats, beats[::2], beats[1::2], _halves(beats)


def _written(marks: tuple[TempoMark, ...], end: float) -> Times:
    """The beats of written redlines, as a game counts them."""
    beats: list[Times] = []
    for index, mark in enumerate(marks):
        until = marks[index + 1].time - 0.01 if index + 1 < len(marks) else end
        start = mark.time % (60.0 / mark.bpm) if index == 0 else mark.time
        beats.append(np.arange(start, until, 60.0 / mark.bpm))
    return np.concatenate(beats) if beats else np.zeros(0)


def _metre(truth: Truth) -> int:
    """Beats a bar that most bars of the truth have; 0 where none is known."""
    if len(truth.downbeats) < 2:
        return 0
    place = np.searchsorted(truth.beats, truth.downbeats - 0.001)
    return int(np.bincount(np.maximum(np.diff(place), 0)).argmax())


def line(name: str, rows: list[Row]) -> str:
    """One line of the table."""
    true = sum(row.true for row in rows)
    return " | ".join(
        [
            f"{name:26s} n {len(rows):2d}",
            f"F {np.mean([r.f for r in rows]):.3f} ({np.mean([r.f_octave for r in rows]):.3f})",
            spread([row.errors for row in rows]),
            f"10 ms {np.mean([row.kept for row in rows]):.3f}",
            f"redlines {sum(row.written for row in rows)}/{true or '-'}",
            f"a bar {max(row.written / row.bars for row in rows):.2f}",
            f"metre {np.mean([row.metre for row in rows]):.2f}",
            f"{np.mean([row.seconds for row in rows]):.2f} s",
        ]
    )


def spread(songs: list[Times]) -> str:
    """Errors of songs (signed, s): of all beats near enough to count, then of the songs."""
    errors = np.concatenate(songs)
    near = errors[np.abs(errors) < _NEAR_S] * 1000
    each = [np.percentile(np.abs(song), (50, 95)) * 1000 for song in songs if len(song)]
    if not len(near):
        return "err - songs - lean -"
    middle, far = np.median(each, axis=0)
    return " | ".join(
        [
            f"err {np.median(np.abs(near)):.1f}/{np.percentile(np.abs(near), 95):.1f}",
            f"songs {middle:.1f}/{far:.1f}",
            f"lean {np.median(near):+.1f} ms",
        ]
    )


if __name__ == "__main__":
    main()
