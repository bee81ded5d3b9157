"""Where notes stand: colours, cells, rows, columns and sides."""

from __future__ import annotations

from collections import Counter

from automapper.beatsaber.model import Hand
from automapper.beatsaber.stats.notes import Played, entropy

_ROWS = ("bottom", "middle", "top")


def positions(played: Played) -> dict[str, float]:
    """Shares of all notes, 0-1, and the entropy of the twelve cells in bits."""
    n = played.count
    cells = Counter((x, y) for _, x, y, _ in played.kinds)
    own = Counter((hand, x) for hand, x, _, _ in played.kinds)
    left, right = int(Hand.LEFT), int(Hand.RIGHT)
    crossed = sum(v for (hand, x), v in own.items() if (x >= 2 if hand == left else x <= 1))
    out = {
        "red": sum(v for (hand, _), v in own.items() if hand == left) / n,
        "cells>1%": float(sum(v / n > 0.01 for v in cells.values())),
        "cells>0": float(len(cells)),
        "cell_entropy_bits": entropy(cells),
        "col_outer": sum(v for (x, _), v in cells.items() if x in (0, 3)) / n,
        "centre_mid(1,1)(2,1)": (cells[1, 1] + cells[2, 1]) / n,
        "crosshalf": crossed / n,
        "crossfar": (own[left, 3] + own[right, 0]) / n,
        "own_outer": (own[left, 0] + own[right, 3]) / n,
    }
    for row, name in enumerate(_ROWS):
        out[f"row_{name}"] = sum(v for (_, y), v in cells.items() if y == row) / n
    out |= {f"cell_{x},{y}": cells[x, y] / n for x in range(4) for y in range(3)}
    return out
