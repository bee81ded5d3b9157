"""Render a corpus of varied songs whose beats are known exactly, to train and to test the Ear.

    python scripts/render_corpus.py -o DIR --songs 360 --seed 1 [--kind train|bench] [--jobs 2]

Needs libfluidsynth and General MIDI soundfonts (Debian: libfluidsynth3, fluid-soundfont-gm,
timgm6mb-soundfont). Each song is DIR/<id>.flac (44.1 kHz, mono, 16 bit) and DIR/<id>.json:

    {"beats": [s], "downbeats": [s], "meter": n, "kind": "steady|steps|accelerando|drift|rubato|
     swing|pickup", "style": name, "tempo": [{"time": s, "bpm": x}], "seed": n, "count": what a
     beat is, "jitter": s, "swing": ratio, "pickup": beats before the first downbeat}

The truth is the nominal beat: tempo curves and a drummer's drift move it, the jitter of single
notes and the swing of what lies between beats do not. A metre of 6 counts eighths of 6/8; songs
counted in dotted quarters have metre 2 or 4 and say so under "count". A song depends on the seed
and its id alone: what exists is skipped, so a run may be cut off and started again. ``bench``
songs are drawn from names of their own and never equal a training song.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import soundfile

from automapper.generation.seeds import part_rng
from corpus_song.dirt import soil
from corpus_song.drawn import Song, Wish, draw_song
from corpus_song.noises import drum_set, other
from corpus_song.styles import SYNTH
from corpus_song.synth import RATE, Played, Sound, Synth, place

SOUNDFONTS = tuple(
    Path("/usr/share/sounds/sf2", name) for name in ("FluidR3_GM.sf2", "TimGM6mb.sf2")
)
_CHANNELS = {"bass": 0, "chords": 1, "lead": 2}
_RELEASE = 1.2  # s of sound after the last bar
# What the bench holds besides its 20 exact songs: (kind, metre or None), each a song or more.
_BENCH: tuple[Wish, ...] = (
    *(Wish("steady", clean=True) for _ in range(20)),
    *(Wish("steady", meter) for meter in (2, 3, 3, 4, 4, 5, 5, 6, 7, 7)),
    *(Wish(kind) for kind in ("steps", "accelerando", "drift", "rubato", "swing", "pickup")
      for _ in range(5)),
)  # fmt: skip


def render(song: Song, name: str, seed: int, soundfont: Path) -> Sound:
    """The finished recording, mono at 44.1 kHz."""
    rng = part_rng(seed, name, "sound")
    played, drums = _perform(song, part_rng(seed, name, "hands"))
    seconds = float(song.times(np.array([song.bars * song.meter]))[0]) + _RELEASE
    programs = dict(zip(_CHANNELS.values(), song.programs, strict=True))
    with closing(Synth(soundfont)) as synth:
        tones = synth.pitched(played, programs, seconds)
        beats = _drum_sound(song, synth, drums, seconds, rng)
    size = min(len(tones), len(beats))
    tones, beats = _levelled(tones[:size]), _levelled(beats[:size])
    if song.ducking:
        tones = tones * _duck(song, size, float(rng.uniform(0.4, 0.95)), rng)
    mix = tones + beats * 10 ** (rng.uniform(-5, 7) / 20)
    return soil(mix.astype(np.float32), rng, gently=song.jitter == 0 and song.kind == "steady")


def _perform(song: Song, rng: np.random.Generator) -> tuple[list[Played], list[Played]]:
    """Notes in seconds, as loosely as they are played: (pitched, drums)."""
    starts = np.array([float(note.start) for note in song.notes])
    ends = np.array([float(note.start + note.length) for note in song.notes])
    first, last = (song.times(beats, swung=True) for beats in (starts, ends))
    moved = np.clip(rng.normal(0, 1, len(starts)), -2.5, 2.5) * song.jitter
    pitched: list[Played] = []
    drums: list[Played] = []
    for note, start, end, move in zip(song.notes, first, last, moved, strict=True):
        if note.part == "drums":
            drums.append(Played(start + 0.6 * move, end, 9, note.pitch, note.velocity))
        else:
            channel = _CHANNELS[note.part]
            pitched.append(Played(start + move, end + move, channel, note.pitch, note.velocity))
    return pitched, drums


def _drum_sound(
    song: Song, synth: Synth, drums: list[Played], seconds: float, rng: np.random.Generator
) -> Sound:
    made = drum_set(rng) if song.kit == SYNTH else {}
    hits: list[tuple[float, Sound]] = []
    for hit in drums:
        if song.kit == SYNTH:
            if hit.pitch not in made:
                made[hit.pitch] = other(hit.pitch, rng)
            hits.append((hit.start, made[hit.pitch] * np.float32((hit.velocity / 127) ** 2)))
        else:
            sound = synth.drum(song.kit, hit.pitch, min(127, 8 * round(hit.velocity / 8)))
            hits.append((hit.start, sound))
    return place(hits, seconds)


def _levelled(sound: Sound) -> Sound:
    level = float(np.sqrt(np.mean(sound**2)))
    return sound / level * np.float32(0.1) if level > 0 else sound


def _duck(song: Song, size: int, depth: float, rng: np.random.Generator) -> Sound:
    """Gain that a compressor keyed by every beat leaves to the tones."""
    times = song.times(np.array(song.beats, dtype=np.float64))
    recover = float(rng.uniform(0.06, 0.18))
    gain = np.ones(size, dtype=np.float32)
    curve = (1 - depth * np.exp(-np.arange(RATE) / RATE / recover)).astype(np.float32)
    for start, end in zip(times, [*times[1:], np.inf], strict=True):
        first, last = round(start * RATE), int(min(end * RATE, start * RATE + RATE, size))
        if 0 <= first < last:
            gain[first:last] = curve[: last - first]
    return gain


def truth(song: Song, seed: int) -> dict[str, object]:
    """Beats and downbeats in s, and what else is known of the song."""
    numbers = np.array(song.beats, dtype=np.float64)
    times = song.times(numbers)
    marks = np.array([beat for beat, _ in song.line.marks])
    compound = song.style.division == 3 and song.style.name == "compound"
    eighths = song.style.division == 2
    return {
        "beats": [round(float(t), 6) for t in times],
        "downbeats": [round(float(t), 6) for t in times[numbers % song.meter == 0]],
        "meter": song.meter,
        "kind": song.kind,
        "style": song.style.name,
        "tempo": [
            {"time": round(float(t), 6), "bpm": round(bpm, 6)}
            for t, (_, bpm) in zip(song.times(marks), song.line.marks, strict=True)
        ],
        "seed": seed,
        "count": "dotted quarter" if compound else "eighth" if eighths else "quarter",
        "jitter": round(song.jitter, 6),
        "swing": round(song.swing, 4),
        "pickup": song.pickup,
    }


def _make(job: tuple[str, int, Wish, Path, tuple[Path, ...]]) -> tuple[str, float, float]:
    """Render one song into its folder: (id, seconds of music, seconds it took)."""
    name, seed, wish, folder, fonts = job
    began = time.perf_counter()
    song = draw_song(seed, name, wish)
    font = fonts[int(part_rng(seed, name, "soundfont").integers(len(fonts)))]
    sound = render(song, name, seed, font)
    rough = folder / f".{name}.{os.getpid()}"
    soundfile.write(rough, sound, RATE, format="FLAC", subtype="PCM_16")
    rough.replace(folder / f"{name}.flac")
    rough.write_text(json.dumps(truth(song, seed)) + "\n", encoding="utf-8")
    rough.replace(folder / f"{name}.json")  # last: a song counts once its truth is there
    return name, len(sound) / RATE, time.perf_counter() - began


def jobs_of(options: argparse.Namespace) -> list[tuple[str, int, Wish, Path, tuple[Path, ...]]]:
    """What is still to be rendered."""
    kind, seed = options.kind, options.seed
    wishes = _BENCH if kind == "bench" else (Wish(),) * options.songs
    fonts = tuple(options.soundfont)
    names = [f"{kind}-{seed}-{index:04d}" for index in range(len(wishes))]
    return [
        (name, seed, wish, options.output, fonts)
        for name, wish in list(zip(names, wishes, strict=True))[: options.songs]
        if not (options.output / f"{name}.json").exists()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--songs", type=int, default=len(_BENCH))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=("train", "bench"), default="train")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--soundfont", type=Path, nargs="+", default=SOUNDFONTS)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    jobs = jobs_of(options)
    began, music = time.perf_counter(), 0.0
    with multiprocessing.get_context("spawn").Pool(min(options.jobs, max(1, len(jobs)))) as pool:
        for index, (name, seconds, took) in enumerate(pool.imap_unordered(_make, jobs), 1):
            music += seconds
            line = f"{index}/{len(jobs)} {name}: {seconds:.0f} s of music in {took:.1f} s"
            print(line, file=sys.stderr, flush=True)
    spent = time.perf_counter() - began
    print(f"{len(jobs)} songs, {music / 60:.1f} min of music in {spent:.0f} s")


if __name__ == "__main__":
    main()
