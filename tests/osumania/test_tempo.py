from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.errors import ConfigError
from automapper.osumania.formats.osu import read_chart, write_chart
from automapper.osumania.model import Chart, Greenline, Note, Redline
from automapper.osumania.tempo import (
    meter_changes,
    note_beat,
    note_ms,
    pieces,
    redlines_of,
    steady_scroll,
    tempo_map,
)
from automapper.timing import Meter, MeterChange, Stop, TempoMap, TempoPoint, bar_and_position
from osumania.sample import ms

BEAT = Fraction(6000, 17)  # 170 BPM, no whole number of ms

times = st.integers(0, 300_000).map(Fraction)
lengths = st.integers(20_000, 400_000).map(lambda thousandths: 60_000_000 / Fraction(thousandths))
redlines = st.lists(st.builds(Redline, times, lengths, st.integers(1, 7)), min_size=1, max_size=8)


def test_one_redline_is_one_tempo() -> None:
    found = tempo_map([Redline(ms(1003), BEAT)])
    assert found == TempoMap.constant(170, Fraction(1003, 1000))
    assert found.beat(Fraction(1003, 1000)) == 0


def test_a_chart_without_redlines_has_no_beats() -> None:
    with pytest.raises(ConfigError, match="without a redline has no tempo"):
        tempo_map([])


def test_redlines_on_whole_ms_stand_on_whole_beats() -> None:
    # 64 beats of 170 BPM last 22588.235 ms; the file says 22588.
    lines = [Redline(ms(0), BEAT), Redline(ms(22588), ms(500))]
    assert [piece.beat for piece in pieces(lines)] == [0, 64]
    found = tempo_map(lines)
    assert found.seconds(64) == Fraction("22.588")
    assert found.seconds(63) == 63 * BEAT / 1000
    assert found.seconds(65) == Fraction("23.088")


def test_a_redline_within_a_beat_begins_a_bar() -> None:
    lines = [Redline(ms(0), ms(500)), Redline(ms(1250), ms(400), 3), Redline(ms(1251), ms(400))]
    assert [piece.beat for piece in pieces(lines)] == [0, Fraction(5, 2), Fraction(121, 48)]
    changes = meter_changes(lines)
    assert changes[1] == MeterChange(Fraction(5, 2), Meter(3))
    assert bar_and_position(Fraction(5, 2), changes) == (1, 0)
    assert tempo_map(lines).seconds(Fraction(5, 2)) == Fraction(5, 4)


@given(redlines)
def test_the_map_agrees_with_every_redline(lines: list[Redline]) -> None:
    found = tempo_map(lines)
    held = pieces(lines)
    assert [found.seconds(piece.beat) * 1000 for piece in held] == sorted(
        {line.time for line in lines}
    )
    for piece, following in pairwise(held):
        inner = piece.beat + Fraction(1, 2)
        if following.beat - piece.beat > 1:
            assert found.seconds(inner) * 1000 == piece.redline.time + piece.beat_length / 2


@given(redlines, times)
def test_beats_and_times_of_notes_agree(lines: list[Redline], time: Fraction) -> None:
    beat = note_beat(lines, time)
    to_come = [piece.beat for piece in pieces(lines) if piece.redline.time > time]
    # Before a redline that stands a hair off the grid, the beat may be that redline's already.
    assert note_ms(lines, beat) == time or beat >= min(to_come)


def test_of_two_redlines_at_once_the_later_counts() -> None:
    lines = [Redline(ms(0), ms(500)), Redline(ms(0), ms(400))]
    assert tempo_map(lines) == TempoMap.constant(150)


def test_beats_of_scroll_tricks_are_held_to_what_the_game_takes() -> None:
    lines = [
        Redline(ms(0), ms(500)),
        Redline(ms(1000), Fraction(1, 10**297)),
        Redline(ms(1001), Fraction(10**297)),
        Redline(ms(1002), ms(500)),
    ]
    found = tempo_map(lines)
    assert found.seconds(pieces(lines)[-1].beat) == Fraction("1.002")
    assert pieces(lines)[-1].beat < 3


def test_notes_are_counted_from_the_rounded_redline() -> None:
    lines = [Redline(Fraction("1003.4"), BEAT)]
    assert note_ms(lines, Fraction(0)) == 1003
    # 1003 + 100 beats of 352.941176... = 36297.1; from 1003.4 it would be 36297.5 and round up.
    assert note_ms(lines, Fraction(100)) == 36297
    assert note_ms(lines, Fraction(-1)) == 650
    two = [*lines, Redline(Fraction("36297.6"), ms(500))]
    assert note_ms(two, Fraction(100)) == 36298
    assert note_ms(two, Fraction(101)) == 36798
    held = pieces(two)
    assert [note_ms(held, Fraction(beat)) for beat in (100, 101)] == [36298, 36798]
    assert note_beat(held, Fraction("36797.6")) == 101
    with pytest.raises(ConfigError, match="without a redline"):
        note_ms([], Fraction(0))


