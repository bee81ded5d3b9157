"""How well the Ear finds tempo, octave, beat and bar, on songs whose timing is known.

    python benchmarks/ear_timing.py --data DIR [--only timing,fourkey,beatsaber] [--limit N]

DIR holds ``timing/*.opus`` with ``.beats``, and ``fourkey/`` and ``beatsaber/`` with levels as zip
files beside an INDEX.tsv. Columns: ``tempo`` within .01 % up to the octave, ``octave`` tempo within
.01 % and not halved or doubled, ``level`` tempo within .2 % and not halved or doubled, ``offset``
grid within 10 ms of the true one in the median, ``beat`` / ``half`` true beats within 25 ms of one
of our beats / half beats in the median, ``bar`` bar lines likewise, ``p95`` of the distance of true
beats from our nearest half beat (median song, ms), ``varying`` share heard as varying. Only songs
charted with one tempo count; a share is of those in which the truth is known.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio import decode
from automapper.ear import listen

_DETECTOR_RISE = 0.007  # s by which the index's shifts are late (the measuring detector's own)


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """One song: its bpm, the time of some beat in s, beats a bar if that beat begins one."""

    name: str
    bpm: float
    beat: float
    bar: int | None
    trusted: bool
    audio: bytes


@dataclass(frozen=True, slots=True)
class Score:
    """The columns of the table for one song; None where the truth is not known."""

    tempo: bool
    octave: bool
    level: bool
    offset: bool | None
    beat: bool
    half: bool
    bar: bool | None
    p95: float
    varying: bool
    confidence: float
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="timing,fourkey,beatsaber")
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--worst", action="store_true", help="name the songs that are wrong")
    args = parser.parse_args()
    readers = {"timing": read_timing, "fourkey": read_fourkey, "beatsaber": read_beatsaber}
    for kind in args.only.split(","):
        scores: list[Score] = []
        for truth in readers[kind](args.data / kind):
            if len(scores) == args.limit:
                break
            score = judge(truth)
            scores.append(score)
            if args.worst and not (score.level and score.beat):
                print(f"  {truth.name}: {truth.bpm:g} bpm, {score}")
        print(table_row(kind, scores), flush=True)


def judge(truth: Truth) -> Score:
    """Listen to one song and compare."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song.opus"
        path.write_bytes(truth.audio)
        waveform = decode(path)
    begin = time.process_time()
    pulse = listen(waveform)
    spent = time.process_time() - begin
    period = 60.0 / truth.bpm
    beats = np.arange(truth.beat % period, pulse.duration, period)
    beats = beats[(beats > pulse.beats[0]) & (beats < pulse.beats[-1])]
    bpm = 60.0 / float(np.median(np.diff(pulse.beats)))
    octaves = [abs(bpm / truth.bpm / factor - 1.0) for factor in (1.0, 0.5, 2.0)]
    halves = np.sort(np.concatenate([pulse.beats, 0.5 * (pulse.beats[1:] + pulse.beats[:-1])]))
    on_half = distance(beats, halves)
    bar = None
    if truth.bar is not None:
        bars = np.arange(truth.beat % (truth.bar * period), pulse.duration, truth.bar * period)
        bar = bool(np.median(distance(bars, pulse.downbeats)) < 0.025)
    return Score(
        tempo=min(octaves) < 1e-4,
        octave=octaves[0] < 1e-4,
        level=octaves[0] < 2e-3,
        offset=bool(np.median(on_half) < 0.010) if truth.trusted else None,
        beat=bool(np.median(distance(beats, pulse.beats)) < 0.025),
        half=bool(np.median(on_half) < 0.025),
        bar=bar,
        p95=float(np.percentile(on_half, 95)),
        varying=pulse.profile == "varying",
        confidence=pulse.confidence,
        seconds=spent / pulse.duration * 180.0,
    )


