"""A chart through the hands of another: its events, played where the other chart plays them.

How often a chart plays a keysound says which of its events are played, so a chart that is an
example may not describe itself. At generation the source is a chart of the package; for an example
it is the chart that would be the source if the example were not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from automapper.bms.choose_source import choose_source, sample_key
from automapper.bms.lanes import is_double
from automapper.bms.model import Chart, Lane
from automapper.bms.placement.model import Source
from automapper.bms.read import ReadChart
from automapper.errors import FormatError

# Who plays what when: by beat and sample, the lanes in the order of the chart.
Hands: TypeAlias = dict[tuple[Fraction, str], list[Lane]]


def reference_of(name: str, charts: Sequence[tuple[str, ReadChart]]) -> str | None:
    """The chart that stands for the source when ``name`` is the example; None if it is alone.

    The package's source chart or, for that one, the next best; one of as many sides if there is.
    """
    chart = dict(charts)[name].chart
    double = is_double(chart.mode)
    others = [(other, read) for other, read in charts if other != name and read.chart.notes]
    alike = [item for item in others if is_double(item[1].chart.mode) is double]
    try:
        return choose_source(alike or others, keys=chart.mode).name
    except FormatError:
        return None


def hands_of(chart: Chart, source: Source) -> Hands:
    """The hands of a chart; ``source`` is its own."""
    names = {wav_id: sample_key(written) for wav_id, written in chart.samples}
    found: Hands = {}
    for event in source.events:
        if event.source is not None and event.wav_id in names:
            found.setdefault((event.beat, names[event.wav_id]), []).append(event.source)
    return found


def in_hands(chart: Chart, source: Source, hands: Hands) -> Source:
    """A chart's source with each event on the lane where ``hands`` have it, else in the background.

    Long notes are not taken over.
    """
    names = {wav_id: sample_key(written) for wav_id, written in chart.samples}
    left = {key: list(lanes) for key, lanes in hands.items()}
    events = []
    for event in source.events:
        waiting = left.get((event.beat, names.get(event.wav_id, "")), [])
        lane = waiting.pop(0) if waiting else None
        events.append(replace(event, source=lane, end=None))
    return replace(source, events=tuple(events))
