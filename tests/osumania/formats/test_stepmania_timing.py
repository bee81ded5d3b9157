"""When beats sound, against a clock that walks row by row as the game does."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.errors import FormatError
from automapper.osumania.formats.losses import Losses
from automapper.osumania.formats.stepmania_redlines import redlines
from automapper.osumania.formats.stepmania_segments import Dialect, read_timing
from automapper.osumania.formats.stepmania_timing import FileTime, Timing

SM, SSC = Dialect(is_ssc=False), Dialect(is_ssc=True)


def timing(dialect: Dialect = SM, **tags: str) -> tuple[Timing, tuple[str, ...]]:
    losses = Losses("x")
    return read_timing(tags, dialect, losses), losses.lines()


def time_of(dialect: Dialect = SM, **tags: str) -> FileTime:
    return FileTime(timing(dialect, **tags)[0])


def test_the_offset_is_minus_the_time_of_beat_zero() -> None:
    time = time_of(OFFSET="-1.385", BPMS="0=125")
    assert time.seconds(Fraction(0)) == Fraction("1.385")
    assert time.seconds(Fraction(1)) == Fraction("1.385") + Fraction(60, 125)
    assert time.tempo_map.origin == Fraction("1.385")


def test_a_note_on_a_stop_sounds_before_it_and_on_a_delay_after_it() -> None:
    time = time_of(BPMS="0=60", STOPS="2=0.5", DELAYS="4=0.25")
    assert [time.seconds(Fraction(beat)) for beat in (2, 3, 4, 5)] == [
        Fraction(2),
        Fraction("3.5"),
        Fraction("4.75"),
        Fraction("5.75"),
    ]


def test_a_warp_takes_no_time_and_hides_its_notes() -> None:
    time = time_of(SSC, BPMS="0=60", WARPS="2=1.5")
    assert time.seconds(Fraction(7, 2)) == time.seconds(Fraction(2)) == 2
    assert time.seconds(Fraction(4)) == Fraction(5, 2)
    beats = [Fraction(k, 2) for k in range(3, 9)]
    assert [time.is_silent(beat) for beat in beats] == [False, True, True, True, False, False]
    assert time.tempo_map.seconds(time.played(Fraction(4))) == Fraction(5, 2)


def test_a_stop_inside_a_warp_can_be_played() -> None:
    time = time_of(SSC, BPMS="0=60", WARPS="2=2", STOPS="3=0.5")
    assert not time.is_silent(Fraction(3))
    assert time.seconds(Fraction(3)) == 2
    assert time.seconds(Fraction(4)) == Fraction(5, 2)
    assert time.tempo_map.seconds(time.played(Fraction(4))) == Fraction(5, 2)


def test_early_warps_of_ssc_name_their_end() -> None:
    early = Dialect(is_ssc=True, version=Fraction("0.6"))
    assert timing(early, BPMS="0=60", WARPS="2=3.5")[0].warps == ((2, Fraction(7, 2)),)
    assert timing(SSC, BPMS="0=60", WARPS="2=3.5")[0].warps == ((2, Fraction(11, 2)),)


def test_a_negative_tempo_is_a_warp_to_where_the_clock_has_caught_up() -> None:
    # One beat back at 60 (-1 s), then 120: two beats until the clock stands where it stood.
    read, said = timing(BPMS="0=60,4=-60,5=120")
    assert read.warps == ((4, 7),)
    assert "x: 1 negative tempi or stops were read as warps" in said
    time = FileTime(read)
    assert time.seconds(Fraction(7)) == 4
    assert time.seconds(Fraction(8)) == Fraction(9, 2)


def test_a_negative_stop_is_a_warp() -> None:
    read, _ = timing(BPMS="0=120", STOPS="4=-1,8=0.5")
    assert read.warps == ((4, 6),)
    assert [(stop.beat, stop.seconds) for stop in read.stops] == [(8, Fraction(1, 2))]


def test_a_stop_inside_a_negative_stretch_ends_it() -> None:
    read, _ = timing(BPMS="0=60", STOPS="4=-2,5=3")
    assert read.warps == ((4, 5),)
    assert [(stop.beat, stop.seconds) for stop in read.stops] == [(5, 2)]


def test_an_instant_tempo_of_old_files_is_a_warp() -> None:
    read, _ = timing(BPMS="0=60,4=99999999,6=60")
    assert read.warps == ((4, 6),)
    assert FileTime(read).seconds(Fraction(7)) == 5


def test_a_warp_that_never_ends_hides_the_rest() -> None:
    time = time_of(BPMS="0=60,4=-60")
    assert time.is_silent(Fraction(5000))
    assert not time.is_silent(Fraction(3))
    assert time_of(BPMS="0=-60").is_silent(Fraction(0))


def test_ssc_files_have_no_negative_values_but_very_fast_tempi() -> None:
    read, said = timing(SSC, BPMS="0=60,4=-60,5=10000000000", STOPS="2=-1")
    assert [point.bpm for point in read.points] == [60, 10**10]
    assert read.warps == read.stops == ()
    assert len(said) == 2


@pytest.mark.parametrize(
    ("tags", "bpm", "word"),
    [
        ({}, 60, "no tempo is given"),
        ({"BPMS": "4=100"}, 100, "no tempo stands on beat 0"),
        ({"BPMS": "-4=90,0=100"}, 100, ""),
        ({"BPMS": "0=nan,0=100"}, 100, "no beat=value"),
        ({"BPMS": "0=0.000,1=100"}, 100, "no tempo that music can have"),
        ({"BPMS": "0=100,1000000000=5"}, 100, "beyond beat"),
        ({"BPMS": "0=100", "OFFSET": "inf"}, 100, "offset"),
        ({"BPMS": "0=100", "STOPS": "1=1e9"}, 100, "longer than an hour"),
        ({"BPMS": "0=100", "STOPS": "-1=1"}, 100, "added to the offset"),
        ({"BPMS": "0=100", "WARPS": "1=-1"}, 100, "backwards or endless"),
        ({"BPMS": "0=100", "TIMESIGNATURES": "0=5=8,4=6=8,8=x"}, 100, "whole beats"),
        ({"BPMS": "0=100", "TIMESIGNATURES": "-4=3=4"}, 100, "left out: before beat 0"),
        ({"BPMS": "0=100", "TIMESIGNATURES": "1e9=3=4"}, 100, "left out: beyond beat 1000000"),
    ],
)
def test_bad_values_are_left_out_and_told(tags: dict[str, str], bpm: int, word: str) -> None:
    read, said = timing(**tags)
    assert read.points[0].bpm == bpm
    assert [read.points[0].beat, bool(said)] == [0, bool(word)]
    assert any(word in line for line in said) or not word


def test_absurd_amounts_are_refused() -> None:
    with pytest.raises(FormatError, match="more than 10000 stops"):
        timing(BPMS="0=60", STOPS=",".join(f"{i}=1" for i in range(10_001)))
    with pytest.raises(FormatError, match="more than 10000 time signatures"):
        timing(BPMS="0=60", TIMESIGNATURES=",".join(f"{4 * i}=4=4" for i in range(10_001)))


def test_a_time_signature_on_every_bar_is_read_up_to_the_limit() -> None:
    read, said = timing(BPMS="0=60", TIMESIGNATURES=",".join(f"{i}=1=4" for i in range(10_000)))
    assert len(read.meters) == 10_000
    assert said == ()


def test_beats_of_tags_are_rounded_to_the_rows_of_the_game() -> None:
    read, _ = timing(BPMS="0=60,1.333=90,2.021=91")
    assert [point.beat for point in read.points] == [0, Fraction(4, 3), 2 + Fraction(1, 48)]


def test_hundreds_of_odd_tempi_stay_quick() -> None:
    tempi = ",".join(f"{i}={100 + (i * 7919 % 9973) / 97:.6f}" for i in range(3000))
    time = time_of(BPMS=tempi)
    late = time.seconds(Fraction(2999))
    assert late.denominator.bit_length() < 10_000
    assert abs(late - FileTime(time.timing).tempo_map.seconds(Fraction(2999))) < Fraction(1, 10**9)


BEATS = st.integers(0, 12).map(lambda k: Fraction(k, 2))
SECONDS = st.sampled_from(["0.5", "1.25", "0.003"])


def _tag(pairs: dict[Fraction, str]) -> str:
    return ",".join(f"{float(beat)}={value}" for beat, value in pairs.items())


@given(
    bpms=st.dictionaries(BEATS, st.sampled_from(["60", "90", "185.3"]), max_size=4),
    stops=st.dictionaries(BEATS, SECONDS, max_size=3),
    delays=st.dictionaries(BEATS, SECONDS, max_size=3),
    warps=st.dictionaries(BEATS, st.sampled_from(["0.5", "1", "2.5"]), max_size=3),
)
def test_time_is_what_a_walk_over_the_rows_gives(
    bpms: dict[Fraction, str],
    stops: dict[Fraction, str],
    delays: dict[Fraction, str],
    warps: dict[Fraction, str],
) -> None:
    time = time_of(SSC, BPMS=_tag(bpms), STOPS=_tag(stops), DELAYS=_tag(delays), WARPS=_tag(warps))
    tempo_map = time.tempo_map
    clock, warp_end = Fraction(0), Fraction(-1)
    bpm = time.timing.points[0].bpm
    for k in range(20):
        beat = Fraction(k, 2)
        clock += Fraction(delays.get(beat, 0))
        assert time.seconds(beat) == clock
        stands = beat in stops or beat in delays
        if beat in warps:
            warp_end = max(warp_end, beat + Fraction(warps[beat]))
        assert time.is_silent(beat) == (beat < warp_end and not stands)
        if beat >= warp_end:
            assert tempo_map.seconds(time.played(beat)) == clock
        clock += Fraction(stops.get(beat, 0))
        assert time.resumes(beat) == clock
        bpm = Fraction(bpms.get(beat, bpm))
        if beat >= warp_end:
            clock += Fraction(1, 2) * 60 / bpm


def test_a_constant_tempo_is_one_redline() -> None:
    (only,) = redlines(time_of(OFFSET="0.5", BPMS="0=120"))
    assert (only.time, only.beat_length, only.meter) == (-500, 500, 4)


def test_after_a_stop_the_beats_run_on_a_redline_of_their_own() -> None:
    lines = redlines(time_of(BPMS="0=120", STOPS="6=0.25"))
    assert [(line.time, line.omit_barline) for line in lines] == [
        (0, False),
        (3250, True),  # beat 6, in the middle of a bar
        (4250, False),  # beat 8, the next bar
    ]


def test_a_delayed_beat_has_its_line_where_it_sounds() -> None:
    lines = redlines(time_of(BPMS="0=120", DELAYS="4=0.1"))
    assert [line.time for line in lines] == [0, 2100]


def test_redlines_know_metre_warps_and_tempo() -> None:
    time = time_of(SSC, BPMS="0=60,8=120", WARPS="10=4", TIMESIGNATURES="0=4=4,8=3=4")
    assert [(line.time, line.bpm, line.meter, line.omit_barline) for line in redlines(time)] == [
        (0, 60, 4, False),
        (8000, 120, 3, False),
        (9000, 120, 3, False),  # beat 14 = behind the warp, a bar of three since beat 8
    ]


def test_tempi_beyond_the_editor_get_no_redline() -> None:
    time = time_of(SSC, BPMS="0=60,4=1000000000,8=60")
    assert [line.bpm for line in redlines(time)] == [60, 60]
