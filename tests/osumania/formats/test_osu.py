from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from automapper.chart import Song
from automapper.errors import FormatError
from automapper.osumania.formats import osu_notes
from automapper.osumania.formats.osu import read_chart, write_chart
from automapper.osumania.formats.osu_lines import MAX_BYTES
from automapper.osumania.formats.osu_notes import column_at, column_x
from automapper.osumania.model import (
    Break,
    Chart,
    Greenline,
    HitSample,
    Note,
    Redline,
    SampleSet,
    Section,
    Words,
)
from osumania.sample import ms, sample_chart
from osumania.strategies import charts

HEAD = "osu file format v14\n[General]\nMode: 3\n[Difficulty]\nCircleSize:4\n"


def read(text: str) -> tuple[Chart, list[str]]:
    return read_chart(text.encode(), "a.osu")


def points(*lines: str, version: int = 14) -> tuple[tuple[object, ...], list[str]]:
    text = HEAD.replace("v14", f"v{version}") + "[TimingPoints]\n" + "\n".join(lines)
    chart, warnings = read(text)
    return chart.points, warnings


def notes(*lines: str) -> tuple[tuple[Note, ...], list[str]]:
    chart, warnings = read(HEAD + "[HitObjects]\n" + "\n".join(lines))
    return chart.notes, warnings


def test_everything_the_sample_has_comes_back() -> None:
    data = write_chart(sample_chart())
    assert read_chart(data, "a.osu") == (sample_chart(), [])
    assert write_chart(read_chart(data, "a.osu")[0]) == data


@given(charts())
@settings(max_examples=60, deadline=None)
def test_any_chart_in_whole_ms_comes_back(chart: Chart) -> None:
    data = write_chart(chart)
    assert read_chart(data, "a.osu") == (chart, [])
    assert write_chart(read_chart(data, "a.osu")[0]) == data


def test_the_lines_are_those_osu_writes() -> None:
    chart = Chart(
        notes=(Note(ms(1500), 0), Note(ms(2000), 3, ms(2500), 2, HitSample(1, 2, 3, 40, "k.wav"))),
        points=(
            Redline(ms(1500), Fraction(6000, 17), kiai=True),
            Greenline(ms(1500), Fraction(2), omit_barline=True),
        ),
        words=Words(Song("Song", "", "Band", "me"), version="Hard"),
        audio="song.ogg",
        hp=Fraction(15, 2),
    )
    lines = write_chart(chart).decode().split("\r\n")
    assert lines[:4] == ["osu file format v14", "", "[General]", "AudioFilename: song.ogg"]
    assert {"Mode: 3", "SpecialStyle: 0", "CircleSize:4", "HPDrainRate:7.5", "Title:Song"} <= {
        *lines
    }
    assert {"BeatmapID:0", "BeatmapSetID:-1"} <= {*lines}
    at = lines.index("[TimingPoints]")
    assert lines[at + 1 : at + 3] == [
        "1500,352.941176470588,4,1,0,100,1,1",
        "1500,-50,4,1,0,100,0,8",
    ]
    assert lines[-4:] == [
        "[HitObjects]",
        "64,192,1500,1,0,0:0:0:0:",
        "448,192,2000,128,2,2500:1:2:3:40:k.wav",
        "",
    ]
    order = [line for line in lines if line.startswith("[")]
    names = "General Editor Metadata Difficulty Events TimingPoints HitObjects"
    assert order == [f"[{name}]" for name in names.split()]


def test_columns_lie_where_osu_puts_them() -> None:
    assert [column_x(column, 4) for column in range(4)] == [64, 192, 320, 448]
    assert [column_x(column, 7) for column in range(7)] == [36, 109, 182, 256, 329, 402, 475]
    for keys in range(1, 19):
        assert [column_at(column_x(c, keys), keys) for c in range(keys)] == list(range(keys))
    assert (column_at(-5, 4), column_at(512, 4), column_at(127, 4), column_at(128, 4)) == (
        0,
        3,
        0,
        1,
    )


