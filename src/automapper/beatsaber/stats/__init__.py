"""Every distribution of a chart that tells how it plays, by name.

The names, units and exact definitions stand in docs/beatsaber-statistics.md; the human figures
under the same names in ``tables/gates.tsv``. Statistics of lights are elsewhere
(``lighting_stats``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from automapper.beatsaber.model import Chart
from automapper.beatsaber.stats.directions import directions, doubles
from automapper.beatsaber.stats.notes import lay_out
from automapper.beatsaber.stats.objects import jump, objects
from automapper.beatsaber.stats.positions import positions
from automapper.beatsaber.stats.rhythm import density, gaps, grid
from automapper.beatsaber.stats.swings import alternation, swing_statistics
from automapper.beatsaber.stats.variety import repeats, variety
from automapper.timing import TempoMap

# By name, in a fixed order; what a chart is too short for is absent.
Statistics = Mapping[str, float]

_TOPICS = (
    density,
    positions,
    directions,
    doubles,
    variety,
    repeats,
    grid,
    gaps,
    swing_statistics,
    alternation,
    objects,
    jump,
)
# Statistics whose spread over levels must not collapse: levels must not all be alike.
KEY_STATISTICS = (
    "pattern_entropy_bits",
    "dir_diag",
    "row_top",
    "crosshalf",
    "notes_in_doubles",
    "gap_entropy_bits",
    "cv_4bar",
    "bar_repeat_exact",
)


def chart_statistics(
    chart: Chart,
    tempo_map: TempoMap,
    *,
    editor_tempi: Sequence[tuple[Fraction, float]] = (),
) -> Statistics:
    """All statistics of one chart; a chart without notes has none.

    ``tempo_map`` is the chart's own; ``editor_tempi`` are (beat, bpm) of an old editor's grid,
    which move no note but say where its mapper saw the beats.
    """
    if not chart.notes:
        return MappingProxyType({})
    played = lay_out(chart, tempo_map, editor_tempi)
    return MappingProxyType(
        {name: value for topic in _TOPICS for name, value in topic(played).items()}
    )
