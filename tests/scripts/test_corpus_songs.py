"""Songs of the training corpus: drawn alike each time, with the truth that they sound by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corpus_song.drawn import Song, Wish, draw_song
from corpus_song.styles import STYLES
from corpus_song.timeline import KINDS
from render_corpus import truth

METERS = sorted({meter for style in STYLES for meter in style.meters})


def drawn(kind: str, meter: int | None = None, *, clean: bool = False) -> Song:
    return draw_song(1, f"test-{kind}-{meter}", Wish(kind, meter, clean))


def test_a_song_depends_on_its_seed_and_name_alone() -> None:
    one = draw_song(1, "a")
    assert draw_song(1, "a").notes == one.notes
    assert draw_song(1, "b").notes != one.notes != draw_song(2, "a").notes


@pytest.mark.parametrize("kind", KINDS)
def test_the_truth_is_when_the_beats_sound(kind: str) -> None:
    song = drawn(kind)
    told = truth(song, 1)
    beats, downbeats = np.array(told["beats"]), np.array(told["downbeats"])
    assert len(beats) == song.pickup + song.bars * song.meter
    assert (np.diff(beats) > 0).all()
    np.testing.assert_array_equal(beats[song.pickup :: song.meter], downbeats)
    assert told["kind"] == kind and (song.pickup > 0) == (kind == "pickup")
    np.testing.assert_allclose(beats, song.times(np.array(song.beats)), atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_notes_lie_inside_the_song(kind: str) -> None:
    song = drawn(kind)
    assert song.notes
    assert min(note.start for note in song.notes) >= -song.pickup
    assert max(note.start for note in song.notes) < song.bars * song.meter


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("meter", METERS)
def test_a_wished_metre_gets_a_style_that_has_it(kind: str, meter: int) -> None:
    song = drawn(kind, meter)
    assert song.meter == meter
    assert meter in song.style.meters


def test_straight_swing_moves_nothing() -> None:
    song = drawn("steady", clean=True)
    assert song.swing == 0.5 and song.jitter == 0
    beats = np.arange(-8, 200) / 8
    np.testing.assert_allclose(song.times(beats, swung=True), song.times(beats), atol=1e-12)


def test_swing_moves_what_lies_between_beats_alone() -> None:
    song = replace(drawn("steady"), swing=2 / 3)
    whole = np.array([-1.0, 0.0, 5.0])
    np.testing.assert_allclose(song.times(whole, swung=True), song.times(whole))
    np.testing.assert_allclose(song.times(whole + 0.5, swung=True), song.times(whole + 2 / 3))
