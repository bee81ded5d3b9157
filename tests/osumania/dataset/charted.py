"""A rendered song with charts of our own in every format, for tests of the dataset."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from automapper.audio import encode_ogg
from render import band, steady_beats

BPM, OFFSET, BARS = 125.0, 0.5, 20
ROWS = ("1000\n0100\n0010\n0001", "0110\n1000\n0000\n1001", "2001\n0000\n3010\n0100")


@lru_cache(maxsize=1)
def audio() -> bytes:
    """Twenty bars at 125 BPM from 0.5 s on, as ogg."""
    beats = steady_beats(BPM, OFFSET, OFFSET + BARS * 4 * 60 / BPM + 0.01)
    return encode_ogg(band(np.asarray(beats)).waveform)


def simfile(offset: float = -OFFSET, bpm: str = f"0={BPM}", title: str = "Our Song") -> bytes:
    """A .sm of the song; an ``offset`` below -0.5 puts notes late, above early."""
    grid = "\n,\n".join(ROWS[bar % len(ROWS)] for bar in range(BARS))
    return (
        f"#TITLE:{title};#ARTIST:Us;#MUSIC:gone.mp3;#OFFSET:{offset};#BPMS:{bpm};\n"
        f"#NOTES:dance-single::Hard:7:0:\n{grid};\n"
        "#NOTES:dance-single::Easy:1:0:\n1000\n0000\n;\n"
    ).encode()


def quaver() -> bytes:
    """The same notes (no holds) of the first four bars of each column, as .qua."""
    beat = 60000 / BPM
    items = "".join(
        f"- StartTime: {round(OFFSET * 1000 + k * beat)}\n  Lane: {k % 4 + 1}\n" for k in range(70)
    )
    return (
        f"AudioFile: song.ogg\nMode: Keys4\nTitle: Our Song\nDifficultyName: Q\n"
        f"TimingPoints:\n- StartTime: {OFFSET * 1000:g}\n  Bpm: {BPM:g}\nHitObjects:\n{items}"
    ).encode()
