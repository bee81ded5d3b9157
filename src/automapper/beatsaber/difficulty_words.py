"""The words that the game has for its difficulties."""

from __future__ import annotations

from automapper.chart import Difficulty

DIFFICULTY_WORDS = {
    "Easy": Difficulty.EASY,
    "Normal": Difficulty.NORMAL,
    "Hard": Difficulty.HARD,
    "Expert": Difficulty.EXPERT,
    "ExpertPlus": Difficulty.EXPERT_PLUS,
}
WORD_OF = {difficulty: word for word, difficulty in DIFFICULTY_WORDS.items()}
