"""Songs of a store as truth for the Ear, where the store keeps their audio."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from automapper.audio import AUDIO_SUFFIXES
from automapper.data.store import ANNOTATION, AUDIO, Entry, load_example, read_manifest
from automapper.ear.evaluation.metrics import Times, straight_line
from automapper.ear.evaluation.truths import Sound, Truth
from automapper.errors import ConfigError, FormatError


def store_truths(store: Path) -> Iterator[Truth]:
    """The songs of a store whose audio lies beside their features, in its order.

    Raises ConfigError where no song has audio, and FormatError for damaged files and for those of
    a version that kept one chart a song.
    """
    entries = read_manifest(store)
    with_sound = [(entry, sound) for entry in entries if (sound := _sound(store / entry.id))]
    if entries and not with_sound:
        raise ConfigError(f"{store}: keeps no audio to listen to; make it with --keep-audio")
    for entry, sound in with_sound:
        known = load_example(store, entry)
        where = store / entry.id / ANNOTATION
        if known.annotation.get("format") == 1:
            raise FormatError(where, "", "was written by an earlier version: run osu-dataset again")
        try:
            yield _truth(store, entry, sound, known.annotation)
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise FormatError(where, "", f"is odd ({error!r})") from None


def _sound(folder: Path) -> Sound | None:
    kept = [p for p in sorted(folder.glob(f"{AUDIO}.*")) if p.suffix.lower() in AUDIO_SUFFIXES]
    return Sound(kept[0]) if kept else None


def _truth(store: Path, entry: Entry, sound: Sound, known: dict[str, Any]) -> Truth:
    beats: Times = np.array(known["beats"], dtype=np.float64)
    first, last = known.get("span") or (0.0, entry.seconds)
    human = known.get("human", {})
    # The first chart is the fullest of those on the song's own beats.
    charts = known.get("charts") or [{"notes": ()}]
    times = [float(row[1]) for row in charts[0]["notes"]]
    notes = np.unique(np.array(times, dtype=np.float64) + float(human.get("shift_ms", 0.0))) / 1000
    return Truth(
        name=entry.id,
        title=entry.title,
        group=f"{store.name}, {'one tempo' if entry.constant else 'moving tempo'}",
        sound=sound,
        span=(float(first), float(last)),
        beats=beats,
        downbeats=np.array(known["downbeats"], dtype=np.float64),
        bpm=_tempo(beats, human) if entry.constant else None,
        offset_known=len(beats) > 1,
        redlines=0 if entry.constant else len(human.get("redlines", ())),
        notes=notes,
        fold=entry.fold,
        bars_known=entry.downbeats,
    )


def _tempo(beats: Times, human: dict[str, Any]) -> float:
    """The one tempo of the beats, bpm; the chart's where it is one whose beats nobody counts."""
    if len(beats) > 1:
        return straight_line(beats)[0]
    return float(Fraction(human["tempo_map"]["points"][0][1]))