@pytest.mark.parametrize(("version", "shift"), [(3, 24), (4, 24), (5, 0), (14, 0), (128, 0)])
def test_files_before_v5_were_24_ms_early(version: int, shift: int) -> None:
    text = (
        f"osu file format v{version}\n[General]\nMode:3\nPreviewTime:100\n[Difficulty]\n"
        "CircleSize:4\n[Events]\n2,100,200\n[TimingPoints]\n100,500\n[HitObjects]\n"
        "64,192,100,1,0\n64,192,200,128,0,300:0:0:0:0:\n"
    )
    chart, warnings = read(text)
    assert warnings == []
    assert chart.preview == 100 + shift
    assert chart.breaks == (Break(ms(100 + shift), ms(200 + shift)),)
    assert chart.points[0].time == 100 + shift
    assert [(note.time, note.end) for note in chart.notes] == [
        (100 + shift, None),
        (200 + shift, 300 + shift),
    ]


def test_an_unset_preview_is_no_time() -> None:
    assert read("osu file format v3\n[General]\nMode: 3\nPreviewTime: -1\n")[0].preview == -1


def test_lazer_writes_blanks_and_leaves_things_out() -> None:
    chart, warnings = read(
        "osu file format v128\r\n\r\n[General]\r\nMode: 3\r\n\r\n[Metadata]\r\nTitle: Song\r\n\r\n"
        '[Difficulty]\r\nCircleSize: 4\r\n\r\n[Events]\r\n0,0,"bg.jpg",0,0\r\n\r\n'
        "[TimingPoints]\r\n1003.5,300,4,1,0,100,1,0\r\n\r\n[HitObjects]\r\n"
        "128,192,1003,128,0,1153:1:0:0:100:\r\n"
    )
    assert warnings == []
    assert (chart.words.song.title, chart.background) == ("Song", "bg.jpg")
    assert (chart.words.beatmap_id, chart.words.set_id) == (0, -1)
    assert chart.points == (Redline(Fraction(2007, 2), Fraction(300)),)
    assert chart.notes == (Note(ms(1003), 1, ms(1153), 0, HitSample(1, 0, 0, 100), "128,192,128"),)


def test_missing_sections_take_the_games_defaults() -> None:
    chart, warnings = read("osu file format v14\n[General]\nMode: 3\n")
    assert (chart.keys, chart.hp, chart.od, chart.notes, chart.points) == (5, 5, 5, (), ())
    assert warnings == ["a.osu: names no number of keys; the game's 5 are taken"]


@pytest.mark.parametrize(
    ("mode", "name"),
    [("AudioLeadIn: 0", "osu!"), ("Mode: 0", "osu!"), ("Mode: 1", "taiko"), ("Mode: 2", "catch")],
)
def test_other_modes_are_named(mode: str, name: str) -> None:
    with pytest.raises(FormatError, match=f"is a map for .*{name}.*, not for osu!mania"):
        read(f"osu file format v14\n[General]\n{mode}\n")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \n", "is empty"),
        (b"osu file format v14", "holds nothing but its first line"),
        (b"\nosu file format v14\r\n\r\n[General]\r\n", "holds nothing but its first line"),
    ],
)
def test_a_file_without_anything_is_told_so(data: bytes, what: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_chart(data, "a.osu")
    assert str(caught.value) == f"a.osu: {what}"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"[General]\nMode: 3", b"\x00" * 9])
def test_what_is_no_osu_file_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"is not 'osu file format v\.{3}'"):
        read_chart(data, "a.osu")


@pytest.mark.parametrize("size", ["0", "19", "nan", "1e300", "-4", ""])
def test_an_impossible_number_of_keys_is_refused(size: str) -> None:
    with pytest.raises(FormatError, match=r"line 5: CircleSize is no number of keys from 1 to 18"):
        read(HEAD.replace("CircleSize:4", f"CircleSize:{size}"))


def test_files_beyond_all_measure_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(osu_notes, "MOST_NOTES", 20)
    with pytest.raises(FormatError, match="is larger than 64 MB"):
        read_chart(b" " * (MAX_BYTES + 1), "a.osu")
    with pytest.raises(FormatError, match="line 27: is more than 20 notes"):
        read(HEAD + "[HitObjects]\n" + "64,192,0,1\n" * 21)


