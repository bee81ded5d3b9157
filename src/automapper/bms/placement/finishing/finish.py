"""The steps after placement, in their fixed order: long notes, scratches, density."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.model import WavId
from automapper.bms.placement.finishing.density import Rebalanced, rebalance
from automapper.bms.placement.finishing.long_notes import Held, hold_notes
from automapper.bms.placement.finishing.scratch_thinning import thin_scratches
from automapper.bms.placement.finishing.segments import Segment
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Adviser, Placed, Reason, Residual, Source
from automapper.bms.placement.phases import phases_of
from automapper.bms.placement.selection.attack import attack_percentiles
from automapper.bms.placement.selection.whitelist import Selection
from automapper.bms.placement.state.board import Board
from automapper.errors import ConfigError

# A measure of four quarter notes, wherever the chart's bars lie.
CAP_BEATS = 4


class Raw(Protocol):
    """What placement hands over: every event of the source once, as a note or in the background."""

    @property
    def placed(self) -> Sequence[Placed]:
        """The notes."""
        ...

    @property
    def residual(self) -> Sequence[Residual]:
        """The background."""
        ...


@dataclass(frozen=True, slots=True)
class FinishOptions:
    """``long_notes``: long sounds become long notes. ``adviser`` ranks what comes back."""

    long_notes: bool = False
    adviser: Adviser | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A chart's notes and background in the order of their events, and what the steps did.

    ``diagnostics`` are plain values for JSON.
    """

    placed: tuple[Placed, ...]
    residual: tuple[Residual, ...]
    diagnostics: Mapping[str, object] = field(default_factory=dict)


def finish(
    raw: Raw,
    source: Source,
    sounds: SoundTable,
    selection: Selection,
    tuning: Tuning,
    options: FinishOptions | None = None,
) -> Finished:
    """Long notes, then scratches that they leave no hand for, then density over the whole chart.

    Every event stays what it is, once: a note or background. Nothing is moved in time or lane.
    ConfigError for notes that cannot stand together, as events that were spliced by hand may.
    """
    options = options or FinishOptions()
    placed, held = tuple(raw.placed), None
    if options.long_notes:
        held = hold_notes(source, sounds, tuning, placed)
        placed = held.placed
    placed, thinned = thin_scratches(source, placed)
    board = _board_of(source, tuning, placed)
    intensity = _intensity(source, sounds)
    moved = rebalance(board, raw.residual, selection, intensity, options.adviser)
    residual = _residual(raw.residual, thinned, moved)
    notes = board.notes()
    diagnostics = {
        "long_notes": _held_record(held),
        "scratch_thinned": len(thinned),
        "density": _density_record(moved),
        "reasons": _reasons(residual),
        "caps": _caps(source, tuning, notes),
        "phases": _phases(source, selection, tuning),
    }
    return Finished(notes, residual, diagnostics)


def _board_of(source: Source, tuning: Tuning, placed: Sequence[Placed]) -> Board:
    board = Board(source, tuning)
    for one in placed:
        if one.lane not in board.grid.number:
            place, keys = one.event.place, source.mode.value
            raise ConfigError(f"measure {place.measure}: {keys} keys have no {one.lane}")
        try:
            board.add(one)
        except ValueError as error:
            raise ConfigError(f"the notes cannot stand together: {error}") from None
    return board


def _intensity(source: Source, sounds: SoundTable) -> dict[WavId, float]:
    return attack_percentiles({event.wav_id for event in source.events}, sounds)


def _residual(
    before: Sequence[Residual], thinned: Sequence[Residual], moved: Rebalanced
) -> tuple[Residual, ...]:
    back = {one.event.index for one in moved.pulled}
    shed = [Residual(one.event, Reason.DENSITY) for one in moved.shed]
    stay = [one for one in before if one.event.index not in back]
    return tuple(sorted((*stay, *thinned, *shed), key=lambda one: one.event.index))


def _held_record(held: Held | None) -> dict[str, object] | None:
    if held is None:
        return None
    counts = {"kept": held.kept, "drawn": held.drawn, "refused": held.refused}
    return {**counts, "source": held.style.record()}


def _density_record(moved: Rebalanced) -> dict[str, object]:
    return {
        "moved": len(moved.pulled),
        "before": [_segment_record(segment) for segment in moved.before],
        "after": [_segment_record(segment) for segment in moved.after],
    }


def _segment_record(segment: Segment) -> dict[str, object]:
    return {
        "beat": round(float(segment.start), 3),
        "notes": segment.notes,
        "target": round(segment.target, 1),
        "wish": segment.wish,
    }


def _reasons(residual: Sequence[Residual]) -> dict[str, int]:
    counts = Counter(one.reason for one in residual)
    return {reason.value: counts[reason] for reason in Reason if counts[reason]}


def _caps(source: Source, tuning: Tuning, placed: Sequence[Placed]) -> dict[str, int]:
    """The cap, the most notes in a measure, and in four beats of the global axis."""
    measures = Counter(one.event.place.measure for one in placed)
    return {
        "cap": tuning.measure_note_cap,
        "measure": max(measures.values(), default=0),
        "four_beats": max(notes_by_beats(placed).values(), default=0),
        "four_beats_over": sum(
            count > tuning.measure_note_cap for count in notes_by_beats(placed).values()
        ),
    }


def notes_by_beats(placed: Sequence[Placed]) -> dict[int, int]:
    """How many notes begin in each four beats, counted from the start of the chart."""
    counts: dict[int, int] = {}
    for one in placed:
        span = int(one.event.beat // CAP_BEATS)
        counts[span] = counts.get(span, 0) + 1
    return counts


def _phases(source: Source, selection: Selection, tuning: Tuning) -> list[dict[str, object]]:
    candidates = [event for event in source.events if selection.allows(event)]
    return [
        {
            "start": phase.start,
            "end": phase.end,
            "kind": phase.kind.value,
            "density": round(phase.density, 3),
        }
        for phase in phases_of(candidates, source.bars, tuning)
    ]
