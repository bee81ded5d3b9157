"""What the measures of a chart share, and what one hands to the next while they are placed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.model import WavId
from automapper.bms.placement.hands_load import SourceChords
from automapper.bms.placement.lane_choice import Curve, Step
from automapper.bms.placement.model import Adviser, Placed, Reason
from automapper.bms.placement.scratch import ScratchPlan, Turning
from automapper.bms.placement.selection.pool import Pool
from automapper.bms.placement.selection.whitelist import Selection
from automapper.bms.placement.state.board import Board
from automapper.bms.placement.state.gates import Spacing


@dataclass(frozen=True, slots=True)
class Scene:
    """What all measures of a chart share.

    ``turned`` are, by measure, scratches that stand; ``rests`` what keys are to rest if they can.
    """

    board: Board
    sounds: SoundTable
    pool: Pool
    selection: Selection
    scratches: ScratchPlan
    turned: tuple[int, ...]
    chords: SourceChords
    aims: tuple[int, ...]
    curve: Curve
    seed: int
    rests: Spacing | None = None
    adviser: Adviser | None = None


@dataclass(slots=True)
class Progress:
    """What one measure hands to the next: the trail's end, use of samples, turntables, notes."""

    step: Step | None = None
    usage: Counter[WavId] = field(default_factory=Counter)
    log: list[WavId] = field(default_factory=list)
    turning: Turning = field(default_factory=Turning)
    notes: list[Placed] = field(default_factory=list)
    reasons: dict[int, Reason] = field(default_factory=dict)
