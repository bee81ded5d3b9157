"""What is known about a song besides its sound."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Song:
    """Words about a song as a player reads them; unknown ones are empty."""

    title: str = ""
    subtitle: str = ""
    artist: str = ""
    mapper: str = ""
