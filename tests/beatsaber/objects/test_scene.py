"""Arcs, chains, bombs and walls together: counts, amounts and freedom from errors."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.beatsaber.checks import check_chart
from automapper.beatsaber.jump import NJS, choose_offset
from automapper.beatsaber.model import Chart, Cut, Hand, Note
from automapper.beatsaber.objects.arcs import place_arcs
from automapper.beatsaber.objects.bombs import place_bombs
from automapper.beatsaber.objects.chains import place_chains
from automapper.beatsaber.objects.scene import scene_of
from automapper.beatsaber.objects.walls import place_walls
from automapper.beatsaber.options import Amount
from automapper.beatsaber.patterns import PatternRequest, place_notes
from automapper.chart import Difficulty, Severity
from beatsaber.rhythms import BPM, TEMPO, gaps, onset, row, song

NOT_OURS = {"lights-few", "hot-start", "cold-end"}


def scene_on(onsets, difficulty=Difficulty.EXPERT, seed=0):
    notes = place_notes(onsets, PatternRequest(difficulty, TEMPO, seed=seed)).notes
    return scene_of(notes, onsets, TEMPO, difficulty, seed)


def full_chart(scene, amount=Amount.HIGH):
    chains = place_chains(scene)
    bombs = place_bombs(scene, amount)
    difficulty = scene.difficulty
    njs = NJS[difficulty]
    return Chart(
        difficulty,
        njs=njs,
        jump_offset=choose_offset(BPM, njs, difficulty),
        notes=scene.notes,
        bombs=bombs,
        walls=place_walls(scene, amount, bombs, decorative=True),
        arcs=place_arcs(scene, chains),
        chains=chains,
    )


@settings(max_examples=40, deadline=None)
@given(gaps, st.sampled_from(Difficulty), st.integers(0, 3))
def test_no_rhythm_brings_an_error(gaps, difficulty, seed):
    chart = full_chart(scene_on(row(gaps), difficulty, seed))
    for preset in ("scoresaber", "beatleader"):
        issues = check_chart(chart, TEMPO, preset, bpm=BPM)
        faults = {i.check for i in issues if i.severity == Severity.ERROR} - NOT_OURS
        assert faults <= ({"chain"} if preset == "scoresaber" else set())


def test_shares_are_official():
    scene = scene_on(song(256))
    chains = place_chains(scene)
    arcs = place_arcs(scene, chains)
    assert 3 <= 100 * len(arcs) / len(scene.notes) <= 8
    assert 1 <= 100 * len(chains) / len(scene.notes) <= 4


@pytest.mark.parametrize("place", [place_bombs, place_walls])
@pytest.mark.parametrize("beats", [16, 128])
def test_each_step_holds_the_one_below(place, beats):
    scene = scene_on(song(beats))
    made = [set(place(scene, amount)) for amount in Amount]
    assert made[0] == set()
    assert all(fewer < more for fewer, more in pairwise(made))


def test_nothing_stands_on_nothing():
    scene = scene_on([])
    chart = full_chart(scene)
    assert (chart.arcs, chart.chains, chart.bombs, chart.walls) == ((), (), (), ())


def test_only_own_notes_carry_something():
    onsets = song(128)
    notes = place_notes(onsets, PatternRequest(Difficulty.EXPERT, TEMPO)).notes
    part = [note for note in notes if 40 <= note.beat < 80]
    around = [note for note in notes if not 40 <= note.beat < 80]
    scene = scene_of(part, onsets, TEMPO, Difficulty.EXPERT, 0, around)
    chart = full_chart(scene)
    for items in (chart.arcs, chart.chains, chart.bombs, chart.walls):
        assert items
        assert all(40 <= item.beat < 80 for item in items)


def test_walls_keep_off_the_head_and_the_notes():
    scene = scene_on(song(256))
    for wall in place_walls(scene, Amount.HIGH):
        assert wall.x in (0, 3) or wall.y == 2
        inside = scene.between(scene.time(wall.beat), scene.time(wall.beat + wall.duration))
        assert all(scene.notes[i].x != wall.x for i in inside)


def test_scenery_is_out_of_reach():
    scene = scene_on(song(64))
    walls = place_walls(scene, Amount.NONE, decorative=True)
    assert walls and all(wall.x + wall.width <= -1 or wall.x >= 5 for wall in walls)


def test_long_rests_get_gates():
    onsets = [onset(beat) for beat in (4, 5, 6, 7, 15, 16, 17, 18)]
    walls = place_walls(scene_on(onsets), Amount.HIGH)
    assert any((wall.y, wall.height) == (2, 3) for wall in walls)


def test_arcs_prefer_held_sounds():
    held = [onset(n, sustain=1.0 if n % 8 == 4 else 0.0) for n in range(4, 204)]
    scene = scene_on(held)
    arcs = place_arcs(scene)
    assert all(arc.beat % 8 == 4 for arc in arcs[: len(arcs) // 2])


def test_arcs_lead_to_the_hands_next_note():
    scene = scene_on(song(128))
    following = scene.next_of_hand()
    where = {(n.beat, n.hand): i for i, n in enumerate(scene.notes)}
    for arc in place_arcs(scene):
        tail = scene.notes[following[where[arc.beat, arc.hand]]]
        assert (tail.beat, tail.x, tail.y, tail.cut) == (
            arc.tail_beat,
            arc.tail_x,
            arc.tail_y,
            arc.tail_cut,
        )
        assert 0.1 <= arc.multiplier <= 1.5


def test_a_chain_runs_on_where_its_head_points():
    down = Note(Fraction(4), 3, 2, Hand.RIGHT, Cut.DOWN)
    last = Note(Fraction(40), 3, 0, Hand.RIGHT, Cut.DOWN)
    scene = scene_of([down] * 1 + [last] * 1, [], TEMPO, Difficulty.EXPERT, 0)
    assert place_chains(scene) == ()  # two notes are too few for two in a hundred
    many = [
        Note(
            Fraction(4 + 2 * n), 3, 2 * (n % 2 == 0), Hand.RIGHT, Cut.DOWN if n % 2 == 0 else Cut.UP
        )
        for n in range(60)
    ]
    (chain,) = place_chains(scene_of(many, [], TEMPO, Difficulty.EXPERT, 0))
    assert chain.tail_x == 3 and abs(chain.tail_y - chain.y) == 2
    assert 0 < chain.tail_beat - chain.beat <= Fraction(1, 4) and chain.squish > 0


def test_no_chain_where_the_grid_ends():
    many = [
        Note(Fraction(4 + 2 * n), 3, 2 * (n % 2), Hand.RIGHT, Cut.DOWN if n % 2 == 0 else Cut.UP)
        for n in range(60)
    ]
    assert place_chains(scene_of(many, [], TEMPO, Difficulty.EXPERT, 0)) == ()