def test_marks_line_ends_and_unknown_versions() -> None:
    plain = read(HEAD)[0]
    assert read_chart(b"\xef\xbb\xbf" + HEAD.encode().replace(b"\n", b"\r\n"), "a") == (plain, [])
    assert read_chart(HEAD.encode("utf-16"), "a") == (plain, [])
    assert read_chart(HEAD.replace("\n", "\r").encode(), "a") == (plain, [])
    assert read(HEAD.replace("v14", "v77")) == (
        plain,
        ["a.osu: line 1: format v77 is not known; read as v14"],
    )


@pytest.mark.parametrize(("byte", "letter"), [(b"\xe9", "é"), (b"\x81", "\x81")])
def test_latin_bytes_are_read_with_a_warning(byte: bytes, letter: str) -> None:
    chart, warnings = read_chart(HEAD.encode() + b"[Metadata]\nTitle:a" + byte + b"b", "a.osu")
    assert chart.words.song.title == f"a{letter}b"
    assert warnings == ["a.osu: is not UTF-8; read as Latin letters"]


def test_short_timing_points_of_old_files() -> None:
    got, warnings = points(
        "10,500", "20,-50", "30,400,0", "40,400,3,2", "50,400,4,1,2,30", version=5
    )
    assert warnings == []
    assert got == (
        Redline(ms(10), ms(500)),
        Greenline(ms(20), ms(2)),
        Redline(ms(30), ms(400)),
        Redline(ms(40), ms(400), 3, SampleSet.DRUM - 1),
        Redline(ms(50), ms(400), 4, SampleSet.NORMAL, 2, 30),
    )


def test_old_volumes_and_sample_sets_hold_for_short_points() -> None:
    text = HEAD.replace("Mode: 3", "Mode: 3\nSampleSet: Drum\nSampleVolume: 40")
    chart, warnings = read(text + "[TimingPoints]\n0,500")
    assert warnings == []
    assert chart.points == (Redline(ms(0), ms(500), 4, SampleSet.DRUM, 0, 40),)
    assert chart.sections == (Section("General", ("SampleVolume: 40",)),)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1", "has less than two fields"),
        ("a,500", "is no number"),
        ("nan,500", "is no number"),
        ("0,NaN,4,1,0,100,1,0", "is no number"),
        ("0,inf", "is no number"),
        ("1e300,500", "is out of range"),
        ("0,0,4,1,0,100,1,0", "is zero"),
        ("0,-5,4,1,0,100,1,0", "its beat lasts less than nothing"),
        ("0,500,-1", "has a negative meter or effect"),
        ("0,500,4,x", "is no whole number"),
    ],
)
def test_timing_points_that_make_no_sense_are_kept(line: str, reason: str) -> None:
    text = HEAD + "[TimingPoints]\n" + line
    chart, warnings = read(text)
    assert chart.points == ()
    assert chart.sections == (Section("TimingPoints", (line,)),)
    assert len(warnings) == 1
    assert warnings[0].startswith("a.osu: line 7: a timing point ")
    assert reason in warnings[0]
    assert f"\r\n{line}\r\n".encode() in write_chart(chart)


def test_beats_that_stop_the_scroll_are_held() -> None:
    got, warnings = points(
        "0,1E-297,4,1,0,100,1,0", "9,1E+297,4,1,0,100,1,0", "9,-1E+63,4,1,0,9,0,0"
    )
    assert warnings == []
    assert [type(point) for point in got] == [Redline, Redline, Greenline]
    chart = replace(sample_chart(), points=got)
    assert read_chart(write_chart(chart), "a")[0].points == got


def test_an_inherited_point_without_a_velocity_is_normal_speed() -> None:
    got, warnings = points("0,500,4,1,0,100,0,0")
    assert got == (Greenline(ms(0), ms(1)),)
    assert warnings == ["a.osu: line 7: an inherited point without a velocity is taken for 1.0"]


def test_points_come_in_order_redlines_first() -> None:
    got, _ = points("9,-50,4,1,0,100,0,0", "9,500,4,1,0,100,1,0", "5,400,4,1,0,100,1,0")
    assert got == (Redline(ms(5), ms(400)), Redline(ms(9), ms(500)), Greenline(ms(9), ms(2)))


