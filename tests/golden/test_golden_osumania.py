from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from automapper.files import open_package
from automapper.osumania.model import Break, Chart, Greenline, HitSample, Note, Redline, SampleSet
from automapper.osumania.read import read_mapset
from automapper.osumania.write import write_mapset
from osumania.sample import ms, sample_mapset

FOLDER = Path(__file__).parent / "osumania"


def only_chart(version: str) -> Chart:
    mapset, warnings = read_mapset(open_package(FOLDER / version))
    assert warnings == []
    ((_, chart),) = mapset.charts
    return chart


def test_writing_gives_the_golden_bytes() -> None:
    assert write_mapset(sample_mapset()) == open_package(FOLDER / "v14")


def test_the_golden_files_read_back_as_the_sample() -> None:
    assert read_mapset(open_package(FOLDER / "v14")) == (sample_mapset(), [])


def test_version_3_is_24_ms_late_and_short_of_fields() -> None:
    chart = only_chart("v3")
    soft = int(SampleSet.SOFT)
    assert chart.points == (
        Redline(ms(1000), ms(500), 4, soft, 0, 60),
        Redline(ms(5000), ms(400), 3, soft, 0, 60),
    )
    assert chart.notes == (
        Note(ms(1000), 0),
        Note(ms(1250), 1, None, 4),
        Note(ms(1500), 2, ms(2000)),
        Note(ms(5000), 3, None, 2, extra="448,192,5"),
    )
    assert chart.breaks == (Break(ms(2024), ms(3024)),)
    assert (chart.preview, chart.background) == (924, "cover.png")


def test_version_9_keeps_its_storyboard() -> None:
    chart = only_chart("v9")
    assert (chart.keys, chart.beat_divisor, chart.bookmarks) == (7, 6, (1000, 2000))
    assert chart.points == (
        Redline(ms(1000), Fraction(6000, 17)),
        Greenline(ms(1000), Fraction(3, 4), 4, 2, 1, 60, True),
        Greenline(Fraction("2411.76470588235"), ms(2), 4, 2, 1, 60, False, True),
    )
    assert [note.column for note in chart.notes] == [0, 6, 3, 1]
    assert chart.notes[3].sample == HitSample(1, 2, 3, 40)
    events = next(part for part in chart.sections if part.name == "Events")
    assert [line.strip().split(",")[0] for line in events.lines] == [
        "Sprite",
        "M",
        "L",
        "F",
        "Sample",
    ]


def test_lazers_version_has_decimal_times() -> None:
    chart = only_chart("v128")
    first, green, second = chart.points
    assert isinstance(first, Redline)
    assert isinstance(second, Redline)
    assert (first.time, first.bpm) == (Fraction(4013, 4), 170)
    assert (green.kiai, second.meter) == (True, 3)
    assert [note.column for note in chart.notes] == [0, 1, 3]
    assert chart.words.title_unicode == "金色"
    (written,) = write_mapset(read_mapset(open_package(FOLDER / "v128"))[0]).values()
    assert b"\r\n1003,352.941176470588,4,1,0,100,1,0\r\n" in written
    assert b"\r\n12297,300,3,1,0,100,1,0\r\n" in written
