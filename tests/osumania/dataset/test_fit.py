"""Charts of one song: a timing is judged by its fullest chart, notes chart by chart."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from automapper.ear.sound.blocks import prepared
from automapper.ear.sound.novelty import Novelty, novelty
from automapper.osumania.dataset.fit import Fit, Misfit, judged
from automapper.osumania.model import Chart, Note, Redline
from automapper.osumania.song_charts import SongChart
from automapper.osumania.tempo import tempo_map
from osumania.sample import ms
from render import band, steady_beats

BEATS = steady_beats(125.0, 0.5, 45.0)


@lru_cache(maxsize=1)
def heard() -> Novelty:
    return novelty(prepared(band(np.asarray(BEATS)).waveform))


def charted(file: str, times: np.ndarray, offset: str = "500", beat: str = "480") -> SongChart:
    notes = tuple(Note(ms(round(float(time) * 1000)), k % 4) for k, time in enumerate(times))
    lines = (Redline(ms(offset), ms(beat)),)
    return SongChart(file, Chart(notes=notes, points=lines), tempo_map(lines))


def why(one: Fit | Misfit) -> str:
    return one.why if isinstance(one, Misfit) else ""


HARD = charted("a", BEATS)
EASY = charted("b", BEATS[::2])


def test_charts_on_the_same_beats_share_a_timing() -> None:
    hard, easy = judged([HARD, EASY], heard())
    assert isinstance(hard, Fit)
    assert isinstance(easy, Fit)
    assert easy.timing is hard.timing
    assert hard.timing.song is HARD


def test_the_same_notes_count_once() -> None:
    hard, twin, easy = judged([HARD, replace(HARD, file="c"), EASY], heard())
    assert [why(hard), why(twin), why(easy)] == ["", "twice: the notes of a: ", ""]


def test_charts_on_beats_that_drift_fall_with_the_fullest() -> None:
    played = BEATS - np.linspace(-0.012, 0.012, len(BEATS))
    found = judged([charted("a", played), charted("b", played[:40])], heard())
    assert [why(one).partition(":")[0] for one in found] == ["drifts", "drifts"]


def test_notes_beside_the_attacks_condemn_no_beats() -> None:
    rng = np.random.default_rng(5)
    strewn = np.sort(rng.uniform(1.0, 44.0, 100))
    false, true = judged([charted("a", strewn), HARD], heard())
    assert why(false).startswith("no match: sharpness")
    assert isinstance(true, Fit)
    assert true.timing.song is HARD


def test_what_says_too_little_or_lies_outside_is_no_fit() -> None:
    few, outside = judged([charted("a", BEATS[:20]), charted("b", BEATS + 500)], heard())
    assert why(few) == "few notes: 20, not 30"
    assert why(outside) == "no match: the notes lie outside the audio"
