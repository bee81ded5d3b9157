"""Answers and key -> which chart was preferred, and whether that may be chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from automapper.bms.render.listening.answers import Answer, Sheet
from automapper.bms.render.listening.key import Key
from automapper.bms.render.listening.options import QUESTIONS
from automapper.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Preference:
    """How often each of two charts was named in answer to a question.

    ``p_value``: two-sided exact binomial; how likely so uneven a count is if neither is better.
    "Same" is counted apart and decides nothing (sign test).
    """

    question: str
    first: str
    second: str
    first_votes: int
    second_votes: int
    same: int
    p_value: float


def binomial_p(wins: int, losses: int) -> float:
    """Two-sided exact p of ``wins`` against ``losses`` at even odds, 0-1; 1 without votes."""
    count, most = wins + losses, max(wins, losses)
    tail = term = comb(count, most)
    for k in range(most, count):
        term = term * (count - k) // (k + 1)  # comb(count, k + 1)
        tail += term
    return min(1.0, float(2 * tail / 2**count))


def score(sheets: Sequence[Sheet], key: Key) -> tuple[Preference, ...]:
    """Preferences by question, then by two charts in the order of the key, over all listeners.

    Raises ConfigError where a sheet belongs to another test, or answers a pair that is not in it.
    """
    sides = {number: (x, y) for number, x, y in key.pairs}
    votes: dict[tuple[str, int, int], list[int]] = {
        (question, *couple): [0, 0, 0]
        for question in QUESTIONS
        for couple in combinations(range(len(key.charts)), 2)
    }
    for sheet in sheets:
        if sheet.test != key.test:
            raise ConfigError(f"the sheet is of test {sheet.test}, the key of test {key.test}")
        for (number, question), answer in sorted(sheet.answers.items()):
            if number not in sides:
                raise ConfigError(f"the test has no pair {number}")
            if answer is Answer.NONE:
                continue
            x, y = sides[number]
            count = votes[(question, min(x, y), max(x, y))]
            chosen = {Answer.X: x, Answer.Y: y}.get(answer)
            count[2 if chosen is None else int(chosen == max(x, y))] += 1
    return tuple(
        Preference(
            question, key.charts[a], key.charts[b], won, lost, same, round(binomial_p(won, lost), 4)
        )
        for (question, a, b), (won, lost, same) in votes.items()
    )
