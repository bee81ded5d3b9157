"""Outcomes of placement that break each law, and some that only nearly do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from automapper.bms.checks.placement_subject import Outcome, PlacementSubject
from automapper.bms.model import Lane, Place
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Event, Placed, Reason, Residual, Source
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select

from ..placement.scene import onset, sound, source_of_onsets

TURN = Lane(0, 0)


def key(number: int) -> Lane:
    return Lane(0, number)


def song(*, turns: int = 0, **words: object) -> Source:
    """Four measures of sixteenths with ids of their own; the source plays each on a key.

    On the first ``turns`` of every measure's quarters it plays another sound on the scratch.
    """
    onsets = [
        onset(measure, f"{i}/16", f"{measure}{i:X}", key(1 + i % 7))
        for measure in range(4)
        for i in range(16)
    ]
    onsets += [onset(m, f"{i}/4", f"S{i}", TURN) for m in range(4) for i in range(turns)]
    return source_of_onsets(onsets, **words)  # type: ignore[arg-type]


SONG, TURNED = song(), song(turns=2)
Spot = tuple[int, int, Lane]


def event_at(source: Source, measure: int, sixteenth: int, lane: Lane | None = None) -> Event:
    """The event of a sixteenth that the source plays on a key, or on the scratch."""
    place = Place(measure, Fraction(sixteenth, 16))
    turned = lane is not None and lane.is_scratch
    found = [event for event in source.events if event.place == place]
    own = [e for e in found if e.source is not None and e.source.is_scratch == turned]
    return (own or found)[0]


def note(source: Source, spot: Spot, end: Place | None = None) -> Placed:
    measure, sixteenth, lane = spot
    return Placed(event_at(source, measure, sixteenth, lane), lane, end)


def outcome(source: Source, *placed: Placed, reason: Reason = Reason.JACK) -> Outcome:
    """The notes; the rest of the source stays in the background."""
    played = {one.event.index for one in placed}
    rest = [Residual(event, reason) for event in source.events if event.index not in played]
    return Outcome(tuple(placed), tuple(rest))


def subject(
    source: Source, made: Outcome, levels: tuple[int, int] = (5, 5), **changes: object
) -> PlacementSubject:
    constants = tuning(*levels)
    ids = sorted({event.wav_id for event in source.events})
    sounds = {wav_id: sound(200.0 + 50 * i) for i, wav_id in enumerate(ids)}
    selection = select(pool_of(source, sounds), sounds, constants)
    return replace(PlacementSubject(source, sounds, selection, constants, made), **changes)  # type: ignore[arg-type]


def of(*spots: Spot, source: Source = SONG, **words: object) -> PlacementSubject:
    """A chart of taps."""
    made = outcome(source, *(note(source, spot) for spot in spots))
    return subject(source, made, **words)  # type: ignore[arg-type]


def held(until: Place, *further: Spot, source: Source = SONG) -> PlacementSubject:
    """A chart with a note on key 1 at the start, held, and taps."""
    notes = [note(source, spot) for spot in further]
    return subject(source, outcome(source, note(source, (0, 0, key(1)), until), *notes))


def at(measure: int, fraction: str) -> Place:
    return Place(measure, Fraction(fraction))


def unknown(made: PlacementSubject) -> PlacementSubject:
    return replace(made, sounds={**made.sounds, made.placed[0].event.wav_id: None})


def fallback(*spots: Spot, failed: int) -> PlacementSubject:
    """A chart of taps; one measure's background is there because it could not be placed."""
    made = of(*spots)
    rest = tuple(
        replace(one, reason=Reason.FALLBACK) if one.event.place.measure == failed else one
        for one in made.residual
    )
    return replace(made, outcome=Outcome(made.placed, rest))


def without_last(made: PlacementSubject) -> PlacementSubject:
    return replace(made, outcome=Outcome(made.placed, made.residual[:-1]))


def twice(made: PlacementSubject) -> PlacementSubject:
    first = made.placed[0].event
    rest = (*made.residual, Residual(first, Reason.JACK))
    return replace(made, outcome=Outcome(made.placed, rest))


def moved(made: PlacementSubject) -> PlacementSubject:
    """The first note a 192nd of a measure late."""
    first = made.placed[0]
    late = replace(first.event, place=at(0, "1/192"), beat=Fraction(1, 48))
    placed = (Placed(late, first.lane), *made.placed[1:])
    return replace(made, outcome=Outcome(placed, made.residual))


def doubled() -> Source:
    """Two events of one sound at once."""
    return source_of_onsets([onset(0, 0, "01", key(1)), onset(0, 0, "01", key(5))])


BOTH = doubled()
MINED = song(obstacles=[(key(1), Fraction(0))])
SCALED = source_of_onsets(
    [onset(m, f"{i}/16", f"{m}{i:X}", key(1 + i % 7)) for m in range(4) for i in range(16)],
    lengths=[Fraction(1)] * 4,
)
NO_SCRATCH = source_of_onsets(
    [onset(m, f"{i}/16", f"{m % 4}{i:X}", key(1 + i % 7)) for m in range(12) for i in range(16)]
)
QUIET = (0, 0, key(1)), (0, 4, key(6)), (0, 8, key(2))
FULL = tuple((1, i, key(1 + 3 * i % 7)) for i in range(16))


