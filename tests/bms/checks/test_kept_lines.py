from __future__ import annotations

from automapper.bms.checks.kept_lines import kept_lines
from automapper.bms.read import read_chart

FILE = b"""\
#TITLE one\r
#TITLE Song \r
#SUBTITLE\r
#bpm 120\r
#BPM01 130
#WAV01 a.wav
; words
#PLAYLEVEL 3
#LNTYPE 1
#RANDOM 2
#IF 1
#00003:78
#ENDIF
#IF 2
#00008:01
#ENDIF
#ENDRANDOM
#00101:01
#00102:0.5
  #00111:01
#00131:01
#001SC:01
#STP 001.500 20"""


def test_lines_by_what_a_writer_may_do_with_them() -> None:
    lines = kept_lines(read_chart(FILE, "a.bms", choices=[2]))
    assert lines.timing == (
        b"#bpm 120",
        b"#BPM01 130",
        b"#00008:01",
        b"#00102:0.5",
        b"#001SC:01",
        b"#STP 001.500 20",
    )
    assert lines.others == (b"#WAV01 a.wav", b"; words", b"#00131:01")
    assert lines.titles == {"TITLE": b"#TITLE Song ", "SUBTITLE": b"#SUBTITLE"}
