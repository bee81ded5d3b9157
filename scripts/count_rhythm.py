"""Count the rhythm tables that ship: fit them by maximum likelihood on human charts.

    python scripts/count_rhythm.py --data DIR [--cache DIR] [--folds DIR]

DIR/beatsaber holds levels with audio and an INDEX.tsv. Writes
src/automapper/generation/tables/rhythm.safetensors, fitted on all songs; with ``--folds`` also
fold0..4.safetensors there, each fitted without the songs of its fold, for honest figures.
Needs torch (``automapper[train]``); a minute and a half a set on one core.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
from automapper.generation.beat_patterns import BeatPatterns
from automapper.generation.echoes import ECHOES
from automapper.generation.rhythm_model import BEFORE, Context, History, Music, context
from automapper.generation.rhythm_tables import (
    RUNGS,
    TABLES,
    PatternTable,
    RhythmTables,
    save_tables,
)
from automapper.generation.slots import FEATURES, SLOTS, TICKS, slot_grid
from heard_songs import salience_of
from human_rhythm import FOLDS, fold_of, levels, slots_played, told_pulse

Tensor = torch.Tensor
DIFFICULTIES = {
    "upper": ("Expert", "ExpertPlus"),
    "middle": ("Hard",),
    "lower": ("Easy", "Normal"),
}
LEAST_ONSETS = 80  # shorter charts are jokes or fragments
LEAST_BEATS = 60  # a pattern seen on fewer human beats is read as its nearest neighbour
LEAST_TICKS = 2  # slots a twelfth of a beat apart are two readings of one moment
ITERATIONS = 120
# Strength of the pull to zero, in beats' worth of evidence: chosen on one fold in five.
PULL = {
    "prior": 1.0,
    "after": 3.0,
    "second": 6.0,
    "bar": 3.0,
    "slot": 1.0,
    "habit4": 1.0,
    "habit16": 1.0,
    "same": 0.3,
    "shared": 1.0,
}


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One human chart on its grid; ``played`` is bool (beats, 6), ``span`` rows played."""

    name: str
    difficulty: str
    music: Music
    played: NDArray[np.bool_]
    span: slice

    @property
    def density(self) -> float:
        """Onsets a beat over the played part."""
        return float(self.played[self.span].sum()) / (self.span.stop - self.span.start)


def examples(data: Path, cache: Path | None) -> list[Example]:
    found = []
    for path, level in levels(data):
        for chart in level.charts:
            heard = salience_of(path, cache)
            pulse, shift = told_pulse(level, chart, heard)
            grid = slot_grid(pulse)
            played = slots_played(grid, chart.times + shift)
            rows = np.flatnonzero(played.any(axis=1))
            if played.sum() < LEAST_ONSETS:
                continue
            span = slice(int(rows[0]), int(rows[-1]) + 1)
            found.append(Example(level.name, chart.difficulty, Music.of(grid), played, span))
    return found


