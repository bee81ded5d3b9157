"""What stands behind the measures that are placed: the first chord of the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from automapper.bms.lanes import Hand, hand_of
from automapper.bms.model import Lane, Place, WavId
from automapper.bms.placement.lane_choice import Step
from automapper.bms.placement.model import Placed
from automapper.bms.placement.resume.json_values import (
    fraction_of_text,
    lane_of_text,
    lane_text,
    share_of_text,
    whole,
)
from automapper.bms.placement.selection.pool import Pool
from automapper.bms.placement.state.grid import Grid
from automapper.errors import ConfigError

SCHEMA_VERSION = "lookahead-v1"


@dataclass(frozen=True, slots=True)
class Ahead:
    """The chord that follows a range: where it stands, and its notes (scratches too), by lane."""

    place: Place
    beat: Fraction
    notes: tuple[tuple[Lane, WavId], ...]

    def to_record(self) -> dict[str, Any]:
        """The chord as JSON values."""
        return {
            "schema_version": SCHEMA_VERSION,
            "measure": self.place.measure,
            "fraction": str(self.place.fraction),
            "beat": str(self.beat),
            "notes": [
                {"lane": lane_text(lane), "wav_id": wav_id} for lane, wav_id in sorted(self.notes)
            ],
        }

    @classmethod
    def from_record(cls, record: object) -> Ahead:
        """Read a chord; ConfigError when it is of another version or broken."""
        if not isinstance(record, Mapping) or record.get("schema_version") != SCHEMA_VERSION:
            raise ConfigError(f"next chord: schema_version is not {SCHEMA_VERSION!r}")
        try:
            return cls(
                Place(whole(record["measure"]), share_of_text(record["fraction"])),
                fraction_of_text(record["beat"]),
                tuple(
                    sorted(
                        (lane_of_text(note["lane"]), str(note["wav_id"]))
                        for note in record["notes"]
                    )
                ),
            )
        except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as fault:
            raise ConfigError(f"next chord: {type(fault).__name__}: {fault}") from fault


@dataclass(frozen=True, slots=True)
class Border:
    """The next chord as the last chord of a range regards it.

    ``step`` is the middle of its keys and of their brightness, None if unknown; ``hand`` who alone
    plays it. Its distance on each lane is the board's matter.
    """

    step: Step | None
    hand: Hand | None


def border(ahead: Ahead | None, grid: Grid, pool: Pool) -> Border | None:
    """The border that a next chord makes; None without one."""
    if ahead is None:
        return None
    keys = [(lane, wav_id) for lane, wav_id in ahead.notes if grid.number[lane] < grid.keys]
    known = [(lane, pool.centroids[i]) for lane, i in keys if i in pool.centroids]
    step = None
    if known:
        middle = round(sum(grid.number[lane] for lane, _ in known) / len(known))
        step = Step(middle, sum(centroid for _, centroid in known) / len(known))
    hands = {hand_of(grid.source.mode, lane) for lane, _ in keys}
    alone = len(hands) == 1 and Hand.EITHER not in hands
    return Border(step, min(hands) if alone else None)


def next_chord(placed: Sequence[Placed], measure: int) -> Ahead | None:
    """The first chord of a measure, or of the first one after it that has any; None at the end."""
    later = [note for note in placed if note.event.place.measure >= measure]
    if not later:
        return None
    first = min(note.event.beat for note in later)
    notes = [note for note in later if note.event.beat == first]
    lanes = tuple(sorted((note.lane, note.event.wav_id) for note in notes))
    return Ahead(notes[0].event.place, first, lanes)
