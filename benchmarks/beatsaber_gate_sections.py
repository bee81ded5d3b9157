"""The sections of the gates' table: each takes measured charts and yields lines and bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from automapper.beatsaber.stats import KEY_STATISTICS
from automapper.beatsaber.stats.gates import Verdict, human_objects
from automapper.chart import Difficulty
from automapper.generation.density import OFFICIAL_NPS
from beatsaber_corpus import Measured
from beatsaber_levels import PRESETS, MeasuredLevel, Rung, rung

# Per 100 notes: what official Expert maps hold, where community charts hardly have any.
WANTED_ARCS, WANTED_CHAINS = (3.0, 8.0), (1.0, 4.0)
STEP, LEAST_INCLUDED, LEAST_REACTION_MS = (0.10, 0.40), 0.95, 420.0
LEAST_LIGHTS, LEAST_LIT_NOTES = 500.0, 0.90


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure that a set of generated levels must reach."""

    name: str
    value: str
    wanted: str
    reached: bool


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
    yield Bar("hard gates, songs", f"{hard:.3f}", "1.000", hard == 1.0)
    spatial = _share(all(v.passes_spatial for v in song) for song in songs)
    yield Bar("<= 6 of 30 spatial, songs", f"{spatial:.3f}", ">= .88", spatial >= 0.88)
    rhythm = _share(all(v.passes_rhythm for v in song) for song in songs)
    yield Bar("<= 4 of 17 rhythm, songs", f"{rhythm:.3f}", ">= .88", rhythm >= 0.88)
    repeats = _median(charts, "bar_repeat_exact")
    yield Bar("exact bar repeats, median", f"{repeats:.3f}", ".05-.20", 0.05 <= repeats <= 0.20)
    reds = [j.chart.statistics["red"] for j in charts]
    inside = _share(0.46 <= red <= 0.51 for red in reds)
    span = f"{np.median(reds):.3f} ({min(reds):.3f}-{max(reds):.3f}), {inside:.3f} inside"
    yield Bar("red share", span, "46-51 %", 0.46 <= float(np.median(reds)) <= 0.51)


def bot_bars(bots: Mapping[str, Sequence[Judged]]) -> Iterator[Bar]:
    """Each bot's share of charts that pass everything."""
    for name, judged in bots.items():
        passed = _share(j.verdict.passes for j in judged)
        yield Bar(f"bot '{name}' passes", f"{passed:.3f}", "0", passed == 0.0)


def failed_lines(generated: Sequence[Judged], humans: Sequence[Judged]) -> Iterator[str]:
    """Which statistics lie outside most often, beside clean humans."""
    ours, theirs = (_failures(judged) for judged in (generated, humans))
    yield f"{'outside p5-p95':28s} {'ours':>6s} {'human':>6s}   below  above"
    for name, share in sorted(ours.items(), key=lambda item: (-item[1], item[0]))[:20]:
        values = [j.chart.statistics[name] for j in generated if name in _outside(j.verdict)]
        middle = float(np.median([j.chart.statistics.get(name, np.nan) for j in humans]))
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
    bars = []
    for name in KEY_STATISTICS:
        ours, theirs = (
            np.percentile([j.chart.statistics[name] for j in judged], [5, 50, 95])
            for judged in (generated, humans)
        )
        ratio = float((ours[2] - ours[0]) / (theirs[2] - theirs[0]))
        shown = ("/".join(f"{value:.3f}" for value in row) for row in (ours, theirs))
        lines.append("{:24s} {:>22s} {:>22s}  {:.2f}".format(name, *shown, ratio))
        bars.append(Bar(f"spread of {name}", f"{ratio:.2f}", ">= .50 of human", ratio >= 0.5))
    return lines, bars


