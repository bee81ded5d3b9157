"""When sounds start and are cut, to the sample."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.bms.model import Halt, Hidden, Lane, Note, TempoChange
from automapper.bms.render.plays import RENDER_RATE, Play, bar_frames, plays_of
from automapper.bms.timeline import tempo_map
from automapper.errors import AudioError
from bms.render.little_song import KICK, LEAD, SNARE, at, chart_of

BEAT = RENDER_RATE // 2  # frames at 120 bpm


def plays(chart):
    return plays_of(chart, tempo_map(chart))


def test_events_start_on_their_frames_and_cut_their_own_voice() -> None:
    chart = chart_of(
        [(at(0, 1, 4), 3, KICK), (at(1), 1, LEAD)], [(at(0), KICK), (at(0, 1, 3), SNARE)]
    )
    assert plays(chart) == (
        Play(KICK, 0, BEAT, None),
        Play(KICK, BEAT, None, Lane(0, 3)),
        Play(SNARE, round(4 * RENDER_RATE / 2 / 3), None, None),
        Play(LEAD, 4 * BEAT, None, Lane(0, 1)),
    )


def test_twice_at_one_moment_sounds_once_and_is_the_players() -> None:
    chart = chart_of([(at(0), 5, KICK), (at(0), 2, KICK)], [(at(0), KICK), (at(0), KICK)])
    assert plays(chart) == (Play(KICK, 0, None, Lane(0, 2)),)


def test_only_heads_sound_and_hidden_notes_do_not() -> None:
    chart = chart_of([], [])
    held = Note(at(0), Lane(0, 1), KICK, at(1), SNARE)
    chart = type(chart)(
        mode=chart.mode,
        bpm=chart.bpm,
        headers=(),
        samples=chart.samples,
        notes=(held,),
        background=(),
        hidden=(Hidden(at(0), Lane(0, 2), LEAD),),
    )
    assert plays(chart) == (Play(KICK, 0, None, Lane(0, 1)),)


def test_tempo_and_stops_move_what_follows() -> None:
    chart = chart_of([], [(at(0), KICK), (at(1), SNARE), (at(2), LEAD)])
    fields = {name: getattr(chart, name) for name in chart.__dataclass_fields__}
    fields["tempo"] = (TempoChange(at(1), Fraction(240)),)
    fields["halts"] = (Halt(at(1), Fraction(2)),)
    slower = type(chart)(**fields)
    starts = {play.wav_id: play.start for play in plays(slower)}
    # The stop holds what comes after it, not what stands on it: 2 beats of 240 bpm.
    assert starts == {KICK: 0, SNARE: 2 * RENDER_RATE, LEAD: round(3.5 * RENDER_RATE)}
    assert bar_frames(slower, tempo_map(slower))[:3] == [0, 88_200, round(3.5 * RENDER_RATE)]


def test_a_chart_of_hours_is_refused() -> None:
    chart = chart_of([], [(at(999), KICK)], bpm=1)
    with pytest.raises(AudioError, match="longer than 60 minutes"):
        plays(chart)
    assert max(bar_frames(chart, tempo_map(chart))) == 3600 * RENDER_RATE


places = st.builds(at, st.integers(0, 3), st.integers(0, 6), st.just(7))
events = st.lists(st.tuples(places, st.sampled_from([KICK, SNARE]), st.integers(0, 7)))


@settings(max_examples=60)
@given(events)
def test_which_events_are_played_changes_no_start_and_no_cut(made) -> None:
    notes = [(place, key, wav_id) for place, wav_id, key in made if key]
    rest = [(place, wav_id) for place, wav_id, key in made if not key]
    one = chart_of(notes, rest)
    other = chart_of([], [(place, wav_id) for place, wav_id, _ in made])
    sounding = [[(p.wav_id, p.start, p.cut) for p in plays(chart)] for chart in (one, other)]
    assert sounding[0] == sounding[1]
