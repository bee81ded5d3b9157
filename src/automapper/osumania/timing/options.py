"""What ``osu-timing`` may be told about a song, and how its times are to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from automapper.errors import ConfigError

if TYPE_CHECKING:
    from automapper.ear.sources import SourceName
    from automapper.ear.wish import Octave, Profile

Convention = Literal["exact", "osu"]
# By how much redlines of constant-tempo osu! maps precede the attacks of their audio: the median
# of 33 maps is 22 ms, 5 % to 95 % lie 10 to 40 ms before.
OSU_LEAD_MS = 22.0
_MOST_LEAD_MS = 1000.0


@dataclass(frozen=True, slots=True)
class TimingOptions:
    """Wishes as :func:`automapper.ear.listen` takes them, and the convention of times.

    "exact" counts from the audio's attacks; "osu" puts everything ``lead_ms`` earlier, and means an
    ``offset`` (s) so. A ``bpm`` is one tempo, as it is. ``source`` None hears with the shipped net.
    Raises :class:`ConfigError` for wishes that cannot be meant.
    """

    bpm: float | None = None
    offset: float | None = None
    profile: Profile = "auto"
    bpm_range: tuple[float, float] | None = None
    octave: Octave = "auto"
    meter: int | None = None
    convention: Convention = "exact"
    lead_ms: float = OSU_LEAD_MS
    source: SourceName | None = None
    checkpoint: Path | None = None
    device: str = "auto"

    def __post_init__(self) -> None:
        if not 0.0 <= self.lead_ms <= _MOST_LEAD_MS:
            raise ConfigError(f"a lead is 0 to {_MOST_LEAD_MS:.0f} ms, not {self.lead_ms:g}")
        self._refuse_what_a_given_tempo_leaves_unsaid()
        from automapper.ear.wish import Wish  # late: --help reads this module's constants

        # Only to refuse at once, not when the song has been decoded, what cannot be.
        Wish(self.bpm, self.offset, self.octave, self.profile, self.bpm_range, self.meter)

    def _refuse_what_a_given_tempo_leaves_unsaid(self) -> None:
        """ConfigError for wishes about what is heard, where the tempo is not heard but given."""
        if self.bpm is None:
            return
        for word, said in (
            ("--octave", self.octave != "auto"),
            ("--bpm-range", self.bpm_range is not None),
            ("--profile live", self.profile == "live"),
        ):
            if said:
                raise ConfigError(f"{word} is about a tempo that is heard: leave it out with --bpm")

    @property
    def shift(self) -> float:
        """Seconds that are added to every time heard."""
        return -self.lead_ms / 1000.0 if self.convention == "osu" else 0.0
