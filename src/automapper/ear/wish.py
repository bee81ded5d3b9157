"""What a user insists on before a song is listened to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from automapper.errors import ConfigError

Octave = Literal["auto", "half", "double"]
Profile = Literal["auto", "steady", "live"]
MIN_BPM, MAX_BPM = 10.0, 1000.0
_NARROWEST = 1.001  # a range that holds less is a tempo, and is given as one
METRES = (2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user says about the tempo; what is said is believed exactly.

    ``bpm`` beats per minute, ``offset`` the time of some beat in s, ``octave`` whether to take
    the tempo heard, half or double; ``profile`` "steady" is one tempo for the song, "live" one that
    follows it; ``bpm_range`` the lowest and highest tempo allowed; ``meter`` beats a bar. Raises
    :class:`ConfigError` for what cannot be.
    """

    bpm: float | None = None
    offset: float | None = None
    octave: Octave = "auto"
    profile: Profile = "auto"
    bpm_range: tuple[float, float] | None = None
    meter: int | None = None

    def __post_init__(self) -> None:
        if self.bpm is not None and not MIN_BPM <= self.bpm <= MAX_BPM:
            raise ConfigError(f"bpm must be {MIN_BPM:.0f} to {MAX_BPM:.0f}, not {self.bpm:g}")
        if self.offset is not None and not math.isfinite(self.offset):
            raise ConfigError(f"the offset must be a number of seconds, not {self.offset}")
        if self.octave not in ("auto", "half", "double"):
            raise ConfigError(f"octave must be auto, half or double, not {self.octave!r}")
        if self.profile not in ("auto", "steady", "live"):
            raise ConfigError(f"profile must be auto, steady or live, not {self.profile!r}")
        if self.meter is not None and self.meter not in METRES:
            raise ConfigError(f"a metre has {METRES[0]} to {METRES[-1]} beats, not {self.meter}")
        if self.bpm_range is not None:
            low, high = self.bpm_range
            if not MIN_BPM <= low * _NARROWEST <= high <= MAX_BPM:
                raise ConfigError(
                    f"a bpm range goes up, within {MIN_BPM:.0f} to {MAX_BPM:.0f};"
                    f" not {low:g} to {high:g}"
                )

    def allows(self, bpm: float) -> bool:
        """Whether a tempo lies in the wished range."""
        return self.bpm_range is None or self.bpm_range[0] <= bpm <= self.bpm_range[1]

    @property
    def octave_factor(self) -> Fraction:
        """The tempo that is told over the one heard."""
        return {"auto": Fraction(1), "half": Fraction(1, 2), "double": Fraction(2)}[self.octave]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What was said, in words."""
        out = []
        if self.bpm is not None:
            out.append(f"the tempo of {self.bpm:g} bpm was given")
        if self.offset is not None:
            out.append(f"a beat at {self.offset:g} s was given")
        if self.bpm is None and self.bpm_range is not None:
            out.append(f"a tempo of {self.bpm_range[0]:g} to {self.bpm_range[1]:g} bpm was wanted")
        if self.bpm is None and self.octave != "auto":
            out.append(f"{self.octave} of the tempo heard was asked for")
        if self.bpm is None and self.profile != "auto":
            out.append(f"the {self.profile} profile was asked for")
        return tuple(out)
