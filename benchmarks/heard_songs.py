"""What the Ear hears in each song of the corpus, kept between runs."""

from __future__ import annotations

import io
import json
import tempfile
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from automapper.audio import ONSET_MEL, Waveform, decode
from automapper.ear import Confidences, Pulse, Salience, Section, SectionName, listen, salience
from automapper.files import write_file
from automapper.timing import Meter, Stop, TempoMap, TempoPoint
from human_rhythm import audio_bytes

_CURVES = ("flux", "bands", "level", "centroid")


def salience_of(path: Path, cache: Path | None) -> Salience:
    """Salience of a level's song; kept in ``cache`` if one is given."""
    kept = cache / f"{path.stem}.npz" if cache else None
    if kept and kept.is_file():
        with np.load(kept, allow_pickle=False) as arrays:
            return Salience(ONSET_MEL.grid, *(arrays[name] for name in _CURVES))
    found = salience(_decode(path))
    if kept:
        buffer = io.BytesIO()
        curves = {name: getattr(found, name) for name in _CURVES}
        np.savez(buffer, allow_pickle=False, **curves)
        write_file(kept, buffer.getvalue(), force=True)
    return found


def pulse_of(path: Path, cache: Path | None) -> Pulse:
    """The pulse that the Ear finds from the audio alone; kept in ``cache`` if one is given."""
    kept = cache / f"{path.stem}.json" if cache else None
    if kept and kept.is_file():
        return _read(json.loads(kept.read_text(encoding="utf-8")), salience_of(path, cache))
    found = listen(_decode(path))
    if kept:
        write_file(kept, json.dumps(_plain(found)).encode(), force=True)
    return found


def _decode(path: Path) -> Waveform:
    with tempfile.TemporaryDirectory() as folder:
        song = Path(folder) / "song.opus"
        song.write_bytes(audio_bytes(path))
        return decode(song)


def _plain(pulse: Pulse) -> dict[str, Any]:
    return {
        "points": [(str(p.beat), str(p.bpm)) for p in pulse.tempo_map.points],
        "origin": str(pulse.tempo_map.origin),
        "stops": [(str(s.beat), str(s.seconds)) for s in pulse.tempo_map.stops],
        "meter": pulse.meter.beats,
        "beats": pulse.beats.tolist(),
        "downbeats": pulse.downbeats.tolist(),
        "sections": [
            (s.start, s.end, s.label, s.repeat, s.name.value, s.energy, s.confidence)
            for s in pulse.sections
        ],
        "twin_bar": pulse.twin_bar.tolist(),
        "profile": pulse.profile,
        "confidences": asdict(pulse.confidences),
        "reasons": pulse.reasons,
        "duration": pulse.duration,
    }


def _read(kept: dict[str, Any], heard: Salience) -> Pulse:
    points = tuple(TempoPoint(Fraction(b), Fraction(bpm)) for b, bpm in kept["points"])
    stops = tuple(Stop(Fraction(b), Fraction(s)) for b, s in kept["stops"])
    return Pulse(
        tempo_map=TempoMap(points, Fraction(kept["origin"]), stops),
        meter=Meter(kept["meter"]),
        beats=np.asarray(kept["beats"], dtype=np.float64),
        downbeats=np.asarray(kept["downbeats"], dtype=np.float64),
        sections=tuple(
            Section(start, end, label, repeat, SectionName(name), energy, sure)
            for start, end, label, repeat, name, energy, sure in kept["sections"]
        ),
        salience=heard,
        twin_bar=np.asarray(kept["twin_bar"], dtype=np.int64),
        profile=kept["profile"],
        confidences=Confidences(**kept["confidences"]),
        reasons=tuple(kept["reasons"]),
        alternatives=(),
        duration=kept["duration"],
    )
