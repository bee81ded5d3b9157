"""A level on paper: sections, density, and a stretch of the chart with its arrows."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from automapper.beatsaber.difficulty_words import WORD_OF
from automapper.beatsaber.model import Chart, Cut, Hand, Level
from automapper.beatsaber.swings import COMPASS
from automapper.beatsaber.tempo import level_tempo

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from automapper.ear.pulse import Section

HAND_COLOUR = {Hand.LEFT: "#d7263d", Hand.RIGHT: "#1b6ec2"}
_SECTION_COLOUR = ["#cfe8cf", "#cfdcf2", "#f2dccf", "#e6cff2", "#f2efcf", "#cff0f2", "#e8e8e8"]
STRETCH_BEATS = 32
_WINDOW_S = 4.0
_LABEL_SHARE = 0.05  # shorter sections have no room for their name


def draw_level(level: Level, sections: tuple[Section, ...], shift: float, seconds: float) -> bytes:
    """PNG of a level. ``shift`` s are added to the sections' times; ``seconds``: audio length."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(14, 8.5), layout="constrained")
    FigureCanvasAgg(figure)
    top, middle = figure.subplots(2, 1, height_ratios=[1, 1.3])
    title = " - ".join(part for part in (level.song.artist, level.song.title) if part)
    length = f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
    figure.suptitle(f"{title}   {level.bpm:g} BPM   {length}", parse_math=False)
    _draw_density(top, level, sections, shift, seconds)
    _draw_stretch(middle, level, level.charts[-1])
    buffer = BytesIO()
    with warnings.catch_warnings():
        # The font that comes along lacks some scripts: such letters are boxes, no reason to speak.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(buffer, format="png", dpi=90, metadata={"Software": None})
    return buffer.getvalue()


def _draw_density(
    axes: Axes, level: Level, sections: tuple[Section, ...], shift: float, seconds: float
) -> None:
    labels = sorted({section.label for section in sections})
    for section in sections:
        colour = _SECTION_COLOUR[labels.index(section.label) % len(_SECTION_COLOUR)]
        axes.axvspan(section.start + shift, section.end + shift, color=colour, lw=0)
        if section.end - section.start < _LABEL_SHARE * seconds:
            continue
        axes.text(
            (section.start + section.end) / 2 + shift,
            0.98,
            f"{section.label}\n{section.name.value}",
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="top",
            fontsize=8,
        )
    times = np.arange(0.0, seconds, 0.5)
    for chart in level.charts:
        tempo = level_tempo(level, chart)
        notes = np.sort(tempo.seconds_array([float(note.beat) for note in chart.notes]))
        low, high = times - _WINDOW_S / 2, times + _WINDOW_S / 2
        density = (np.searchsorted(notes, high) - np.searchsorted(notes, low)) / _WINDOW_S
        axes.plot(times, density, lw=1.4, label=WORD_OF[chart.difficulty])
    axes.set(xlim=(0, max(seconds, 1.0)), xlabel="time, s", ylabel="notes per second")
    axes.set_ylim(0, axes.get_ylim()[1] * 1.25)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), fontsize=8, ncols=5)


def _draw_stretch(axes: Axes, level: Level, chart: Chart) -> None:
    """The densest 8 bars: time to the right, the 12 cells as 3 rows of 4 lanes."""
    start = _densest_beat(chart)
    for row in range(3):
        axes.axhspan(row * 5 - 0.5, row * 5 + 3.5, color="#f4f4f4", lw=0)
    for beat in range(start, start + STRETCH_BEATS + 1):
        axes.axvline(beat, color="#bbbbbb" if beat % 4 == 0 else "#e6e6e6", lw=0.8, zorder=0)
    for wall in chart.walls:
        if start <= wall.beat < start + STRETCH_BEATS:
            for row in range(max(0, wall.y), min(3, wall.y + wall.height)):
                axes.barh(
                    row * 5 + wall.x + (wall.width - 1) / 2, float(wall.duration), wall.width,
                    left=float(wall.beat), color="#b39ddb", alpha=0.5,
                )  # fmt: skip
    for arc in chart.arcs:
        if start <= arc.beat < start + STRETCH_BEATS:
            ends = [float(arc.beat), float(arc.tail_beat)]
            rows = [arc.y * 5 + arc.x, arc.tail_y * 5 + arc.tail_x]
            axes.plot(ends, rows, color=HAND_COLOUR[arc.hand], lw=1, alpha=0.5)
    for bomb in chart.bombs:
        if start <= bomb.beat < start + STRETCH_BEATS:
            axes.plot(float(bomb.beat), bomb.y * 5 + bomb.x, marker="X", color="#444444", ms=7)
    for note in chart.notes:
        if start <= note.beat < start + STRETCH_BEATS:
            # A triangle points up in matplotlib; its rotation is counter-clockwise.
            marker = "o" if note.cut == Cut.DOT else (3, 0, -COMPASS[note.cut])
            place = (float(note.beat), note.y * 5 + note.x)
            axes.plot(*place, marker=marker, color=HAND_COLOUR[note.hand], ms=9, mec="white")
    axes.set(xlim=(start - 0.5, start + STRETCH_BEATS + 0.5), ylim=(-1, 14), xlabel="beat")
    axes.set_yticks([1.5, 6.5, 11.5], ["bottom row\n(left lane lowest)", "middle row", "top row"])
    axes.set_title(f"{WORD_OF[chart.difficulty]}, its densest eight bars", fontsize=10)


def _densest_beat(chart: Chart) -> int:
    beats = np.sort([float(note.beat) for note in chart.notes])
    if not len(beats):
        return 0
    bars = np.arange(0, beats[-1] + 1, 4)
    counts = np.searchsorted(beats, bars + STRETCH_BEATS) - np.searchsorted(beats, bars)
    return int(bars[int(np.argmax(counts))])
