"""Lights alone for a level that exists: its notes, tempo and files stay as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from automapper.audio import Waveform
from automapper.beatsaber.lighting import LightRequest, light_show, with_lights
from automapper.beatsaber.lighting.environments import ENVIRONMENTS, environment_name
from automapper.beatsaber.model import Level, Lightshow, Note
from automapper.beatsaber.options import LightMode
from automapper.beatsaber.read import read_level
from automapper.beatsaber.rework.convert import beside, package_version
from automapper.beatsaber.rework.level_pulse import level_pulse
from automapper.beatsaber.rework.level_sound import level_sound, sound_facts
from automapper.beatsaber.tempo import level_tempo
from automapper.beatsaber.write import write_level
from automapper.ear import listen
from automapper.ear.pulse import Pulse
from automapper.errors import ConfigError
from automapper.files import open_package_with_warnings
from automapper.timing import TempoMap


def relight(
    level: Level,
    sound: Waveform | Pulse,
    *,
    mode: LightMode = LightMode.BASIC,
    seed: int = 0,
    environment: str | None = None,
) -> Level:
    """The level under a new light show; everything but lights and environment stays equal.

    ``sound``: the level's own audio, or what the Ear heard in it (seconds from its sample 0).
    Charts that share a tempo share one show, made for the notes of the hardest of them, so that
    switching difficulty changes no light. ``LightMode.NONE`` takes all lights away, on any stage
    and without listening. ``environment`` None keeps the level's. Raises :class:`ConfigError` for
    an environment that does not answer to basic events, and :class:`AudioError` for silent audio.
    """
    stage = _stage(level, environment, mode)
    if mode is LightMode.NONE:  # nothing to listen for
        dark = tuple(with_lights(chart, Lightshow()) for chart in level.charts)
        return replace(level, charts=dark, environment=stage)
    hardest: dict[TempoMap, tuple[Note, ...]] = {}
    for chart in sorted(level.charts, key=lambda chart: chart.difficulty):
        if chart.notes or level_tempo(level, chart) not in hardest:
            hardest[level_tempo(level, chart)] = chart.notes
    pulse = _heard(level, hardest, sound) if isinstance(sound, Waveform) else sound
    shows = {
        tempo_map: light_show(
            LightRequest(replace(pulse, tempo_map=tempo_map), notes, mode, seed, stage)
        )
        for tempo_map, notes in hardest.items()
    }
    charts = tuple(with_lights(chart, shows[level_tempo(level, chart)]) for chart in level.charts)
    return replace(level, charts=charts, environment=stage)


def _stage(level: Level, environment: str | None, mode: LightMode) -> str:
    if environment is not None:
        return environment_name(environment)
    if mode is not LightMode.NONE and level.environment not in ENVIRONMENTS:
        raise ConfigError(
            f"the level's environment '{level.environment}' does not answer to basic events; "
            "choose another, such as DefaultEnvironment"
        )
    return level.environment


def _heard(level: Level, notes: dict[TempoMap, tuple[Note, ...]], sound: Waveform) -> Pulse:
    """The pulse of the audio; by the level's own tempo where its charts agree on one."""
    if len(notes) > 1:
        return listen(sound)
    ((tempo_map, played),) = notes.items()
    return level_pulse(sound, tempo_map, played)


def relight_package(
    source: Path | str,
    *,
    mode: LightMode = LightMode.BASIC,
    seed: int = 0,
    environment: str | None = None,
) -> tuple[dict[str, bytes], list[str]]:
    """The files of a level (folder or zip) under a new light show, and all warnings.

    The format version stays, audio and cover are carried along untouched. Raises FormatError for
    what is no level or lacks its audio, and as :func:`relight` does.
    """
    files, warnings = open_package_with_warnings(source)
    level, read = read_level(files)
    _stage(level, environment, mode)  # refuse early: listening takes seconds
    waveform, missed = level_sound(level, files)
    lit = relight(level, waveform, mode=mode, seed=seed, environment=environment)
    written, dropped = write_level(lit, package_version(files), sound_facts(waveform))
    return beside(files, written), [*warnings, *read, *missed, *dropped]
