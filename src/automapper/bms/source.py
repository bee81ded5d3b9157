"""A chart as what placement starts from: every sounding event with its beat."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import itemgetter

from automapper.bms.model import Chart, KeyMode, Lane, Note, Place, Sound, WavId
from automapper.bms.placement.model import Event, Source
from automapper.bms.timeline import beat_of, measure_bars, tempo_map


def source_of(chart: Chart, mode: KeyMode | None = None) -> Source:
    """The sounding events of a chart: BGM, visible notes and heads of long notes.

    ``mode`` is the key mode wanted (the chart's own by default). Invisible notes, mines and ends
    of long notes do not sound.
    """
    bars = measure_bars(chart)
    return Source(
        mode=chart.mode if mode is None else mode,
        source_mode=chart.mode,
        events=_events(chart, bars),
        bars=bars,
        tempo_map=tempo_map(chart),
        obstacles=tuple((mine.lane, beat_of(bars, mine.place)) for mine in chart.mines),
        unplayable=() if chart.long_note_end is None else (chart.long_note_end,),
    )


def _events(chart: Chart, bars: Sequence[Fraction]) -> tuple[Event, ...]:
    """Events by place, id, then BGM before notes, each in the order of the file."""
    ranks, places = _ranks([*chart.background, *chart.notes])
    rows: list[tuple[int, WavId, Lane | None, Place | None]] = [
        (ranks[id(sound.place)], sound.wav_id, None, None) for sound in chart.background
    ]
    rows += [(ranks[id(note.place)], note.wav_id, note.lane, note.end) for note in chart.notes]
    rows.sort(key=itemgetter(0, 1))
    beats = [beat_of(bars, place) for place in places]
    return tuple(
        [
            Event(index, places[rank], beats[rank], wav_id, lane, end)
            for index, (rank, wav_id, lane, end) in enumerate(rows)
        ]
    )


def _ranks(items: Sequence[Sound | Note]) -> tuple[dict[int, int], list[Place]]:
    """The rank of each place object by its identity, and the distinct places by rank.

    Readers share one object among what stands at one place, which saves comparing fractions.
    """
    objects = {id(item.place): item.place for item in items}
    ranks: dict[int, int] = {}
    places: list[Place] = []
    for place in sorted(objects.values(), key=lambda place: (place.measure, place.fraction)):
        if not places or places[-1] != place:
            places.append(place)
        ranks[id(place)] = len(places) - 1
    return ranks, places