@given(
    st.fractions(0, 5000, max_denominator=1000),
    lengths,
    st.lists(st.integers(0, 48 * 600), min_size=1, max_size=8),
)
def test_a_file_has_every_note_where_its_redline_puts_it(
    offset: Fraction, length: Fraction, ticks: list[int]
) -> None:
    line = Redline(offset, length)
    held = [Fraction(tick, 48) for tick in sorted(ticks)]
    chart = Chart(
        points=(line,), notes=tuple(Note(offset + beat * length, 0, None) for beat in held)
    )
    back, _ = read_chart(write_chart(chart), "a.osu")
    assert [note.time for note in back.notes] == [note_ms([line], beat) for beat in held]
    (red,) = back.redlines
    for beat, note in zip(held, back.notes, strict=True):
        assert abs(note.time - red.time - beat * length) <= Fraction(1, 2)


def test_thousands_of_redlines_take_no_time() -> None:
    length = Fraction("333.333333333333")
    lines = [Redline(ms(round(i * length * 7 / 3)), length) for i in range(3000)]
    found = tempo_map(lines)
    held = pieces(lines)
    assert found.seconds(held[-1].beat) == lines[-1].time / 1000
    assert all(piece.beat.denominator <= 48 for piece in held)


beats = st.integers(0, 400).map(lambda quarters: Fraction(quarters, 4))


@given(
    st.lists(beats, min_size=1, max_size=5, unique=True).map(sorted),
    st.lists(st.integers(60_000, 300_000), min_size=5, max_size=5),
    st.lists(st.tuples(beats, st.integers(1, 3000)), max_size=2, unique_by=lambda stop: stop[0]),
    st.integers(2, 7),
)
@settings(max_examples=40)
def test_redlines_draw_a_tempo_map(
    starts: list[Fraction], tempi: list[int], stops: list[tuple[Fraction, int]], meter: int
) -> None:
    points = tuple(
        TempoPoint(beat, Fraction(bpm, 1000)) for beat, bpm in zip(starts, tempi, strict=False)
    )
    first = points[0].beat
    held = tuple(
        Stop(beat, Fraction(length, 1000)) for beat, length in sorted(stops) if beat > first
    )
    tempo = TempoMap(points, Fraction(1, 3), held)
    lines = redlines_of(tempo, (MeterChange(first, Meter(meter)),))
    assert [line.time for line in lines] == sorted({line.time for line in lines})
    resting = {stop.beat for stop in held}
    for beat in {first + Fraction(n, 4) for n in range(120)} - resting:
        at = tempo.seconds(beat) * 1000
        line = max((line for line in lines if line.time <= at), key=lambda line: line.time)
        assert ((at - line.time) / line.beat_length * 4).denominator == 1  # on the drawn grid
        bar = (beat - first) % meter == 0
        drawn = (at - line.time) / line.beat_length % line.meter == 0 and not (
            line.omit_barline and line.time == at
        )
        if tempo.is_constant:
            assert bar == drawn


def test_a_tempo_change_within_a_bar_hides_its_line_and_mends_the_next() -> None:
    tempo = TempoMap((TempoPoint(ms(0), ms(120)), TempoPoint(ms(6), ms(60))))
    lines = redlines_of(tempo)
    assert [(int(line.time), line.omit_barline) for line in lines] == [
        (0, False),
        (3000, True),
        (5000, False),
    ]
    assert [line.beat_length for line in lines] == [500, 1000, 1000]


def test_a_stop_draws_the_grid_anew_behind_it() -> None:
    tempo = TempoMap((TempoPoint(ms(0), ms(120)),), ms(1), (Stop(ms(4), Fraction(1, 4)),))
    lines = redlines_of(tempo, like=Redline(ms(0), ms(1), volume=40))
    assert lines == (
        Redline(ms(1000), ms(500), volume=40),
        Redline(ms(3250), ms(500), volume=40),
    )


def test_scroll_is_steady_through_tempo_changes() -> None:
    slow, fast = Redline(ms(0), ms(500), kiai=True), Redline(ms(60000), ms(250), 3, volume=30)
    own = Greenline(ms(70000), Fraction(3, 2))
    again = Redline(ms(70000), ms(500))
    chart = Chart(points=(slow, fast, again, own), notes=(Note(ms(80000), 0),))
    assert steady_scroll(chart).points == (
        slow,
        Greenline(ms(0), Fraction(1), kiai=True),
        fast,
        Greenline(ms(60000), Fraction(1, 2), 3, volume=30),
        again,
        own,
    )
    assert steady_scroll(replace(chart, points=(slow, again, own))).points == (slow, again, own)
    assert steady_scroll(Chart()) == Chart()
