"""Compose and render a BMS package of any size: keysounds and one seven-key chart.

    python scripts/render_bms_package.py --samples 1300 -o DIR [--measures 80] [--ogg]

For measuring speed where no package is at hand; the same numbers give the same files. The chart
names .wav files; with --ogg the samples are .ogg, which players (and we) find all the same. More
than 1295 samples need ids of base 62.
"""

from __future__ import annotations

import argparse
import io
import sys
import wave
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.bms.formats.ids import MAX_IDS, id_of
from automapper.bms.lanes import key_lanes, scratch_lanes
from automapper.bms.model import Chart, KeyMode, Note, Place, Sound
from automapper.bms.write import write_chart
from automapper.files import save_package
from automapper.generation.seeds import part_rng

Samples = NDArray[np.float64]
LEAST_SAMPLES, MOST_SAMPLES = 8, 3843
STEPS = 16  # to a measure
RATE = 22050
_FULL = {1: 127, 2: 32767}
# Of ten sounds: drums, short tones, and long ones that lie under the rest.
_KINDS = ("drum", "drum", "tone", "tone", "tone", "tone", "tone", "tone", "pad", "hat")


@dataclass(frozen=True, slots=True)
class Voice:
    """One keysound: its kind, pitch in Hz and length in s."""

    kind: str
    pitch: float
    seconds: float


def rendered(voice: Voice, rate: int) -> Samples:
    """A voice as samples from -1 to 1; drums and tones are struck, pads swell."""
    time = np.arange(int(voice.seconds * rate)) / rate
    if voice.kind in ("drum", "hat"):
        noise = part_rng(0, voice.kind, int(voice.pitch)).uniform(-1, 1, len(time))
        body = np.sin(2 * np.pi * voice.pitch * time * np.exp(-6 * time))
        mix = 0.9 if voice.kind == "hat" else 0.25
        return (mix * noise + (1 - mix) * body) * np.exp(-time * (40 if mix > 0.5 else 18))
    partials = sum(np.sin(2 * np.pi * voice.pitch * n * time) / n**1.5 for n in (1, 2, 3))
    left = 1 - time / voice.seconds
    shape = np.sin(np.pi * left) if voice.kind == "pad" else left**2
    return 0.5 * np.asarray(partials) * shape


def wav_bytes(sound: Samples, rate: int, width: int = 2) -> bytes:
    """A mono .wav of 8 (width 1) or 16 bits (width 2)."""
    buffer = io.BytesIO()
    whole = np.round(np.clip(sound, -1, 1) * _FULL[width])
    data = (whole + 128).astype(np.uint8) if width == 1 else whole.astype("<i2")
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(data.tobytes())
    return buffer.getvalue()


def voices(count: int) -> list[Voice]:
    """So many different keysounds: by tens, two drums, a hat, six tones and a pad."""
    found = []
    for n in range(count):
        kind, pitch = _KINDS[n % 10], 55 * 2 ** ((n * 7 % 48) / 12)
        rng = part_rng(0, "length", n)
        seconds = {"drum": 0.25, "hat": 0.08, "pad": 2.0}.get(kind, rng.uniform(0.15, 0.6))
        found.append(Voice(kind, pitch if kind != "drum" else 50 + n % 40, float(seconds)))
    return found


def composed(count: int, measures: int, mode: KeyMode = KeyMode.SEVEN) -> Chart:
    """A chart of ``count`` keysounds, each used, about a third of it for the player."""
    kinds = [_KINDS[n % 10] for n in range(count)]
    base = 36 if count <= MAX_IDS[36] else 62
    lanes = (*key_lanes(mode), *scratch_lanes(mode))
    notes: list[Note] = []
    background: list[Sound] = []
    unused = list(range(count))
    for measure in range(1, measures + 1):
        rng = part_rng(0, "measure", measure)
        for step in range(STEPS):
            place = Place(measure, Fraction(step, STEPS))
            chosen = [unused.pop(0) for _ in range(min(len(unused), 1 + (step % 4 == 0)))]
            chosen += rng.integers(0, count, int(rng.integers(0, 3))).tolist()
            free = [lanes[n] for n in rng.permutation(len(lanes))]
            for n in chosen:
                wav_id = id_of(n + 1, base)
                if kinds[n] != "pad" and rng.random() < 0.4:
                    notes.append(Note(place, free.pop(), wav_id))
                else:
                    background.append(Sound(place, wav_id))
    headers = {"PLAYER": "1", "TITLE": f"{count} sounds", "ARTIST": "automapper", "BPM": "150"}
    headers |= {"PLAYLEVEL": "5", "RANK": "2"} | ({"BASE": "62"} if base == 62 else {})
    return Chart(
        mode=mode,
        bpm=Fraction(150),
        headers=tuple(headers.items()),
        samples=tuple((id_of(n + 1, base), f"{kinds[n]}{n:04d}.wav") for n in range(count)),
        notes=tuple(notes),
        background=tuple(background),
    )


def ogg_bytes(sound: Samples, rate: int) -> bytes:
    """A mono .ogg."""
    import soundfile

    buffer = io.BytesIO()
    soundfile.write(buffer, sound, rate, format="OGG", subtype="VORBIS")
    return buffer.getvalue()


def package(count: int, measures: int, ogg: bool = False) -> dict[str, bytes]:
    """The files by name."""
    chart = composed(count, measures)
    data, warnings = write_chart(chart)
    assert warnings == ()
    files = {"sounds.bms": data}
    for voice, (_, name) in zip(voices(count), chart.samples, strict=True):
        sound = rendered(voice, RATE)
        if ogg:
            files[name.replace(".wav", ".ogg")] = ogg_bytes(sound, RATE)
        else:
            files[name] = wav_bytes(sound, RATE)
    return files


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--samples", type=int, default=1300, help="how many keysounds")
    parser.add_argument("--measures", type=int, default=80)
    parser.add_argument("--ogg", action="store_true")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    if not LEAST_SAMPLES <= options.samples <= MOST_SAMPLES:
        sys.exit(f"--samples: {LEAST_SAMPLES} to {MOST_SAMPLES}")
    save_package(
        options.output, package(options.samples, options.measures, options.ogg), force=True
    )


if __name__ == "__main__":
    main()