def object_section(levels: Sequence[MeasuredLevel]) -> tuple[list[str], list[Bar]]:
    """Arcs, chains, walls and bombs per 100 notes against their intervals, by difficulty."""
    lines = [f"{'per 100 notes':24s} {'n':>4s} {'p5/50/p95':>18s} {'wanted':>14s}  inside"]
    bars = []
    for name in ("arcs/100", "chains/100", "walls/100", "bombs/100"):
        inside_all: list[bool] = []
        for difficulty in Difficulty:
            values = _values(levels, difficulty, name)
            if not values:
                continue
            fixed = {"arcs/100": WANTED_ARCS, "chains/100": WANTED_CHAINS}.get(name)
            low, high = fixed or human_objects()[name, difficulty]
            inside = [low <= value <= high for value in values]
            inside_all += inside
            lines.append(_interval_line(f"{name} {difficulty.name}", values, (low, high), inside))
        share = _share(inside_all)
        bars.append(Bar(f"{name} inside", f"{share:.3f}", "1.000", share == 1.0))
    return lines, bars


def density_section(levels: Sequence[MeasuredLevel]) -> tuple[list[str], list[Bar]]:
    """Notes per second against official levels; reaction time."""
    lines = [f"{'notes per second':24s} {'n':>4s} {'p5/50/p95':>18s} {'official':>14s}  inside"]
    bars = []
    for difficulty, (low, high) in OFFICIAL_NPS.items():
        values = _values(levels, difficulty, "nps")
        if not values:
            continue
        inside = [low <= value <= high for value in values]
        lines.append(_interval_line(difficulty.name, values, (low, high), inside))
        share = _share(inside)
        bars.append(Bar(f"NPS {difficulty.name} official", f"{share:.3f}", ">= .95", share >= 0.95))
    reaction = [v for difficulty in Difficulty for v in _values(levels, difficulty, "reaction_ms")]
    least = min(reaction)
    bars.append(
        Bar("reaction time, least", f"{least:.0f} ms", ">= 420", least >= LEAST_REACTION_MS)
    )
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
        share = _share(STEP[0] <= r.step <= STEP[1] for r in found)
        label = f"{lower.name} -> {higher.name}"
        lines.append(f"{label:24s} {len(found):4d} {included:>16s} {steps:>18s}  {share:.3f}")
    kept = _share(r.included >= LEAST_INCLUDED for r in rungs)
    inside = _share(STEP[0] <= r.step <= STEP[1] for r in rungs)
    bars = [
        Bar("onsets included >= .95, steps", f"{kept:.3f}", "1.000", kept == 1.0),
        Bar("speed step 10-40 %, steps", f"{inside:.3f}", "1.000", inside == 1.0),
    ]
    return lines, bars


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
    dense = _share(f.per_minute >= LEAST_LIGHTS for f in every)
    near_all = _share(f.near_note >= LEAST_LIT_NOTES for f in every)
    passed = _share(f.passed for f in every)
    return lines, [
        Bar("lights >= 500 a minute", f"{dense:.3f}", "1.000", dense == 1.0),
        Bar("lights on >= .90 of note times", f"{near_all:.3f}", "1.000", near_all == 1.0),
        Bar("lights pass the section test", f"{passed:.3f}", ">= .95", passed >= 0.95),
    ]


def error_section(levels: Sequence[MeasuredLevel]) -> tuple[list[str], list[Bar]]:
    """Error-level issues by preset, and the checks that raise most of them."""
    total = sum((level.errors for level in levels), Counter[str]())
    lines = [f"{'error-level issues':44s} {'issues':>7s} {'levels':>7s}"]
    for key, count in total.most_common(20):
        held = sum(key in level.errors for level in levels)
        lines.append(f"{key:44s} {count:7d} {held:7d}")
    bars = []
    for preset in PRESETS:
        count = sum(n for key, n in total.items() if key.split()[0] == preset)
        bars.append(Bar(f"errors, {preset}", str(count), "0", count == 0))
    return lines, bars


def _interval_line(
    label: str, values: Sequence[float], wanted: tuple[float, float], inside: Sequence[bool]
) -> str:
    shown = "/".join(f"{value:.2f}" for value in np.percentile(values, [5, 50, 95]))
    interval = f"{wanted[0]:.2f}-{wanted[1]:.2f}"
    return f"{label:24s} {len(values):4d} {shown:>18s} {interval:>14s}  {_share(inside):.3f}"


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


def _median(judged: Sequence[Judged], name: str) -> float:
    return float(np.median([j.chart.statistics[name] for j in judged]))
