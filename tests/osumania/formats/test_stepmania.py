from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automapper.chart import Song
from automapper.errors import FormatError
from automapper.osumania.formats.stepmania import Simfile, read_simfile
from automapper.osumania.formats.stepmania_notes import MAX_MEASURES, MAX_NOTES, MAX_ROWS
from automapper.osumania.formats.stepmania_write import write_skeleton
from automapper.timing import Stop, TempoMap, TempoPoint

SM = """#TITLE:Títle;
#SUBTITLE:(long);
#TITLETRANSLIT:Title;
#ARTIST:A;
#CREDIT:me;
#GENRE:hard trance;
#MUSIC:song.ogg;
#BACKGROUND:bg.png;
#OFFSET:-0.100;
#SAMPLESTART:12.5;
#BPMS:0=120,8=240;
#STOPS:;
//---------------dance-single - ----------------
#NOTES:
     dance-single:
     words:
     Heavy:
     9:
     0,0,0,0,0:
1000
0200
0000
0004
,
0300
0003
,
1001
0110
;
#NOTES:
     dance-double:
     :
     Easy:
     1:
     0:
00000000
;
"""
SSC = """#VERSION:0.83;
#TITLE:Other;
#MUSIC:a.ogg;
#OFFSET:0;
#BPMS:0=60;
#NOTEDATA:;
#STEPSTYPE:dance-single;
#DESCRIPTION:mine;
#DIFFICULTY:Edit;
#METER:12;
#CREDIT:you;
#OFFSET:-1;
#BPMS:0=120;
#DELAYS:1=0.5;
#MUSIC:b.ogg;
#NOTES:
1000
1000
0000
0000
;
#NOTEDATA:;
#STEPSTYPE:dance-single;
#DIFFICULTY:Hard;
#METER:x;
#BPMS:;
#NOTES:
1000
1000
;
"""


def read_sm(text: str, name: str = "a.sm") -> tuple[tuple[Simfile, ...], tuple[str, ...]]:
    return read_simfile(text.encode(), name)


def simfile(rows: str, bpms: str = "0=60", more: str = "", name: str = "a.sm") -> str:
    """A .sm with one chart of four columns."""
    return f"#BPMS:{bpms};\n{more}\n#NOTES:dance-single::Hard:5:0:\n{rows};\n"


def notes_of(rows: str, **words: str) -> list[tuple[Fraction, int, Fraction | None]]:
    (only,), _ = read_sm(simfile(rows, **words))
    return [(note.time, note.column, note.end) for note in only.chart.notes]


def test_words_of_a_sm_file() -> None:
    (only,), warnings = read_sm(SM)
    chart = only.chart
    assert (only.style, only.difficulty, only.level) == ("dance-single", "Hard", 9)
    assert (only.description, chart.keys) == ("words", 4)
    assert chart.words.song == Song("Title (long)", "", "A", "me")
    assert (chart.words.title_unicode, chart.words.version) == ("Títle (long)", "Hard 9")
    assert chart.words.tags == ("hard", "trance")
    assert (chart.audio, chart.background, chart.preview) == ("song.ogg", "bg.png", 12500)
    assert warnings == (
        "a.sm: dance-single Hard: 1 rolls became holds",
        "a.sm: dance-double Easy: left out: dance-double is not 4 keys",
    )


def test_notes_and_times_are_exact() -> None:
    (only,), _ = read_sm(SM)
    assert [(note.time, note.column, note.end) for note in only.chart.notes] == [
        (100, 0, None),
        (600, 1, 2100),
        (1600, 3, 3100),
        (4100, 0, None),
        (4100, 3, None),
        (4600, 1, None),
        (4600, 2, None),
    ]
    assert only.tempo_map == TempoMap(
        (TempoPoint(Fraction(0), Fraction(120)), TempoPoint(Fraction(8), Fraction(240))),
        Fraction(1, 10),
    )
    assert [(line.time, line.bpm) for line in only.chart.redlines] == [(100, 120), (4100, 240)]