def turns(*spots: tuple[int, int], source: Source = TURNED, **words: object) -> PlacementSubject:
    return of(*((measure, i, TURN) for measure, i in spots), source=source, **words)


def rush(rest: int) -> PlacementSubject:
    """Three measures of three scratches each, and one ``rest`` measures later."""
    busy = [(measure, i) for measure in range(3) for i in (0, 4, 8)]
    return turns(*busy, (3 + rest, 0), source=NO_SCRATCH)


def long_sounds(made: PlacementSubject) -> PlacementSubject:
    return replace(made, sounds={wav_id: sound(300.0, 400.0) for wav_id in made.sounds})


def again(made: PlacementSubject, *spots: Spot) -> PlacementSubject:
    """A placement whose second run plays other notes."""
    return replace(made, again=lambda: of(*spots).outcome)


def reasoned(made: PlacementSubject) -> PlacementSubject:
    """A placement whose second run gives other reasons."""
    other = outcome(made.source, *made.placed, reason=Reason.FX)
    return replace(made, again=lambda: other)


# Law -> (outcomes that break it, outcomes that it is content with).
EXAMPLES: dict[str, tuple[tuple[PlacementSubject, ...], tuple[PlacementSubject, ...]]] = {
    "placed-whitelist": (
        (
            unknown(of(*QUIET)),
            of(*QUIET, source=replace(SONG, unplayable=("00",))),
            # Never on a key or scratch of the source: an effect.
            of(
                *QUIET,
                source=replace(SONG, events=tuple(replace(e, source=None) for e in SONG.events)),
            ),
        ),
        (of(*QUIET), of()),
    ),
    "placed-timing": (
        (
            without_last(of(*QUIET)),
            twice(of(*QUIET)),
            moved(of(*QUIET)),
            held(at(0, "0")),
            held(Place(4, Fraction(0))),
        ),
        (of(*QUIET), of(), held(at(3, "15/16"))),
    ),
    "placed-jack": (
        (of((0, 0, key(1)), (0, 1, key(1))), held(at(0, "3/8"), (0, 7, key(1)))),
        (of((0, 0, key(1)), (0, 2, key(1))), held(at(0, "3/8"), (0, 8, key(1))), of(*QUIET)),
    ),
    "placed-fallback": ((fallback(*QUIET, failed=0),), (fallback(*QUIET, failed=1),)),
    "placed-collision": (
        (
            subject(BOTH, outcome(BOTH, *(Placed(e, key(2 * e.index + 1)) for e in BOTH.events))),
            subject(BOTH, outcome(BOTH, *(Placed(e, key(1)) for e in BOTH.events))),
            held(at(0, "1/2"), (0, 4, key(1))),
            of((0, 0, key(1)), source=MINED),
            of((0, 0, Lane(1, 3))),
        ),
        (of(*QUIET), held(at(0, "1/2"), (0, 4, key(2)))),
    ),
    "placed-scratch": (
        (
            turns((0, 0), (0, 1)),
            turns((0, 0), (0, 4), (0, 8)),
            turns((0, 0), (0, 4), levels=(5, 1)),
            turns((0, 0), (0, 2), (0, 4), (0, 8), (0, 12), source=NO_SCRATCH),
            turns((0, 0), (0, 1), source=NO_SCRATCH),
            long_sounds(turns((0, 0), source=NO_SCRATCH)),
            rush(0),
            rush(3),
        ),
        (
            turns((0, 0), (0, 4), (1, 0), (1, 4)),
            turns((0, 0), (0, 4), (0, 8), (0, 12), source=NO_SCRATCH),
            long_sounds(turns((0, 0))),
            rush(4),
        ),
    ),
    "placed-reproducible": (
        (again(of(*QUIET), *QUIET[:2]), reasoned(of(*QUIET))),
        (again(of(*QUIET), *QUIET), of(*QUIET)),
    ),
    "placed-legal": (
        (
            of((0, 0, key(1)), (0, 1, key(1))),
            of((0, 0, key(1)), (0, 2, key(2)), (0, 4, key(1)), (0, 6, key(2))),
            held(at(0, "3/8"), (0, 7, key(1))),
            turns((0, 0), (0, 1)),
        ),
        (of(*QUIET), of(), held(at(0, "3/8"), (0, 8, key(1)))),
    ),
    "placed-measure-cap": ((of(*FULL, levels=(1, 5)),), (of(*QUIET, levels=(1, 5)),)),
    "placed-beat-cap": (
        (of(*((m, i, key(4)) for m in range(4) for i in (0, 8)), source=SCALED, levels=(1, 5)),),
        (of(*((m, i, key(4)) for m in range(4) for i in (0, 8)), levels=(1, 5)),),
    ),
}
