from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.ear.form.bar_likeness import TWIN_LIKENESS, bar_energy, bar_likeness, twin_bars
from automapper.ear.form.section_names import name_sections
from automapper.ear.form.structure import MAX_SECTION, Span, find_form
from automapper.ear.pulse import SectionName
from automapper.ear.sound.heard import Heard, measure
from render import Rendered, band, steady_beats

# How much more the bars of sections with one label must share than those of different labels.
MARGIN = 0.4


@pytest.fixture(scope="module")
def aaba() -> tuple[Rendered, Heard]:
    music = band(steady_beats(140, 0.5, 57.0), form="AABA", bars=8)
    return music, measure(music.waveform)


@pytest.fixture(scope="module")
def song() -> tuple[Rendered, Heard]:
    music = band(steady_beats(150, 0.5, 80.0), form="iABABi", bars=8, seed=1)
    return music, measure(music.waveform)


def _edges(music: Rendered) -> np.ndarray:
    return np.append(music.downbeats, music.sections[-1][1])


def _letters(music: Rendered) -> list[str]:
    starts = [start for start, _, _ in music.sections]
    index = np.searchsorted(starts, music.downbeats + 1e-6, side="right") - 1
    return [music.sections[i][2] for i in index]


def test_bars_of_one_label_share_more_than_bars_of_different_labels(
    aaba: tuple[Rendered, Heard],
) -> None:
    music, heard = aaba
    likeness = bar_likeness(heard, _edges(music))
    letters = np.array(_letters(music))
    place = np.arange(len(letters)) % 8
    in_step = (place[:, None] == place) & ~np.eye(len(letters), dtype=bool)
    same = likeness[in_step & (letters[:, None] == letters)]
    different = likeness[in_step & (letters[:, None] != letters)]
    assert same.mean() - different.mean() > MARGIN


def test_twins_lie_in_sections_of_the_same_label(aaba: tuple[Rendered, Heard]) -> None:
    music, heard = aaba
    twins = twin_bars(bar_likeness(heard, _edges(music)))
    letters = _letters(music)
    pairs = [(letters[bar], letters[twin]) for bar, twin in enumerate(twins) if twin >= 0]
    right = sum(a == b for a, b in pairs) / len(pairs)
    assert right > 0.5 + MARGIN
    assert len(pairs) > len(letters) / 2


def test_form_of_a_song(song: tuple[Rendered, Heard]) -> None:
    music, heard = song
    edges = _edges(music)
    spans = find_form(bar_likeness(heard, edges))
    assert [(span.first, span.label, span.repeat) for span in spans] == [
        (0, "A", 0),
        (8, "B", 0),
        (16, "C", 0),
        (24, "B", 1),
        (32, "C", 1),
        (40, "A", 1),
    ]
    names = name_sections(spans, bar_energy(heard, edges), np.ones(len(edges) - 1))
    assert names[0] is SectionName.INTRO
    assert names[-1] is SectionName.OUTRO
    assert SectionName.CHORUS in names


@settings(max_examples=30, deadline=None)
@given(count=st.integers(0, 120), seed=st.integers(0, 9))
def test_spans_cover_every_bar_once(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(count, 6))
    likeness = np.corrcoef(values).astype(np.float32).reshape(count, count)
    spans = find_form(likeness)
    assert [bar for span in spans for bar in range(span.first, span.last)] == list(range(count))
    assert all(span.last - span.first <= MAX_SECTION for span in spans)
    assert all(0.0 <= span.confidence <= 1.0 for span in spans)
    twins = twin_bars(likeness)
    assert all(-1 <= twin < bar for bar, twin in enumerate(twins))
    assert all(likeness[b, t] >= TWIN_LIKENESS for b, t in enumerate(twins) if t >= 0)


def test_a_loop_is_alike_everywhere() -> None:
    music = band(steady_beats(150, 0.5, 30.0), form="k", bars=2)
    likeness = bar_likeness(measure(music.waveform), _edges(music))
    inner = likeness[2:-2, 2:-2]
    two_apart = np.abs(np.subtract.outer(np.arange(len(inner)), np.arange(len(inner)))) % 2 == 0
    assert inner[two_apart].min() > 0.9


def test_a_burst_out_of_a_calm_is_a_drop() -> None:
    spans = tuple(Span(8 * i, 8 * i + 8, label, 0, 1.0) for i, label in enumerate("ABCD"))
    energy = np.repeat([0.3, 0.5, 0.2, 0.9], 8)
    names = name_sections(spans, energy, np.ones(32))
    assert names[2:] == (SectionName.BREAK, SectionName.DROP)
