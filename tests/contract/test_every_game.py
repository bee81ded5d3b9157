"""What every game's room promises; a new game adds one line to GAMES."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automapper.beatsaber.game import BEAT_SABER
from automapper.bms.game import BMS
from automapper.chart import Game, Issue
from automapper.errors import FormatError
from automapper.osumania.game import OSU_MANIA
from beatsaber.sample import sample_level
from beatsaber.strategies import levels
from bms.sample import sample_chart_set
from bms.strategies import chart_sets
from osumania.sample import sample_mapset
from osumania.strategies import mapsets

GOLDEN = Path(__file__).parent.parent / "golden"


@dataclasses.dataclass(frozen=True)
class Entry:
    """A game with what the tests need of it."""

    game: Game[Any]
    levels: st.SearchStrategy[Any]
    sample: Callable[[], Any]
    packages: tuple[Path, ...]


GAMES = [
    Entry(BEAT_SABER, levels(), sample_level, tuple(sorted((GOLDEN / "beatsaber").glob("v*")))),
    Entry(OSU_MANIA, mapsets(), sample_mapset, tuple(sorted((GOLDEN / "osumania").glob("v*")))),
    Entry(BMS, chart_sets(), sample_chart_set, tuple(sorted((GOLDEN / "bms").glob("v*")))),
]
each_game = pytest.mark.parametrize("entry", GAMES, ids=[entry.game.name for entry in GAMES])


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@each_game
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_was_written_reads_back_the_same(entry: Entry, data: st.DataObject) -> None:
    level = data.draw(entry.levels)
    files, dropped = entry.game.write(level)
    assert dropped == []
    assert entry.game.read(files) == (level, [])


@each_game
def test_fixtures_are_fixed_points_of_the_second_write(entry: Entry) -> None:
    assert entry.packages
    for folder in entry.packages:
        level, _ = entry.game.read(files_of(folder))
        files, _ = entry.game.write(level)
        again, warnings = entry.game.read(files)
        assert warnings == []
        assert entry.game.write(again) == (files, [])


def is_record(value: tuple[Any, ...], listed: bool) -> bool:
    """Whether a tuple is no list: numbers such as a pair, or a name and what it names.

    A pair of words is a name and its value where it is ``listed``, an item of another tuple.
    """
    words = all(isinstance(item, str) for item in value)
    named = isinstance(value[0], str) and (not words or (listed and len(value) == 2))
    return named or isinstance(value[0], int | float)


def changes(value: Any, but: str = "", listed: bool = False) -> list[Any]:
    """Copies of a value, each with one field somewhere in it changed; not fields named ``but``."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [
            dataclasses.replace(value, **{field.name: other})
            for field in dataclasses.fields(value)
            if field.name != but
            for other in changes(getattr(value, field.name), but)
        ]
    if isinstance(value, tuple):
        grown = [value[1:]] if value and not is_record(value, listed) else []
        return grown + [
            (*value[:i], other, *value[i + 1 :])
            for i, item in enumerate(value)
            for other in changes(item, but, listed=True)
        ]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, Enum):
        return [member for member in type(value) if member != value][:1]
    if isinstance(value, int | float | Fraction):
        return [value + 1]
    if isinstance(value, str):
        return [json.dumps({"other": 1}) if value.startswith("{") else f"{value}x"]
    return []  # None: what it could be instead is seen where it is something


@each_game
def test_changing_any_one_field_breaks_equality(entry: Entry) -> None:
    sample = entry.sample()
    others = changes(sample)
    assert len(others) > 100
    assert all(other != sample for other in others)


@each_game
def test_changing_any_one_field_changes_the_files(entry: Entry) -> None:
    sample = entry.sample()
    files = entry.game.write(sample)[0]
    # What came with one version may be written the same when it came with another.
    others = changes(sample, but="version")
    assert [other for other in others if entry.game.write(other)[0] == files] == []


@each_game
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_damaged_files_are_refused_or_warned_about(entry: Entry, data: st.DataObject) -> None:
    files = files_of(data.draw(st.sampled_from(entry.packages)))
    name = data.draw(st.sampled_from(sorted(files)))
    cut = data.draw(st.integers(0, len(files[name])))
    files[name] = files[name][:cut] + data.draw(st.binary(max_size=4)) + files[name][cut + 1 :]
    try:
        _, warnings = entry.game.read(files)
    except FormatError as error:
        assert "\n" not in str(error)
    else:
        assert all(isinstance(line, str) and "\n" not in line for line in warnings)


@each_game
def test_the_rules_can_be_asked(entry: Entry) -> None:
    issues = entry.game.check(entry.sample())
    assert all(isinstance(issue, Issue) for issue in issues)
    assert issues == entry.game.check(entry.sample())
