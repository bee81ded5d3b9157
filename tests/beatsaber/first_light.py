"""The level of the bundled song, generated once for all tests that look at one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from automapper.beatsaber import GeneratedLevel, GenerateOptions, generate_level

SONG = Path(__file__).parents[2] / "demo" / "first-light.ogg"


@lru_cache(maxsize=1)
def first_light() -> GeneratedLevel:
    return generate_level(SONG)


@lru_cache(maxsize=8)
def first_light_with(options: GenerateOptions) -> GeneratedLevel:
    return generate_level(SONG, options)
