"""Spoil a chart that passes for a human's, and its gate must notice."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from automapper.beatsaber.model import Chart, Cut, Hand, Note
from automapper.beatsaber.stats import chart_statistics
from automapper.beatsaber.stats.gates import (
    HUMAN_SURPRISAL,
    Gate,
    Group,
    human_gates,
    human_objects,
    is_clean,
    judge,
)
from automapper.beatsaber.stats.ngram import NGram, note_sequence, surprisal, train
from automapper.beatsaber.stats.notes import lay_out
from automapper.chart import Difficulty
from beatsaber.human_like import TEMPO, human_like

RNG = np.random.Generator(np.random.PCG64(5))
Change = Callable[[tuple[Note, ...]], Iterator[Note]]


def _directions_shuffled(notes: tuple[Note, ...]) -> Iterator[Note]:
    cuts = RNG.permutation([int(note.cut) for note in notes])
    return (replace(note, cut=Cut(int(cut))) for note, cut in zip(notes, cuts, strict=True))


def _hands_repeated(notes: tuple[Note, ...]) -> Iterator[Note]:
    """Every swing again in the direction of the one before."""
    last: dict[int, Cut] = {}
    for index, note in enumerate(notes):
        again = index % 3 == 0 and note.hand in last
        yield replace(note, cut=last[note.hand]) if again else note
        last[note.hand] = note.cut


def _stacked(notes: tuple[Note, ...]) -> Iterator[Note]:
    yield from notes
    yield replace(notes[40], hand=Hand(1 - notes[40].hand))


def _two_cells(notes: tuple[Note, ...]) -> Iterator[Note]:
    for note in notes:
        straight = Cut.UP if note.cut in (Cut.UP, Cut.UP_LEFT, Cut.UP_RIGHT) else Cut.DOWN
        yield replace(note, x=1 + note.hand, y=0, cut=straight)


def _one_bar(notes: tuple[Note, ...]) -> Iterator[Note]:
    bars = sorted({int(note.beat // 4) for note in notes})
    model = [note for note in notes if note.beat // 4 == bars[3]]
    return (replace(n, beat=n.beat % 4 + 4 * bar) for bar in bars for n in model)


def _metronome(notes: tuple[Note, ...]) -> Iterator[Note]:
    beats = sorted({note.beat for note in notes})
    places = {beat: Fraction(index, 2) for index, beat in enumerate(beats)}
    return (replace(note, beat=places[note.beat]) for note in notes)


def _one_hand(notes: tuple[Note, ...]) -> Iterator[Note]:
    for index, note in enumerate(notes):
        yield replace(note, hand=Hand.LEFT) if index % 4 else note


def _usual(notes: tuple[Note, ...]) -> Iterator[Note]:
    """Each swing where such a swing stands most often."""
    for note in notes:
        up = note.cut in (Cut.UP, Cut.UP_LEFT, Cut.UP_RIGHT)
        yield replace(note, x=3 * note.hand, y=2 if up else 0, cut=Cut.UP if up else Cut.DOWN)


def _own_half(notes: tuple[Note, ...]) -> Iterator[Note]:
    """The same directions in random cells of the hand's own half."""
    for note in notes:
        yield replace(note, x=2 * note.hand + int(RNG.integers(2)), y=int(RNG.integers(3)))


def _spoilt(change: Change, seed: int = 0) -> Chart:
    chart = human_like(seed)
    return replace(chart, notes=tuple(change(chart.notes)))


@pytest.fixture(scope="module")
def model() -> NGram:
    """An n-gram of charts by the same writer, none of which is judged here."""
    charts = [lay_out(human_like(seed), TEMPO) for seed in range(100, 130)]
    return train(note_sequence(played, mirrored=m) for played in charts for m in (False, True))


def _surprisal(model: NGram, chart: Chart) -> float:
    return surprisal(model, note_sequence(lay_out(chart, TEMPO)))