def test_notes_of_every_shape() -> None:
    got, warnings = notes(
        "448,192,300,1,2,0:0:0:0:",
        "64,192,100,5,0,0:0:0:0:",
        "64,192,100,1",
        "64,192,200,1,8,2:1:0:30:a,b:c.wav",
        "192,192,200,128,0,400",
        "192,192,400,128,0,500,1:2",
        "320,192,500,128,0,400:0:0:0:0:",
        "320.5,192,600,1,0,",
    )
    assert warnings == ["a.osu: line 13: a hold ends before it begins; it now lasts nothing"]
    assert got == (
        Note(ms(100), 0, extra="64,192,5"),
        Note(ms(100), 0),
        Note(ms(200), 0, None, 8, HitSample(2, 1, 0, 30, "a,b:c.wav")),
        Note(ms(200), 1, ms(400)),
        Note(ms(300), 3, None, 2),
        Note(ms(400), 1, ms(500), 0, HitSample(1, 2)),
        Note(ms(500), 2, ms(500)),
        Note(ms(600), 2, extra="320.5,192,1"),
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("64,192,100", "has less than four fields"),
        ("64,192,nan,1,0,", "is no number"),
        ("64,192,1e300,1,0,", "is out of range"),
        ("1e9,192,1,1,0,", "is out of range"),
        ("64,192,100,2,0,L|1:1,1", "is a slider without a length"),
        ("64,192,100,2,0,L|1:1,1,0", "is a slider of no use"),
        ("64,192,100,2,0,L|1:1,9001,70", "is a slider of no use"),
        ("256,192,100,12,0", "is a spinner without an end"),
        ("256,192,100,12,0,never", "is no number"),
        ("64,192,100,0,0", "is of no known type"),
        ("64,192,100,128,0,x:0:0:0:0:", "is no number"),
        ("64,192,100,1,0,x:0:0:0:", "is no whole number"),
        ("garbage", "has less than four fields"),
    ],
)
def test_notes_that_make_no_sense_are_kept(line: str, reason: str) -> None:
    chart, warnings = read(HEAD + "[HitObjects]\n" + line)
    assert chart.notes == ()
    assert chart.sections == (Section("HitObjects", (line,)),)
    assert len(warnings) == 1
    assert warnings[0].startswith("a.osu: line 7: a note ")
    assert reason in warnings[0]
    assert write_chart(chart).endswith(f"\r\n{line}\r\n".encode())


PLAYED = "a slider or spinner is now the hold that osu!mania plays in its place"


def test_sliders_and_spinners_are_the_holds_that_the_game_plays() -> None:
    chart, warnings = read(
        "osu file format v5\n[General]\nMode: 3\n[Difficulty]\nCircleSize:5\nSliderMultiplier:1\n"
        "[TimingPoints]\n355,476.190476190476,4,2,1,60,1,0\n1000,-50,4,2,1,60,0,0\n[HitObjects]\n"
        # The first is a chart of the game's own tests, which hold it from 500 to 2500 in column 2.
        "256,352,500,2,0,L|256:208,3,140\n"
        "60,192,1000,6,2,B|1:1|2:2,1,70,2|0,0:0|0:0,1:2:3:40:\n"
        "256,192,9000,12,0,9900,0:0:0:0:\n256,192,9950,12,0,9900\n64,192,9999,3,0\n"
    )
    assert warnings == [f"a.osu: line 11 and 3 more: {PLAYED}"]
    sixth = ms(500) / 3
    assert chart.notes == (
        Note(ms(500), 2, ms(2500), extra="256,352,128"),
        Note(ms(1000), 0, 1000 + sixth, 2, HitSample(1, 2, 3, 40), "60,192,132"),
        Note(ms(9000), 2, ms(9900), extra="256,192,132"),
        Note(ms(9950), 2, ms(9950), extra="256,192,132"),
        Note(ms(9999), 0, extra="64,192,3"),
    )
    again, said = read_chart(write_chart(chart), "a.osu")
    assert said == []
    assert again.notes[0] == chart.notes[0]
    assert again.notes[2:] == chart.notes[2:]