def test_charts_of_ssc_files_may_have_their_own_timing() -> None:
    (edit, hard), warnings = read_sm(SSC, "a.ssc")
    assert [note.time for note in edit.chart.notes] == [1000, 2000]  # half a beat and the delay
    assert [note.time for note in hard.chart.notes] == [0, 2000]
    assert (edit.chart.audio, hard.chart.audio) == ("b.ogg", "a.ogg")
    assert (edit.chart.words.version, edit.level) == ("mine 12", 12)
    assert (hard.chart.words.version, hard.level) == ("Hard", 0)
    assert edit.chart.words.song.mapper == "you"
    assert warnings == ()


def test_timing_of_its_own_without_tempi_takes_the_song_s() -> None:
    text = SSC.replace("#BPMS:0=120;\n#DELAYS", "#DELAYS").replace("#DELAYS:1=0.5", "#STOPS:1=0.5")
    (edit, _), warnings = read_sm(text, "a.SSC")
    assert [note.time for note in edit.chart.notes] == [1000, 2000]
    assert edit.tempo_map.stops == (Stop(Fraction(1), Fraction(1, 2)),)
    assert any("the song's are taken" in line for line in warnings)


def test_early_ssc_files_have_one_timing() -> None:
    (edit, _), _ = read_sm(SSC.replace("0.83", "0.6"), "a.ssc")
    assert [note.time for note in edit.chart.notes] == [0, 1000]


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 7, 12, 48, 192, 193])
def test_any_number_of_rows_makes_a_measure(rows: int) -> None:
    grid = "\n".join(["1000"] * rows)
    expected = [(Fraction(4000 * k, rows), 0, None) for k in range(rows)]
    assert notes_of(f"0000\n,\n{grid}") == [(4000 + time, 0, None) for time, _, _ in expected]


def test_what_makes_no_note_is_counted() -> None:
    _, warnings = read_sm(simfile("MMLF\nK00M\n0A0?\n4003\n2000\n1000"))
    assert warnings == tuple(
        f"a.sm: dance-single Hard: {what}"
        for what in (
            "3 mines left out",
            "1 lifts left out",
            "1 fake notes left out",
            "1 notes that only play a sound left out",
            "1 attacks left out",
            "1 cells '?' of unknown meaning left out",
            "1 rolls became holds",
            "1 ends of holds that never began were left out",
            "2 holds that never end became taps",
        )
    )


def test_cells_may_carry_sounds_and_attacks() -> None:
    assert [column for _, column, _ in notes_of("1[12]00<item>1{drunk}")] == [0, 3]


def test_rows_of_another_width_are_told() -> None:
    _, warnings = read_sm(simfile("10001\n10"))
    assert warnings == ("a.sm: dance-single Hard: 2 rows do not have 4 columns",)


def test_notes_in_warps_and_fake_stretches_are_not_played() -> None:
    more = "#WARPS:1=1;\n#FAKES:3=1;"
    (only,), warnings = read_sm(simfile("1000\n1000\n1000\n1000", more=more))
    assert [note.time for note in only.chart.notes] == [0, 1000]
    assert warnings[-1].endswith("2 notes left out: fake, or jumped over by a warp")


def test_a_hold_that_takes_no_time_is_a_tap() -> None:
    more = "#DELAYS:1=1;\n#WARPS:1=2;"  # the head stands behind the delay, the tail is jumped over
    (only,), warnings = read_sm(simfile("0000\n2000\n3000\n0000", more=more))
    assert [(note.time, note.end) for note in only.chart.notes] == [(2000, None)]
    assert warnings == ("a.sm: dance-single Hard: 1 holds that take no time became taps",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no #NOTES"),
        ("\x00\xff", "no #NOTES"),
        ("#TITLE:a;", "no #NOTES"),
        ("#NOTES:;" * 201, "more than 200 charts"),
    ],
)
def test_what_is_no_simfile_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FormatError, match=f"a.sm: .*{reason}"):
        read_sm(text)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("," * MAX_MEASURES, "larger than any chart's"),
        ("0000\n" * (MAX_ROWS + 1), "larger than any chart's"),
        ("1111\n" * (MAX_NOTES // 4 + 1), "more than 200000 notes"),
        ("0000\n," * 50_000 + "1000\n", "beyond a day"),
    ],
)
def test_charts_beyond_any_size_are_left_out(rows: str, reason: str) -> None:
    charts, warnings = read_sm(simfile(rows))
    assert charts == ()
    assert reason in warnings[-1]


