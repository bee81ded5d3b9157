"""Songs whose beats are known: from beat files, from rendered music, from a store of examples."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio import SOUND_SUFFIXES, Waveform, decode
from automapper.errors import FormatError
from automapper.files import find_file, open_package

Times = NDArray[np.float64]
INDEX = "INDEX.tsv"
_NONE: Times = np.zeros(0)
_PLAYED = ("drift", "accelerando", "rubato")  # kinds whose tempo never holds
_STEADY_S = 0.001  # how far beats of one tempo may lie from their line: files round to this
_WORTHY = ("exact (", "agrees")  # how the index begins or words an offset that can be believed


@dataclass(frozen=True, slots=True)
class Sound:
    """Where a song's audio is: a file, or the ``member`` of a package."""

    path: Path
    member: str = ""

    def decode(self) -> Waveform:
        """The samples. Raises AudioError or FormatError."""
        if not self.member:
            return decode(self.path)
        files = open_package(self.path)
        name = find_file(files, self.member)
        if name is None:
            raise FormatError(self.path, self.member, "is missing")
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / f"song{Path(name).suffix}"
            copy.write_bytes(files[name])
            return decode(copy)


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """One song and what is known of its pulse; times in s of its audio, sorted.

    ``group``: the row of the table that it belongs to. ``beats`` may be empty (only a tempo or
    notes are known); ``downbeats`` likewise. ``bpm``: the one tempo, None where it moves.
    ``offset_known``: beats stand on the attacks to the millisecond. ``redlines``: how many tempi
    it has, 0 where it drifts. ``notes``: what people charted, on the attacks by ``shift`` s.
    ``title`` decides the fold, ``span`` where beats are judged; ``bars_known`` is whether a bar in
    the wrong place is a fault (a chart's bars may be its file's, not the music's).
    """

    name: str
    title: str
    group: str
    sound: Sound
    span: tuple[float, float]
    beats: Times = field(default_factory=_NONE.copy)
    downbeats: Times = field(default_factory=_NONE.copy)
    bpm: float | None = None
    offset_known: bool = False
    redlines: int = 0
    notes: Times = field(default_factory=_NONE.copy)
    shift: float = 0.0
    fold: int | None = None
    bars_known: bool = True


def read_index(folder: Path) -> list[dict[str, str]]:
    """The rows of a folder's INDEX.tsv by column name; [] where there is none."""
    path = folder / INDEX
    if not path.is_file():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(path, "", f"cannot be read ({error})") from None
    return [
        {name: value or "" for name, value in row.items() if name}
        for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def beat_files(folder: Path) -> Iterator[Truth]:
    """Audio beside ``.beats`` (time in s and place in the bar on each line).

    An INDEX.tsv says by ``gt_offset_trust`` whose offset can be believed; without one all can.
    """
    rows = {Path(row.get("file", "")).stem: row for row in read_index(folder)}
    for path in sorted(folder.glob("*.beats")):
        sound = _audio_of(path)
        if sound is None:
            continue
        beats, places = _beat_file(path)
        trust = rows.get(path.stem, {}).get("gt_offset_trust", _WORTHY[0])
        bpm = _one_tempo(beats)
        yield Truth(
            name=path.stem,
            # Files are called source_title; the title alone finds the song's fold.
            title=path.stem.partition("_")[2] or path.stem,
            group=f"{folder.name}, {'one tempo' if bpm else 'moving tempo'}",
            sound=sound,
            span=(float(beats[0]), float(beats[-1])),
            beats=beats,
            downbeats=beats[places == 1],
            bpm=bpm,
            offset_known=trust.startswith(_WORTHY[0]) or _WORTHY[1] in trust,
        )


def rendered(folder: Path) -> Iterator[Truth]:
    """Rendered music beside the JSON of its exact beats; one row of the table for each kind."""
    for path in sorted(folder.glob("*.json")):
        sound = _audio_of(path)
        if sound is None:
            continue
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
            beats = np.array(known["beats"], np.float64)
            downbeats = np.array(known["downbeats"], np.float64)
            kind, tempi = str(known["kind"]), len(known["tempo"])
            title = str(known.get("title", path.stem))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FormatError(path, "", f"describes no rendered song ({error})") from None
        metre = "" if known.get("meter", 4) in (2, 4) else f" in {known['meter']}"
        yield Truth(
            name=path.stem,
            title=title,
            group=f"{folder.name}, {kind}{metre}",
            sound=sound,
            span=(float(beats[0]), float(beats[-1])),
            beats=beats,
            downbeats=downbeats,
            bpm=_one_tempo(beats),
            offset_known=True,
            redlines=0 if kind in _PLAYED else tempi,
        )


def _audio_of(path: Path) -> Sound | None:
    """The sound file of the same name."""
    for suffix in sorted(SOUND_SUFFIXES):
        if path.with_suffix(suffix).is_file():
            return Sound(path.with_suffix(suffix))
    return None


def _beat_file(path: Path) -> tuple[Times, NDArray[np.int64]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        beats = np.array([float(row[0]) for row in rows])
        places = np.array([int(float(row[1])) for row in rows])
    except (OSError, ValueError, IndexError) as error:
        raise FormatError(path, "", f"is no list of beats ({error})") from None
    if len(beats) < 2 or not np.isfinite(beats).all() or (np.diff(beats) <= 0).any():
        raise FormatError(path, "", "is no rising list of beats")
    return beats, places


def _one_tempo(beats: Times) -> float | None:
    """The tempo of beats that lie on one line; else None."""
    number = np.arange(len(beats))
    period, offset = np.polyfit(number, beats, 1)
    strays = np.abs(beats - offset - period * number)
    return 60.0 / float(period) if float(strays.max()) < _STEADY_S else None
