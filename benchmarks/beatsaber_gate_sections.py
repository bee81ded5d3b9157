"""The sections of the gates' table: each takes measured charts and yields lines and bars.

What there are no values of has no bar.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from automapper.beatsaber.stats import KEY_STATISTICS
from automapper.beatsaber.stats.gates import MOST_RHYTHM, MOST_SPATIAL, Verdict, human_objects
from automapper.chart import Difficulty
from automapper.generation.density import OFFICIAL_NPS
from beatsaber_corpus import Measured
from beatsaber_levels import PRESETS, MeasuredLevel, Rung, rung


@dataclass(frozen=True, slots=True)
class Limit:
    """An interval that holds its ends; infinity stands for no end. NaN lies in none."""

    low: float = -math.inf
    high: float = math.inf

    def holds(self, value: float) -> bool:
        """Whether a value lies inside."""
        return self.low <= value <= self.high

    def share(self, values: Sequence[float]) -> float:
        """Share of the values that lie inside, 0-1; NaN without values."""
        return _share([self.holds(value) for value in values])

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.low:.4g}"
        if math.isinf(self.high):
            return f">= {self.low:.4g}"
        if math.isinf(self.low):
            return f"<= {self.high:.4g}"
        return f"{self.low:.4g}-{self.high:.4g}"


# Per 100 notes: what official Expert maps hold, where community charts hardly have any.
OBJECTS = {"arcs/100": Limit(3.0, 8.0), "chains/100": Limit(1.0, 4.0)}
ALL, NONE = Limit(1.0, 1.0), Limit(0.0, 0.0)
SOFT_GATES = Limit(0.88)  # the share of clean humans that pass
REPEATS, RED = Limit(0.05, 0.20), Limit(0.46, 0.51)
SPREAD = Limit(0.5)  # of clean humans' own
NEARLY_ALL = Limit(0.95)
STEP, INCLUDED, REACTION_MS = Limit(0.10, 0.40), Limit(0.95), Limit(420.0)
LIGHTS, LIT_NOTES = Limit(500.0), Limit(0.90)


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure that a set of generated levels must reach."""

    name: str
    value: str
    wanted: str
    reached: bool


def bars_of(name: str, value: float, limit: Limit, shown: str | None = None) -> list[Bar]:
    """The bar of a value (``shown``: as another text); none for NaN, where there are no values."""
    if math.isnan(value):
        return []
    return [Bar(name, shown or f"{value:.3f}", str(limit), limit.holds(value))]


@dataclass(frozen=True, slots=True)
class Judged:
    """A chart with its surprisal (nats per note) and its verdict."""

    chart: Measured
    surprisal: float
    verdict: Verdict


GATE_HEADER = (
    f"{'charts':24s} {'n':>4s} {'parity':>7s} {'DD':>6s} {'cell':>6s} {'surpr.':>7s} {'hard':>6s}"
    f" {'<=6/30':>7s} {'<=4/17':>7s} {'all':>6s} {'repeats':>8s} {'red':>6s}  surprisal p5/50/p95"
)


def gate_row(label: str, judged: Sequence[Judged]) -> str:
    """Shares of charts that pass each gate; medians of exact bar repeats and of red notes."""
    if not judged:
        return f"{label:24s}    0"
    verdicts = [j.verdict for j in judged]
    hard = [
        _share(name not in v.hard for v in verdicts)
        for name in ("parity", "double-directional", "one-cell", "surprisal")
    ]
    low, mid, high = np.percentile([j.surprisal for j in judged], [5, 50, 95])
    return (
        f"{label:24s} {len(judged):4d} {hard[0]:7.3f} {hard[1]:6.3f} {hard[2]:6.3f} {hard[3]:7.3f}"
        f" {_share(v.passes_hard for v in verdicts):6.3f}"
        f" {_share(v.passes_spatial for v in verdicts):7.3f}"
        f" {_share(v.passes_rhythm for v in verdicts):7.3f}"
        f" {_share(v.passes for v in verdicts):6.3f}"
        f" {_median(judged, 'bar_repeat_exact'):8.3f} {_median(judged, 'red'):6.3f}"
        f"  {low:.2f}/{mid:.2f}/{high:.2f}"
    )


def gate_bars(levels: Mapping[str, Sequence[Judged]]) -> Iterator[Bar]:
    """Shares of songs whose Expert and Expert+ charts both pass; repeats and red over the charts.

    ``levels``: judged Expert and Expert+ charts by level.
    """
    songs = [[j.verdict for j in judged] for judged in levels.values() if judged]
    charts = [j for judged in levels.values() for j in judged]
    hard = _share(all(v.passes_hard for v in song) for song in songs)
    yield from bars_of("hard gates, songs", hard, ALL)
    spatial = _share(all(v.passes_spatial for v in song) for song in songs)
    yield from bars_of(f"<= {MOST_SPATIAL} of 30 spatial, songs", spatial, SOFT_GATES)
    rhythm = _share(all(v.passes_rhythm for v in song) for song in songs)
    yield from bars_of(f"<= {MOST_RHYTHM} of 17 rhythm, songs", rhythm, SOFT_GATES)
    repeats = _median(charts, "bar_repeat_exact")
    yield from bars_of("exact bar repeats, median", repeats, REPEATS)
    reds = _known(charts, "red")
    if reds:
        middle = _median(charts, "red")
        span = f"{middle:.3f} ({min(reds):.3f}-{max(reds):.3f}), {RED.share(reds):.3f} inside"
        yield from bars_of("red share", middle, RED, span)


