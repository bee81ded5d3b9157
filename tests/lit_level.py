"""A small level with sound, rendered here, to be relit in tests."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

from automapper.audio import encode_ogg
from automapper.beatsaber.model import Chart, Level
from automapper.beatsaber.write import write_level
from automapper.chart import Difficulty, Song
from automapper.ear import listen
from light_songs import notes_for
from render import band, steady_beats


@cache
def level_files(version: int) -> dict[str, bytes]:
    """Sixteen bars at 120 bpm with notes, as files of one format version."""
    waveform = band(steady_beats(120.0, 0.0, 32.5), bars=4).waveform
    notes = tuple(n for n in notes_for(listen(waveform, bpm=120.0)) if n.beat < 60)
    level = Level(Song("Lamp"), 120.0, (Chart(Difficulty.EXPERT, notes=notes, njs=14.0),))
    return {**write_level(level, version)[0], "song.ogg": encode_ogg(waveform)}


def write_zip(path: Path, files: dict[str, bytes]) -> Path:
    """The files as a zip at ``path``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    path.write_bytes(buffer.getvalue())
    return path
