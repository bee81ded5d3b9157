"""One small package that has something of everything; the golden files are written from it."""

from __future__ import annotations

from fractions import Fraction

from automapper.bms.game import ChartSet
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


def at(measure: int, fraction: str = "0") -> Place:
    """A place as the model has it."""
    return Place(measure, Fraction(fraction))


def sample_chart() -> Chart:
    """Seven keys and a second side's scratch, with every kind of object and odd places."""
    return Chart(
        mode=KeyMode.FOURTEEN,
        bpm=Fraction(265, 2),
        headers=(
            ("PLAYER", "3"),
            ("TITLE", "First light 最初の光"),
            ("BPM", "132.5"),
            ("LNOBJ", "ZZ"),
            ("RANK", "2"),
            ("MY-WORD", "kept: as it is"),
        ),
        samples=(("01", "kick.wav"), ("0A", "lead, long.wav"), ("ZY", "voice\\a.ogg")),
        notes=(
            Note(at(0), Lane(0, 1), "01"),
            Note(at(0, "1/8"), Lane(0, 0), "0A"),
            Note(at(0, "1/4"), Lane(0, 3), "0A", at(1, "5/43"), "ZZ"),
            Note(at(1, "1/28"), Lane(0, 7), "ZY"),
            Note(at(1, "3/7"), Lane(1, 0), "01", at(3, "1/2"), "ZY"),
            Note(at(2, "191/192"), Lane(0, 6), "0A"),
        ),
        background=(
            Sound(at(0), "ZY"),
            Sound(at(0), "ZY"),
            Sound(at(0, "1/3"), "01"),
            Sound(at(2, "1/43"), "0A"),
            Sound(at(2, "1/2"), "01"),
        ),
        hidden=(Hidden(at(0, "1/8"), Lane(0, 2), "0A"),),
        mines=(Mine(at(1), Lane(0, 5), 35), Mine(at(1, "1/2"), Lane(1, 4), 1295)),
        lengths=((1, Fraction(3, 4)), (3, Fraction(17, 16))),
        tempo=(TempoChange(at(1), Fraction(242)), TempoChange(at(2, "1/2"), Fraction(1501, 8))),
        halts=(
            Halt(at(1), Fraction(1)),
            Halt(at(2, "1/8"), Fraction(0), Fraction(123, 1000)),
        ),
        long_note_end="ZZ",
    )


def sample_chart_set() -> ChartSet:
    """The chart above, one of nine keys, and the files beside them."""
    nine = Chart(
        mode=KeyMode.NINE,
        bpm=Fraction(130),
        headers=(("BPM", "130"), ("BASE", "62")),
        samples=(("aB", "kick.wav"),),
        notes=(Note(at(0), Lane(0, 5), "aB"), Note(at(0, "1/2"), Lane(1, 5), "AB")),
        background=(),
    )
    charts = (("first-light.bme", sample_chart()), ("nine.pms", nine))
    return ChartSet(charts, (("kick.wav", b"a sound"), ("words.txt", b"for players")))
