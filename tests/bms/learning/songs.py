"""A rendered package of three charts of one song, for what learns from people's charts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from automapper.bms.model import Chart, KeyMode, Lane, Note
from automapper.bms.write import write_chart
from automapper.files import save_package
from render_bms_package import RATE, composed, rendered, voices, wav_bytes

SAMPLES, MEASURES = 20, 8


def song_files(samples: int = SAMPLES, measures: int = MEASURES) -> dict[str, bytes]:
    """hard.bms, easy.bms (every second of its notes) and double.bms (on two sides)."""
    hard = composed(samples, measures)
    files = {
        "hard.bms": written(hard),
        "easy.bms": written(thinned(hard)),
        "double.bms": written(doubled(hard)),
    }
    for voice, (_, name) in zip(voices(samples), hard.samples, strict=True):
        files[name] = wav_bytes(rendered(voice, RATE), RATE)
    return files


def song(folder: Path, samples: int = SAMPLES, measures: int = MEASURES) -> Path:
    """The package as a folder."""
    save_package(folder, song_files(samples, measures))
    return folder


def written(chart: Chart) -> bytes:
    data, _ = write_chart(chart)
    return data


def thinned(chart: Chart) -> Chart:
    """Every second note gone to the background."""
    from automapper.bms.model import Sound

    kept = tuple(note for number, note in enumerate(chart.notes) if number % 2 == 0)
    gone = tuple(Sound(n.place, n.wav_id) for n in chart.notes if n not in kept)
    background = sorted((*chart.background, *gone), key=lambda sound: sound.place)
    return replace(chart, notes=kept, background=tuple(background))


def doubled(chart: Chart) -> Chart:
    """Every third note on the second side."""
    notes = tuple(
        Note(note.place, Lane(number % 3 == 0, note.lane.key), note.wav_id)
        for number, note in enumerate(chart.notes)
    )
    headers = tuple((k, "3" if k == "PLAYER" else v) for k, v in chart.headers)
    return replace(chart, mode=KeyMode.FOURTEEN, notes=notes, headers=headers)
