"""The one stateful pass: measures from left to right, each from the state the last one left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.lanes import is_double
from automapper.bms.placement.aims import aims, room
from automapper.bms.placement.hands_load import source_chords
from automapper.bms.placement.lane_choice import Curve, Step, step_unit
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.measure import place_measure
from automapper.bms.placement.model import Adviser, Event, Placed, Reason, Residual, Source
from automapper.bms.placement.resume.carry import Carry, LastNote, Uses
from automapper.bms.placement.resume.lookahead import Ahead, border, next_chord
from automapper.bms.placement.scene import Progress, Scene
from automapper.bms.placement.scratch import ScratchMode, ScratchPlan, Turning, turned_before
from automapper.bms.placement.selection.pool import Pool, pool_of
from automapper.bms.placement.selection.whitelist import Selection
from automapper.bms.placement.state.board import Board
from automapper.bms.placement.state.floors import usual_rests
from automapper.bms.placement.state.grid import Grid
from automapper.bms.placement.state.standing import Seam
from automapper.errors import ConfigError


@dataclass(frozen=True, slots=True)
class PlaceOptions:
    """What to place, and from where.

    Measures ``start`` to ``end`` (both in; None is the last). ``carry`` is the state before
    ``start`` (needed unless that is 0 or ``others`` are given), ``lookahead`` the chord behind
    ``end``. ``others`` are notes of other measures that stay where they are, as when a finished
    chart is re-rolled: every gate then sees both sides. ``scratch`` None is what the source asks
    for. ``pool`` spares counting the source again.
    """

    seed: int = 42
    start: int = 0
    end: int | None = None
    carry: Carry | None = None
    lookahead: Ahead | None = None
    others: tuple[Placed, ...] = ()
    adviser: Adviser | None = None
    scratch: ScratchMode | None = None
    pool: Pool | None = None


@dataclass(frozen=True, slots=True)
class RawPlacement:
    """The events of a range, each once, as a note or in the background, in order.

    ``carries[i]`` is the state before measure ``start + i``, ``end_state`` the one after ``end``.
    ``scratch`` is the mode used, ``unit`` the song's usual change of brightness, Hz. ``room`` is
    how many events the highest level could play at most: as many notes mean that no level has more.
    """

    placed: tuple[Placed, ...]
    residual: tuple[Residual, ...]
    carries: tuple[Carry, ...]
    end_state: Carry
    start: int
    end: int
    scratch: ScratchMode
    unit: float
    room: int


def place_measures(
    source: Source,
    sounds: SoundTable,
    selection: Selection,
    tuning: Tuning,
    options: PlaceOptions | None = None,
) -> RawPlacement:
    """Place a range of measures.

    Raises ConfigError for a range that is not the source's, or a state that does not fit.
    """
    options = options or PlaceOptions()
    end = source.measures - 1 if options.end is None else options.end
    if source.measures and not 0 <= options.start <= end < source.measures:
        last = source.measures - 1
        raise ConfigError(f"measures {options.start} to {end} are not within 0 to {last}")
    carry = options.carry or Carry(options.seed)
    if options.carry is None and options.start and not options.others:
        raise ConfigError(f"placing from measure {options.start} on needs the state before it")
    scene = _scene(source, sounds, selection, tuning, options)
    ahead = next_chord(options.others, end + 1) if options.others else options.lookahead
    _remember(scene.board, carry, ahead, range(options.start, end + 1), options.others)
    behind = border(ahead, scene.board.grid, scene.pool)
    uses = carry.counts()
    if uses.total() > len(source.events):
        raise ConfigError("resume state: token_usage has more uses than the source has sounds")
    progress = Progress(
        Step(*carry.trail) if carry.trail else None,
        usage=uses,
        log=sorted(uses.elements()),
        turning=turned_before(scene.turned, options.start, scene.scratches, tuning)
        if options.others
        else Turning(carry.turn_counts, carry.rest),
    )
    measures = range(options.start, end + 1)
    carries: list[Carry] = []
    for measure, events in zip(measures, _by_measure(source, measures), strict=True):
        carries.append(_carry(scene, progress, measure, carry))
        place_measure(scene, progress, measure, events, behind if measure == end else None)
    return RawPlacement(
        tuple(progress.notes),
        _residual(source, progress.reasons),
        tuple(carries),
        _carry(scene, progress, end + 1, carry),
        options.start,
        end,
        scene.scratches.mode,
        scene.curve.unit,
        sum(room(scene.board.grid, selection)[options.start : end + 1]),
    )


def _scene(
    source: Source,
    sounds: SoundTable,
    selection: Selection,
    tuning: Tuning,
    options: PlaceOptions,
) -> Scene:
    pool = options.pool or pool_of(source, sounds)
    grid = Grid(source)
    plan = ScratchPlan.of(source, tuning, options.scratch)
    carry = options.carry
    seam = None if carry is None or options.others else _seam(grid, carry)
    heard = [event for event in source.events if event.wav_id not in selection.reasons]
    return Scene(
        board=Board(source, tuning, plan.floor, grid, seam),
        sounds=sounds,
        pool=pool,
        selection=selection,
        scratches=plan,
        turned=_turned(source, options.others),
        chords=source_chords(grid),
        aims=aims(grid, selection, tuning),
        curve=Curve(
            step_unit(heard, pool, tuning),
            tuning.lane_step_max,
            grid.keys,
            tuning.centroid_epsilon_random,
            2 if is_double(source.mode) else 1,
        ),
        seed=options.seed if carry is None else carry.seed,
        rests=usual_rests(grid, tuning),
        adviser=options.adviser,
    )


def _turned(source: Source, others: Sequence[Placed]) -> tuple[int, ...]:
    """By measure, the scratches among notes; nothing without notes."""
    counts = [0] * source.measures if others else []
    for note in others:
        counts[note.event.place.measure] += note.lane.is_scratch
    return tuple(counts)


def _seam(grid: Grid, carry: Carry) -> Seam:
    try:
        lanes = tuple((grid.number[lane], repeats + 1) for lane, repeats in carry.streaks)
    except KeyError as fault:
        raise ConfigError(f"resume state: {fault.args[0]} is no lane of this chart") from fault
    return Seam(lanes, carry.hand, carry.hand_run)


def _remember(
    board: Board,
    carry: Carry,
    ahead: Ahead | None,
    measures: range,
    others: Sequence[Placed],
) -> None:
    """Put what stands outside the range on the board."""
    for note in others:
        if note.event.place.measure in measures:
            raise ConfigError(f"measure {note.event.place.measure} is placed anew: no note of it")
        board.add(note)
    if others:
        return
    outside = [(last.lane, last.beat) for last in (*carry.jacks, *carry.turns)]
    outside += [(lane, ahead.beat) for lane, _ in ahead.notes] if ahead else []
    for lane, beat in outside:
        position = board.grid.at(beat)
        if position is None or lane not in board.grid.number:
            side, key = lane.side, lane.key
            raise ConfigError(f"this source has nothing at beat {beat} for lane {side}.{key}")
        board.standing.remember(position, board.grid.number[lane])


def _by_measure(source: Source, measures: range) -> Sequence[list[Event]]:
    found: list[list[Event]] = [[] for _ in measures]
    for event in source.events:
        if event.place.measure in measures:
            found[event.place.measure - measures.start].append(event)
    return found


def _residual(source: Source, reasons: dict[int, Reason]) -> tuple[Residual, ...]:
    return tuple(Residual(source.events[index], reasons[index]) for index in sorted(reasons))


def _carry(scene: Scene, progress: Progress, measure: int, start: Carry) -> Carry:
    """The state before a measure."""
    grid, standing, source = scene.board.grid, scene.board.standing, scene.board.source
    # Positions up to here lie before the measure.
    border = grid.first_of(measure)

    def lasts(numbers: range) -> tuple[LastNote, ...]:
        found = []
        for number in numbers:
            before, _ = standing.around(border, number)
            if before is not None:
                event = source.events[grid.first_event[before]]
                found.append(LastNote(grid.lanes[number], event.place, event.beat))
        return tuple(sorted(found))

    streaks, hand, hand_run = scene.board.runs_before(border)
    return Carry(
        seed=scene.seed,
        jacks=lasts(range(grid.keys)),
        streaks=streaks,
        trail=(progress.step.lane, progress.step.centroid) if progress.step else None,
        hand=hand,
        hand_run=hand_run,
        usage=Uses(progress.log, len(progress.log)),
        turns=lasts(range(grid.keys, len(grid.lanes))),
        turn_counts=progress.turning.counts,
        rest=progress.turning.rest,
    )
