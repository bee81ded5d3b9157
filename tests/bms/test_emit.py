from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.bms.emit import emit, line_end_of, sounding_items
from automapper.bms.formats.document import document_bytes, read_document
from automapper.bms.headers import Label
from automapper.bms.model import Chart, KeyMode, Lane, Place, WavId
from automapper.bms.placement.model import Event, Placed, Reason, Residual, Source
from automapper.bms.read import ReadChart, read_chart
from automapper.bms.source import source_of
from automapper.errors import FormatError

LABEL = Label("[AUTO]", 5)
SOURCE = """\
*--- HEADER\r
#PLAYER 1\r
#TITLE 音の歌\r
#BPM 120\r
#PLAYLEVEL 3\r
#TOTAL 200\r
#DIFFICULTY 1\r
#WAV0A kick.wav\r
#WAV0B lead.wav\r
#LNTYPE 2\r
\r
*--- MAIN\r
#00001:0A0A\r
#00001:0A\r
#00003:00F0\r
#00011:000B\r
#00011:0B00000000000000000000000000000000000000000000000000000000\r
#00131:0A\r
#00113:0B\r
#001D2:0Z\r
#00153:0B0B0000\r
#RANDOM 2\r
#IF 1\r
#00218:0A\r
#00209:01\r
#ENDIF\r
#IF 2\r
#00216:0A\r
#ENDIF\r
#00304:0A\r
#SCROLL01 2\r
; the end""".encode("cp932")


def read(data: bytes = SOURCE) -> ReadChart:
    return read_chart(data, "a.bms", choices=[1])


def sounding(chart: Chart) -> Counter[tuple[Place, WavId]]:
    """Everything that sounds, however often."""
    return Counter([(one.place, one.wav_id) for one in (*chart.background, *chart.notes)])


def split(source: Source, notes: set[int]) -> tuple[list[Placed], list[Residual]]:
    """Some events as notes on key 1 of side 0, the rest in the background."""
    placed = [Placed(one, Lane(0, 1)) for one in source.events if one.index in notes]
    left = [Residual(one, Reason.FX) for one in source.events if one.index not in notes]
    return placed, left


def emitted(data: bytes, notes: set[int], end: Place | None = None) -> bytes:
    one = read(data)
    source = source_of(one.chart)
    placed, left = split(source, notes)
    if end is not None:
        placed[-1] = replace(placed[-1], end=end)
    return document_bytes(emit(one, source, placed, left, LABEL))


def test_what_does_not_sound_stays_where_it_was() -> None:
    assert emitted(SOURCE, {0}).decode("cp932").split("\r\n") == [
        "*--- HEADER",
        "#PLAYER 1",
        "#TITLE 音の歌 [AUTO]",
        "#BPM 120",
        "#PLAYLEVEL 5",
        "#TOTAL 260",
        "#DIFFICULTY 2",
        "#WAV0A kick.wav",
        "#WAV0B lead.wav",
        "#LNTYPE 1",
        "",
        "*--- MAIN",
        "#00001:0A0A",
        "#00001:0B0B",
        "#00011:0A",
        "#00003:00F0",
        "#00131:0A",
        "#00101:0B",
        "#00101:0B",
        "#001D2:0Z",
        "#00201:0A",
        "#00209:01",
        "#00304:0A",
        "#SCROLL01 2",
        "; the end",
    ]


def test_long_notes_are_pairs_under_type_1() -> None:
    text = emitted(SOURCE, {0, 4}, Place(3, Fraction(1, 28))).decode("cp932")
    assert "#LNTYPE 1\r\n" in text
    assert "#LNTYPE 2" not in text
    assert "#00051:000B\r\n" in text
    assert "#00351:000B" + "00" * 26 + "\r\n" in text
    again = read(text.encode("cp932"))
    (held,) = [note for note in again.chart.notes if note.end is not None]
    assert (held.place, held.end) == (Place(0, Fraction(1, 2)), Place(3, Fraction(1, 28)))


def test_long_notes_end_with_the_marker_of_the_chart() -> None:
    source = SOURCE.replace(b"#LNTYPE 2", b"#LNOBJ zz")
    text = emitted(source, {0}, Place(1, Fraction(1, 2))).decode("cp932")
    assert "#LNOBJ zz\r\n" in text
    assert "#00111:00ZZ\r\n" in text
    assert read(text.encode("cp932")).chart.notes[0].end == Place(1, Fraction(1, 2))


def test_the_marker_may_not_be_played() -> None:
    one = read(SOURCE.replace(b"#LNTYPE 2", b"#LNOBJ 0A"))
    source = source_of(one.chart)
    placed, left = split(source, {0})
    with pytest.raises(FormatError, match="0A ends long notes"):
        emit(one, source, placed, left, LABEL)


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_new_lines_end_as_the_others_do(end: bytes) -> None:
    data = emitted(SOURCE.replace(b"\r\n", end), set())
    assert data.replace(end, b"").count(b"\n") == 0
    assert data.replace(end, b"").count(b"\r") == 0


