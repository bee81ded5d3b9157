import math
from fractions import Fraction

import pytest

from automapper.beatsaber.collisions import limits
from automapper.beatsaber.model import Cut, Hand
from automapper.beatsaber.patterns.branch import Branch, Moment, Rules, legal, note_of, put
from automapper.beatsaber.patterns.frame import NOTHING, absolute_token
from automapper.beatsaber.patterns.hands import HandWish
from automapper.beatsaber.patterns.transitions import load_transitions
from automapper.chart import Difficulty
from beatsaber.rhythms import onset

LEFT, RIGHT = Hand.LEFT, Hand.RIGHT
RULES = Rules(load_transitions(), limits(Difficulty.EXPERT, 14.0), HandWish(0.3, 0.7, 0.14, 0.15))


def token(x, y, cut):
    return (x * 3 + y) * 9 + cut


def moment(beat, following=math.inf):
    return Moment(0, onset(beat), following, 0.5, 0.0)


def after(*plays):
    branch = Branch()
    for beat, tokens in plays:
        branch = put(branch, moment(beat), tokens, RULES)
    return branch


DOWN = (RIGHT, token(2, 0, Cut.DOWN))
UP = (RIGHT, token(2, 2, Cut.UP))


def test_a_token_stands_for_its_note():
    note = note_of(onset(4).beat, *DOWN)
    assert (note.x, note.y, note.hand, note.cut) == (2, 0, RIGHT, Cut.DOWN)
    assert absolute_token(note) == DOWN[1]


def test_putting_keeps_what_the_next_note_asks():
    branch = after((4, [DOWN]), (5, [UP, (LEFT, token(1, 0, Cut.DOWN))]))
    assert branch.last == (token(1, 0, Cut.DOWN), UP[1])
    assert branch.earlier == (NOTHING, DOWN[1])
    assert [one.move.before for one in branch.placed] == [NOTHING, DOWN[1], NOTHING]
    assert branch.placed[2].move.other != NOTHING == branch.placed[1].move.other


@pytest.mark.parametrize(
    ("tokens", "allowed"),
    [
        ([UP], True),
        ([(RIGHT, token(2, 0, Cut.DOWN_LEFT))], False),  # the same way again
        ([UP, (LEFT, UP[1])], False),  # two in one cell
        ([UP, (LEFT, token(1, 2, Cut.UP))], True),
    ],
)
def test_what_may_follow_a_down(tokens, allowed):
    assert legal(after((4, [DOWN])), moment(5), tokens, RULES) is allowed


def test_a_hand_needs_its_time():
    soon = moment(4 + Fraction(1, 5))
    assert not legal(after((4, [DOWN])), soon, [UP], RULES)
    assert legal(after((4, [DOWN])), soon, [(LEFT, token(1, 0, Cut.DOWN))], RULES)


def test_the_same_onset_never_comes_twice():
    branch = after((4, [DOWN]))
    assert not legal(branch, moment(12), [DOWN], RULES)
    assert legal(branch, moment(12), [(RIGHT, token(3, 0, Cut.DOWN))], RULES)
