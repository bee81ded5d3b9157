"""What the readers of all versions share: a difficulty's entry in the info, a usable tempo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from automapper.beatsaber.formats.wire import BadFieldError, Fields
from automapper.beatsaber.model import Chart, Extra
from automapper.chart import Difficulty

# What the game plays when a level gives no speed, m/s (BeatmapDifficultyMethods in the game).
DEFAULT_NJS = {
    Difficulty.EASY: 10.0,
    Difficulty.NORMAL: 10.0,
    Difficulty.HARD: 10.0,
    Difficulty.EXPERT: 12.0,
    Difficulty.EXPERT_PLUS: 16.0,
}


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """What the info file says about one difficulty.

    ``file`` and ``lights_file`` are named as the info names them ("" for none); ``njs`` None
    stands for not given.
    """

    file: str
    difficulty: Difficulty
    characteristic: str = "Standard"
    njs: float | None = None
    jump_offset: float = 0.0
    label: str = ""
    requirements: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    lights_file: str = ""
    extra: Extra | None = None

    def chart(self, **parts: Any) -> Chart:
        """A chart of this entry; a missing speed, or one of 0, is what the game plays then."""
        njs = self.njs if self.njs is not None and self.njs > 0 else DEFAULT_NJS[self.difficulty]
        return Chart(
            difficulty=self.difficulty,
            characteristic=self.characteristic,
            njs=njs,
            jump_offset=self.jump_offset,
            label=self.label,
            requirements=self.requirements,
            suggestions=self.suggestions,
            info_extra=self.extra,
            **parts,
        )


def positive_bpm(item: Fields, key: str) -> float:
    """A tempo, beats a minute; zero and less cannot be played."""
    bpm = item.real(key)
    if bpm <= 0:
        raise BadFieldError(key, "is not a tempo")
    return bpm
