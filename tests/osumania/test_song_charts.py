from __future__ import annotations

from fractions import Fraction

import pytest

from automapper.osumania.formats.osu import write_chart
from automapper.osumania.model import Chart, Note, Redline
from automapper.osumania.song_charts import SongChart, fullest_chart
from automapper.timing import TempoMap
from osumania.dataset.charted import BPM, OFFSET, quaver, simfile


def osu(notes: int, keys: int = 4) -> bytes:
    chart = Chart(
        keys=keys,
        notes=tuple(Note(Fraction(100 * k), k % keys) for k in range(notes)),
        points=(Redline(Fraction(0), Fraction(500)),),
    )
    return write_chart(chart)


def test_the_fullest_chart_of_all_formats_is_taken() -> None:
    files = {"a.sm": simfile(), "b.qua": quaver(), "c.osu": osu(50), "song.ogg": b""}
    found, _ = fullest_chart(files)
    assert found is not None
    assert (found.file, len(found.chart.notes)) == ("a.sm", 87)
    assert found.tempo_map == TempoMap.constant(BPM, OFFSET)
    found, _ = fullest_chart({**files, "c.osu": osu(200)})
    assert found is not None
    assert found.file == "c.osu"


def test_charts_for_four_keys_come_first() -> None:
    found, _ = fullest_chart({"a.osu": osu(200, keys=7), "b.osu": osu(20)})
    assert found is not None
    assert found.file == "b.osu"


def test_files_that_cannot_be_read_are_told() -> None:
    no_tempo = write_chart(Chart(notes=(Note(Fraction(0), 0),)))
    found, said = fullest_chart({"a.sm": b"", "b.osu": b"x", "c.qua": b"\xff", "d.osu": no_tempo})
    assert found is None
    assert [line.partition(":")[0] for line in said] == ["a.sm", "b.osu", "c.qua", "d.osu"]


def line(time: str, bpm: int = 120, meter: int = 4) -> Redline:
    return Redline(Fraction(time), Fraction(60000, bpm), meter)


@pytest.mark.parametrize(
    ("lines", "constant"),
    [
        ([line("100")], True),
        ([line("100"), line("2100"), line("4599.5")], True),
        ([line("100"), line("2200")], False),
        ([line("100"), line("2100", 121)], False),
    ],
)
def test_one_tempo_is_one_line_of_beats(lines: list[Redline], constant: bool) -> None:
    song = SongChart("a", Chart(points=tuple(lines)), TempoMap.constant(120))
    assert song.is_constant is constant


def test_the_metre_is_the_one_that_holds_longest() -> None:
    lines = (line("0"), line("2000", meter=3), line("30000"))
    notes = (Note(Fraction(31000), 0),)
    assert SongChart("a", Chart(points=lines, notes=notes), TempoMap.constant(120)).meter == 3
