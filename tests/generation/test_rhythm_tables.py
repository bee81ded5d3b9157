from dataclasses import fields

import numpy as np
import pytest

from automapper.errors import WeightsError
from automapper.generation.rhythm_tables import (
    RUNGS,
    TABLES,
    PatternTable,
    load_tables,
    save_tables,
)


def test_shipped_tables_are_small_and_complete() -> None:
    tables = load_tables()
    assert TABLES.stat().st_size < 300_000
    assert not tables.bits[0].any()
    assert len({tuple(row) for row in tables.bits.tolist()}) == len(tables.bits)
    assert set(tables.rungs) == set(RUNGS)


def test_tables_survive_a_round_trip(tmp_path) -> None:
    tables = load_tables()
    path = tmp_path / "tables.safetensors"
    save_tables(tables, path)
    again = load_tables(path)
    assert np.array_equal(again.bits, tables.bits)
    assert np.array_equal(again.evidence, tables.evidence)
    for rung in RUNGS:
        for field in fields(PatternTable):
            one, other = (getattr(t.rungs[rung], field.name) for t in (tables, again))
            assert np.array_equal(one, other)
    assert [p.name for p in tmp_path.iterdir()] == ["tables.safetensors"]


def test_tables_that_cannot_be_written_leave_nothing_behind(tmp_path) -> None:
    taken = tmp_path / "tables.safetensors"
    taken.mkdir()
    with pytest.raises(OSError, match="tables"):
        save_tables(load_tables(), taken)
    assert [p.name for p in tmp_path.iterdir()] == ["tables.safetensors"]
    assert not any(taken.iterdir())


def test_beats_are_likelier_than_thirds_and_flux_helps() -> None:
    tables = load_tables()
    assert tables.common[0] > tables.common[3] > tables.common[1] > tables.common[2]
    features = np.zeros((2, 6, tables.evidence.shape[1] - 1), np.float32)
    features[1, :, 0] = features[1, :, 4] = 1.5
    quiet, loud = tables.log_odds(features)
    assert (loud[[0, 1, 3, 5]] > quiet[[0, 1, 3, 5]]).all()


@pytest.mark.parametrize("content", [b"", b"not safetensors", b"\x02\0\0\0\0\0\0\0{}"])
def test_an_unusable_file_is_one_clear_error(tmp_path, content) -> None:
    path = tmp_path / "broken.safetensors"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"broken\.safetensors: no rhythm tables"):
        load_tables(path)


def test_a_missing_file_is_one_clear_error(tmp_path) -> None:
    with pytest.raises(WeightsError, match="reinstall"):
        load_tables(tmp_path / "nowhere.safetensors")
