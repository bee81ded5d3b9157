from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automapper.chart import Song
from automapper.errors import FormatError
from automapper.osumania.formats.quaver import read_qua
from automapper.osumania.formats.quaver_yaml import read_yaml
from automapper.osumania.model import Greenline, Note, Redline

QUA = """\
AudioFile: song.ogg
SongPreviewTime: 77756
BackgroundFile: 'it''s.png'
MapId: 1413
MapSetId: 536
Mode: Keys4
Title: "T\\u00eftle # 1: \\"x\\""
Artist: Ärtist # a comment
Source: ''
Tags: one two,three
Creator: me
DifficultyName: The $!$! Squad [Insane]
Description: >-
  folded
  text: here
BPMDoesNotAffectScrollVelocity: true
EditorLayers: []
CustomAudioSamples:
- Path: cb.wav
SoundEffects: []
TimingPoints:
- Bpm: 185
- StartTime: 8000.5
  Bpm: 92.5
  Signature: Triple
  Hidden: true
SliderVelocities:
- StartTime: 8000.5
  Multiplier: 1.5
- StartTime: 9000
  Multiplier: -1
HitObjects:
- Lane: 4
- StartTime: 162
  Lane: 1
  HitSound: Whistle, Clap
  KeySounds: []
- StartTime: 324
  Lane: 2
  EndTime: 648
  KeySounds:
  - Sample: 1
    Volume: 20
"""


def test_a_chart() -> None:
    chart, warnings = read_qua(QUA.encode(), "a.qua")
    assert chart.keys == 4
    assert chart.notes == (
        Note(Fraction(0), 3),
        Note(Fraction(162), 0, hit_sound=10),
        Note(Fraction(324), 1, Fraction(648)),
    )
    assert chart.points == (
        Redline(Fraction(0), Fraction(60000, 185)),
        Redline(Fraction(16001, 2), Fraction(60000 * 2, 185), 3, omit_barline=True),
        # 1.5 at half the tempo of the first redline, on which the notes are.
        Greenline(Fraction(16001, 2), Fraction(3), 3),
    )
    assert (chart.audio, chart.background, chart.preview) == ("song.ogg", "it's.png", 77756)
    words = chart.words
    assert words.song == Song('Tïtle # 1: "x"', "", "Ärtist", "me")
    assert words.version == "The $!$! Squad [Insane]"
    assert (words.tags, words.beatmap_id, words.set_id) == (("one", "two", "three"), 1413, 536)
    assert warnings == (
        "a.qua: 1 notes lost their own sounds",
        "a.qua: 1 scroll velocities left out: not above 0",
    )


@pytest.mark.parametrize(
    ("mode", "extra", "keys"),
    [("Keys7", "", 7), ("Keys7", "HasScratchKey: true\n", 8), ("Keys5", "", 5), ("1", "", 1)],
)
def test_other_numbers_of_keys(mode: str, extra: str, keys: int) -> None:
    chart, _ = read_qua(f"Mode: {mode}\n{extra}HitObjects:\n- Lane: {keys}\n".encode(), "a.qua")
    assert (chart.keys, chart.notes) == (keys, (Note(Fraction(0), keys - 1),))


@pytest.mark.parametrize(
    ("item", "what"),
    [
        ("Lane: 5", "their lane is not 1 to 4"),
        ("StartTime: 1", "their lane is not 1 to 4"),
        ("Lane: 1.5", "their lane is not 1 to 4"),
        ("Lane: .nan", "no number"),
        ("StartTime: 1e99\n  Lane: 1", "no number"),
        ("StartTime: 1e9999999\n  Lane: 1", "no number"),
        ("StartTime: 5\n  Lane: 1\n  Type: Mine", "of type 'Mine'"),
        ("StartTime: 7\n  Lane: 1", "another stands"),
        ("StartTime: 9\n  Lane: 1\n  EndTime: 8", "end before they begin"),
    ],
)
def test_notes_that_cannot_be_are_told(item: str, what: str) -> None:
    text = (
        f"Mode: Keys4\nTimingPoints:\n- Bpm: 100\nHitObjects:\n- StartTime: 7\n  Lane: 1\n- {item}"
    )
    chart, (warning,) = read_qua(text.encode(), "a.qua")
    assert what in warning
    assert len(chart.notes) == (2 if "end before" in what else 1)


