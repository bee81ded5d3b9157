"""Taps whose sound lasts become long notes, as far and as often as the source holds its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.model import Place
from automapper.bms.placement.finishing.hold_room import LEAST_BEATS, HoldRoom
from automapper.bms.placement.finishing.hold_style import HoldStyle, hold_style
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Placed, Source
from automapper.bms.placement.state.gates import TICKS_PER_BEAT
from automapper.bms.timeline import beat_of


@dataclass(frozen=True, slots=True)
class Held:
    """A chart after the step: ``kept`` holds are the source's own, to its own end; ``drawn`` new.

    ``refused`` sounds are long enough, but have no room or are beyond the source's share.
    """

    placed: tuple[Placed, ...]
    style: HoldStyle
    kept: int
    drawn: int
    refused: int


def hold_notes(
    source: Source, sounds: SoundTable, tuning: Tuning, placed: Sequence[Placed]
) -> Held:
    """Notes with their ends, in the order given; no note is moved, added or dropped.

    First the source's own long notes, to their own end where the lane stays free as long; then
    the longest sounds at or above the gate (``hold_style``), as many as the source's share of
    holds lets. A drawn hold ends with its sound, after 96 ticks at the latest (or as long as nine
    in ten of the source's holds), a jack floor before the next note, mine or (of the same hand)
    scratch. Scratches are held where the source does.
    """
    style = hold_style(source, sounds, tuning.ln_min_duration_ms)
    room = HoldRoom.of(source, tuning, placed)
    ends: dict[int, Place] = {}
    kept = refused = 0
    budget, longest = style.most_holds(len(placed)), _longest(style, tuning)
    own = [one for one in placed if one.event.end is not None]
    for one in own:
        end = _own_end(room, one)
        kept += end is not None and end == one.event.end
        if end is not None:
            ends[one.event.index] = end
    for one in _long_sounds(sounds, style, placed):
        end = _drawn_end(room, sounds, longest, one) if len(ends) < budget else None
        refused += end is None
        if end is not None:
            ends[one.event.index] = end
    held = tuple(
        replace(one, end=ends[one.event.index]) if one.event.index in ends else one
        for one in placed
    )
    return Held(held, style, kept, len(ends) - kept, refused)


def _long_sounds(sounds: SoundTable, style: HoldStyle, placed: Sequence[Placed]) -> list[Placed]:
    """Taps on keys whose sound passes the gate, the longest first."""
    lasting = []
    for one in placed:
        features = sounds.get(one.event.wav_id)
        if features is None or one.lane.is_scratch or one.event.end is not None:
            continue
        if features.duration_ms >= style.gate_ms:
            lasting.append((-features.duration_ms, one.event.index, one))
    return [one for _, _, one in sorted(lasting, key=lambda item: item[:2])]


def _own_end(room: HoldRoom, one: Placed) -> Place | None:
    """The end that the source gives a note, or the last good one before something is in its way.

    The hand may turn its scratch meanwhile: thinning decides about that afterwards.
    """
    event = one.event
    if event.end is None or (one.lane.is_scratch and not _is_turned(one)):
        return None
    end = beat_of(room.source.bars, event.end)
    free = room.free_until(one.lane, event.beat, turning=False)
    return event.end if end <= free else room.end_by(event, free)


def _is_turned(one: Placed) -> bool:
    return one.event.source is not None and one.event.source.is_scratch


def _longest(style: HoldStyle, tuning: Tuning) -> Fraction:
    """The longest hold that may be drawn, in beats: it must not fill the screen."""
    most = Fraction(tuning.ln_max_hold_ticks, TICKS_PER_BEAT)
    own = style.longest_beats
    return (
        most if own is None else min(most, max(Fraction(own).limit_denominator(192), LEAST_BEATS))
    )


def _drawn_end(room: HoldRoom, sounds: SoundTable, longest: Fraction, one: Placed) -> Place | None:
    """Where a note is let go whose sound is long enough; None without room."""
    features = sounds[one.event.wav_id]
    assert features is not None
    beat, tempo = one.event.beat, room.source.tempo_map
    sounding = tempo.beat(tempo.seconds(beat) + Fraction(round(features.duration_ms), 1000))
    free = room.free_until(one.lane, beat, turning=True)
    return room.end_by(one.event, min(sounding, beat + longest, free))