def test_sliders_of_early_versions_are_late_too() -> None:
    text = HEAD.replace("v14", "v4") + "[TimingPoints]\n0,500\n[HitObjects]\n"
    chart, _ = read(
        text + "64,192,0,2,0,L|1:1,1,140\n64,192,900,8,0,1000\n64,192,2000,128,0,2100\n"
    )
    assert [(note.time, note.end) for note in chart.notes] == [
        (24, 524),
        (924, 1024),
        (2024, 2124),
    ]


def test_a_note_that_moved_leaves_its_old_place() -> None:
    chart = replace(sample_chart(), notes=(Note(ms(0), 2, extra="128,192,5"),))
    assert b"\r\n320,192,0,5,0,0:0:0:0:\r\n" in write_chart(chart)


def test_equal_oddities_share_a_line() -> None:
    _, warnings = notes("a", "b", "c")
    assert warnings == [
        "a.osu: line 7 and 2 more: a note has less than four fields; kept as it stands"
    ]


@pytest.mark.parametrize(
    ("section", "line"),
    [
        ("General", "PreviewTime: soon"),
        ("General", "SampleSet: Loud"),
        ("Editor", "Bookmarks: 1,x"),
        ("Metadata", "BeatmapID:none"),
        ("Difficulty", "OverallDifficulty:nan"),
    ],
)
def test_values_that_make_no_sense_are_kept(section: str, line: str) -> None:
    chart, warnings = read(HEAD + f"[{section}]\n{line}\n")
    assert len(warnings) == 1
    assert warnings[0].endswith("; kept as it stands")
    assert chart.sections == (Section(section, (line,)),)
    data = write_chart(chart)
    assert data.count(line.split(":")[0].encode()) == 1
    assert f"\r\n{line}\r\n".encode() in data


def test_of_two_values_the_later_holds() -> None:
    chart, _ = read(HEAD + "[Metadata]\nTitle:a\nTitle:b\nMood:x\nMood:y\n")
    assert chart.words.song.title == "b"
    assert chart.sections == (Section("Metadata", ("Mood:y",)),)


def test_events_other_than_ours_stay_in_their_order() -> None:
    lines = (
        "0,0,bg.jpg",
        '0,0,"second.jpg",0,0',
        'Video,120,"film, long.avi"',
        "Break,10,20",
        "2,30",
        'Sprite,Pass,Centre,"a.png",320,240',
        "_L,0,1",
        "//mine",
    )
    chart, warnings = read(HEAD + "[Events]\n" + "\n".join(lines))
    assert (chart.background, chart.video, chart.video_start) == ("bg.jpg", "film, long.avi", 120)
    assert chart.breaks == (Break(ms(10), ms(20)),)
    assert chart.sections == (Section("Events", (lines[1], *lines[4:])),)
    assert warnings == ["a.osu: line 11: a break has no end; kept as it stands"]
    assert read_chart(write_chart(chart), "a.osu")[0] == chart


@pytest.mark.parametrize("line", ['0,0,{}"', "Key{}", "0,{}0", "1,0,x{}", "64,192,{}1"])
def test_long_lines_take_no_time(line: str) -> None:
    long = line.format(" " * 200_000 + "x" * 200_000)
    for section in ("General", "Events", "TimingPoints", "HitObjects"):
        chart, _ = read(HEAD + f"[{section}]\n{long}\n")
        assert chart.notes == ()
        assert write_chart(chart).count(b"x" * 200_000) == 1


def test_line_ends_in_words_become_blanks() -> None:
    chart = replace(sample_chart(), words=Words(Song("a\r\nb"), version=" c\n"), background='x"y')
    back = read_chart(write_chart(chart), "a")[0]
    assert (back.words.song.title, back.words.version, back.background) == ("a b", "c", "xy")


def test_a_subtitle_joins_the_title() -> None:
    chart = replace(sample_chart(), words=Words(Song("Song", "the remix")))
    assert read_chart(write_chart(chart), "a")[0].words.song == Song("Song the remix")