def vocabulary(charts: Sequence[Example]) -> BeatPatterns:
    seen: Counter[tuple[int, ...]] = Counter()
    for chart in charts:
        seen.update(tuple(row) for row in chart.played[chart.span].astype(int).tolist())
    kept = []
    for pattern in sorted(p for p, count in seen.items() if count >= LEAST_BEATS):
        ticks = [tick for tick, on in zip(TICKS, pattern, strict=True) if on]
        if not len(ticks) > 1 or min(np.diff(ticks)) >= LEAST_TICKS:
            kept.append(pattern)
    return BeatPatterns.of(np.asarray(kept, dtype=np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Beats of many charts as tensors, one row a beat; see Context and music_scores."""

    chosen: Tensor
    features: Tensor
    dense: Tensor
    context: dict[str, Tensor]


def evidence(charts: Sequence[Example], patterns: BeatPatterns) -> Evidence:
    columns: dict[str, list[NDArray[np.generic]]] = {f.name: [] for f in fields(Context)}
    chosen, features, dense = [], [], []
    for chart in charts:
        indices = patterns.nearest(chart.played)
        rows = np.arange(chart.span.start, chart.span.stop)
        found = context(
            _history(indices, chart.music, patterns), chart.music, rows, np.zeros_like(rows)
        )
        for name, column in columns.items():
            column.append(getattr(found, name))
        chosen.append(indices[rows])
        features.append(chart.music.features[rows])
        length = chart.music.beat_length[rows]
        density = np.full_like(length, np.log(chart.density))
        dense.append(np.stack([np.ones_like(length), density, length, density * length], axis=1))
    join = {name: torch.as_tensor(np.concatenate(column)) for name, column in columns.items()}
    parts = [torch.as_tensor(np.concatenate(x)) for x in (chosen, features, dense)]
    return Evidence(parts[0], parts[1], parts[2], join)


def _history(chosen: NDArray[np.int64], music: Music, patterns: BeatPatterns) -> History:
    history = History.empty(len(chosen), 1)
    for row in range(len(chosen)):
        history.take(row, chosen[row : row + 1], music, patterns)
    assert len(history.pattern) == BEFORE + len(chosen)
    return history


def scores(w: dict[str, Tensor], data: Evidence, bits: Tensor) -> Tensor:
    """The model of ``rhythm_model`` once more, for its gradient; a test holds the two equal."""
    c = data.context
    slots = (data.features * w["slot"]).sum(-1)
    slots = slots + c["habit4"] @ w["habit4"].T + c["habit16"] @ w["habit16"].T
    weight = w["shared"][:, :, 0] * c["there"][:, :, None]
    weight = weight + w["shared"][:, :, 1] * c["likeness"][:, :, None]
    slots = slots + (bits[c["echo"]] * weight).sum(1)
    found = data.dense @ w["prior"] + w["after"][c["last"]] + w["second"][c["before_last"]]
    found = found + w["bar"][c["echo"][:, 1]] * c["there"][:, 1:2]
    same = w["same"][:, 0] * c["there"] + w["same"][:, 1] * c["likeness"]
    same = same + (w["same"][:, 2] + w["same"][:, 3] * c["likeness"]) * c["agreed"]
    return (found + slots @ bits.T).scatter_add(1, c["echo"], same)


def fit_patterns(data: Evidence, patterns: BeatPatterns) -> PatternTable:
    count, bits = len(patterns), torch.as_tensor(patterns.bits)
    shapes = {
        "prior": (4, count),
        "after": (count, count),
        "second": (count, count),
        "bar": (count, count),
        "slot": (SLOTS, len(FEATURES)),
        "habit4": (SLOTS, SLOTS),
        "habit16": (SLOTS, SLOTS),
        "same": (ECHOES, 4),
        "shared": (ECHOES, SLOTS, 2),
    }
    weights = {name: torch.zeros(*shape, requires_grad=True) for name, shape in shapes.items()}

    def loss() -> Tensor:
        missed = torch.nn.functional.cross_entropy(scores(weights, data, bits), data.chosen)
        pull = sum((PULL[name] * (w**2).sum() for name, w in weights.items()), torch.zeros(()))
        return missed + pull / len(data.chosen)

    _descend(list(weights.values()), loss)
    with torch.no_grad():
        nats = torch.nn.functional.cross_entropy(scores(weights, data, bits), data.chosen)
    print(f"  {len(data.chosen)} beats, {float(nats):.3f} nats a beat", flush=True)
    return PatternTable(**{name: w.detach().numpy() for name, w in weights.items()})


def fit_evidence(charts: Sequence[Example]) -> NDArray[np.float32]:
    """Logistic regression of played slots on the music alone, (6, features + 1)."""
    features = torch.as_tensor(np.concatenate([c.music.features for c in charts]))
    played = torch.as_tensor(np.concatenate([c.played for c in charts]).astype(np.float32))
    weights = torch.zeros(SLOTS, len(FEATURES), requires_grad=True)
    offset = torch.zeros(SLOTS, requires_grad=True)

    def loss() -> Tensor:
        odds = (features * weights).sum(-1) + offset
        missed = torch.nn.functional.binary_cross_entropy_with_logits(odds, played)
        return missed + 3.0 * (weights**2).sum() / played.numel()

    _descend([weights, offset], loss)
    joined = torch.cat([weights, offset[:, None]], dim=1)
    return np.asarray(joined.detach().numpy(), dtype=np.float32)


def _descend(parameters: list[Tensor], loss: object) -> None:
    optimiser = torch.optim.LBFGS(
        parameters,
        max_iter=ITERATIONS,
        history_size=20,
        line_search_fn="strong_wolfe",
        tolerance_change=1e-7,
    )

    def closure() -> Tensor:
        optimiser.zero_grad()
        value: Tensor = loss()  # type: ignore[operator]
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(closure)


def fit(charts: Sequence[Example]) -> RhythmTables:
    upper = [c for c in charts if c.difficulty in DIFFICULTIES["upper"]]
    patterns = vocabulary(upper)
    rungs = {
        rung: fit_patterns(
            evidence([c for c in charts if c.difficulty in DIFFICULTIES[rung]], patterns), patterns
        )
        for rung in RUNGS
    }
    names = {c.name for c in upper if c.difficulty == "Expert"}
    main = [c for c in upper if c.difficulty == "Expert" or c.name not in names]
    common = np.concatenate([c.played[c.span] for c in main]).mean(axis=0).astype(np.float32)
    return RhythmTables(patterns.bits, common, fit_evidence(main), rungs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--folds", type=Path)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    charts = examples(arguments.data, arguments.cache)
    print(f"{len(charts)} charts")
    TABLES.parent.mkdir(parents=True, exist_ok=True)
    save_tables(fit(charts), TABLES)
    if arguments.folds:
        arguments.folds.mkdir(parents=True, exist_ok=True)
        for fold in range(FOLDS):
            kept = [c for c in charts if fold_of(c.name) != fold]
            save_tables(fit(kept), arguments.folds / f"fold{fold}.safetensors")


if __name__ == "__main__":
    main()