def test_timing_that_cannot_be_is_told() -> None:
    text = "TimingPoints:\n- Bpm: 0\n- Bpm: 1e9\n- Bpm: .inf\n- 5\nHitObjects: []\n"
    chart, warnings = read_qua(text.encode(), "a.qua")
    assert chart.points == ()
    assert warnings == (
        "a.qua: 3 timing points left out: no time, or no tempo that music can have",
        "a.qua: 1 entries of TimingPoints left out: no keys and values",
        "a.qua: has no timing points",
    )


def test_later_charts_group_their_timing() -> None:
    text = """\
HitObjects: []
TimingPoints:
  - Bpm: 100
TimingGroups:
  $Global: !ScrollGroup
    InitialScrollVelocity: 1
    ScrollVelocities:
    - StartTime: 4
  other: !ScrollGroup {}
"""
    chart, warnings = read_qua(text.encode(), "a.qua")
    assert len(chart.points) == 1
    assert warnings == ("a.qua: 2 groups of notes with scroll velocities of their own left out",)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: b: c\n", {"a": "b: c"}),
        ("a: b\nc: 'd'\n", {"a": "b", "c": "d"}),
        ("---\n# hi\na:\n- b\n-\n  c: d\n- - e\n", {"a": ["b", {"c": "d"}, ["e"]]}),
        ("a:\n  b:\n    c: d\ne:\n", {"a": {"b": {"c": "d"}}, "e": None}),
        ("a: one\n  two\n\n  three\nb: c", {"a": "one two\nthree", "b": "c"}),
        ('a: "one\n  two\\n"\n', {"a": "one two\n"}),
        ("a: |\n  x: y\n  z\nb: [c, 'd']\n", {"a": "x: y\nz", "b": ["c", "d"]}),
        ("a: http://x.y/#z # no\n", {"a": "http://x.y/#z"}),
        ("'a b': !Tag c!d\n", {"a b": "c!d"}),
    ],
)
def test_yaml(text: str, tree: object) -> None:
    assert read_yaml(text.encode(), "a") == tree


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no keys and values"),
        ("- a\n", "no keys and values"),
        ("a: 1\na: 2\n", "line 2: gives 'a' again"),
        ("a: 1\n   b: 2\nc\n", "line 3: is no 'key: value'"),
        ("a:\n  b: 1\n c: 2\n", "line 3: is not indented"),
        ("a: &x [1]\n", "begins with '&'"),
        ("a: *x\n", r"begins with '\*'"),
        ("a: {b: c}\n", "collection between brackets"),
        ("a: [[1]]\n", "collection between brackets"),
        ('a: "b\nc: d\n', "a quotation that does not end"),
        ("".join(f"{' ' * k}a:\n" for k in range(20)), "nested too deeply"),
        ("- " * 5000 + "a\n", "nested too deeply"),
    ],
)
def test_yaml_that_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read_yaml(text.encode(), "a.qua")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"x" * (32 * 2**20 + 1), "larger than 32 MB"),
        (b"a: b\n", "no HitObjects"),
        (b"HitObjects: []\nMode: Keys99\n", "no number of keys"),
    ],
)
def test_what_is_no_chart_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read_qua(data, "a.qua")


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_changed_bytes(data: st.DataObject) -> None:
    content = bytearray(QUA.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 4))
        content[start : start + length] = data.draw(st.binary(max_size=3))
    with contextlib.suppress(FormatError):
        chart, warnings = read_qua(bytes(content), "a.qua")
        assert all("\n" not in line for line in warnings)
        assert [note.time for note in chart.notes] == sorted(note.time for note in chart.notes)
        assert all(0 <= note.column < chart.keys for note in chart.notes)
