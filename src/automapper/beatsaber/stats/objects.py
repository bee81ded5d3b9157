"""What stands beside the notes, and how fast everything comes."""

from __future__ import annotations

from collections import Counter

from automapper.beatsaber.jump import half_jump_beats, jump_distance, reaction_time
from automapper.beatsaber.stats.notes import Played


def objects(played: Played) -> dict[str, float]:
    """Bombs, walls, arcs and chains per 100 notes; notes that share a cell with another."""
    chart, per = played.chart, 100 / played.count
    cells = Counter((note.beat, note.x, note.y) for note in chart.notes)
    return {
        "bombs/100": len(chart.bombs) * per,
        "walls/100": len(chart.walls) * per,
        "arcs/100": len(chart.arcs) * per,
        "chains/100": len(chart.chains) * per,
        "notes_in_one_cell": float(sum(v for v in cells.values() if v > 1)),
    }


def jump(played: Played) -> dict[str, float]:
    """Note jump: speed in m/s, half jump in beats, reaction time in ms, distance in m."""
    chart = played.chart
    words = (played.bpm, chart.njs, chart.jump_offset)
    return {
        "njs": chart.njs,
        "offset": chart.jump_offset,
        "hjd_beats": half_jump_beats(*words),
        "reaction_ms": reaction_time(*words) * 1000,
        "jump_dist": jump_distance(*words),
    }