def bot_bars(bots: Mapping[str, Sequence[Judged]]) -> Iterator[Bar]:
    """Each bot's share of charts that pass everything."""
    for name, judged in bots.items():
        passed = _share(j.verdict.passes for j in judged)
        yield from bars_of(f"bot '{name}' passes", passed, NONE)


def failed_lines(generated: Sequence[Judged], humans: Sequence[Judged]) -> Iterator[str]:
    """Which statistics lie outside most often, beside clean humans."""
    ours, theirs = (_failures(judged) for judged in (generated, humans))
    yield f"{'outside p5-p95':28s} {'ours':>6s} {'human':>6s}   below  above"
    for name, share in sorted(ours.items(), key=lambda item: (-item[1], item[0]))[:20]:
        values = [j.chart.statistics[name] for j in generated if name in _outside(j.verdict)]
        middle = _median(humans, name)
        below = sum(value < middle for value in values) / len(generated)
        line = f"{name:28s} {share:6.3f} {theirs.get(name, 0.0):6.3f}"
        yield f"{line}   {below:5.3f}  {share - below:5.3f}"


def outlier_lines(generated: Sequence[Judged]) -> Iterator[str]:
    """Every chart that a gate takes for a machine's, with what gave it away."""
    yield "charts that fail a gate:"
    for judged in generated:
        verdict = judged.verdict
        if verdict.passes:
            continue
        reasons = [f"hard: {name}" for name in verdict.hard]
        if not verdict.passes_spatial:
            reasons.append("spatial: " + " ".join(verdict.spatial))
        if not verdict.passes_rhythm:
            reasons.append("rhythm: " + " ".join(verdict.rhythm))
        yield f"  {judged.chart.name} {judged.chart.difficulty.name}: {'; '.join(reasons)}"


def spread_section(
    generated: Sequence[Judged], humans: Sequence[Judged]
) -> tuple[list[str], list[Bar]]:
    """5-95 % range of each key statistic over the levels, against clean humans."""
    lines = [f"{'spread (p5/50/p95)':24s} {'ours':>22s} {'human':>22s}  ratio"]
    bars: list[Bar] = []
    for name in KEY_STATISTICS:
        known = [_known(judged, name) for judged in (generated, humans)]
        if not all(known):
            continue
        ours, theirs = (np.percentile(values, [5, 50, 95]) for values in known)
        ratio = float((ours[2] - ours[0]) / (theirs[2] - theirs[0]))
        shown = ("/".join(f"{value:.3f}" for value in row) for row in (ours, theirs))
        lines.append("{:24s} {:>22s} {:>22s}  {:.2f}".format(name, *shown, ratio))
        bars += bars_of(f"spread/human {name}", ratio, SPREAD, f"{ratio:.2f}")
    return lines, bars


def object_section(levels: Sequence[MeasuredLevel]) -> tuple[list[str], list[Bar]]:
    """Arcs, chains, walls and bombs per 100 notes against their intervals, by difficulty."""
    lines = [f"{'per 100 notes':24s} {'n':>4s} {'p5/50/p95':>18s} {'wanted':>14s}  inside"]
    bars: list[Bar] = []
    for name in ("arcs/100", "chains/100", "walls/100", "bombs/100"):
        inside: list[bool] = []
        for difficulty in Difficulty:
            values = _values(levels, difficulty, name)
            if not values:
                continue
            limit = OBJECTS.get(name) or Limit(*human_objects()[name, difficulty])
            inside += [limit.holds(value) for value in values]
            lines.append(_interval_line(f"{name} {difficulty.name}", values, limit))
        bars += bars_of(f"{name} inside", _share(inside), ALL)
    return lines, bars


def density_section(levels: Sequence[MeasuredLevel]) -> tuple[list[str], list[Bar]]:
    """Notes per second against official levels; reaction time."""
    lines = [f"{'notes per second':24s} {'n':>4s} {'p5/50/p95':>18s} {'official':>14s}  inside"]
    bars: list[Bar] = []
    for difficulty, interval in OFFICIAL_NPS.items():
        values = _values(levels, difficulty, "nps")
        if not values:
            continue
        limit = Limit(*interval)
        lines.append(_interval_line(difficulty.name, values, limit))
        bars += bars_of(f"NPS {difficulty.name} official", limit.share(values), NEARLY_ALL)
    reaction = [v for difficulty in Difficulty for v in _values(levels, difficulty, "reaction_ms")]
    least = min(reaction, default=math.nan)
    bars += bars_of("reaction time, least", least, REACTION_MS, f"{least:.0f} ms")
    return lines, bars


