"""Human note times on the audio: shift, phase and tempo map of a chart, for scripts and figures.

Definitions: the shift is the one constant within +-60 ms that puts most flux under the notes,
less the detector's own; the phase is where the chart's 1/4 and 1/3 grids lie in its beats.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automapper.ear.pulse import Confidences, Pulse, Salience, Section
from automapper.generation.frames import box_mean
from automapper.generation.slots import SlotGrid
from automapper.timing import Meter, TempoMap, TempoPoint, exact, nearest

Times = NDArray[np.float64]
# Median shift of 139 community levels: rise time of the flux, not an error of the mappers.
DETECTOR_SHIFT = -0.010
SAME_MOMENT_S = 0.010
SLOT_REACH_S = 0.025
FOLDS = 5
SAME_SONG = {"bs047": "bs026", "bs090": "bs077"}


@dataclass(frozen=True, slots=True)
class HumanChart:
    """Unique note times of one difficulty (s, the level's own clock) and its tempo stretches.

    ``stretches``: (start s, bpm), the first at 0. ``notes``: count with doubles.
    """

    difficulty: str
    times: Times
    notes: int
    stretches: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class HumanLevel:
    """One song of the corpus: its charts, and whether its notes sit on the audio."""

    name: str
    aligned: bool
    charts: tuple[HumanChart, ...]

    def primary(self) -> HumanChart | None:
        """The Expert chart, else Expert+, else None."""
        found = {chart.difficulty: chart for chart in self.charts}
        return found.get("Expert") or found.get("ExpertPlus")


def levels(data: Path, count: int | None = None) -> Iterator[tuple[Path, HumanLevel]]:
    """Every level of DIR/beatsaber with its file, in order of name."""
    folder = data / "beatsaber"
    with (folder / "INDEX.tsv").open(encoding="utf-8") as file:
        aligned = {r["file"]: r["clean"] == "yes" for r in csv.DictReader(file, delimiter="\t")}
    for path in sorted(folder.glob("bs*.zip"))[:count]:
        yield path, HumanLevel(path.stem, aligned.get(path.name, False), _charts(path))


def fold_of(name: str) -> int:
    """Which of five folds a level belongs to; two levels of one song share theirs."""
    song = SAME_SONG.get(name[:5], name[:5])
    return hashlib.sha256(song.encode()).digest()[0] % FOLDS


def audio_bytes(path: Path) -> bytes:
    """The song file inside a level's zip."""
    with zipfile.ZipFile(path) as package:
        return package.read(next(n for n in package.namelist() if n.endswith(".opus")))


def told_pulse(
    level: HumanLevel, chart: HumanChart, heard: Salience, sections: tuple[Section, ...] = ()
) -> tuple[Pulse, float]:
    """A pulse with the chart's own tempo map in bars of four; and the level's shift, s."""
    duration = len(heard.flux) / heard.grid.fps
    shift = shift_of(level, heard)
    tempo_map = tempo_map_of(level, chart, shift, duration)
    low, high = tempo_map.beats_array([0.0, duration])
    beats = np.arange(np.ceil(low), high)
    downbeats = beats[beats % 4 == 0]
    pulse = Pulse(
        tempo_map=tempo_map,
        meter=Meter(4),
        beats=tempo_map.seconds_array(beats),
        downbeats=tempo_map.seconds_array(downbeats),
        sections=sections,
        salience=heard,
        twin_bar=np.full(len(downbeats), -1, dtype=np.int64),
        profile="steady",
        confidences=Confidences(1.0, 1.0, 1.0),
        reasons=("told",),
        alternatives=(),
        duration=duration,
    )
    return pulse, shift


def slots_played(grid: SlotGrid, times: Times) -> NDArray[np.bool_]:
    """Which slots carry a note within 25 ms of their own, bool (beats, 6)."""
    slots = grid.seconds.ravel()
    near = nearest(slots, times)
    played = np.zeros(len(slots), dtype=bool)
    played[near[np.abs(slots[near] - times) < SLOT_REACH_S]] = True
    return played.reshape(grid.seconds.shape)


def _charts(path: Path) -> tuple[HumanChart, ...]:
    charts = []
    with zipfile.ZipFile(path) as package:
        names = {n.lower(): n for n in package.namelist()}
        info = _json(package.read(names["info.dat"]))
        bpm = float(info["_beatsPerMinute"])
        for mode in info["_difficultyBeatmapSets"]:
            if mode["_beatmapCharacteristicName"] != "Standard":
                continue
            for entry in mode["_difficultyBeatmaps"]:
                data = _json(package.read(names[entry["_beatmapFilename"].lower()]))
                chart = _chart(entry["_difficulty"], data, bpm)
                if len(chart.times) >= 50:
                    charts.append(chart)
    return tuple(charts)


def _json(raw: bytes) -> Any:
    return json.load(io.StringIO(raw.decode("utf-8-sig", errors="replace")))


def _chart(difficulty: str, data: dict[str, Any], bpm: float) -> HumanChart:
    if "_notes" in data:
        written = [n["_time"] for n in data["_notes"] if n.get("_type") in (0, 1)]
    else:
        written = [n.get("b", 0) for n in data.get("colorNotes", [])]
    beats = np.sort(np.asarray(written, dtype=np.float64))
    events = sorted((e.get("b", 0), e["m"]) for e in data.get("bpmEvents", []))
    if events:
        if events[0][0] > 0:
            events.insert(0, (0, bpm))
        points = tuple(TempoPoint(Fraction(b), Fraction(m)) for b, m in events)
        tempo = TempoMap(points)
        times = tempo.seconds_array(beats)
        stretches = [(float(tempo.seconds(p.beat)), float(p.bpm)) for p in points]
    else:
        times = beats * 60 / bpm
        custom = data.get("_customData") or {}
        changes = custom.get("_BPMChanges") or custom.get("_bpmChanges") or []
        stretches = [(0.0, bpm)] + [
            (c["_time"] * 60 / bpm, float(c.get("_BPM") or c.get("_bpm")))
            for c in sorted(changes, key=lambda c: c["_time"])
        ]
    return HumanChart(difficulty, _unique(times), len(times), tuple(stretches))


def _unique(times: Times) -> Times:
    kept: list[float] = []
    for time in times.tolist():
        if not kept or time - kept[-1] >= SAME_MOMENT_S:
            kept.append(time)
    return np.asarray(kept)


def shift_of(level: HumanLevel, salience: Salience) -> float:
    """Seconds to add to the level's note times to put them on the audio, |shift| <= 60 ms."""
    times = np.concatenate([chart.times for chart in level.charts])
    times = times[(times >= 0) & (times < len(salience.flux) / salience.grid.fps)]
    flux = box_mean(salience.flux.astype(np.float64), 3)
    frames = np.arange(len(flux)) / salience.grid.fps
    shifts = np.arange(-0.060, 0.0601, 0.002)
    found = [float(np.interp(times + s, frames, flux).mean()) for s in shifts]
    return float(shifts[int(np.argmax(found))]) - DETECTOR_SHIFT


def tempo_map_of(level: HumanLevel, chart: HumanChart, shift: float, duration: float) -> TempoMap:
    """The chart's tempo map on the audio: its stretches, each with the phase of its notes.

    Where a stretch does not hold whole beats, the last one is bent to fit.
    """
    everything = np.concatenate([c.times for c in level.charts])
    starts: list[tuple[float, float]] = []
    for index, (start, bpm) in enumerate(chart.stretches):
        last = index + 1 == len(chart.stretches)
        end = duration if last else chart.stretches[index + 1][0]
        inside = everything[(everything >= start - 1e-6) & (everything < end)] - start
        phase = grid_phase(inside, 60 / bpm) if len(inside) >= 30 else 0.0
        if end - start > 120 / bpm or last:
            starts.append((start + phase + shift, bpm))
    points = []
    beat = 0
    for index, (start, bpm) in enumerate(starts):
        points.append(TempoPoint(Fraction(beat), exact(bpm)))
        if index + 1 < len(starts):
            span = starts[index + 1][0] - start
            whole = int(np.floor(span * bpm / 60 + 1e-3)) - 1
            left = exact(span) - whole * 60 / exact(bpm)
            rest = max(1, round(float(left) * bpm / 60))
            if whole > 0:
                points.append(TempoPoint(Fraction(beat + whole), rest * 60 / left))
            beat += max(whole, 0) + rest
    return TempoMap(tuple(points), exact(starts[0][0]))


def grid_phase(times: Times, period: float) -> float:
    """Where beats lie, s in [0, period): most notes on wholes, halves, quarters and thirds."""
    beats = times / period
    tolerance = max(0.006 / period, 1 / 150)

    def fit(phase: float) -> float:
        total = 0.0
        for divisor, weight in ((1, 1.0), (2, 0.5), (4, 0.35), (3, 0.2)):
            off = (beats - phase) * divisor
            total += weight * float(np.mean(np.abs(off - np.round(off)) / divisor < tolerance))
        return total

    phases = np.arange(96) / 96
    best = float(phases[int(np.argmax([fit(p) for p in phases]))])
    off = (beats - best) * 12
    off = (off - np.round(off)) / 12
    near = off[np.abs(off) * period < 0.012]
    return (best + (float(np.median(near)) if len(near) else 0.0)) * period


def matched(reference: Sequence[float] | Times, found: Sequence[float] | Times, w: float) -> int:
    """How many of two sorted lists of times pair up within ``w`` s, each used once."""
    i = j = pairs = 0
    while i < len(reference) and j < len(found):
        distance = found[j] - reference[i]
        if abs(distance) <= w:
            pairs, i, j = pairs + 1, i + 1, j + 1
        elif distance < 0:
            j += 1
        else:
            i += 1
    return pairs


def f1(reference: Times, found: Times, window: float = 0.035) -> float:
    """F-measure of note times, 0-1; the window is 35 ms unless told."""
    return 2 * matched(reference, found, window) / max(len(reference) + len(found), 1)
