"""A pulse on paper: what sounds around its beats, how far off that is, and the tempo."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from automapper.ear.pulse import Pulse
from automapper.ear.redlines import TempoMark, drawn_beats
from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_AROUND_S, _STEP_S = 0.06, 0.001  # either side of a beat that is drawn
_ROWS = 400  # of the picture of beats: as many as its height has pixels for
_STRETCH_S = 8.0  # in which single beats can be told apart
_FEWEST = 6  # clear attacks near beats of a stretch that is looked at
_NEAR_S = 0.035  # an attack farther from a beat belongs to something else
_SMOOTH = np.array([0.2, 0.6, 1.0, 0.6, 0.2]) / 2.6
_FAINT = 0.01  # novelty, of which nothing reaches more: it is drawn as next to nothing
_LOUD = 0.25  # of the song's strong attacks, what an attack must have to be measured
_BEAT, _BAR, _POINT, _REST = "#1b6ec2", "#d7263d", "#2a9d3a", "#e4e4e4"


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """What a game draws from timing points; times in s."""

    marks: Sequence[TempoMark]
    beats: NDArray[np.float64]
    downbeats: NDArray[np.float64]

    @classmethod
    def of(cls, marks: Sequence[TempoMark], pulse: Pulse) -> _Drawn:
        return cls(marks, *drawn_beats(marks, pulse))


def draw_pulse(pulse: Pulse, marks: Sequence[TempoMark], heard: Novelty, title: str) -> bytes:
    """PNG of a song's timing points against its novelty; the same bytes for the same song."""
    heard = _smooth(heard)
    drawn = _Drawn.of(marks, pulse)
    figure = _page(title, 10)
    grid = figure.add_gridspec(3, 2, width_ratios=[1, 3])
    _draw_stretch(figure.add_subplot(grid[0, :]), drawn, heard)
    _draw_beats(figure.add_subplot(grid[1:, 0]), drawn.beats, heard)
    _draw_residuals(figure.add_subplot(grid[1, 1]), pulse, drawn, heard)
    _draw_tempo(figure.add_subplot(grid[2, 1]), pulse, drawn.marks)
    return _png(figure)


def draw_unpulsed(heard: Novelty, title: str) -> bytes:
    """PNG of the novelty of a song without a pulse: there is nothing to hold against it."""
    figure = _page(title, 4)
    axes = figure.add_subplot()
    times = heard.start + np.arange(len(heard.values)) / NOVELTY_GRID.fps
    axes.plot(times, heard.values, lw=0.5, color="#444444")
    top = max(float(heard.values.max(initial=0.0)), _FAINT)
    axes.set(xlim=(0, max(heard.seconds, 1.0)), ylim=(0, 1.05 * top), yticks=[])
    axes.set(xlabel="time, s", ylabel="novelty")
    axes.set_title("what starts in the song; no beats are drawn", fontsize=10)
    return _png(figure)


def _page(title: str, height: float) -> Figure:
    """An empty page under a title; ``height`` in inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(14, height), layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(title, parse_math=False)
    return figure


def _png(figure: Figure) -> bytes:
    buffer = BytesIO()
    with warnings.catch_warnings():
        # The font that comes along lacks some scripts: such letters are boxes, no reason to speak.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(buffer, format="png", dpi=90, metadata={"Software": None})
    return buffer.getvalue()


def _at(heard: Novelty, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Novelty at times in s, 0 outside the song."""
    place = (times - heard.start) * NOVELTY_GRID.fps
    return np.interp(place, np.arange(len(heard.values)), heard.values, left=0.0, right=0.0)


def _smooth(heard: Novelty) -> Novelty:
    """A triangle of 4 ms over the novelty, which leaves its peaks in place."""
    values = np.convolve(heard.values, _SMOOTH, "same").astype(np.float32)
    values.setflags(write=False)
    return Novelty(values, heard.start)


def _draw_stretch(axes: Axes, drawn: _Drawn, heard: Novelty) -> None:
    """Novelty over the seconds that fit the timing least, with every beat, bar line and point."""
    start = _doubtful_stretch(drawn.beats, heard)
    times = start + np.arange(round(_STRETCH_S * NOVELTY_GRID.fps)) / NOVELTY_GRID.fps
    axes.plot(times, _at(heard, times), lw=0.8, color="#444444")
    for beats, colour, width in ((drawn.beats, _BEAT, 0.8), (drawn.downbeats, _BAR, 1.6)):
        for time in beats[(beats >= times[0]) & (beats <= times[-1])]:
            axes.axvline(time, color=colour, lw=width, alpha=0.7)
    for mark in drawn.marks:
        if times[0] <= mark.time <= times[-1]:
            axes.axvline(mark.time, color=_POINT, lw=2.4, ls="--")
            axes.annotate(
                f"{mark.bpm:.5g}",
                (mark.time, 1.0),
                (3, -10),
                color=_POINT,
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
            )
    axes.set(xlim=(times[0], times[-1]), yticks=[], xlabel="time, s", ylabel="novelty")
    axes.set_title(
        "where attacks fit least: beats (blue), downbeats (red), timing points (green)", fontsize=10
    )


