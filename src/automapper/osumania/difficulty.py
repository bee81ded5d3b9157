"""The five difficulties of osu!, and which of them a chart is: by its name, else by its stars."""

from __future__ import annotations

import re
from enum import IntEnum


class Difficulty(IntEnum):
    """Easiest first; ranking criteria are told apart by these."""

    EASY = 0
    NORMAL = 1
    HARD = 2
    INSANE = 3
    EXPERT = 4


# A difficulty's stars lie below these (osu! wiki, Beatmap/Difficulty: 0-1.99, 2-2.69, ...); the
# wiki calls what lies beyond Expert+, for which there are no criteria of its own.
STARS_BELOW = {
    Difficulty.EASY: 2.0,
    Difficulty.NORMAL: 2.7,
    Difficulty.HARD: 4.0,
    Difficulty.INSANE: 5.3,
    Difficulty.EXPERT: 6.5,
}
# Of 458 ranked 4K charts: stars = .309 NPS + .436, r .956.
STARS_PER_NPS, STARS_AT_REST = 0.309, 0.436

# Words of names as the osu! wiki lists them (Ranking criteria/Difficulty naming): osu!'s own, then
# those of DJMAX, EZ2AC, beatmania IIDX, SOUND VOLTEX, DanceDanceRevolution and In The Groove.
_WORDS = {
    Difficulty.EASY: "easy ez beginner",
    Difficulty.NORMAL: "normal nm basic novice nov medium",
    Difficulty.HARD: "hard hd advanced adv hyper difficult",
    Difficulty.INSANE: "insane mx shd another exhaust exh",
    Difficulty.EXPERT: (
        "expert sc ex extra extreme master challenge leggendaria infinite inf gravity grv maximum "
        "mxm heavenly hvn vivid vvd exceed xcd ultima"
    ),
}
_OF_WORD = {word: level for level, words in _WORDS.items() for word in words.split()}
_PHRASES = {"black another": Difficulty.EXPERT, "white another": Difficulty.EXPERT}


def difficulty_named(name: str) -> Difficulty | None:
    """The difficulty that a chart's name tells; of several the hardest, None where it tells none.

    Words count, not pieces of words: "Hard" and "4K HD" do, "Hardcore" does not.
    """
    words = re.findall(r"[a-z]+", name.casefold())
    joined = " ".join(words)
    found = [level for phrase, level in _PHRASES.items() if phrase in joined]
    found += [_OF_WORD[word] for word in words if word in _OF_WORD]
    return max(found, default=None)


def stars_below(name: str) -> float | None:
    """The stars below which a chart of a name lies; None where it tells none or has no upper end.

    Of the hardest difficulty only osu!'s own word, Expert, ends (where Expert+ begins): those of
    other games are the last of their kind.
    """
    level = difficulty_named(name)
    words = re.findall(r"[a-z]+\+?", name.casefold())
    hardest = {word for word in words if _OF_WORD.get(word.rstrip("+")) is Difficulty.EXPERT}
    if level is None or (level is Difficulty.EXPERT and hardest != {"expert"}):
        return None
    return STARS_BELOW[level]


def difficulty_of_stars(stars: float) -> Difficulty:
    """The difficulty in whose band of stars a chart lies; EXPERT has no upper end."""
    for level, below in STARS_BELOW.items():
        if stars < below:
            return level
    return Difficulty.EXPERT


def stars_of_density(nps: float) -> float:
    """Stars that human 4K charts of so many notes per second have."""
    return STARS_PER_NPS * nps + STARS_AT_REST
