from fractions import Fraction

from automapper.beatsaber.model import Cut, Hand, Note
from automapper.beatsaber.patterns.seam import Fixed, leads_into, thinned
from automapper.beatsaber.swings import HandState, advance
from beatsaber.rhythms import TEMPO

RIGHT = Hand.RIGHT


def note(beat, cut, hand=RIGHT):
    return Note(Fraction(beat), 2, 0, hand, cut)


def state_after(*notes):
    state = HandState(RIGHT)
    for one in notes:
        state = advance(state, one, float(TEMPO.seconds(one.beat)), float(one.beat))
    return state


def test_the_same_direction_again_does_not_lead_on():
    after = Fixed.of([note(5, Cut.DOWN)], TEMPO)
    assert leads_into(state_after(note(4, Cut.UP)), after, 0.1)
    assert not leads_into(state_after(note(4, Cut.DOWN)), after, 0.1)


def test_a_fault_later_in_the_row_counts_too():
    after = Fixed.of([note(5, Cut.DOT), note(6, Cut.UP), note(7, Cut.DOWN)], TEMPO)
    assert leads_into(state_after(note(4, Cut.UP)), after, 0.1)
    assert not leads_into(state_after(note(4, Cut.DOWN)), after, 0.1)


def test_faults_of_the_standing_notes_are_their_own():
    after = Fixed.of([note(5, Cut.DOWN), note(6, Cut.DOWN)], TEMPO)
    assert leads_into(state_after(note(4, Cut.UP)), after, 0.1)


def test_too_soon_does_not_lead_on():
    after = Fixed.of([note(Fraction(33, 8), Cut.DOWN)], TEMPO)
    assert not leads_into(state_after(note(4, Cut.UP)), after, 0.1)


def test_rest_frees_the_hand():
    after = Fixed.of([note(7, Cut.DOWN)], TEMPO)
    assert leads_into(state_after(note(4, Cut.DOWN)), after, 0.1)


def test_thinning_stops_as_soon_as_it_fits():
    notes = [note(4, Cut.DOWN), note(5, Cut.UP), note(6, Cut.DOWN)]
    after = Fixed.of([note(7, Cut.DOWN)], TEMPO)
    assert thinned(HandState(RIGHT), notes, after, TEMPO, 0.1) == notes[:2]
    assert thinned(HandState(RIGHT), notes[:2], after, TEMPO, 0.1) == notes[:2]
