"""What a user may ask of a re-charted package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from automapper.bms.model import KeyMode
from automapper.bms.placement.levels import DEFAULT_LEVEL, HIGHEST_LEVEL, LOWEST_LEVEL
from automapper.bms.placement.selection.fx import FxReading
from automapper.errors import ConfigError

LEVELS = range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)
# Measures of a chart are 0-999 and the engine's seed is seed * 10^6 + measure; 2^53 keeps the
# number exact for readers of JSON that know floats only.
MAX_SEED = 2**53 // 10**6


@dataclass(frozen=True, slots=True)
class MlWeights:
    """Files of the two learned rankers, .onnx or .safetensors; None: the shipped ones.

    ``digests`` are those that the two must have, where a chart was made with them before.
    """

    token: Path | None = None
    lane: Path | None = None
    digests: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class GenerateOptions:
    """Options of one chart. Raises ConfigError for what is out of range.

    ``intensity`` and ``scratch`` are levels 1-20; ``long_notes`` lets held sounds become long
    notes; ``mode`` None keeps the source's keys; ``chart`` names the source chart, None lets
    coverage decide; ``fx`` says when a sound is an effect: long "and" not struck, or either (the
    report's "or"); ``ml`` None leaves every choice to the rules.
    """

    intensity: int = DEFAULT_LEVEL
    scratch: int = DEFAULT_LEVEL
    long_notes: bool = False
    mode: KeyMode | None = None
    seed: int = 42
    chart: str | None = None
    fx: FxReading = "and"
    ml: MlWeights | None = None

    def __post_init__(self) -> None:
        for name, level in (("intensity", self.intensity), ("scratch", self.scratch)):
            if level not in LEVELS:
                raise ConfigError(f"--{name} is a level from 1 to 20, not {level}")
        if not 0 <= self.seed <= MAX_SEED:
            raise ConfigError(f"--seed is a whole number from 0 to {MAX_SEED}, not {self.seed}")
