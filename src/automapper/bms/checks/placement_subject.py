"""What the laws of placement look at: a source, how it was tuned, and what became of its events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from automapper.bms.checks.rule import Preset
from automapper.bms.checks.subject import column_of, lane_name
from automapper.bms.keysounds.features import SoundTable
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event, Placed, Residual, Source
from automapper.bms.placement.scratch import ScratchMode
from automapper.bms.placement.selection.whitelist import Selection
from automapper.chart import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """What placement made of a source: notes, and events that stay in the background."""

    placed: tuple[Placed, ...]
    residual: tuple[Residual, ...]


@dataclass(frozen=True, slots=True)
class PlacementSubject:
    """An outcome with all that it came from.

    ``scratch_mode`` None is what the source asks for. ``again`` makes it anew from nothing but its
    inputs; None: reproducibility is not asked.
    """

    source: Source
    sounds: SoundTable
    selection: Selection
    tuning: Tuning
    outcome: Outcome
    again: Callable[[], Outcome] | None = field(default=None, compare=False)
    scratch_mode: ScratchMode | None = None
    part: str = ""
    preset: Preset = Preset.DEFAULT

    @property
    def placed(self) -> tuple[Placed, ...]:
        """The notes."""
        return self.outcome.placed

    @property
    def residual(self) -> tuple[Residual, ...]:
        """The background."""
        return self.outcome.residual


def at_event(subject: PlacementSubject, event: Event, what: str) -> Finding:
    """Something wrong with one event, at its place."""
    return Finding(f"{event.wav_id} {what}", _seconds(subject, event.beat), event.beat)


def at_note(subject: PlacementSubject, one: Placed, what: str) -> Finding:
    """Something wrong with one note, at its place and lane."""
    mode, event = subject.source.mode, one.event
    what = f"{lane_name(mode, one.lane)}: {event.wav_id} {what}"
    seconds = _seconds(subject, event.beat)
    return Finding(what, seconds, event.beat, column_of(mode, one.lane))


def at_beat(subject: PlacementSubject, beat: Fraction, what: str) -> Finding:
    """Something wrong from a beat on."""
    return Finding(what, _seconds(subject, beat), beat)


def at_measure(subject: PlacementSubject, measure: int, what: str) -> Finding:
    """Something wrong with a measure."""
    return at_beat(subject, subject.source.bars[measure], f"measure {measure}: {what}")


def by_lane(placed: Sequence[Placed]) -> Iterator[list[Placed]]:
    """The notes of each lane in order of time, keys and scratches."""
    lanes: dict[tuple[int, int], list[Placed]] = {}
    for one in placed:
        lanes.setdefault((one.lane.side, one.lane.key), []).append(one)
    for spot in sorted(lanes):
        yield sorted(lanes[spot], key=lambda one: (one.event.beat, one.event.index))


def _seconds(subject: PlacementSubject, beat: Fraction) -> float:
    return float(subject.source.tempo_map.seconds(beat))