def ladder_section(levels: Sequence[MeasuredLevel]) -> tuple[list[str], list[Bar]]:
    """Share of onsets that recur in the next harder difficulty, and the steps in speed."""
    lines = [f"{'ladder':24s} {'n':>4s} {'included p5/50':>16s} {'step p5/50/p95':>18s}  inside"]
    rungs: list[Rung] = []
    for lower, higher in pairwise(Difficulty):
        found = [
            rung(level.charts[lower], level.charts[higher])
            for level in levels
            if lower in level.charts and higher in level.charts
        ]
        if not found:
            continue
        rungs += found
        included = "/".join(f"{v:.3f}" for v in np.percentile([r.included for r in found], [5, 50]))
        steps = "/".join(f"{v:.3f}" for v in np.percentile([r.step for r in found], [5, 50, 95]))
        share = STEP.share([r.step for r in found])
        label = f"{lower.name} -> {higher.name}"
        lines.append(f"{label:24s} {len(found):4d} {included:>16s} {steps:>18s}  {share:.3f}")
    kept = INCLUDED.share([r.included for r in rungs])
    inside = STEP.share([r.step for r in rungs])
    bars = bars_of(f"onsets included {INCLUDED}, steps", kept, ALL)
    return lines, bars + bars_of(f"speed step {STEP}, steps", inside, ALL)


def light_section(levels: Sequence[MeasuredLevel]) -> tuple[list[str], list[Bar]]:
    """Light events a minute, note times with a light, and the section test, by difficulty."""
    lines = [
        f"{'lights':24s} {'n':>4s} {'a minute p5/50/p95':>22s} {'near notes least/50':>20s}  pass"
    ]
    every = []
    for difficulty in Difficulty:
        found = [level.lights[difficulty] for level in levels if difficulty in level.lights]
        if not found:
            continue
        every += found
        rates = "/".join(
            f"{v:.0f}" for v in np.percentile([f.per_minute for f in found], [5, 50, 95])
        )
        near = "/".join(f"{v:.3f}" for v in np.percentile([f.near_note for f in found], [0, 50]))
        passed = _share(f.passed for f in found)
        lines.append(
            f"{difficulty.name:24s} {len(found):4d} {rates:>22s} {near:>20s}  {passed:.3f}"
        )
    dense = LIGHTS.share([f.per_minute for f in every])
    near_all = LIT_NOTES.share([f.near_note for f in every])
    passed = _share(f.passed for f in every)
    return lines, [
        *bars_of(f"lights {LIGHTS} a minute", dense, ALL),
        *bars_of(f"lights on {LIT_NOTES} of note times", near_all, ALL),
        *bars_of("lights pass the section test", passed, NEARLY_ALL),
    ]


def error_section(levels: Sequence[MeasuredLevel]) -> tuple[list[str], list[Bar]]:
    """Error-level issues by preset, and the checks that raise most of them."""
    total = sum((level.errors for level in levels), Counter[str]())
    lines = [f"{'error-level issues':44s} {'issues':>7s} {'levels':>7s}"]
    for key, count in total.most_common(20):
        held = sum(key in level.errors for level in levels)
        lines.append(f"{key:44s} {count:7d} {held:7d}")
    bars: list[Bar] = []
    for preset in PRESETS if levels else ():
        count = sum(n for key, n in total.items() if key.split()[0] == preset)
        bars += bars_of(f"errors, {preset}", count, NONE, str(count))
    return lines, bars


def _interval_line(label: str, values: Sequence[float], wanted: Limit) -> str:
    shown = "/".join(f"{value:.2f}" for value in np.percentile(values, [5, 50, 95]))
    share = wanted.share(values)
    return f"{label:24s} {len(values):4d} {shown:>18s} {wanted!s:>14s}  {share:.3f}"


def _values(levels: Sequence[MeasuredLevel], difficulty: Difficulty, name: str) -> list[float]:
    charts = [level.charts[difficulty] for level in levels if difficulty in level.charts]
    return [chart.statistics[name] for chart in charts if name in chart.statistics]


def _outside(verdict: Verdict) -> tuple[str, ...]:
    return verdict.spatial + verdict.motif + verdict.rhythm


def _failures(judged: Sequence[Judged]) -> dict[str, float]:
    counts = Counter(name for j in judged for name in _outside(j.verdict))
    return {name: count / len(judged) for name, count in counts.items()}


def _share(flags: Iterator[bool] | Sequence[bool]) -> float:
    held = list(flags)
    return sum(held) / len(held) if held else float("nan")


def _known(judged: Sequence[Judged], name: str) -> list[float]:
    """A statistic of the charts that are long enough for it."""
    found = [j.chart.statistics.get(name, math.nan) for j in judged]
    return [value for value in found if not math.isnan(value)]


def _median(judged: Sequence[Judged], name: str) -> float:
    values = _known(judged, name)
    return float(np.median(values)) if values else math.nan
