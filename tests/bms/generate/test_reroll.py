"""The interface for editors: ranges from states, spliced events finished, measures re-rolled."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from automapper.bms.generate.analyse import Analysis
from automapper.bms.generate.chart import GeneratedChart
from automapper.bms.generate.place import Rules
from automapper.bms.generate.reroll import finalize, reroll, resume
from automapper.bms.generate.result import Result, json_bytes, read_result
from automapper.bms.options import GenerateOptions, MlWeights
from automapper.bms.placement.resume.carry import Carry
from automapper.bms.placement.resume.lookahead import Ahead, next_chord
from automapper.errors import ConfigError

from .conftest import OPTIONS

LAST = 16  # measure 0 is silent


def base_of(made: GeneratedChart) -> Result:
    """The result as it is read from its file."""
    return read_result(json_bytes(made.result), "base.json")


def part(
    song: Analysis,
    rules: Rules,
    state: Carry,
    measures: range,
    ahead: Ahead | None = None,
    options: GenerateOptions = OPTIONS,
) -> dict[str, Any]:
    """A resumed range, through JSON as an editor sees it."""
    record = resume(song, options, rules, measures, Carry.from_record(again(state)), ahead)
    found: dict[str, Any] = json.loads(json_bytes(record))
    return found


def again(state: Carry) -> Any:
    return json.loads(json.dumps(state.to_record()))


def whole(song: Analysis, rules: Rules) -> dict[str, Any]:
    return part(song, rules, Carry(OPTIONS.seed), range(LAST + 1))


def events(record: dict[str, Any], measures: range) -> list[Any]:
    """What became of the events of some measures, notes first."""
    rows = [*record["placed"], *record["residual"]]
    return [row for row in rows if row["measure"] in measures]


def test_a_chart_in_two_parts_is_the_whole_chart(song: Analysis, rules: Rules) -> None:
    everything = whole(song, rules)
    first = part(song, rules, Carry(OPTIONS.seed), range(7))
    rest = part(song, rules, Carry.from_record(first["end_state"]), range(7, LAST + 1))
    for key in ("placed", "residual"):
        assert first[key] + rest[key] == everything[key]
    assert rest["end_state"] == everything["end_state"]


@pytest.mark.parametrize("measure", [0, 1, 5, LAST])
def test_a_single_measure_from_its_state(
    song: Analysis, rules: Rules, made: GeneratedChart, measure: int
) -> None:
    alone = part(song, rules, base_of(made).state(measure), range(measure, measure + 1))
    wanted = events(whole(song, rules), range(measure, measure + 1))
    assert events(alone, range(measure, measure + 1)) == wanted
    assert bool(wanted) is (measure > 0)


def test_a_cascade_of_three(song: Analysis, rules: Rules) -> None:
    state, found = Carry(OPTIONS.seed), []
    for measures in (range(3), range(3, 4), range(4, LAST + 1)):
        record = part(song, rules, state, measures)
        state = Carry.from_record(record["end_state"])
        found += record["placed"]
    assert found == whole(song, rules)["placed"]


def test_learned_rankers_cannot_resume(song: Analysis, rules: Rules) -> None:
    options = replace(OPTIONS, ml=MlWeights())
    with pytest.raises(ConfigError, match="leave out --ml"):
        part(song, rules, Carry(1), range(2), options=options)


@pytest.mark.parametrize(
    ("path", "value", "match"),
    [
        (("schema_version",), "resume-v2", "schema_version 'resume-v2' is not 'resume-v1'"),
        (("rng", "strategy"), "alpha", "rng.strategy 'alpha' is not 'beta-1'"),
        (("hand", "streak"), "many", "resume state"),
    ],
)
def test_a_state_of_another_kind_is_refused(path: tuple[str, ...], value: str, match: str) -> None:
    record = again(Carry(3))
    target = record
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    with pytest.raises(ConfigError, match=match):
        Carry.from_record(record)


def test_measures_that_the_source_has_not(song: Analysis, rules: Rules) -> None:
    with pytest.raises(ConfigError, match="are not within 0 to 16"):
        part(song, rules, Carry(3), range(3, 99))


def test_the_next_chord_is_kept_clear(song: Analysis, rules: Rules, made: GeneratedChart) -> None:
    """Whatever the seed, no lane of a range repeats in the chord behind it too soon."""
    floor, changed = Fraction(rules.tuning.min_jack_delta_ticks, 48), 0
    for measure in range(1, LAST):
        ahead = next_chord(made.placed, measure + 1)
        assert ahead is not None
        assert Ahead.from_record(json.loads(json.dumps(ahead.to_record()))) == ahead
        lanes = {(lane.side, lane.key) for lane, _ in ahead.notes if not lane.is_scratch}
        for seed in (1, 2):
            state = replace(base_of(made).state(measure), seed=seed)
            span = range(measure, measure + 1)
            record = part(song, rules, state, span, ahead)
            changed += record["placed"] != part(song, rules, state, span)["placed"]
            for row in record["placed"]:
                gap = ahead.beat - song.source.events[row["event"]].beat
                assert tuple(row["lane"]) not in lanes or gap >= floor
    assert changed


def test_finalize_keeps_every_event_and_says_what_it_is(
    song: Analysis, rules: Rules, made: GeneratedChart
) -> None:
    done = finalize(song, OPTIONS, rules, base_of(made))
    assert done.result["mode"] == "finalize"
    assert done.result["conformance"]["failed"] == []
    count = len(done.result["placed"]) + len(done.result["residual"])
    assert count == len(song.source.events)


def lines_by_measure(data: bytes) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for line in data.splitlines():
        found.setdefault(line[1:4] if line[1:4].isdigit() else b"", []).append(line)
    return found


@pytest.mark.parametrize("measures", [range(2), range(5, 6), range(4, 9), range(LAST, LAST + 1)])
def test_a_reroll_changes_its_measures_only(
    song: Analysis, rules: Rules, made: GeneratedChart, measures: range
) -> None:
    seeds = [reroll(song, rules, base_of(made), measures, seed) for seed in range(4)]
    before = lines_by_measure(made.data)
    inside = {f"{measure:03}".encode() for measure in measures}
    for one in seeds:
        after = lines_by_measure(one.data)
        assert {key for key in before if before[key] != after.get(key)} <= inside
        assert one.result["conformance"]["failed"] == []
    assert len({one.data for one in seeds}) > 1


def test_a_reroll_of_a_reroll_keeps_the_history(
    song: Analysis, rules: Rules, made: GeneratedChart
) -> None:
    once = reroll(song, rules, base_of(made), range(2, 4), 7)
    twice = reroll(song, rules, base_of(once), range(5, 6), 8)
    assert [entry["seed"] for entry in twice.result["rerolled"]] == [7, 8]
    assert reroll(song, rules, base_of(once), range(5, 6), 8).data == twice.data
