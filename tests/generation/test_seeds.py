from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from automapper.generation.seeds import part_rng

parts = st.lists(st.one_of(st.text(max_size=8), st.integers()), max_size=4)


@given(st.integers(), parts)
def test_the_same_part_draws_the_same(seed: int, part: list[str | int]) -> None:
    first, second = part_rng(seed, *part), part_rng(seed, *part)
    assert first.random(4).tolist() == second.random(4).tolist()


def test_every_seed_and_part_draws_its_own() -> None:
    names: list[tuple[int, tuple[str | int, ...]]] = [
        (seed, part)
        for seed in range(20)
        for part in ((), ("a",), ("b",), ("a", 0), ("a", 1), ("ab",), ("a", "b"), (0, "a"))
    ]
    assert len({part_rng(seed, *part).random() for seed, part in names}) == len(names)


def test_other_draws_change_nothing() -> None:
    alone = part_rng(1, "x").random()
    part_rng(1, "y").random(1000)
    assert part_rng(1, "x").random() == alone


def test_draws_do_not_depend_on_the_hash_seed() -> None:
    code = "from automapper.generation.seeds import part_rng; print(part_rng(7, 'a', 3).random())"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert found == {f"{part_rng(7, 'a', 3).random()}\n"}
