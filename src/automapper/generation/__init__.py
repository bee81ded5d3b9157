"""Pulse -> events: which moments a chart plays; no game words."""

from automapper.generation.density import NpsWish
from automapper.generation.onset import Onset
from automapper.generation.rhythm import Reroll, RhythmPlan, RhythmRequest, plan_rhythm
from automapper.generation.seeds import part_rng

__all__ = [
    "NpsWish",
    "Onset",
    "Reroll",
    "RhythmPlan",
    "RhythmRequest",
    "part_rng",
    "plan_rhythm",
]
