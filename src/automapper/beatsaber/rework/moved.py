"""A chart on another count of beats."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from automapper.beatsaber.model import Chart


def moved(chart: Chart, beats: Fraction) -> Chart:
    """The chart with everything ``beats`` later, exactly; its BPM events stay.

    For charts of one tempo whose notes lie off whole beats by a constant: moved there and back, a
    chart equals itself.
    """
    lights = replace(
        chart.lights,
        events=tuple(replace(event, beat=event.beat + beats) for event in chart.lights.events),
        boosts=tuple(replace(boost, beat=boost.beat + beats) for boost in chart.lights.boosts),
    )
    return replace(
        chart,
        notes=tuple(replace(note, beat=note.beat + beats) for note in chart.notes),
        bombs=tuple(replace(bomb, beat=bomb.beat + beats) for bomb in chart.bombs),
        walls=tuple(replace(wall, beat=wall.beat + beats) for wall in chart.walls),
        arcs=tuple(
            replace(arc, beat=arc.beat + beats, tail_beat=arc.tail_beat + beats)
            for arc in chart.arcs
        ),
        chains=tuple(
            replace(chain, beat=chain.beat + beats, tail_beat=chain.tail_beat + beats)
            for chain in chart.chains
        ),
        rotations=tuple(replace(turn, beat=turn.beat + beats) for turn in chart.rotations),
        lights=lights,
    )
