from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from automapper.ear.spans import runs


@given(st.lists(st.booleans(), max_size=40))
def test_runs_are_the_longest_stretches_that_hold(holds: list[bool]) -> None:
    found = runs(np.array(holds, bool))
    again = np.zeros(len(holds), bool)
    for first, last in found:
        assert first < last
        again[first:last] = True
    assert again.tolist() == holds
    assert all(before[1] < after[0] for before, after in pairwise(found))
