"""Moments to light: notes and beats in one row, sections on the beat grid."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from automapper.beatsaber.lighting import LightRequest, light_show
from automapper.beatsaber.lighting.hits import Place, busy, hits, note_phase, scenes, set_stage
from automapper.beatsaber.model import Cut, Hand, Note
from automapper.timing import TempoMap, TempoPoint
from light_songs import notes_for, song

SONG = song()


def note(beat: Fraction, hand: Hand = Hand.LEFT) -> Note:
    return Note(beat, 1, 0, hand, Cut.DOWN)


@pytest.mark.parametrize(("shift", "phase"), [(0, 0), (17, 17), (5, 5), (24, 0)])
def test_a_constant_part_of_all_notes_is_their_phase(shift: int, phase: int) -> None:
    beats = [float(Fraction(shift, 48) + b) for b in range(64)]
    assert note_phase(beats) == Fraction(phase, 48)


def test_notes_on_halves_and_quarters_have_no_phase() -> None:
    assert note_phase([float(n.beat) for n in notes_for(SONG)]) == 0
    assert note_phase([0.3] * 3) == 0, "three notes tell nothing"


def test_scenes_follow_each_other_from_start_to_end() -> None:
    found = scenes(set_stage(SONG, ()))
    assert [scene.index for scene in found] == list(range(7))
    assert found[0].start == 0
    assert all(a.end == b.start for a, b in pairwise(found))
    assert [scene.start for scene in found[1:]] == [64 * k for k in range(1, 7)]


def test_scenes_start_with_the_level_when_silence_stands_in_front() -> None:
    padded = replace(SONG, tempo_map=replace(SONG.tempo_map, origin=Fraction(-2)))
    first = scenes(set_stage(padded, ()))[0]
    assert first.start == 4, "beats that sound before the song are left dark"


def test_notes_after_the_end_of_the_audio_belong_to_the_last_scene() -> None:
    late = note(Fraction(600))
    assert scenes(set_stage(SONG, (late,)))[-1].end == 601


def test_a_note_takes_the_place_of_a_beat_beside_it() -> None:
    beside = Fraction(8) + Fraction(1, 32)  # 15 ms at 128 bpm
    row = hits(set_stage(SONG, (note(beside),)), Fraction(8), Fraction(10), Fraction(1))
    assert [hit.beat for hit in row] == [beside, Fraction(9)]
    assert row[0].hands == {Hand.LEFT}
    assert row[0].place is Place.BETWEEN


def test_hands_within_thirty_milliseconds_are_one_hit() -> None:
    stage = set_stage(SONG, (note(Fraction(8)), note(Fraction(8) + Fraction(1, 32), Hand.RIGHT)))
    row = hits(stage, Fraction(8), Fraction(9), Fraction(1))
    assert [hit.hands for hit in row] == [{Hand.LEFT, Hand.RIGHT}]
    assert row[0].place is Place.DOWNBEAT


def test_every_note_is_near_a_hit_and_hits_are_apart() -> None:
    rng = np.random.default_rng(3)
    beats = sorted(Fraction(int(b), 192) for b in rng.integers(0, 192 * 60, 900))
    stage = set_stage(SONG, tuple(note(beat) for beat in beats))
    row = hits(stage, Fraction(0), Fraction(64), Fraction(1))
    times = np.array([hit.seconds for hit in row])
    assert (np.diff(times) > 0.030).all()
    notes = SONG.tempo_map.seconds_array([float(beat) for beat in beats])
    assert np.abs(times[None, :] - notes[:, None]).min(axis=1).max() <= 0.030


def test_the_pulse_is_what_a_foot_taps() -> None:
    assert [set_stage(song(bpm), ()).unit for bpm in (60.0, 128.0, 220.0)] == [
        Fraction(1, 2), Fraction(1), Fraction(2),
    ]  # fmt: skip


def test_loud_stretches_are_busier() -> None:
    stage = set_stage(SONG, ())
    drop, rest = (busy(stage, Fraction(64 * k), Fraction(64 * k + 32)) for k in (5, 3))
    assert drop > 0.8 and rest < 0.3


def test_absurd_tempi_and_notes_far_beyond_the_song_cost_nothing() -> None:
    points = (*SONG.tempo_map.points, TempoPoint(Fraction(300), Fraction(10**6)))
    wild = replace(SONG, tempo_map=TempoMap(points))
    show = light_show(LightRequest(wild, (note(Fraction(10**12)),)))
    assert 0 < len(show.events) < 50_000