@pytest.mark.parametrize("seed", range(6))
def test_what_a_person_could_have_written_passes(seed: int) -> None:
    verdict = judge(chart_statistics(human_like(seed), TEMPO))
    assert verdict.passes_hard and verdict.passes_spatial and verdict.passes_rhythm
    assert verdict.passes
    assert not verdict.motif


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        (_directions_shuffled, "parity"),
        (_directions_shuffled, "double-directional"),
        (_hands_repeated, "double-directional"),
        (_stacked, "one-cell"),
    ],
)
def test_a_hard_gate_notices(change: Change, gate: str) -> None:
    verdict = judge(chart_statistics(_spoilt(change), TEMPO))
    assert gate in verdict.hard
    assert not verdict.passes


def test_two_cells_fail_the_spatial_gates() -> None:
    verdict = judge(chart_statistics(_spoilt(_two_cells), TEMPO))
    assert not verdict.passes_spatial
    assert {"cell_entropy_bits", "uniq_patterns_first300", "dir_diag"} <= set(verdict.spatial)


def test_one_bar_over_and_over_fails_the_motif_gates() -> None:
    verdict = judge(chart_statistics(_spoilt(_one_bar), TEMPO))
    assert {"bar_repeat_exact", "halfbar_repeat_exact"} <= set(verdict.motif)


def test_a_metronome_fails_the_rhythm_gates() -> None:
    verdict = judge(chart_statistics(_spoilt(_metronome), TEMPO))
    assert not verdict.passes_rhythm
    assert {"metronome", "gap_entropy_bits", "longest_equal_gap_run"} <= set(verdict.rhythm)


def test_an_idle_hand_fails_the_rhythm_gates() -> None:
    assert "red" in judge(chart_statistics(_spoilt(_one_hand), TEMPO)).rhythm


def test_surprisal_orders_dull_human_and_random(model: NGram) -> None:
    human = [_surprisal(model, human_like(seed)) for seed in range(6)]
    dull = _surprisal(model, _spoilt(_usual))
    mixed = _surprisal(model, _spoilt(_directions_shuffled))
    assert dull < min(human) - 0.3
    assert mixed > max(human) + 0.5
    interval = (min(human), max(human))
    for found, passes in ((dull, False), (mixed, False), (human[2], True)):
        verdict = judge(chart_statistics(human_like(2), TEMPO), found, interval)
        assert ("surprisal" not in verdict.hard) is passes


def test_surprisal_alone_notices_random_cells(model: NGram) -> None:
    bot = _spoilt(_own_half)
    human = [_surprisal(model, human_like(seed)) for seed in range(6)]
    statistics = {**chart_statistics(bot, TEMPO), "notes_in_one_cell": 0.0}
    found = _surprisal(model, bot)
    assert found > max(human) + 0.5
    assert judge(statistics, found, (min(human), max(human))).hard == ("surprisal",)


def test_the_table_holds_what_it_says() -> None:
    gates = human_gates()
    count = {group: sum(gate.group is group for gate in gates) for group in Group}
    assert count == {Group.SPATIAL: 30, Group.MOTIF: 3, Group.RHYTHM: 17}
    assert all(gate.low < gate.high for gate in gates)
    known = set(chart_statistics(human_like(0), TEMPO))
    assert {gate.name for gate in gates} <= known
    assert HUMAN_SURPRISAL[0] < HUMAN_SURPRISAL[1]


def test_ends_of_an_interval_pass() -> None:
    gate = Gate("x", Group.RHYTHM, 0.25, 0.75)
    assert [gate.passes(v) for v in (0.2499, 0.25, 0.75, 0.7501)] == [False, True, True, False]


def test_human_walls_and_bombs_are_known_for_every_difficulty() -> None:
    for name in ("walls/100", "bombs/100"):
        for difficulty in Difficulty:
            low, high = human_objects()[name, difficulty]
            assert 0 <= low < high < 100


def test_clean_charts_are_told_from_the_rest() -> None:
    good = chart_statistics(human_like(1), TEMPO)
    assert is_clean(good)
    assert not is_clean(chart_statistics(_spoilt(_directions_shuffled), TEMPO))
    for name, value in (("parity_break/100sw", 3.1), ("DD(<=45)", 0.051), ("dir_dot", 0.31)):
        assert not is_clean({**good, name: value})
