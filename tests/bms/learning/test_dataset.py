from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from automapper.bms.learning.columns import POOL
from automapper.bms.learning.context import lane_rows, token_rows
from automapper.bms.learning.dataset import (
    Outcome,
    fill,
    package_id,
    read_manifest,
    read_pool,
    read_records,
)
from automapper.bms.learning.evaluation.cases import Case, cases_of
from automapper.bms.learning.examples import (
    Past,
    lane_examples,
    measures_with_past,
    token_examples,
)
from automapper.bms.learning.pool_table import Counts
from automapper.bms.learning.prepare import Gathered
from automapper.bms.package import open_bms_package
from automapper.errors import ConfigError, FormatError
from bms.learning.songs import song

COLUMN = {column.name: number for number, column in enumerate(POOL)}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("packages")
    return song(folder / "one"), song(folder / "two", samples=12, measures=6)


@pytest.fixture(scope="module")
def store(packages: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    fill(packages, folder)
    return folder


def test_a_store_has_a_line_a_table_and_records_for_each_package(store: Path) -> None:
    one, two = read_manifest(store)
    assert (one.package, two.package) == ("one", "two")
    assert one.charts == 3 and one.keys > one.lanes > 50
    assert one.skipped["lanes of two sides or nine keys"] > 0
    table = read_pool(store, "one")
    assert [(chart.name, chart.reference) for chart in table.charts] == [
        ("double.bms", "hard.bms"),
        ("easy.bms", "hard.bms"),
        ("hard.bms", "easy.bms"),
    ]
    assert len(table.samples) == 20
    records = list(read_records(store, "one"))
    assert len(records) == one.measures == 3 * 8
    assert sum(len(measure.played) for _, measure in records) == one.events


def test_a_done_package_stands_and_a_changed_one_is_taken_again(
    packages: tuple[Path, Path], tmp_path: Path
) -> None:
    fill(packages[:1], tmp_path)
    before = (tmp_path / "one" / "records.jsonl").stat().st_mtime_ns
    assert [outcome.stood for outcome in fill(packages, tmp_path)] == [True, False]
    assert (tmp_path / "one" / "records.jsonl").stat().st_mtime_ns == before
    other = song(tmp_path / "changed" / "one", samples=10)
    (outcome,) = fill([other], tmp_path)
    assert not outcome.stood and outcome.row is not None
    assert [row.package for row in read_manifest(tmp_path)] == ["one", "two"]
    assert not list(tmp_path.rglob("*.part"))


def test_the_same_packages_give_the_same_bytes(
    packages: tuple[Path, Path], store: Path, tmp_path: Path
) -> None:
    fill(packages, tmp_path)
    for path in sorted(store.rglob("*.json*")):
        assert (tmp_path / path.relative_to(store)).read_bytes() == path.read_bytes()


def test_a_bad_package_is_told_and_the_others_go_on(
    packages: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    told: list[Outcome] = []
    fill([tmp_path / "empty", packages[1]], tmp_path / "store", done=told.append)
    assert told[0].row is None and "no .bms" in told[0].why
    assert told[1].row is not None
    with pytest.raises(ConfigError, match="two packages are called one"):
        fill([packages[0], tmp_path / "one.zip"], tmp_path / "store")
    assert package_id(tmp_path / "a song [x].zip") == "a_song_x_"


def test_rows_of_a_store_are_those_that_generation_would_build(
    packages: tuple[Path, Path], store: Path
) -> None:
    cases: dict[str, Case] = {
        case.name: case for case in cases_of(open_bms_package(packages[0]), "one", None)
    }
    compared = 0
    for chart, pool, past, one in measures_with_past(store, "one", Counts.OTHER):
        case = cases[chart.name]
        mine, before = next((m, p) for m, p in case.pasts() if m.measure.index == one.measure.index)
        np.testing.assert_allclose(
            token_rows(one.measure, one.measure.tokens, pool, past),
            token_rows(mine.measure, mine.measure.tokens, case.view.pool, before),
            atol=1e-4,
        )
        which = range(len(one.measure.tokens))
        np.testing.assert_allclose(
            lane_rows(one.measure, which, pool, past),
            lane_rows(mine.measure, which, case.view.pool, before),
            atol=1e-4,
        )
        compared += 1
    assert compared == 24


def test_examples_hold_no_label_in_their_columns(store: Path) -> None:
    # The chart's own counts give the answer away; those of the other chart do not.
    table = read_pool(store, "one")
    numbers = {chart.name: number for number, chart in enumerate(table.charts)}
    easy, hard = (
        {counts: table.pools[counts][numbers[name]] for counts in Counts}
        for name in ("easy.bms", "hard.bms")
    )
    keys = COLUMN["key_count"]
    assert hard[Counts.OTHER][:, keys].sum() == easy[Counts.OWN][:, keys].sum()
    assert easy[Counts.OTHER][:, keys].sum() == hard[Counts.OWN][:, keys].sum()
    assert hard[Counts.OWN][:, keys].sum() > hard[Counts.OTHER][:, keys].sum()


def test_examples_are_rows_with_labels_that_may_be(store: Path) -> None:
    tokens, lanes = token_examples(store), lane_examples(store)
    rows = {row.package: row for row in read_manifest(store)}
    assert tokens.rows.shape[1] == 30 and lanes.rows.shape[1] == 56
    assert tokens.names == lanes.names == ("one", "two")
    assert int(tokens.labels.sum()) == sum(row.keys for row in rows.values())
    assert len(lanes.rows) == sum(row.lanes for row in rows.values())
    assert lanes.masks[np.arange(len(lanes.labels)), lanes.labels].all()
    assert (np.diff(tokens.groups) >= 0).all() and len(set(tokens.groups.tolist())) == 3 * (8 + 6)
    assert np.isfinite(tokens.rows).all() and np.isfinite(lanes.rows).all()


def test_the_past_is_the_sources_or_peoples(store: Path) -> None:
    past = slice(18, 30)  # the columns of the measures before
    for examples, first in ((token_examples, past), (lane_examples, slice(16, 56))):
        people, source = (examples(store, whose=whose) for whose in Past)
        np.testing.assert_array_equal(people.labels, source.labels)
        before = slice(0, first.start)
        np.testing.assert_array_equal(people.rows[:, before], source.rows[:, before])
        assert (people.rows[:, first] != source.rows[:, first]).any()
    records = [one for number, one in read_records(store, "one") if number == 1]  # easy
    assert all(set(one.history) <= set(one.source_history) for one in records)
    assert sum(len(one.history) for one in records) < sum(
        len(one.source_history) for one in records
    )


def test_damaged_stores_are_one_line(store: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no store of BMS examples"):
        token_examples(tmp_path)
    (tmp_path / "manifest.jsonl").write_text('{"what": 1}\n', encoding="utf-8")
    with pytest.raises(FormatError, match="line 1: is no package of ours"):
        read_manifest(tmp_path)
    (tmp_path / "one").mkdir()
    table = json.loads((store / "one" / "pool.json").read_text(encoding="utf-8"))
    table["role_columns"].reverse()
    (tmp_path / "one" / "pool.json").write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(FormatError, match="run bms-dataset again"):
        read_pool(tmp_path, "one")
    (tmp_path / "one" / "records.jsonl").write_text('{"chart": 0}\n', encoding="utf-8")
    with pytest.raises(FormatError, match="line 1: is no measure"):
        list(read_records(tmp_path, "one"))


def test_nothing_is_gathered_before_it_is_asked_for() -> None:
    from automapper.bms.learning.pool_table import PoolWriter

    assert Gathered(PoolWriter("x")).table.record()["sounds"] == []
