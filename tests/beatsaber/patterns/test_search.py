from fractions import Fraction

import numpy as np

from automapper.beatsaber.model import Cut
from automapper.beatsaber.patterns.branch import Branch
from automapper.beatsaber.patterns.memory import Memory
from automapper.beatsaber.patterns.search import (
    LEFT_OUT,
    MISSED_COPY,
    bar_branches,
    copy_fits,
    mirrored,
)
from automapper.beatsaber.patterns.style import median_style
from beatsaber.patterns.test_branch import LEFT, RIGHT, RULES, moment, token

MEMORY = Memory.fresh(median_style())
COPY = {
    0: ((RIGHT, token(2, 0, Cut.DOWN)),),
    1: ((LEFT, token(1, 0, Cut.DOWN)),),
    2: ((RIGHT, token(2, 2, Cut.UP)),),
}
# The right hand cuts down twice in a row.
IMPOSSIBLE = {0: COPY[0], 2: ((RIGHT, token(3, 0, Cut.DOWN)),)}
BAR = [moment(4 + Fraction(n, 2)) for n in range(3)]


def branches(copies=(), bar=BAR, tries=4, seed=0):
    draws = np.random.default_rng(seed).random((tries, len(bar), 3))
    return bar_branches(Branch(), bar, copies, RULES, MEMORY, draws)


def played(branch):
    return [(one.hand, one.token) for one in branch.placed]


def test_a_legal_copy_is_taken_whole():
    (branch,) = branches([COPY])
    assert played(branch) == [tokens[0] for tokens in COPY.values()]


def test_the_next_copy_is_tried():
    (branch,) = branches([IMPOSSIBLE, COPY])
    assert played(branch) == [tokens[0] for tokens in COPY.values()]
    assert copy_fits(Branch(), BAR, [IMPOSSIBLE, COPY], RULES)
    assert not copy_fits(Branch(), BAR, [IMPOSSIBLE], RULES)


def test_without_a_legal_copy_notes_are_sampled():
    found = branches([IMPOSSIBLE])
    assert len(found) == 4
    assert all(branch.cost >= MISSED_COPY and branch.placed for branch in found)


def test_the_mirror_changes_sides():
    assert mirrored(mirrored(COPY)) == COPY
    assert mirrored(COPY)[0] == ((LEFT, token(1, 0, Cut.DOWN)),)


def test_samples_differ_and_are_drawn_from_the_numbers_alone():
    assert len({tuple(played(branch)) for branch in branches(tries=12)}) > 6
    assert [played(b) for b in branches(seed=5)] == [played(b) for b in branches(seed=5)]


def test_an_onset_that_nobody_can_play_is_left_out():
    crowd = [moment(4 + Fraction(n, 16), 1 / 32) for n in range(6)]  # 31 ms apart
    for branch in branches(bar=crowd):
        assert branch.cost >= LEFT_OUT
        assert 0 < len({one.onset for one in branch.placed}) <= len(crowd)
        assert len(branch.placed) <= 4