def test_of_mixed_line_ends_the_most_frequent_is_taken() -> None:
    mixed = SOURCE.replace(b"\r\n", b"\n", 3)
    assert line_end_of(read_document(mixed, "a")[0]) == b"\r\n"
    assert line_end_of(read_document(b"#TITLE a", "a")[0]) == b"\r\n"
    data = emitted(mixed, set())
    assert data.startswith(b"*--- HEADER\n")
    assert b"#PLAYLEVEL 5\r\n" in data


def test_a_last_line_without_an_end_gets_one_where_something_follows() -> None:
    data = emitted(b"#00011:0A\r\n#TITLE a", set())
    assert data.startswith(b"#00001:0A\r\n#TITLE a [AUTO]\r\n#DIFFICULTY 2\r\n")
    assert emitted(b"#TITLE a\r\n#00011:0A", set()).endswith(b"#00001:0A\r\n")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_bytes_from_the_middle_do_not_become_a_byte_order_mark(mark: bytes) -> None:
    data = emitted(b"#RANDOM 1\n" + mark + b"; words\n#TITLE a\n#00001:0A\n", set())
    assert data.startswith(b"#TOTAL 260\n" + mark + b"; words\n#TITLE a [AUTO]\n")


def test_line_ends_of_two_lines_do_not_become_one() -> None:
    data = emitted(b"#TITLE a\n; one\r#00001:0A\n\n; two\r#00101:0A\r\n", set())
    assert data.endswith(b"\n; one\r#00001:0A\n\n; two\r#00101:0A\n")
    data = emitted(b"#00001:0A\n; one\r#00001:0A\n\n; two\n", set())
    lines = [line.raw.rstrip() for line in read_document(data, "a")[0].lines]
    assert lines[-3:] == [b"; one", b"", b"; two"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_byte_order_mark_is_kept(mark: bytes) -> None:
    assert emitted(mark + b"#TITLE \xe9\x9f\xb3\n#00001:0A\n", set()).startswith(mark + b"#TITLE")


def test_another_placement_of_a_measure_changes_that_measure_only() -> None:
    first, second = (emitted(SOURCE, notes).split(b"\r\n") for notes in ({0, 5}, {0}))
    changed = {line for line in [*first, *second] if (line in first) != (line in second)}
    assert changed
    assert all(line.startswith(b"#001") for line in changed)


def test_double_play_and_nine_keys_say_so() -> None:
    one = read()
    source = source_of(one.chart, KeyMode.TEN)
    assert b"#PLAYER 3\r\n" in document_bytes(emit(one, source, *split(source, set()), LABEL))
    nine = read_chart(b"#PLAYER 3\n#00022:0A\n", "a.pms")
    source = source_of(nine.chart)
    assert b"#PLAYER 3\n" in document_bytes(emit(nine, source, *split(source, set()), LABEL))


def test_a_file_without_sounds_stays_without() -> None:
    empty = read(b"#TITLE a\n#BPM 120\n")
    data = document_bytes(emit(empty, source_of(empty.chart), [], [], LABEL))
    assert data.startswith(b"#TITLE a [AUTO]\n")
    assert b"#000" not in data


def event(index: int, fraction: str, end: str | None = None) -> Placed:
    place = Place(0, Fraction(fraction))
    until = None if end is None else Place(0, Fraction(end))
    return Placed(Event(index, place, 4 * place.fraction, "0A"), Lane(0, 1), until)


@pytest.mark.parametrize(
    ("notes", "reason"),
    [
        ([event(0, "1/4"), event(1, "1/4")], "on or inside another"),
        ([event(0, "0", "1/2"), event(1, "1/4")], "on or inside another"),
        ([event(0, "0", "1/2"), event(1, "1/2")], "on or inside another"),
        ([event(0, "0", "1/2"), event(1, "1/4", "3/4")], "on or inside another"),
        ([event(0, "1/2", "1/2")], "ends before it begins"),
        ([event(0, "1/2", "1/4")], "ends before it begins"),
    ],
)
def test_what_no_file_can_say_is_refused(notes: list[Placed], reason: str) -> None:
    for marker in (None, "ZZ"):
        with pytest.raises(FormatError, match=reason):
            sounding_items(notes, [], marker)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_every_sound_is_there_once_whatever_is_played(data: st.DataObject) -> None:
    ids = st.sampled_from(("0A", "0B", "ZZ"))
    bodies = st.lists(st.one_of(ids, st.just("00")), min_size=1, max_size=7).map("".join)
    channels = st.sampled_from(("01", "11", "16", "19", "21", "51", "31"))
    lines = data.draw(st.lists(st.tuples(st.integers(0, 3), channels, bodies), max_size=20))
    marker = data.draw(st.sampled_from(("", "#LNOBJ ZZ\n")))
    text = marker + "".join(f"#{measure:03d}{name}:{body}\n" for measure, name, body in lines)
    one = read(text.encode())
    source = source_of(one.chart)
    playable = [e.index for e in source.events if e.wav_id not in source.unplayable]
    wanted = data.draw(st.sets(st.sampled_from(playable)) if playable else st.just(set[int]()))
    places = {source.events[index].place: index for index in wanted}
    placed, left = split(source, set(places.values()))
    again = read(document_bytes(emit(one, source, placed, left, LABEL))).chart
    assert sounding(again) == sounding(one.chart)
    assert again.hidden == one.chart.hidden
    assert len(again.notes) == len(placed)