def distance(times: NDArray[np.float64], grid: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance in s of each time from the nearest of a sorted grid."""
    place = np.clip(np.searchsorted(grid, times), 1, len(grid) - 1)
    return np.minimum(np.abs(times - grid[place - 1]), np.abs(times - grid[place]))


def table_row(kind: str, scores: list[Score]) -> str:
    """One line of the table."""
    cells = [f"{kind:10s} n {len(scores):3d}"]
    for name in ("tempo", "octave", "level", "offset", "beat", "half", "bar", "varying"):
        known = [getattr(s, name) for s in scores if getattr(s, name) is not None]
        cells.append(f"{name} {np.mean(known):.3f}" if known else f"{name} -")
    cells.append(f"p95 {1000 * float(np.median([s.p95 for s in scores])):.1f} ms")
    sure = [s.level and s.beat for s in scores if s.confidence >= 0.8]
    unsure = [s.level and s.beat for s in scores if s.confidence < 0.8]
    for name, right in (("confident", sure), ("unsure", unsure)):
        cells.append(f"{name} {len(right)}: {np.mean(right):.2f} right" if right else f"{name} 0")
    cells.append(f"{np.mean([s.seconds for s in scores]):.2f} CPU s per 3 min")
    return " | ".join(cells)


def read_timing(folder: Path) -> Iterator[Truth]:
    """Recordings with beat files: (time, place in the bar) a line."""
    for row in _index(folder):
        if row["constant_or_variable"] != "constant":
            continue
        beats = np.loadtxt(folder / row["beats_file"])
        trusted = "exact (" in row["gt_offset_trust"] or "agrees" in row["gt_offset_trust"]
        first = float(beats[beats[:, 1] == 1][0, 0])
        meter = int(row["meter"].split("/")[0])
        audio = (folder / row["file"]).read_bytes()
        yield Truth(row["file"], float(row["bpm"]), first, meter, trusted, audio)


def read_fourkey(folder: Path) -> Iterator[Truth]:
    """Charts of one tempo: beat 0 begins a bar, the index measured how far it is from the audio."""
    for row in _index(folder):
        if row["tempo"] != "constant":
            continue
        raw = row["offset"]
        # .sm files give minus the time of beat 0 in s, .osu and .qua files its time in ms.
        zero = float(raw[:-2]) / 1000 if raw.endswith("ms") else -float(raw)
        zero += float(row["sync_shift_ms"]) / 1000 - _DETECTOR_RISE
        with zipfile.ZipFile(folder / row["file"]) as level:
            audio = _song(level)
        if audio:
            yield Truth(row["file"], float(row["bpm"].split()[0]), zero, 4, True, audio)


def read_beatsaber(folder: Path) -> Iterator[Truth]:
    """Levels of one tempo: the beat is where their notes' grid is, moved by the measured shift."""
    for row in _index(folder):
        with zipfile.ZipFile(folder / row["file"]) as level:
            audio, notes = _song(level), _note_beats(level)
        if not audio or len(notes) < 50:
            continue
        bpm = float(row["bpm"])
        shift = float(row["shift_ms"] or 0) / 1000
        yield Truth(row["file"], bpm, _grid_phase(notes) * 60 / bpm + shift, None, False, audio)


def _index(folder: Path) -> list[dict[str, str]]:
    text = (folder / "INDEX.tsv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


def _song(level: zipfile.ZipFile) -> bytes | None:
    names = [name for name in level.namelist() if name.endswith("song.opus")]
    return level.read(names[0]) if names else None


def _note_beats(level: zipfile.ZipFile) -> NDArray[np.float64]:
    """Beats of the notes of all Standard difficulties; none if the tempo changes."""
    names = {name.lower().rsplit("/", 1)[-1]: name for name in level.namelist()}
    info = json.loads(level.read(names["info.dat"]).decode("utf-8-sig"))
    beats: list[float] = []
    for group in info["_difficultyBeatmapSets"]:
        if group["_beatmapCharacteristicName"] != "Standard":
            continue
        for entry in group["_difficultyBeatmaps"]:
            chart = json.loads(
                level.read(names[entry["_beatmapFilename"].lower()]).decode("utf-8-sig")
            )
            if len({event["m"] for event in chart.get("bpmEvents", [])}) > 1:
                return np.zeros(0)
            custom = chart.get("_customData") or {}
            if custom.get("_BPMChanges") or custom.get("_bpmChanges"):
                return np.zeros(0)
            beats += [n["_time"] for n in chart.get("_notes", []) if n.get("_type") in (0, 1)]
            beats += [n.get("b", 0.0) for n in chart.get("colorNotes", [])]
    return np.unique(np.array(beats, dtype=np.float64))


def _grid_phase(beats: NDArray[np.float64]) -> float:
    """The phase 0-1 on which most notes fall on beats, then halves, quarters and thirds."""
    best, phase = -1.0, 0.0
    for candidate in np.arange(0.0, 1.0, 1 / 96):
        score = 0.0
        for divisor, weight in ((1, 1.0), (2, 0.5), (4, 0.35), (3, 0.2)):
            place = (beats - candidate) * divisor
            score += weight * float((np.abs(place - np.round(place)) / divisor < 1 / 100).mean())
        if score > best:
            best, phase = score, float(candidate)
    rest = (beats - phase) * 12
    rest = (rest - np.round(rest)) / 12
    near = rest[np.abs(rest) < 0.03]
    return phase + float(np.median(near)) if len(near) else phase


if __name__ == "__main__":
    main()
