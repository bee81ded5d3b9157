"""Which way notes are cut, by themselves, by row and in doubles."""

from __future__ import annotations

from collections import Counter

from automapper.beatsaber.model import Cut, Hand
from automapper.beatsaber.stats.notes import Played, entropy
from automapper.beatsaber.swings import between

MIRRORED = {
    Cut.UP: Cut.UP,
    Cut.DOWN: Cut.DOWN,
    Cut.LEFT: Cut.RIGHT,
    Cut.RIGHT: Cut.LEFT,
    Cut.UP_LEFT: Cut.UP_RIGHT,
    Cut.UP_RIGHT: Cut.UP_LEFT,
    Cut.DOWN_LEFT: Cut.DOWN_RIGHT,
    Cut.DOWN_RIGHT: Cut.DOWN_LEFT,
    Cut.DOT: Cut.DOT,
}
NAMES = {
    Cut.UP: "up",
    Cut.DOWN: "down",
    Cut.LEFT: "left",
    Cut.RIGHT: "right",
    Cut.UP_LEFT: "UL",
    Cut.UP_RIGHT: "UR",
    Cut.DOWN_LEFT: "DL",
    Cut.DOWN_RIGHT: "DR",
    Cut.DOT: "dot",
}
_UPWARD = (Cut.UP, Cut.UP_LEFT, Cut.UP_RIGHT)
_DOWNWARD = (Cut.DOWN, Cut.DOWN_LEFT, Cut.DOWN_RIGHT)
# Fewer than this say nothing about a share.
_LEAST_ARROWS, _LEAST_DOUBLES = 15, 20


def directions(played: Played) -> dict[str, float]:
    """Shares of the nine directions, 0-1, over all notes and over those of a row."""
    n = played.count
    cuts = Counter(cut for *_, cut in played.kinds)
    out = {f"dir_{name}": cuts[cut] / n for cut, name in NAMES.items()}
    out["dir_entropy_bits"] = entropy(cuts)
    out["dir_diag"] = sum(cuts[cut] for cut in list(Cut)[4:8]) / n
    out["dir_horiz"] = (cuts[Cut.LEFT] + cuts[Cut.RIGHT]) / n
    for name, row, alike in (
        ("toprow_up_like", 2, _UPWARD),
        ("bottomrow_down_like", 0, _DOWNWARD),
    ):
        arrows = [cut for _, _, y, cut in played.kinds if y == row and cut != Cut.DOT]
        if len(arrows) >= _LEAST_ARROWS:
            out[name] = sum(cut in alike for cut in arrows) / len(arrows)
    return out


def doubles(played: Played) -> dict[str, float]:
    """How much is cut by both hands at once, and how the two blocks stand to each other."""
    both = [
        onset for onset in played.onsets if len({played.kinds[i][0] for i in onset}) == len(Hand)
    ]
    stacked = 0
    for onset in played.onsets:
        hands = Counter(played.kinds[i][0] for i in onset)
        stacked += sum(v for v in hands.values() if v > 1)
    out = {
        "notes_in_doubles": sum(len(onset) for onset in both) / played.count,
        "onsets_double": len(both) / len(played.onsets),
        "notes_in_stack(same time)": stacked / played.count,
    }
    if len(both) < _LEAST_DOUBLES:
        return out
    pairs = [
        tuple(next(played.kinds[i] for i in onset if played.kinds[i][0] == h) for h in Hand)
        for onset in both
    ]
    kinds = Counter(_relation(Cut(left[3]), Cut(right[3])) for left, right in pairs)
    for kind in ("same", "mirror", "opposite", "other"):
        out[f"dbl_{kind}"] = kinds[kind] / len(pairs)
    out["dbl_samerow"] = sum(left[2] == right[2] for left, right in pairs) / len(pairs)
    out["dbl_crossed"] = sum(left[1] > right[1] for left, right in pairs) / len(pairs)
    return out


def _relation(left: Cut, right: Cut) -> str:
    """How the directions of a double relate; the first word that fits."""
    if Cut.DOT in (left, right):
        return "dot"
    if left == right:
        return "same"
    if MIRRORED[left] == right:
        return "mirror"
    return "opposite" if between(left, right) == 180 else "other"
