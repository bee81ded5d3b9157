"""One stretch of a level drawn again, from the level's files alone; all else stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from automapper.audio import Waveform
from automapper.beatsaber.difficulty_words import WORD_OF
from automapper.beatsaber.generate.compose import Objects, weave
from automapper.beatsaber.generate.draft import (
    Draft,
    Part,
    notes_for,
    plan_onsets,
    usual_doubles,
    wish_of,
)
from automapper.beatsaber.model import Arc, Chain, Chart, Level
from automapper.beatsaber.options import GenerateOptions, options_from_record
from automapper.beatsaber.order import Timed, sorted_chart
from automapper.beatsaber.read import INFO_NAMES, read_level
from automapper.beatsaber.rework.convert import beside, package_version
from automapper.beatsaber.rework.level_pulse import level_phase, level_pulse, on_phase
from automapper.beatsaber.rework.level_sound import level_sound, sound_facts
from automapper.beatsaber.rework.moved import moved
from automapper.beatsaber.rework.reroll_lights import spliced_lights
from automapper.beatsaber.tempo import level_tempo
from automapper.beatsaber.write import write_level
from automapper.ear import Pulse
from automapper.errors import ConfigError
from automapper.files import find_file, open_package
from automapper.generation.onset import Onset
from automapper.generation.rhythm import Reroll
from automapper.timing import TempoMap

# New notes keep this far from bombs that stand: a swing sweeps -125..+75 ms around its note.
_BOMB_ROOM_S = 0.25


@dataclass(frozen=True, slots=True)
class Rerolled:
    """What was drawn again: the stretch in s, and the notes in it for each difficulty."""

    start: float
    end: float
    notes: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What a level remembers of its making; a level from elsewhere has the defaults."""

    options: GenerateOptions
    key: str

    @classmethod
    def of(cls, level: Level) -> Memory:
        """From the level's own record."""
        record: Any = json.loads(level.origin) if level.origin else {}
        wishes = record.get("options") if isinstance(record, dict) else None
        options = options_from_record(wishes if isinstance(wishes, dict) else {})
        return cls(options, str(record.get("key", "")) if isinstance(record, dict) else "")


def reroll_package(
    source: Path | str, stretch: tuple[float, float], seed: int
) -> tuple[dict[str, bytes], Rerolled]:
    """The files of a level with [start, end) s drawn again from ``seed``.

    The stretch is rounded to whole beats of the level, and begins after the arcs, chains and walls
    that reach into it. Objects and lights outside stay equal; in a level that was written here
    every byte outside does. Raises :class:`FormatError`, :class:`AudioError`, and
    :class:`ConfigError` for a stretch that holds nothing to draw.
    """
    files = open_package(source)
    level, warnings = read_level(files)
    sound, missed = level_sound(level, files)
    changed = reroll_level(level, sound, stretch, seed)
    written, dropped = write_level(changed, package_version(files), sound_facts(sound))
    notes = tuple(
        (WORD_OF[chart.difficulty], sum(note not in set(old.notes) for note in chart.notes))
        for chart, old in zip(changed.charts, level.charts, strict=True)
    )
    told = (*warnings, *missed, *dropped)
    return _exchanged(files, written), Rerolled(*stretch, notes, told)


def _exchanged(files: Mapping[str, bytes], written: Mapping[str, bytes]) -> dict[str, bytes]:
    """The package with its charts exchanged; the info stays where it names the same files."""
    info = next((found for name in INFO_NAMES if (found := find_file(files, name))), None)
    names = [find_file(files, name) for name in written]
    if info is None or None in names:
        return beside(files, written)
    fresh = {find_file(files, name) or name: data for name, data in written.items()}
    return {**files, **{name: data for name, data in fresh.items() if name != info}}


