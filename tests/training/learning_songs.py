"""A tiny store of songs that any beat net can learn: clicks with louder first beats."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from automapper.data.store import ANY_FOLD, Entry, write_example


def click_store(folder: Path, songs: int = 6, seconds: float = 40.0) -> Path:
    """Songs of several tempi by two artists, one rendered; folds 0-4 in turn."""
    rng = np.random.default_rng(9)
    for number in range(songs):
        beats = np.arange(0.3, seconds, 0.4 + 0.05 * number)
        mel = rng.uniform(0.5, 0.9, (round(seconds * 50) + 1, 128))
        mel[np.rint(beats * 50).astype(int)] += 2.0
        mel[np.rint(beats[::4] * 50).astype(int), :20] += 2.0
        rendered = number == songs - 1
        entry = Entry(
            id=f"song-{number}",
            title=f"Song {number}",
            artist="Even" if number % 2 == 0 else "Odd",
            source="rendered" if rendered else "fourkey",
            kind="steady",
            seconds=seconds,
            fold=ANY_FOLD if rendered else number % 5,
            constant=True,
            downbeats=number != 1,
        )
        known = {"beats": beats.tolist(), "downbeats": beats[::4].tolist(), "meter": 4}
        write_example(folder, entry, mel, known)
    return folder
