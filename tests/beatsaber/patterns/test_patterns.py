import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.beatsaber.checks import check_chart
from automapper.beatsaber.jump import NJS, choose_offset
from automapper.beatsaber.model import Chart, Cut, Hand, Note
from automapper.beatsaber.options import Style
from automapper.beatsaber.patterns import PatternRequest, place_notes
from automapper.beatsaber.stats import chart_statistics
from automapper.beatsaber.swings import Strain, trace
from automapper.chart import Difficulty, Severity
from automapper.timing import TempoMap
from beatsaber.rhythms import BPM, TEMPO, gaps, onset, row, song

EXPERT = Difficulty.EXPERT
# What these charts cannot have: lights; and the tests start where they like.
NOT_OURS = {"lights-few", "hot-start", "cold-end"}


def placed(onsets, difficulty=EXPERT, **wishes):
    return place_notes(onsets, PatternRequest(difficulty, TEMPO, **wishes))


def chart_of(notes, difficulty=EXPERT):
    njs = NJS[difficulty]
    return Chart(difficulty, njs=njs, jump_offset=choose_offset(BPM, njs, difficulty), notes=notes)


def errors(notes, difficulty=EXPERT):
    issues = check_chart(chart_of(notes, difficulty), TEMPO, "scoresaber", bpm=BPM)
    return [i for i in issues if i.severity == Severity.ERROR and i.check not in NOT_OURS]


@settings(max_examples=60, deadline=None)
@given(gaps, st.sampled_from(Difficulty), st.integers(0, 5), st.sampled_from([None, *Style]))
def test_no_rhythm_brings_an_error(gaps, difficulty, seed, style):
    onsets = row(gaps)
    made = placed(onsets, difficulty, seed=seed, style=style)
    assert errors(made.notes, difficulty) == []
    assert {note.beat for note in made.notes} <= {one.beat for one in onsets}
    assert made.left_out == len(onsets) - len({note.beat for note in made.notes})


def test_no_onsets_no_notes():
    assert placed([]).notes == ()


@pytest.mark.parametrize("difficulty", Difficulty)
def test_every_onset_of_a_plain_song_is_played(difficulty):
    step = {Difficulty.EASY: 2, Difficulty.NORMAL: 1}.get(difficulty)
    onsets = [one for one in song() if step is None or one.beat % step == 0]
    made = placed(onsets, difficulty)
    assert made.left_out == 0
    assert errors(made.notes, difficulty) == []


def test_same_request_same_notes():
    assert placed(song(64), seed=3).notes == placed(song(64), seed=3).notes


def test_seed_key_and_style_change_the_notes():
    usual = placed(song(32)).notes
    assert placed(song(32), seed=1).notes != usual
    assert placed(song(32), key="another song").notes != usual
    assert placed(song(32), style=Style.TECH).notes != usual


@pytest.mark.slow
def test_notes_do_not_depend_on_the_hash_seed():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from beatsaber.patterns.test_patterns import placed, song\n"
        "print(placed(song(64)).notes)"
    )
    here = str(Path(__file__).parents[2])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, here],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1


def test_both_hands_work_alike():
    notes = placed(song(256)).notes
    red = sum(note.hand == Hand.LEFT for note in notes) / len(notes)
    assert 0.46 <= red <= 0.51


@pytest.mark.parametrize("seed", range(3))
def test_style_is_followed(seed):
    made = placed(song(300), seed=seed)
    figures = chart_statistics(chart_of(made.notes), TEMPO)
    style = made.style
    assert figures["dir_diag"] == pytest.approx(style.diagonal, abs=0.06)
    assert figures["row_top"] == pytest.approx(style.top, abs=0.06)
    assert figures["crosshalf"] == pytest.approx(style.crosshalf, abs=0.06)
    assert figures["onsets_double"] == pytest.approx(style.doubles, abs=0.08)