def reroll_level(level: Level, sound: Waveform, stretch: tuple[float, float], seed: int) -> Level:
    """The level with every Standard chart drawn again between two times, s."""
    memory = Memory.of(level)
    pulses: dict[TempoMap, Pulse] = {}
    charts = []
    for chart in level.charts:
        if chart.characteristic != "Standard":
            charts.append(chart)
            continue
        tempo_map = level_tempo(level, chart)
        if tempo_map not in pulses:
            pulses[tempo_map] = level_pulse(sound, tempo_map, chart.notes)
        phase = level_phase(tempo_map, chart.notes)
        pulse = on_phase(pulses[tempo_map], phase)
        # Off-beat charts are drawn on their own beats and put back.
        again = reroll_chart(moved(chart, -phase), pulse, stretch, seed, memory)
        charts.append(moved(again, phase))
    return replace(level, charts=tuple(charts))


def reroll_chart(
    chart: Chart, pulse: Pulse, stretch: tuple[float, float], seed: int, memory: Memory
) -> Chart:
    """One chart with its objects and lights of a stretch drawn again."""
    tempo_map = pulse.tempo_map
    first, end = (Fraction(round(tempo_map.beat(second))) for second in stretch)
    start = _after_crossing(chart, first, end)
    if start >= end or float(tempo_map.seconds(first)) > pulse.duration:
        raise ConfigError("nothing to draw again there: the stretch is empty or outside the song")
    drawn = Reroll(float(tempo_map.seconds(start)), float(tempo_map.seconds(end)), seed)
    options = memory.options
    doubles = usual_doubles(options, memory.key)
    plan = plan_onsets(
        pulse, options, memory.key, 0.0, doubles=doubles, nps=wish_of(options), rerolls=(drawn,)
    )
    bombs = [float(tempo_map.seconds(b.beat)) for b in chart.bombs if not start <= b.beat < end]
    onsets = [
        onset
        for onset in plan.onsets[chart.difficulty]
        if start <= onset.beat < end and _clear(onset, bombs)
    ]
    part = Part(
        seed,
        options.seed,
        memory.key,
        before=tuple(note for note in chart.notes if note.beat < start),
        after=tuple(note for note in chart.notes if note.beat >= end),
    )
    notes = notes_for(onsets, pulse, chart.difficulty, options, part)
    made = weave(Draft(tuple(onsets), notes), pulse, chart.difficulty, options, part)
    played = _spliced(chart, made, start, end)
    lights = spliced_lights(played, pulse, (first, end), seed, options)
    return replace(played, lights=lights)


def _after_crossing(chart: Chart, first: Fraction, end: Fraction) -> Fraction:
    """Where the stretch may begin: after what starts before it and reaches into it.

    Walls count where a head or hand can be; one that stands through the whole stretch or is out of
    reach is scenery.
    """
    reach = [first]
    tails: tuple[Arc | Chain, ...] = (*chart.arcs, *chart.chains)
    for tailed in tails:
        if tailed.beat < first <= tailed.tail_beat:
            # The tail's own note belongs to what crosses.
            reach.append(tailed.tail_beat + Fraction(1, 16))
    for wall in chart.walls:
        inside = wall.x < 4 and wall.x + wall.width > 0
        wall_end = wall.beat + wall.duration
        if inside and wall.beat < first < wall_end < end:
            reach.append(wall_end + Fraction(1, 16))
    return max(reach)


def _clear(onset: Onset, bombs: Sequence[float]) -> bool:
    return all(abs(onset.seconds - bomb) >= _BOMB_ROOM_S for bomb in bombs)


def _spliced(chart: Chart, made: Objects, start: Fraction, end: Fraction) -> Chart:
    """The chart with its objects in [start, end) exchanged for ``made``."""

    def mixed(old: Sequence[Timed], new: Sequence[Timed]) -> tuple[Timed, ...]:
        return (*(item for item in old if not start <= item.beat < end), *new)

    return sorted_chart(
        replace(
            chart,
            notes=mixed(chart.notes, made.notes),
            bombs=mixed(chart.bombs, made.bombs),
            walls=mixed(chart.walls, made.walls),
            arcs=mixed(chart.arcs, made.arcs),
            chains=mixed(chart.chains, made.chains),
        )
    )