def _doubtful_stretch(beats: NDArray[np.float64], heard: Novelty) -> float:
    """Where the seconds begin in which attacks lie farthest from beats, but there are some."""
    near, residuals = beat_residuals(beats, heard)
    if len(near) == 0:
        return float(beats[0]) - 0.1 if len(beats) else heard.start
    total = np.concatenate([[0.0], np.cumsum(np.abs(residuals))])
    ends = np.searchsorted(near, near + _STRETCH_S)
    counts = ends - np.arange(len(near))
    mean = (total[ends] - total[:-1]) / counts
    enough = counts >= min(_FEWEST, int(counts.max()))
    return float(near[int(np.where(enough, mean, -1.0).argmax())]) - 0.1


def _draw_beats(axes: Axes, beats: NDArray[np.float64], heard: Novelty) -> None:
    """Every beat a line, what sounds around it as darkness: right timing is a straight edge."""
    axes.set_title("around each beat", fontsize=10)
    axes.set(xlabel="ms from the beat", ylabel="time, s")
    if len(beats) < 2:
        return
    around = np.arange(-_AROUND_S, _AROUND_S + _STEP_S / 2, _STEP_S)
    picture = _at(heard, beats[:, None] + around)
    groups = np.array_split(picture, min(_ROWS, len(picture)))
    rows = np.stack([group.mean(axis=0) for group in groups])
    edge = 1000.0 * (_AROUND_S + _STEP_S / 2)
    axes.imshow(
        rows, aspect="auto", cmap="Greys", vmax=max(float(np.percentile(rows, 99)), 1e-9),
        extent=(-edge, edge, float(beats[-1]), float(beats[0])),
        interpolation="nearest",
    )  # fmt: skip
    axes.axvline(0.0, color=_BEAT, lw=0.8)


def _draw_residuals(axes: Axes, pulse: Pulse, drawn: _Drawn, heard: Novelty) -> None:
    """How far the strongest attack near each beat is from it."""
    times, residuals = beat_residuals(drawn.beats, heard)
    bars = np.isin(times, drawn.downbeats)
    for mark in drawn.marks[1:]:
        axes.axvline(mark.time, color=_POINT, lw=0.6, alpha=0.6)
    for chosen, colour in ((~bars, _BEAT), (bars, _BAR)):
        axes.plot(times[chosen], 1000 * residuals[chosen], ".", ms=4, color=colour)
    axes.axhline(0.0, color="#888888", lw=0.8)
    _shade_rests(axes, pulse)
    said = ""
    if len(residuals):
        middle, spread = np.median(residuals), np.percentile(np.abs(residuals), 95)
        said = f": median {1000 * middle:+.1f} ms, 95 % within {1000 * spread:.0f} ms"
    axes.set_title(f"attack minus beat (red: downbeats){said}", fontsize=10)
    axes.set(xlim=(0, max(pulse.duration, 1.0)), ylim=(-36, 36), ylabel="ms")


def beat_residuals(
    beats: NDArray[np.float64], heard: Novelty
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(beats, attack minus beat), both s, of the beats near which there is a clear attack."""
    around = np.arange(-_NEAR_S, _NEAR_S + _STEP_S / 2, _STEP_S)
    near = _at(heard, beats[:, None] + around)
    best = near.argmax(axis=1) if len(beats) else np.zeros(0, int)
    strength = near.max(axis=1) if len(beats) else np.zeros(0)
    inside = (best > 0) & (best < len(around) - 1)
    strong = float(np.percentile(strength, 90)) if len(beats) else 0.0
    clear = inside & (strength > _LOUD * strong) & (strength > 0)
    return beats[clear], around[best[clear]]


def _shade_rests(axes: Axes, pulse: Pulse) -> None:
    """Where there is no pulse."""
    for start, end in pulse.rests:
        axes.axvspan(start, end, color=_REST, lw=0)


def _draw_tempo(axes: Axes, pulse: Pulse, points: Sequence[TempoMark]) -> None:
    """Tempo from beat to beat as heard, and the timing points that explain it."""
    _shade_rests(axes, pulse)
    if len(pulse.beats) > 1:
        axes.plot(pulse.beats[1:], 60.0 / np.diff(pulse.beats), lw=0.8, color="#999999")
    if points:
        times = [*(point.time for point in points), pulse.duration]
        tempi = [point.bpm for point in points]
        axes.step(times, [*tempi, tempi[-1]], where="post", color=_BAR, lw=1.2)
        low, high = min(tempi), max(tempi)
        axes.set_ylim(low - max(0.05 * low, 1.0), high + max(0.05 * high, 1.0))
    axes.set(xlim=(0, max(pulse.duration, 1.0)), xlabel="time, s", ylabel="bpm")
    axes.ticklabel_format(axis="y", useOffset=False)
    axes.set_title(
        f"tempo of the beats (grey) and of the timing points (red: {len(points)})", fontsize=10
    )
