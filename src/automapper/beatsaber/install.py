"""Where the game looks for custom levels."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from automapper.errors import OutputError

_LEVELS = Path("Beat Saber_Data", "CustomLevels")
_STEAM_GAME = Path("steamapps", "common", "Beat Saber")
_OCULUS_GAME = Path("Software", "Software", "hyperbolic-magnetism-beat-saber")


def custom_levels_folder(game: Path | None = None) -> Path:
    """The game's folder for custom levels: inside ``game``, or where the game usually lies.

    ``game`` may be the game's folder or the levels folder itself. Raises :class:`OutputError` with
    the places that were searched when there is none.
    """
    if game is not None:
        if game.name == "CustomLevels" and game.is_dir():
            return game
        if (game / "Beat Saber_Data").is_dir():
            return game / _LEVELS
        raise OutputError(f"{game}: not a Beat Saber folder (it has no Beat Saber_Data inside)")
    searched = list(_usual_places())
    for place in searched:
        if (place / "Beat Saber_Data").is_dir():
            return place / _LEVELS
    raise OutputError(
        "Beat Saber was not found in its usual places; name its folder: "
        "--install GAME_FOLDER (the folder that holds Beat Saber_Data)"
    )


def _usual_places() -> Iterator[Path]:
    for steam in _steam_roots():
        yield steam / _STEAM_GAME
        for library in _steam_libraries(steam / "steamapps" / "libraryfolders.vdf"):
            yield library / _STEAM_GAME
    for key in ("ProgramFiles", "ProgramW6432"):
        if os.environ.get(key):
            yield Path(os.environ[key], "Oculus", _OCULUS_GAME)


def _steam_roots() -> Iterator[Path]:
    for key in ("ProgramFiles(x86)", "ProgramFiles"):
        if os.environ.get(key):
            yield Path(os.environ[key], "Steam")
    home = Path.home()
    yield home / ".steam" / "steam"
    yield home / ".local" / "share" / "Steam"
    yield home / ".var" / "app" / "com.valvesoftware.Steam" / ".local" / "share" / "Steam"
    yield home / "snap" / "steam" / "common" / ".local" / "share" / "Steam"


def _steam_libraries(listing: Path) -> Iterator[Path]:
    """Other Steam libraries, as named in Steam's own list."""
    try:
        text = listing.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for path in re.findall(r'"path"\s+"([^"]+)"', text):
        yield Path(path.replace("\\\\", "\\"))
