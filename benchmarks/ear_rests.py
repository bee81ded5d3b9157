"""Whether a song is left alone while somebody speaks in it, or a chord is held.

    python benchmarks/ear_rests.py --rendered DIR [--speech DIR] [--every N]

DIR holds songs of `scripts/render_corpus.py`; for 16 s in the middle of every Nth, sounds of the
folder ``--speech`` in turn (speech of any kind; without it a held chord) stand in place of the
music, as loud as that. Prints which part of them rests, and what rests beside them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from automapper.audio import Waveform, decode, resample
from automapper.cli.osumania.evaluate_data import truths_in
from automapper.ear import listen

_SECONDS = 16.0
_LOUDNESS = 0.7  # of the song's
_FOUND = 0.4  # part of it that rests


def held_chord(rate: int) -> np.ndarray:
    """A major triad that swells and fades."""
    time = np.arange(round(_SECONDS * rate)) / rate
    fade = np.minimum(1.0, np.minimum(time, _SECONDS - time) / 1.5)
    return np.asarray(fade * sum(np.sin(2 * np.pi * f * time) for f in (220.0, 277.2, 329.6)))


def spoken(path: Path, rate: int) -> np.ndarray:
    """The first 16 s of a sound."""
    sound = resample(decode(path), rate).mono()
    return np.asarray(sound[: round(_SECONDS * rate)], np.float64)


def main() -> None:
    """Prints a line a song and the sums."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rendered", type=Path, required=True)
    parser.add_argument("--speech", type=Path)
    parser.add_argument("--every", type=int, default=3)
    options = parser.parse_args()
    voices = sorted(p for p in options.speech.iterdir() if p.is_file()) if options.speech else []
    found, beside, lost = [], [], 0
    for index, truth in enumerate(list(truths_in(options.rendered))[:: options.every]):
        music = truth.sound.decode()
        rate, samples = music.sample_rate, music.mono().copy()
        other = spoken(voices[index % len(voices)], rate) if voices else held_chord(rate)
        start = (len(samples) - len(other)) // 2
        loudness = np.sqrt(np.mean(samples**2) / np.mean(other**2))
        samples[start : start + len(other)] = _LOUDNESS * loudness * other
        pulse = listen(Waveform(samples[None], rate))
        if pulse.profile == "none":
            lost += 1
            print(f"{truth.name}: no pulse at all")
            continue
        begin, end = start / rate, start / rate + _SECONDS
        rests = np.array(pulse.rests).reshape(-1, 2)
        inside = np.maximum(0.0, np.minimum(rests[:, 1], end) - np.maximum(rests[:, 0], begin))
        found.append(float(inside.sum()) / _SECONDS)
        beside.append(float((rests[:, 1] - rests[:, 0] - inside).sum()))
        print(f"{truth.name}: {found[-1]:.2f} of it rests, {beside[-1]:.1f} s beside it")
    hits = sum(part >= _FOUND for part in found)
    print(
        f"found {hits} of {len(found) + lost} (no pulse in {lost}), {np.mean(found):.2f} of them;"
        f" {np.mean(beside):.1f} s beside them"
    )


if __name__ == "__main__":
    main()
