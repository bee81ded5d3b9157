from __future__ import annotations

from fractions import Fraction

import pytest

from automapper.osumania.formats.osu import write_chart
from automapper.osumania.model import Chart, Note, Redline
from automapper.osumania.song_charts import SongChart, song_charts
from automapper.timing import TempoMap
from osumania.dataset.charted import BPM, OFFSET, quaver, simfile


def osu(notes: int, keys: int = 4) -> bytes:
    chart = Chart(
        keys=keys,
        notes=tuple(Note(Fraction(100 * k), k % keys) for k in range(notes)),
        points=(Redline(Fraction(0), Fraction(500)),),
    )
    return write_chart(chart)


def test_charts_of_all_formats_come_the_fullest_first() -> None:
    files = {"a.sm": simfile(), "b.qua": quaver(), "c.osu": osu(50), "song.ogg": b""}
    found, lost = song_charts(files)
    assert [(song.file, len(song.chart.notes), song.level) for song in found] == [
        ("a.sm", 87, 7),
        ("b.qua", 70, None),
        ("c.osu", 50, None),
        ("a.sm", 1, 1),
    ]
    assert lost == ()
    assert found[0].tempo_map == TempoMap.constant(BPM, OFFSET)
    assert found[2].times[:3].tolist() == [0.0, 0.1, 0.2]
    assert song_charts({**files, "c.osu": osu(200)})[0][0].file == "c.osu"


def test_charts_for_four_keys_come_first() -> None:
    found, _ = song_charts({"a.osu": osu(200, keys=7), "b.osu": osu(20)})
    assert [song.file for song in found] == ["b.osu", "a.osu"]


def test_what_cannot_be_read_is_told() -> None:
    no_tempo = write_chart(Chart(notes=(Note(Fraction(0), 0),)))
    files = {"a.sm": b"", "b.osu": b"x", "c.qua": b"\xff", "d.osu": no_tempo}
    found, lost = song_charts(files)
    assert found == ()
    assert [name for name, _ in lost] == sorted(files)
    assert lost[0][1] == "holds no chart (no #NOTES)"


def test_a_chart_that_a_simfile_loses_is_told() -> None:
    data = simfile() + b"#NOTES:dance-double::Hard:9:0:\n10001000\n;\n"
    found, lost = song_charts({"a.sm": data})
    assert len(found) == 2
    assert lost == (("a.sm", "dance-double Hard: dance-double is not 4 keys"),)


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
