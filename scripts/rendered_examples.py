"""Learning examples from rendered music, whose beats are known exactly.

    python scripts/rendered_examples.py DIR... -o STORE

DIR holds ``<id>.flac`` with ``<id>.json`` (beats, downbeats, meter, kind, tempo), as
``scripts/render_corpus.py`` writes them. Songs already in the store are left alone, so the script
can be run again while more are being rendered. Rendered songs belong to no fold: every net may
learn from them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from automapper.audio import BEAT_MEL, decode, log_mel
from automapper.data.store import ANY_FOLD, Entry, read_manifest, write_example


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("-o", "--store", type=Path, required=True)
    args = parser.parse_args()
    there = {entry.id for entry in read_manifest(args.store)}
    added = 0
    for folder in args.folders:
        for truth in sorted(folder.glob("*.json")):
            audio = truth.with_suffix(".flac")
            if truth.stem not in there and audio.is_file():
                add(args.store, truth, audio)
                added += 1
    print(f"{added} songs added")


def add(store: Path, truth: Path, audio: Path) -> None:
    """Features and annotation of one song."""
    known = json.loads(truth.read_text(encoding="utf-8"))
    waveform = decode(audio)
    entry = Entry(
        id=truth.stem,
        title=truth.stem,
        artist="automapper",
        source="rendered",
        kind=str(known["kind"]),
        seconds=round(waveform.seconds, 3),
        fold=ANY_FOLD,
        constant=len({mark["bpm"] for mark in known["tempo"]}) == 1,
        downbeats=True,
    )
    write_example(store, entry, log_mel(waveform, BEAT_MEL).values, known)


if __name__ == "__main__":
    main()
