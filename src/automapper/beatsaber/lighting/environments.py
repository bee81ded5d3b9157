"""Stages a level can play on, as the game names them.

Only those lit by basic events are listed: later stages (Weave and after) answer to light groups
alone and would stay dark.
"""

from __future__ import annotations

import difflib

from automapper.errors import ConfigError

ENVIRONMENTS = (
    "DefaultEnvironment", "OriginsEnvironment", "TriangleEnvironment", "NiceEnvironment",
    "BigMirrorEnvironment", "DragonsEnvironment", "KDAEnvironment", "MonstercatEnvironment",
    "CrabRaveEnvironment", "PanicEnvironment", "RocketEnvironment", "GreenDayEnvironment",
    "GreenDayGrenadeEnvironment", "TimbalandEnvironment", "FitBeatEnvironment",
    "LinkinParkEnvironment", "BTSEnvironment", "KaleidoscopeEnvironment", "InterscopeEnvironment",
    "SkrillexEnvironment", "BillieEnvironment", "HalloweenEnvironment", "GagaEnvironment",
)  # fmt: skip


def environment_name(text: str) -> str:
    """The full name of an environment; ``"Nice"`` and ``"niceenvironment"`` name it too."""
    wanted = text.strip().lower().removesuffix("environment")
    for name in ENVIRONMENTS:
        if name.lower().removesuffix("environment") == wanted:
            return name
    words = {name.removesuffix("Environment").lower(): name for name in ENVIRONMENTS}
    near = difflib.get_close_matches(wanted, words, n=3)
    if near:
        hint = f"did you mean {', '.join(words[word] for word in near)}?"
    else:
        hint = f"choose from {', '.join(n.removesuffix('Environment') for n in ENVIRONMENTS)}"
    raise ConfigError(f"no environment '{text}' that basic lights work on; {hint}")
