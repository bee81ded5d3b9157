"""Parts of a chart again: a range from a state, spliced events finished, one measure re-rolled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from automapper.bms.checks.placement_subject import Outcome
from automapper.bms.generate.analyse import Analysis
from automapper.bms.generate.chart import (
    GeneratedChart,
    chart_bytes,
    finished_chart,
    made_chart,
)
from automapper.bms.generate.conformance import checked, conformance_record
from automapper.bms.generate.place import Placement, Rules, finished, place_range, replace_range
from automapper.bms.generate.result import Result, events_record, head_record, states_record
from automapper.bms.options import GenerateOptions
from automapper.bms.placement.model import Placed
from automapper.bms.placement.resume.carry import Carry
from automapper.bms.placement.resume.lookahead import Ahead
from automapper.errors import ConfigError


def resume(
    analysis: Analysis,
    options: GenerateOptions,
    rules: Rules,
    measures: range,
    carry: Carry,
    ahead: Ahead | None = None,
) -> dict[str, Any]:
    """The raw events of some measures from the state before them, and the state after them.

    ConfigError for learned rankers, whose history a state does not hold, and for measures that
    the source has not.
    """
    if options.ml is not None:
        raise ConfigError("--resume-state follows the rules alone: leave out --ml")
    raw = place_range(analysis, rules, measures, carry, ahead)
    return {
        **head_record(analysis, replace(options, seed=carry.seed), "resume"),
        "start_measure": raw.start,
        "end_measure": raw.end,
        "end_state": raw.end_state.to_record(),
        "states": states_record(raw.carries),
        **events_record(raw.placed, raw.residual),
    }


def finalize(
    analysis: Analysis, options: GenerateOptions, rules: Rules, events: Result
) -> GeneratedChart:
    """A whole chart from spliced events: long notes, scratches, density and checks.

    The density of the whole chart is balanced again, so notes may come and go anywhere.
    """
    placed, residual = events.events(analysis.source)
    bare = Outcome(tuple(Placed(one.event, one.lane) for one in placed), residual)
    notes, background, diagnostics = finished(analysis, options, rules, bare)
    placement = Placement(notes, background, (), Carry(options.seed), diagnostics)
    return made_chart(analysis, options, rules, placement, "finalize")


def reroll(
    analysis: Analysis, rules: Rules, base: Result, measures: range, seed: int
) -> GeneratedChart:
    """A finished chart with some measures placed anew by another seed, the others as they are.

    Long notes belong to the measure of their head. Nothing is finished again; the seams pass the
    same gates as every note, and the headers stay as they were.
    """
    placed, residual = base.events(analysis.source)
    options = base.options()
    others = tuple(one for one in placed if one.event.place.measure not in measures)
    carry = replace(base.state(measures.start), seed=seed)
    raw = replace_range(analysis, rules, measures, carry, others)
    left = [one for one in residual if one.event.place.measure not in measures]
    outcome = Outcome(
        tuple(sorted((*others, *raw.placed), key=lambda one: one.event.index)),
        tuple(sorted((*left, *raw.residual), key=lambda one: one.event.index)),
    )
    data = chart_bytes(analysis, outcome.placed, outcome.residual, base.label())
    issues = checked(analysis, rules, outcome, data)
    result = _rerolled_record(base.record, measures, seed)
    result |= {
        **events_record(outcome.placed, outcome.residual),
        "conformance": conformance_record(issues, verified=False),
    }
    return finished_chart(analysis, options, outcome, data, result, issues)


def _rerolled_record(base: Mapping[str, Any], measures: range, seed: int) -> dict[str, Any]:
    """The base's record with one more line in its history."""
    history = base.get("rerolled")
    entry = {"start_measure": measures.start, "end_measure": measures.stop - 1, "seed": seed}
    return {
        **base,
        "mode": "reroll",
        "rerolled": [*(history if isinstance(history, list) else []), entry],
    }
