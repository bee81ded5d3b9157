"""Compose and render the bundled song, "First Light".

    python scripts/render_first_light.py [--soundfont FluidR3_GM.sf2] [--output demo] [--midi F]

Needs fluidsynth and a General MIDI soundfont (Debian: fluidsynth, fluid-soundfont-gm). Writes
first-light.ogg and first-light.json (the true tempo, beats and sections, which tests rely on).
The song is ours and CC0; demo/CREDITS.md holds the soundfont's licence.
"""

from __future__ import annotations

import argparse
import json
from fractions import Fraction
from pathlib import Path

import numpy as np

from automapper.audio import write_ogg
from automapper.generation.seeds import part_rng
from first_light.drums import beats_of, drums
from first_light.harmony import harmony
from first_light.master import RATE, master, render
from first_light.melody import melody
from first_light.midi import midi_file
from first_light.plan import BEATS_PER_BAR, BPM, FIRST_DOWNBEAT, Section, form, seconds
from song_note import Note

TITLE, ARTIST = "First Light", "automapper"
SEED = 3
TAIL_SECONDS = 2.5  # the last chord rings out
BEATS = sum(beats_of(section) for section in form())
SECONDS = float(seconds(Fraction(BEATS))) + TAIL_SECONDS
OGG_QUALITY = 0.35
SOUNDFONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")  # where Debian installs it


def compose(seed: int = SEED) -> list[Note]:
    """All notes of the song. Sections of one label share their draws, so they repeat."""
    notes: list[Note] = []
    heard: set[str] = set()
    for section in form():
        again = section.label in heard
        heard.add(section.label)
        notes += drums(section, part_rng(seed, "drums", section.name))
        notes += harmony(section)
        notes += melody(
            section,
            part_rng(seed, "melody", section.name),
            harmony_above=again and section.name == "chorus",
        )
        if section.name in ("intro", "break"):
            notes.append(_riser(section))
    return notes


def _riser(section: Section) -> Note:
    """A reversed cymbal that ends where the next section starts."""
    end = section.start + beats_of(section)
    return Note("riser", end - BEATS_PER_BAR, Fraction(BEATS_PER_BAR), 60, 88)


def truth() -> dict[str, object]:
    """What is known about the rendering, by construction; times in s."""
    sections = form()
    return {
        "title": TITLE,
        "artist": ARTIST,
        "bpm": BPM,
        "meter": BEATS_PER_BAR,
        "first_downbeat": float(FIRST_DOWNBEAT),
        "beats": BEATS,
        "seconds": SECONDS,
        "sections": [
            {
                "name": section.name,
                "label": section.label,
                "bars": section.bars,
                "start": float(seconds(section.start)),
                "end": float(seconds(section.start + beats_of(section))),
            }
            for section in sections
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--soundfont", type=Path, default=SOUNDFONT)
    parser.add_argument("--output", type=Path, default=Path("demo"))
    parser.add_argument("--midi", type=Path, help="write the score here too")
    options = parser.parse_args()
    pumped = [
        section.start + beat
        for section in form()
        if section.name == "chorus"
        for beat in range(beats_of(section))
    ]
    score = midi_file(compose(), pumped)
    if options.midi:
        options.midi.write_bytes(score)
    song = master(render(score, options.soundfont), SECONDS, fade=TAIL_SECONDS)
    options.output.mkdir(parents=True, exist_ok=True)
    target = options.output / "first-light.ogg"
    tags = {"title": TITLE, "artist": ARTIST, "license": "CC0-1.0"}
    write_ogg(target, song, quality=OGG_QUALITY, tags=tags)
    text = json.dumps(truth(), indent=1) + "\n"
    (options.output / "first-light.json").write_text(text, encoding="utf-8")
    peak = float(np.abs(song.samples).max())
    print(
        f"{target}: {song.seconds:.1f} s at {RATE} Hz, peak {peak:.2f}, {target.stat().st_size} B"
    )


if __name__ == "__main__":
    main()
