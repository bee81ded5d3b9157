import sys
from pathlib import Path

import numpy as np
import pytest

from automapper.ear.pulse import Pulse
from automapper.generation.beat_patterns import BeatPatterns
from automapper.generation.rhythm_model import (
    History,
    Music,
    context,
    history_scores,
    music_scores,
)
from automapper.generation.rhythm_tables import load_tables
from automapper.generation.slots import slot_grid

TABLES = load_tables()
PATTERNS = BeatPatterns.of(TABLES.bits)


@pytest.fixture(scope="module")
def music(pulse: Pulse) -> Music:
    return Music.of(slot_grid(pulse))


def played(music: Music, histories: np.ndarray) -> History:
    """Histories, int64 (beats, K), taken beat by beat."""
    result = History.empty(*histories.shape)
    for row, chosen in enumerate(histories):
        result.take(row, chosen, music, PATTERNS)
    return result


def drawn(music: Music, histories: int) -> np.ndarray:
    rng = np.random.default_rng(5)
    return rng.integers(0, len(PATTERNS), (len(music.features), histories))


def test_context_says_what_was_played(music: Music) -> None:
    chosen = drawn(music, 1)
    row = 40
    found = context(played(music, chosen), music, np.array([row]), np.array([0]))
    past = chosen[:, 0]
    assert found.last[0] == past[row - 1]
    assert found.before_last[0] == past[row - 2]
    lag = music.echoes.lag[row]
    assert found.echo[0, lag > 0].tolist() == [past[row - back] for back in lag if back]
    assert np.allclose(found.habit4[0], PATTERNS.bits[past[row - 4 : row]].mean(axis=0))
    assert np.allclose(found.habit16[0], PATTERNS.bits[past[row - 16 : row]].mean(axis=0))
    bar = music.echoes.lag[row, 1]
    agreed = np.mean([past[r] == past[r - bar] for r in range(row - 4, row)])
    assert found.agreed[0, 1] == pytest.approx(agreed)


def test_side_by_side_is_the_same_as_alone(music: Music) -> None:
    chosen = drawn(music, 3)
    together = played(music, chosen)
    rows = np.full(3, 50)
    found = context(together, music, rows, np.arange(3))
    scores = history_scores(TABLES.rungs["upper"], PATTERNS.bits, found)
    for which in range(3):
        alone = context(played(music, chosen[:, which : which + 1]), music, rows[:1], rows[:1] * 0)
        single = history_scores(TABLES.rungs["upper"], PATTERNS.bits, alone)
        for one, other in zip(single, scores, strict=True):
            assert np.allclose(one[0], other[which], atol=1e-5)


def test_keeping_one_history_makes_it_the_past_of_all(music: Music) -> None:
    chosen = drawn(music, 4)
    history = played(music, chosen)
    history.keep(0, len(chosen), 2)
    expected = played(music, np.repeat(chosen[:, 2:3], 4, axis=1))
    for name in ("pattern", "played", "agreed", "since"):
        assert np.array_equal(getattr(history, name), getattr(expected, name)), name


def test_playing_what_the_same_music_had_is_likelier(music: Music) -> None:
    table = TABLES.rungs["upper"]
    chosen = np.full((len(music.features), 1), 1, dtype=np.int64)
    found = context(played(music, chosen), music, np.array([60]), np.array([0]))
    _, patterns = history_scores(table, PATTERNS.bits, found)
    _, loosely = history_scores(table, PATTERNS.bits, found, sameness=0.0)
    assert patterns[0, 1] > loosely[0, 1]


def test_counting_and_generating_agree_on_every_score(music: Music) -> None:
    torch = pytest.importorskip("torch")
    scripts = Path(__file__).parents[2] / "scripts"
    if not (scripts / "count_rhythm.py").exists():
        pytest.skip("the scripts are not part of this copy")
    sys.path.insert(0, str(scripts))
    try:
        from count_rhythm import Example, evidence, scores
    finally:
        sys.path.remove(str(scripts))
    chosen = drawn(music, 1)
    rows = np.arange(8, 60)
    bits = PATTERNS.bits[chosen[:, 0]] > 0
    example = Example("song", "Expert", music, bits, slice(8, 60))
    data = evidence([example], PATTERNS)
    table = TABLES.rungs["upper"]
    weights = {n: torch.as_tensor(getattr(table, n)) for n in type(table).__slots__}
    theirs = scores(weights, data, torch.as_tensor(PATTERNS.bits)).numpy()

    density = np.full(len(music.features), np.log(example.density), np.float32)
    slots, base = music_scores(table, music, density)
    found = context(played(music, chosen), music, rows, rows * 0)
    more, past = history_scores(table, PATTERNS.bits, found)
    ours = base[rows] + past + (slots[rows] + more) @ PATTERNS.bits.T
    assert np.allclose(ours, theirs, atol=1e-3)
