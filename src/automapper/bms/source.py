"""A chart as what placement starts from: every sounding event with its beat."""

from __future__ import annotations

from fractions import Fraction

from automapper.bms.model import Chart, KeyMode, Lane, Place, WavId
from automapper.bms.placement.model import Event, Source
from automapper.bms.timeline import beat_of, measure_bars, tempo_map


def source_of(chart: Chart, mode: KeyMode | None = None) -> Source:
    """The sounding events of a chart: BGM, visible notes and heads of long notes.

    ``mode`` is the key mode wanted (the chart's own by default). Invisible notes, mines and ends
    of long notes do not sound.
    """
    bars = measure_bars(chart)
    beats: dict[Place, Fraction] = {}
    rows: list[tuple[Place, WavId, Lane | None, Place | None]] = [
        (sound.place, sound.wav_id, None, None) for sound in chart.background
    ]
    rows += [(note.place, note.wav_id, note.lane, note.end) for note in chart.notes]
    events: list[Event] = []
    for place, wav_id, lane, end in sorted(rows, key=lambda row: (row[0], row[1])):
        beat = beats.get(place)
        if beat is None:
            beat = beats[place] = beat_of(bars, place)
        events.append(Event(len(events), place, beat, wav_id, lane, end))
    return Source(
        mode=chart.mode if mode is None else mode,
        source_mode=chart.mode,
        events=tuple(events),
        bars=bars,
        tempo_map=tempo_map(chart),
        obstacles=tuple((mine.lane, beat_of(bars, mine.place)) for mine in chart.mines),
        unplayable=() if chart.long_note_end is None else (chart.long_note_end,),
    )
