"""The nearest of sorted times."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def nearest(times: NDArray[np.float64], wanted: ArrayLike) -> NDArray[np.intp]:
    """Index into ``times`` (n,) of the one nearest to each of ``wanted``; shape of ``wanted``.

    ``times`` are sorted, and in the unit of ``wanted``. Of two equally near, the later is taken.
    Nothing wanted gives no index; ``ValueError`` where something is wanted of no times.
    """
    asked = np.asarray(wanted, dtype=np.float64)
    if not len(times):
        if asked.size:
            raise ValueError("there is no time to be near to")
        return np.zeros(asked.shape, dtype=np.intp)
    last = len(times) - 1
    after = np.clip(np.searchsorted(times, asked), min(1, last), last)
    before = np.maximum(after - 1, 0)
    earlier = np.abs(times[before] - asked) < np.abs(times[after] - asked)
    return np.where(earlier, before, after)
