"""Four-key songs as truth for the Ear: what their charts say of beats, on the attacks of the audio.

An INDEX.tsv beside the packages (columns ``file``, ``title``, ``kind``, ``bpm``, ``tempo``,
``offset``, ``seconds``, ``sync_shift_ms``) says which have one tempo, and by how many ms the audio
follows the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np

from automapper.ear.evaluation.metrics import Times
from automapper.ear.evaluation.truths import Sound, Truth, read_index
from automapper.errors import FormatError
from automapper.files import open_package
from automapper.osumania.model import Chart, Redline
from automapper.osumania.song_charts import song_charts
from automapper.osumania.song_sources import song_file

COLUMN = "sync_shift_ms"  # only an index of such packages has it
_RISE_S = 0.007  # the detector that measured the shifts hears attacks so much late
_KEYS = 4
# A tempo beyond these is a trick to make notes jump or crawl: nobody counts along.
_SLOWEST, _FASTEST = Fraction(30), Fraction(400)
_METER = 4  # beat 0 of a simfile begins a bar of four
_ON_ATTACKS = "sm-dance"  # charts for arcade pads are synchronised to the attack, others to a game


def four_key_truths(folder: Path) -> Iterator[Truth]:
    """The songs that the folder's index lists, in its order; those without sound are left out.

    Raises FormatError for an index that lacks a column and for a package that cannot be opened;
    charts that cannot be read give a truth without notes where the index suffices, else none.
    """
    for row in read_index(folder):
        try:
            truth = _truth(folder, row)
        except (KeyError, ValueError, IndexError) as error:
            where = row.get("file", "?")
            raise FormatError(folder / "INDEX.tsv", where, f"is odd ({error})") from None
        if truth is not None:
            yield truth


def _truth(folder: Path, row: dict[str, str]) -> Truth | None:
    path, tempo = folder / row["file"], row["tempo"]
    files = open_package(path)
    chart = _fullest(files)
    sound = song_file(files, chart.audio if chart else "")
    shift = float(row[COLUMN] or 0) / 1000 - _RISE_S
    steady = tempo == "constant"
    if sound is None or (chart is None and not steady):
        return None
    seconds = float(row["seconds"])
    notes = _note_times(chart) + shift if chart else np.zeros(0)
    group = (
        "one tempo" if steady else "moving tempo" if tempo == "variable" else "stops and the like"
    )
    bpm = float(row["bpm"].split()[0]) if steady else None
    if bpm is not None:
        first = _first_beat(row["offset"]) + shift
        beats, downbeats = _line(first, bpm, seconds), _line(first, bpm / _METER, seconds)
    elif chart is not None:
        beats, downbeats = chart_beats(chart.redlines, seconds, shift)
    return Truth(
        name=path.stem,
        title=row["title"],
        group=f"{folder.name}, {group}",
        sound=Sound(path, sound),
        span=(float(notes[0]), float(notes[-1])) if len(notes) else (0.0, seconds),
        beats=beats,
        downbeats=downbeats,
        bpm=bpm,
        offset_known=row["kind"].startswith(_ON_ATTACKS),
        redlines=len(_counted(chart.redlines)) if chart and not steady else 0,
        notes=notes,
        bars_known=False,
    )


def _first_beat(offset: str) -> float:
    """Time of beat 0, s: .osu and .qua give it in ms ("381ms"), simfiles minus it in s."""
    return float(offset[:-2]) / 1000 if offset.endswith("ms") else -float(offset)


def _line(beat: float, bpm: float, seconds: float) -> Times:
    """All beats of one tempo within a song."""
    return np.arange(beat % (60.0 / bpm), seconds, 60.0 / bpm)


def _fullest(files: Mapping[str, bytes]) -> Chart | None:
    """The four-key chart with most notes of those that can be read."""
    charts, _ = song_charts(files)
    if not charts or charts[0].chart.keys != _KEYS or len(charts[0].chart.notes) < 2:
        return None
    return charts[0].chart


def _note_times(chart: Chart) -> Times:
    """When something is to be hit, s, sorted, once each."""
    return np.unique(np.array([float(note.time) for note in chart.notes])) / 1000


def _counted(redlines: tuple[Redline, ...]) -> list[Redline]:
    """Redlines at which a listener would notice something: another tempo, no trick."""
    kept: list[Redline] = []
    for redline in redlines:
        if _SLOWEST <= redline.bpm <= _FASTEST and (not kept or kept[-1].bpm != redline.bpm):
            kept.append(redline)
    return kept


def chart_beats(redlines: tuple[Redline, ...], seconds: float, shift: float) -> tuple[Times, Times]:
    """(beats, downbeats) in s of redlines, moved by ``shift`` s, within [0, ``seconds``).

    The first tempo also holds before its redline; stretches of tempi that nobody counts are left
    empty.
    """
    beats: list[float] = []
    downbeats: list[float] = []
    for number, redline in enumerate(redlines):
        start, period = float(redline.time) / 1000, float(redline.beat_length) / 1000
        last = number + 1 == len(redlines)
        end = seconds + period if last else float(redlines[number + 1].time) / 1000
        if not _SLOWEST <= redline.bpm <= _FASTEST:
            continue
        first = -int((start + shift) / period) if number == 0 else 0
        # A beat less than a twentieth of itself before the next redline is meant to be that.
        for place in range(first, int(np.ceil((end - start) / period - 0.05))):
            time = start + place * period + shift
            if 0.0 <= time < seconds:
                beats.append(time)
                if place % redline.meter == 0:
                    downbeats.append(time)
    return np.array(beats), np.array(downbeats)
