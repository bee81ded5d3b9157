"""Pulse -> events: which moments a chart plays; no game words.

The names below are loaded when they are first used: who wants a seed need not wait for the Ear.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from automapper.generation.density import NpsWish
    from automapper.generation.onset import Onset
    from automapper.generation.rhythm import Reroll, RhythmPlan, RhythmRequest, plan_rhythm
    from automapper.generation.seeds import part_rng

_HOMES = {
    "NpsWish": "density",
    "Onset": "onset",
    "Reroll": "rhythm",
    "RhythmPlan": "rhythm",
    "RhythmRequest": "rhythm",
    "part_rng": "seeds",
    "plan_rhythm": "rhythm",
}
__all__ = [
    "NpsWish",
    "Onset",
    "Reroll",
    "RhythmPlan",
    "RhythmRequest",
    "part_rng",
    "plan_rhythm",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
