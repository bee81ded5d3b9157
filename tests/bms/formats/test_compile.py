from __future__ import annotations

from fractions import Fraction

import pytest

from automapper.bms.formats import compile as compile_module
from automapper.bms.formats.branches import choose, chosen_draw
from automapper.bms.formats.compile import compile_chart
from automapper.bms.formats.document import read_document
from automapper.bms.model import (
    Chart,
    Halt,
    Hidden,
    KeyMode,
    Lane,
    Mine,
    Note,
    Place,
    Sound,
    TempoChange,
)
from automapper.errors import FormatError

EVERYTHING = """
*--- HEADER
#PLAYER 1
#TITLE everything
#BPM 150
#BPM0A 75.5
#STOP01 48
#STP 001.500 250
#LNOBJ zz
#WAV01 kick.wav
#WAV0A lead.wav
#BMP01 a.bmp
#00001:0101
#00001:01
#00002:0.75
#00003:0096
#00008:000A
#00009:0001
#00011:0A00zz00
#00016:01
#00031:0A
#000D2:001Z
#00051:000000000A0A
#00104:01
#00111:01
"""


def at(measure: int, fraction: str = "0") -> Place:
    return Place(measure, Fraction(fraction))


def compiled(text: str, name: str = "a.bms") -> tuple[Chart, tuple[str, ...]]:
    document, _ = read_document(text.encode(), name)
    return compile_chart(document, choose(document, chosen_draw((1,))), name)


def test_everything_at_once() -> None:
    chart, said = compiled(EVERYTHING)
    assert chart == Chart(
        mode=KeyMode.FIVE,
        bpm=Fraction(150),
        headers=(
            ("PLAYER", "1"),
            ("TITLE", "everything"),
            ("BPM", "150"),
            ("LNOBJ", "zz"),
        ),
        samples=(("01", "kick.wav"), ("0A", "lead.wav")),
        notes=(
            Note(at(0), Lane(0, 1), "0A", at(0, "1/2"), "ZZ"),
            Note(at(0), Lane(0, 0), "01"),
            Note(at(0, "2/3"), Lane(0, 1), "0A", at(0, "5/6"), "0A"),
            Note(at(1), Lane(0, 1), "01"),
        ),
        background=(Sound(at(0), "01"), Sound(at(0), "01"), Sound(at(0, "1/2"), "01")),
        hidden=(Hidden(at(0), Lane(0, 1), "0A"),),
        mines=(Mine(at(0, "1/2"), Lane(0, 2), 71),),
        lengths=((0, Fraction(3, 4)),),
        tempo=(
            TempoChange(at(0, "1/2"), Fraction(150)),
            TempoChange(at(0, "1/2"), Fraction(151, 2)),
        ),
        halts=(Halt(at(0, "1/2"), Fraction(1)), Halt(at(1, "1/2"), Fraction(0), Fraction(1, 4))),
        long_note_end="ZZ",
    )
    assert not said


def test_an_empty_file_is_an_empty_chart() -> None:
    chart, said = compiled("")
    assert (chart.notes, chart.background, chart.bpm) == ((), (), 130)
    assert said == ("a.bms: no #BPM; 130 is taken",)


@pytest.mark.parametrize(
    ("line", "said"),
    (
        ("#00003:0G", "measure 0: 0G is no hexadecimal tempo; left out"),
        ("#00008:0G", "measure 0: there is no #BPM0G; left out"),
        ("#00009:0G", "measure 0: there is no #STOP0G; left out"),
        ("#00011:01\n#00011:02", "1 objects stand under a later one; the later ones count"),
        ("#00011:?1", "1 objects are not letters and digits; left out"),
        ("#LNOBJ 123", "#LNOBJ 123 is no id; left out"),
    ),
)
def test_faults_are_said_with_their_place(line: str, said: str) -> None:
    chart, warnings = compiled(f"#BPM 100\n{line}\n")
    assert warnings == (f"a.bms: {said}",)
    assert not (chart.tempo or chart.halts)
    assert chart.long_note_end is None


def test_a_measure_of_four_beats_is_not_worth_a_word() -> None:
    assert compiled("#BPM 1\n#00102:1.0\n#00202:0.5\n#00202:1\n")[0].lengths == ()


def test_nine_keys_by_the_name_of_the_file() -> None:
    text = "#BPM 100\n#00011:01\n"
    assert compiled(text)[0].mode is KeyMode.FIVE
    assert compiled(text, "a.PMS")[0].mode is KeyMode.NINE
    one_side = compiled("#BPM 100\n#00011:01\n#00016:01\n", "a.pms")[0]
    assert one_side.mode is KeyMode.NINE
    assert [note.lane for note in one_side.notes] == [Lane(0, 1), Lane(1, 4)]


def test_thousands_of_warnings_are_cut() -> None:
    said = compiled("#BPM 100\n" + "#00011:0\n" * 500)[1]
    assert len(said) == compile_module.MAX_WARNINGS + 1
    assert said[-1] == "a.bms: 300 warnings more"


def test_too_many_tempo_changes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile_module, "MAX_TEMPO", 3)
    with pytest.raises(FormatError, match="more than 3 tempo changes and stops"):
        compiled("#BPM 100\n#00003:01020304\n")
