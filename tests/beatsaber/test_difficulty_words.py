from automapper.beatsaber.difficulty_words import DIFFICULTY_WORDS, WORD_OF
from automapper.chart import Difficulty


def test_every_difficulty_has_a_word_of_its_own():
    assert {DIFFICULTY_WORDS[WORD_OF[difficulty]] for difficulty in Difficulty} == set(Difficulty)
    assert WORD_OF[Difficulty.EXPERT_PLUS] == "ExpertPlus"  # as Info.dat spells it