def test_an_empty_chart_is_a_chart() -> None:
    (only,), warnings = read_sm(simfile("0000\n"))
    assert only.chart.notes == ()
    assert warnings == ("a.sm: dance-single Hard: has no notes",)


BPMS = st.integers(20_000, 400_000).map(lambda k: Fraction(k, 1000))
PLACES = st.integers(-16, 400).map(lambda k: Fraction(k, 4))


@st.composite
def tempo_maps(draw: st.DrawFn) -> TempoMap:
    beats = draw(st.lists(PLACES, min_size=1, max_size=5, unique=True))
    stops = draw(st.lists(PLACES, max_size=3, unique=True))
    return TempoMap(
        tuple(TempoPoint(beat, draw(BPMS)) for beat in sorted(beats)),
        draw(st.integers(-5000, 5000).map(lambda k: Fraction(k, 1000))),
        tuple(Stop(beat, draw(BPMS) / 1000) for beat in sorted(stops)),
    )


@given(tempo_maps())
@settings(max_examples=60, deadline=None)
def test_a_skeleton_says_the_times_of_its_beats(tempo_map: TempoMap) -> None:
    data = write_skeleton(tempo_map, Song("a;b", "", "x:y // z", "#me"), "song #1.ogg")
    (only,), warnings = read_simfile(data, "a.sm")
    assert warnings == ("a.sm: dance-single Beginner: has no notes",)
    assert only.chart.words.song == Song("a;b", "", "x:y // z", "#me")
    assert only.chart.audio == "song #1.ogg"
    again = only.tempo_map
    anchor = tempo_map.beat(again.origin)
    shift = round(-anchor / 4) * 4
    for k in range(-8, 450, 7):
        beat = Fraction(k, 4)
        if beat + shift >= 0:
            error = again.seconds(beat + shift) - tempo_map.seconds(beat)
            assert abs(error) < Fraction(1, 10**6)


def survives(data: bytes, name: str) -> None:
    with contextlib.suppress(FormatError):
        charts, warnings = read_simfile(data, name)
        assert all("\n" not in line for line in warnings)
        for one in charts:
            times = [note.time for note in one.chart.notes]
            assert times == sorted(times)
            assert all(note.end is None or note.end > note.time for note in one.chart.notes)
            assert all(line.beat_length > 0 for line in one.chart.redlines)
            one.tempo_map.seconds(Fraction(4))


@pytest.mark.parametrize(("text", "name"), [(SM, "a.sm"), (SSC, "a.ssc")])
@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_changed_bytes(text: str, name: str, data: st.DataObject) -> None:
    content = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 4))
        content[start : start + length] = data.draw(st.binary(max_size=3))
    survives(bytes(content), name)


ODD = st.sampled_from(
    ["nan", "inf", "-1", "0", "1e9", "-1e9", "1e99", "0.001", "99999999", "-60", "x", "", "1=1"]
)


@pytest.mark.parametrize("name", ["a.sm", "a.ssc"])
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_odd_numbers_everywhere(name: str, data: st.DataObject) -> None:
    tags = ("OFFSET", "BPMS", "STOPS", "DELAYS", "WARPS", "FAKES", "TIMESIGNATURES", "VERSION")
    lines = []
    for tag in tags:
        pairs = data.draw(st.lists(st.tuples(ODD, ODD), max_size=3))
        lines.append(f"#{tag}:{','.join(f'{a}={b}' for a, b in pairs)};")
    text = SM if name.endswith(".sm") else SSC
    survives(("\n".join(lines) + text).encode(), name)