def test_easy_is_simple():
    onsets = [one for one in song(400) if one.beat % 2 == 0]
    easy, expert = placed(onsets, Difficulty.EASY).notes, placed(onsets, EXPERT).notes

    def share(notes):
        return sum(n.cut >= Cut.UP_LEFT or n.y == 2 for n in notes) / len(notes)

    assert share(easy) < 0.5 * share(expert)


def test_accents_get_the_doubles():
    made = placed(song(400))
    beats = [note.beat for note in made.notes]
    doubled = {a for a, b in pairwise(beats) if a == b}
    onsets = song(400)
    accented = [one.beat in doubled for one in onsets if one.accent > 0.5]
    others = [one.beat in doubled for one in onsets if one.accent <= 0.5]
    assert sum(accented) / len(accented) > 1.8 * sum(others) / len(others)


def test_bright_sounds_lie_higher():
    def mean_row(brightness):
        onsets = [replace(one, brightness=brightness) for one in song(200)]
        notes = placed(onsets, key="same").notes
        return sum(note.y for note in notes[:60]) / 60

    assert mean_row(1.0) > mean_row(-1.0)


def test_twin_bars_repeat():
    onsets = [replace(one, twin=one.bar - 8 if one.bar >= 9 else -1) for one in song(320)]
    repeats = []
    for seed in range(4):
        made = placed(onsets, seed=seed)
        figures = chart_statistics(chart_of(made.notes), TEMPO)
        repeats.append((made.style.repeats, figures["bar_repeat_exact"]))
    wanted, got = (sum(column) / len(repeats) for column in zip(*repeats, strict=True))
    assert got == pytest.approx(wanted, abs=0.12)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(5, 40),
    st.integers(2, 24),
    st.integers(1, 9),
    st.sampled_from([Difficulty.HARD, EXPERT, Difficulty.EXPERT_PLUS]),
)
def test_a_part_drawn_again_fits_its_seams(first, length, seed, difficulty):
    """From some beat on, some beats get other notes; what stood outside still stands legally."""
    onsets = song(64)
    whole = placed(onsets, difficulty).notes
    begin, end = Fraction(first), Fraction(first + length)
    before = tuple(note for note in whole if note.beat < begin)
    after = tuple(note for note in whole if note.beat >= end)
    part = [one for one in onsets if begin <= one.beat < end]
    again = place_notes(
        part,
        PatternRequest(
            difficulty, TEMPO, seed=seed, style_seed=0, before=before, after=after, key="k"
        ),
    )
    assert errors((*before, *again.notes, *after), difficulty) == []
    if len(part) > 8:
        # A seam may cost the hands a note or two, not the part.
        assert again.left_out <= 3


def test_a_seam_never_breaks_parity_even_where_nothing_fits():
    """Two downs of one hand stand half a second apart: between them only an up can be played."""
    down = [Note(Fraction(beat), 2, 0, Hand.RIGHT, Cut.DOWN) for beat in (4, 5)]
    again = place_notes(
        [onset(Fraction(9, 2))],
        PatternRequest(EXPERT, TEMPO, before=(down[0],), after=(down[1],)),
    )
    right = [n for n in again.notes if n.hand == Hand.RIGHT]
    assert all(n.cut not in (Cut.DOWN, Cut.DOWN_LEFT, Cut.DOWN_RIGHT) for n in right)


def test_fast_songs_stay_playable():
    fast = TempoMap.constant(280)
    onsets = [onset(Fraction(n, 4) + 4, fast) for n in range(200)]
    notes = place_notes(onsets, PatternRequest(Difficulty.EXPERT_PLUS, fast)).notes
    seconds = [float(fast.seconds(note.beat)) for note in notes]
    beats = [float(note.beat) for note in notes]
    for hand in Hand:
        swings = trace(notes, seconds, beats, hand)
        assert all(swing.strain != Strain.BREAK for swing in swings)
        assert min(swing.gap for swing in swings) >= 0.1
