"""Second stage: from a source and its sounds to notes and background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from automapper.bms.generate.analyse import Analysis
from automapper.bms.options import GenerateOptions, MlWeights
from automapper.bms.placement.finishing.finish import FinishOptions, Raw, finish
from automapper.bms.placement.levels import HIGHEST_LEVEL, Tuning, tuning
from automapper.bms.placement.loop import PlaceOptions, RawPlacement, place_measures
from automapper.bms.placement.model import Placed, Reason, Residual
from automapper.bms.placement.resume.carry import Carry
from automapper.bms.placement.resume.lookahead import Ahead
from automapper.bms.placement.selection.pool import Pool, pool_of
from automapper.bms.placement.selection.whitelist import Selection, select

if TYPE_CHECKING:
    from automapper.bms.learning.rank import LearnedAdviser


# Why an event waits for a level that plays more.
_WAITING = frozenset(
    {Reason.BAND_QUOTA, Reason.MEASURE_CAP, Reason.CHORD_SIZE_CAP, Reason.DENSITY, Reason.JACK}
)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What holds for a whole chart: the constants of its levels and what may be played.

    ``adviser`` reorders what the rules allow; None leaves all to them.
    """

    tuning: Tuning
    pool: Pool
    selection: Selection
    adviser: LearnedAdviser | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Every event of the source once, as a note or in the background, both in order.

    ``states[m]`` is the state before measure m, ``end_state`` that after the last one.
    ``diagnostics`` are plain values for JSON.
    """

    placed: tuple[Placed, ...]
    residual: tuple[Residual, ...]
    states: tuple[Carry, ...]
    end_state: Carry
    diagnostics: Mapping[str, object]


def rules_of(analysis: Analysis, options: GenerateOptions) -> Rules:
    """The constants, the pool and the selection of a chart, and its adviser where one is wanted.

    Raises WeightsError for weights that are missing or no ranker of ours.
    """
    constants = tuning(options.intensity, options.scratch)
    pool = pool_of(analysis.source, analysis.sounds)
    selection = select(pool, analysis.sounds, constants, options.fx)
    return Rules(constants, pool, selection, _adviser(analysis, options.ml))


def _adviser(analysis: Analysis, weights: MlWeights | None) -> LearnedAdviser | None:
    if weights is None:
        return None
    # Imported here: the rules alone need no net.
    from automapper.bms.learning.rank import open_adviser

    return open_adviser(analysis.source, analysis.sounds, weights)


def place(analysis: Analysis, options: GenerateOptions, rules: Rules) -> Placement:
    """A whole chart: the pass over all measures, then long notes, scratches and density."""
    wishes = PlaceOptions(seed=options.seed, adviser=rules.adviser, pool=rules.pool)
    if rules.adviser is not None:
        rules.adviser.begin()
    raw = _pass(analysis, rules, wishes)
    placed, residual, diagnostics = finished(analysis, options, rules, raw)
    facts: dict[str, object] = {
        "scratch_mode": raw.scratch.value,
        "step_unit": round(raw.unit, 1),
    }
    if rules.adviser is not None:
        facts["ml"] = rules.adviser.figures()
    return Placement(placed, residual, raw.carries, raw.end_state, {**facts, **diagnostics})


def place_range(
    analysis: Analysis, rules: Rules, measures: range, carry: Carry, ahead: Ahead | None
) -> RawPlacement:
    """Some measures from the state before them; nothing is finished. ConfigError if none fit."""
    wishes = PlaceOptions(
        start=measures.start,
        end=measures.stop - 1,
        carry=carry,
        lookahead=ahead,
        adviser=rules.adviser,
        pool=rules.pool,
    )
    return _pass(analysis, rules, wishes)


def replace_range(
    analysis: Analysis, rules: Rules, measures: range, carry: Carry, others: tuple[Placed, ...]
) -> RawPlacement:
    """Some measures again among notes of other measures that stay; both seams pass the gates."""
    wishes = PlaceOptions(
        seed=carry.seed,
        start=measures.start,
        end=measures.stop - 1,
        carry=carry,
        others=others,
        adviser=None if rules.adviser is None else rules.adviser.among(others),
        pool=rules.pool,
    )
    return _pass(analysis, rules, wishes)


def _pass(analysis: Analysis, rules: Rules, wishes: PlaceOptions) -> RawPlacement:
    return place_measures(analysis.source, analysis.sounds, rules.selection, rules.tuning, wishes)


def finished(
    analysis: Analysis, options: GenerateOptions, rules: Rules, raw: Raw
) -> tuple[tuple[Placed, ...], tuple[Residual, ...], dict[str, object]]:
    """Notes and background after the steps that look at the whole chart, and what they did."""
    done = finish(
        raw,
        analysis.source,
        analysis.sounds,
        rules.selection,
        rules.tuning,
        FinishOptions(options.long_notes, rules.adviser),
    )
    diagnostics = {
        "selection": selection_record(rules.selection),
        "raw_notes": len(raw.placed),
        "exhausted": is_exhausted(done.residual, rules.tuning),
    }
    return done.placed, done.residual, {**diagnostics, **done.diagnostics}


def is_exhausted(residual: Sequence[Residual], constants: Tuning) -> bool:
    """Whether a higher intensity could add nothing: no event waits for one, or there is none."""
    waiting = any(one.reason in _WAITING for one in residual)
    return not waiting or constants.intensity == HIGHEST_LEVEL


def selection_record(selection: Selection) -> dict[str, object]:
    """What the selection kept, by name."""
    return asdict(selection.figures)
