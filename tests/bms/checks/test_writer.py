from __future__ import annotations

from dataclasses import replace

import pytest

from automapper.bms.checks.writer import WRITER_CHECKS, check_writing
from automapper.bms.emit import emit
from automapper.bms.formats.document import document_bytes
from automapper.bms.headers import Label
from automapper.bms.model import Lane, Place
from automapper.bms.placement.model import Placed, Reason, Residual
from automapper.bms.read import ReadChart, read_chart
from automapper.bms.source import source_of

SOURCE = """\
#TITLE 音
#BPM 120
#BPM01 132.5
#STOP01 48
#SONG ours
#WAV0A a.wav
#WAV0B b.wav
#00002:0.75
#00008:01
#00001:0A0B
#00001:0A
#00011:000B
#00016:0B
#00131:0A
#001D1:0A
#RANDOM 1
#IF 1
#00109:01
#00112:0A
#ENDIF
""".encode("cp932")


def written() -> tuple[ReadChart, bytes, list[Placed], list[Residual]]:
    """A source and a right chart of it: the first sound and the last are played, one is held."""
    read = read_chart(SOURCE, "a.bms")
    source = source_of(read.chart)
    first, *middle, last = source.events
    placed = [Placed(first, Lane(0, 3), Place(1, first.place.fraction)), Placed(last, Lane(0, 0))]
    residual = [Residual(event, Reason.FX) for event in middle]
    data = document_bytes(emit(read, source, placed, residual, Label("[AUTO]", 3)))
    return read, data, placed, residual


def broken(old: bytes, new: bytes) -> set[str]:
    """The checks that complain when a part of the right chart is replaced."""
    read, data, placed, residual = written()
    assert old in data
    return {issue.check for issue in check_writing(read, data.replace(old, new), placed, residual)}


def test_a_right_chart_has_no_issues() -> None:
    assert check_writing(*written()) == ()


def test_a_lost_note() -> None:
    assert broken(b"#00116:0A\n", b"") == {"written-notes", "written-sounds"}


def test_a_note_on_another_lane() -> None:
    assert broken(b"#00116:0A", b"#00115:0A") == {"written-notes", "written-leak"}


def test_a_long_note_that_ends_elsewhere() -> None:
    assert broken(b"#00153:0A", b"#00153:000A") == {"written-notes", "written-leak"}


def test_a_sound_that_moved() -> None:
    assert broken(b"#00001:0B0B", b"#00001:0B000B") == {"written-background", "written-sounds"}


def test_a_sound_too_many() -> None:
    assert broken(b"#00001:0B0B", b"#00001:0B0B\n#00501:0A") == {"written-sounds"}


def test_a_sound_played_that_was_to_be_left() -> None:
    assert broken(b"#00001:0B0B", b"#00001:0B00\n#00013:000B") == {
        "written-background",
        "written-leak",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"#BPM01 132.5", b"#BPM01 132.50"),
        (b"#00002:0.75\n", b""),
        (b"#00008:01", b"#00008:0100"),
        (b"#00109:01\n", b"#00109:01\n#STP 001.500 20\n"),
        (b"#STOP01 48\n", b"#SCROLL01 48\n#STOP01 48\n"),
    ],
)
def test_other_timing(old: bytes, new: bytes) -> None:
    assert broken(old, new) == {"written-timing"}


def test_timing_that_reads_otherwise_in_lines_that_are_the_same() -> None:
    # The line was there, but in a branch that is not taken any more.
    assert "written-timing" in broken(b"#00002:0.75\n", b"#IF 2\n#00002:0.75\n#ENDIF\n")


def test_an_invisible_note_that_moved() -> None:
    assert broken(b"#00131:0A", b"#00132:0A") == {"written-invisible", "written-lines"}
    assert broken(b"#001D1:0A", b"#001D1:0B") == {"written-invisible", "written-lines"}


def test_another_line() -> None:
    assert broken(b"#SONG ours\n", b"") == {"written-lines"}
    assert broken(b"#WAV0B b.wav\n", b"#WAV0B b.wav\nadded\n") == {"written-lines"}


def test_another_encoding() -> None:
    read, data, placed, residual = written()
    text = data.decode("cp932")
    other = {issue.check for issue in check_writing(read, text.encode(), placed, residual)}
    assert other == {"written-encoding"}
    marked = text.encode("utf-8-sig")
    issues = check_writing(read, marked, placed, residual, "a.bms")
    assert [issue.part for issue in issues if issue.check == "written-encoding"] == ["a.bms"] * 2


def test_lots_that_are_drawn() -> None:
    assert broken(b"#SONG ours\n", b"#RANDOM 1\n#SONG ours\n#ENDRANDOM\n") == {"written-flat"}


def test_what_cannot_be_read() -> None:
    read, data, placed, residual = written()
    (issue,) = check_writing(read, b"\xff\xfe" + data, placed, residual)
    assert issue.check == "written-readable"


def test_many_faults_are_counted() -> None:
    read, data, placed, residual = written()
    many = [
        replace(residual[0], event=replace(residual[0].event, wav_id=f"{n:02}")) for n in range(30)
    ]
    issues = check_writing(read, data, placed, [*residual, *many])
    assert len(issues) == 21
    assert issues[-1].what == "and 10 more"
    assert issues[0].beat == residual[0].event.beat


def test_every_check_is_named_once() -> None:
    names = [rule.name for rule in WRITER_CHECKS]
    assert len(names) == len(set(names)) == 9
