from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.data.ranked_rows import PackageSplit, RankedRows
from automapper.errors import ConfigError

NAMES = tuple(f"song{n}" for n in range(12))


def test_the_rows_of_some_packages() -> None:
    packages = np.array([0, 0, 2, 1, 2])
    rows = RankedRows(
        np.arange(10, dtype=np.float32).reshape(5, 2),
        np.array([0, 1, 0, 1, 0]),
        np.ones((5, 1), dtype=bool),
        np.array([0, 0, 1, 2, 3]),
        packages,
        NAMES[:3],
    )
    some = rows.of(["song0", "song2"])
    assert some.rows[:, 0].tolist() == [0, 2, 4, 8]
    assert some.labels.tolist() == [0, 1, 0, 0] and some.groups.tolist() == [0, 0, 1, 3]
    assert some.names == rows.names
    assert len(rows.of([]).rows) == 0


@given(st.permutations(NAMES), st.integers(0, 2**31))
def test_every_package_is_on_one_side_whatever_the_order(names: list[str], seed: int) -> None:
    parts = PackageSplit(apart="song3", seed=seed).of(names)
    assert sorted(sum(parts, ())) == sorted(NAMES)
    assert parts[2] == ("song3",)
    assert len(parts[1]) == 2  # a fifth of eleven
    assert parts == PackageSplit(apart="song3", seed=seed).of(NAMES)


def test_folds_share_out_all_packages() -> None:
    held = [PackageSplit(fold=fold).of(NAMES)[2] for fold in range(5)]
    assert sorted(sum(held, ())) == sorted(NAMES)


def test_the_seed_decides() -> None:
    assert PackageSplit().of(NAMES) == PackageSplit(seed=42).of(NAMES)
    assert len({PackageSplit(seed=seed).of(NAMES)[1] for seed in range(9)}) > 3


def test_nothing_need_say_when_to_stop() -> None:
    learned, stopping, apart = PackageSplit(val_share=0).of(NAMES)
    assert (len(learned), stopping, apart) == (12, (), ())


@pytest.mark.parametrize(
    ("split", "names", "match"),
    [
        (PackageSplit(apart="nobody"), NAMES, "val_package=nobody: there are song0, song1"),
        (PackageSplit(fold=5), NAMES, "fold=5: 0 to 4"),
        (PackageSplit(val_share=1.0), NAMES, "val_share=1.0"),
        (PackageSplit(), NAMES[:1], "nothing is left to learn from"),
        (PackageSplit(apart="song0"), NAMES[:2], "nothing is left to learn from"),
    ],
)
def test_impossible_wishes_are_one_line(
    split: PackageSplit, names: tuple[str, ...], match: str
) -> None:
    with pytest.raises(ConfigError, match=match):
        split.of(names)
