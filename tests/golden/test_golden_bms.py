from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest

from automapper.bms.checks.writer import check_writing
from automapper.bms.emit import emit
from automapper.bms.formats.document import document_bytes
from automapper.bms.game import read_chart_set, write_chart_set
from automapper.bms.headers import Label
from automapper.bms.model import Halt, Hidden, KeyMode, Lane, Mine, Note, Place, Sound, TempoChange
from automapper.bms.placement.model import Placed, Reason, Residual
from automapper.bms.read import ReadChart, read_chart
from automapper.bms.source import source_of
from automapper.files import open_package
from bms.sample import at, sample_chart_set

FOLDER = Path(__file__).parent / "bms"
FILES = sorted(
    path for path in FOLDER.glob("v*/*") if path.suffix in (".bms", ".bme", ".bml", ".pms")
)
each_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def read(name: str, choices: tuple[int, ...] | None = None) -> ReadChart:
    (path,) = FOLDER.glob(f"{name}/*.[bp]m[sel]")
    return read_chart(path.read_bytes(), path.name, choices=choices)


def later(found: tuple[Note, ...]) -> list[Note]:
    """The notes after the composed music."""
    return [note for note in found if note.place.measure > 8]


def test_writing_gives_the_golden_bytes() -> None:
    assert write_chart_set(sample_chart_set()) == (open_package(FOLDER / "v0"), [])


def test_the_golden_files_read_back_as_the_sample() -> None:
    assert read_chart_set(open_package(FOLDER / "v0")) == (sample_chart_set(), [])


@each_file
def test_an_untouched_file_keeps_its_bytes(path: Path) -> None:
    data = path.read_bytes()
    assert document_bytes(read_chart(data, path.name).document) == data


@each_file
@pytest.mark.parametrize("every", [1, 2, 1000])
def test_a_placement_is_written_as_the_laws_ask(path: Path, every: int) -> None:
    """Every n-th sound on one key, the others in the background."""
    source_read = read_chart(path.read_bytes(), path.name)
    source = source_of(source_read.chart)
    placed: dict[Place, Placed] = {}
    for event in source.events[::every]:
        if event.wav_id not in source.unplayable and event.place not in placed:
            placed[event.place] = Placed(event, Lane(0, 1))
    chosen = {one.event.index for one in placed.values()}
    left = [Residual(one, Reason.FX) for one in source.events if one.index not in chosen]
    notes = list(placed.values())
    data = document_bytes(emit(source_read, source, notes, left, Label("[AUTO]", 5)))
    assert check_writing(source_read, data, notes, left) == ()


@each_file
@pytest.mark.parametrize("seed", range(4))
def test_lines_of_other_measures_stay_as_they_are(path: Path, seed: int) -> None:
    """Two placements that differ in one measure, with long notes inside measures."""
    found = read_chart(path.read_bytes(), path.name)
    source = source_of(found.chart)
    rng = random.Random(seed)
    measure = rng.choice(sorted({event.place.measure for event in source.events}))

    def written(draw: random.Random) -> list[bytes]:
        placed: dict[Place, Placed] = {}
        for event in source.events:
            chance = draw.random() if event.place.measure == measure else rng_of[event.index]
            if event.wav_id not in source.unplayable and event.place not in placed and chance < 0.5:
                placed[event.place] = Placed(event, Lane(0, 1))
        chosen = {one.event.index for one in placed.values()}
        left = [Residual(one, Reason.FX) for one in source.events if one.index not in chosen]
        label = Label("[AUTO]", 5, notes=100)
        document = emit(found, source, list(placed.values()), left, label)
        return [line.raw for line in document.lines if not line.raw.startswith(head)]

    rng_of = [rng.random() for _ in source.events]
    head = b"#%03d" % measure
    assert written(random.Random(1)) == written(random.Random(2))


def test_mines_invisible_notes_and_a_hold_without_an_end() -> None:
    chart = read("v1-mines").chart
    assert chart.mines == (
        Mine(at(9), Lane(0, 0), 35),
        Mine(at(9), Lane(1, 3), 1),
        Mine(at(9, "1/2"), Lane(0, 1), 1295),
    )
    assert chart.hidden == (
        Hidden(at(9), Lane(0, 1), "0A"),
        Hidden(at(9), Lane(1, 5), "0C"),
        Hidden(at(9, "1/2"), Lane(0, 1), "0B"),
    )
    assert later(chart.notes) == [
        Note(at(9), Lane(0, 8), "01"),
        Note(at(9), Lane(0, 2), "02", at(10, "1/2"), "02"),
        Note(at(11), Lane(0, 3), "03", at(11, "1/2"), "04"),
        Note(at(11, "3/4"), Lane(0, 3), "05"),
    ]


@pytest.mark.parametrize(
    ("choices", "lanes"),
    [
        ((1, 1, 1), [("01", Lane(0, 1)), ("02", Lane(0, 1)), ("04", Lane(0, 5))]),
        ((2, 2, 2), [("01", Lane(0, 2)), ("02", Lane(0, 2)), ("04", Lane(0, 6))]),
        ((3, 1, 3), [("01", Lane(0, 3)), ("02", Lane(0, 3)), ("04", Lane(0, 5))]),
    ],
)
def test_branches(choices: tuple[int, ...], lanes: list[tuple[str, Lane]]) -> None:
    found = read("v2-branches", choices)
    assert found.document.encoding == "cp932"
    assert found.chart.header("TITLE") == "分かれ道"
    notes = [(note.wav_id, note.lane) for note in later(found.chart.notes)]
    assert notes == [*lanes[:2], ("03", Lane(0, 4)), lanes[2], ("05", Lane(0, 7))]
    background = [one.wav_id for one in found.chart.background if one.place.measure > 8]
    assert background == {1: ["05", "05"], 2: ["06"], 3: ["06"]}[choices[2]]
    assert [change.bpm for change in found.chart.tempo] == ([0x78] if choices[2] == 2 else [])


def test_ids_that_differ_in_case_only() -> None:
    found = read("v3-base62")
    chart = found.chart
    assert (found.document.encoding, found.document.bom) == ("utf-8", b"\xef\xbb\xbf")
    assert (chart.header("ARTIST"), chart.long_note_end) == ("Motörhead", "zz")
    assert set(chart.samples) > {("AA", "low.wav"), ("aa", "high.wav"), ("zZ", "none.wav")}
    assert chart.background[-3:] == (
        Sound(at(9), "aa"),
        Sound(at(9, "1/4"), "AA"),
        Sound(at(9, "1/2"), "zZ"),
    )
    assert later(chart.notes) == [
        Note(at(9), Lane(0, 1), "aa", at(9, "1/2"), "zz"),
        Note(at(9), Lane(0, 2), "aA"),
    ]
    assert [change.bpm for change in chart.tempo] == [281, Fraction("70.25")]


def test_korean_double_play() -> None:
    found = read("v4-cp949")
    assert (found.document.encoding, found.chart.mode) == ("cp949", KeyMode.FOURTEEN)
    assert found.chart.header("TITLE") == "첫 번째 빛"
    assert later(found.chart.notes) == [
        Note(at(9), Lane(0, 1), "01"),
        Note(at(9), Lane(1, 1), "03", at(9, "1/2"), "ZZ"),
        Note(at(9, "1/4"), Lane(0, 1), "02", at(9, "1/2"), "ZZ"),
        Note(at(9, "7/8"), Lane(1, 0), "04", at(10), "ZZ"),
    ]
    assert found.chart.background[-1] == Sound(at(11), "ZZ")


def test_nine_keys() -> None:
    chart = read("v5-nine-keys").chart
    assert chart.mode == KeyMode.NINE
    assert later(chart.notes) == [
        Note(at(9), Lane(0, 1), "01"),
        Note(at(9), Lane(1, 5), "01"),
        Note(at(9), Lane(0, 5), "02", at(9, "7/8"), "02"),
        Note(at(9), Lane(1, 4), "03", at(10), "03"),
    ]


def test_halts_scales_and_odd_places() -> None:
    chart = read("v6-halts").chart
    assert (chart.bpm, chart.header("LNMODE")) == (Fraction("133.33"), "2")
    assert chart.lengths == ((9, Fraction(5, 4)), (10, Fraction(1, 128)), (11, Fraction(10)))
    assert chart.tempo == (
        TempoChange(at(9, "1/2"), Fraction(1000)),
        TempoChange(at(10), Fraction(133)),
        TempoChange(at(10), Fraction(1, 2)),
        TempoChange(at(11), Fraction(255)),
    )
    still = Fraction(0)
    assert chart.halts == (
        Halt(at(9), Fraction(1)),
        Halt(at(9, "1/2"), Fraction(1, 96)),
        Halt(at(9, "1/2"), still, Fraction(1, 4)),
        Halt(at(9, "1/2"), still, Fraction(3, 2000)),
        Halt(at(10), Fraction(1)),
        Halt(at(10), still, Fraction(1, 100)),
    )
    assert [one.place for one in chart.background[-3:]] == [
        at(9, "27/28"),
        at(9, "42/43"),
        at(11, "128/129"),
    ]
    assert [(note.place, note.end) for note in later(chart.notes)] == [
        (at(11), at(13)) if note.lane == Lane(0, 2) else (at(11, "7/8"), at(12))
        for note in later(chart.notes)
    ]


def test_fast_long_notes() -> None:
    found = read("v7-fast-holds")
    assert (found.document.encoding, found.chart.bpm) == ("euc_jp", 242)
    held = [note for note in found.chart.notes if note.end is not None]
    assert len(held) == 6 * 12
    lengths = {note.end.fraction - note.place.fraction for note in held if note.end}
    assert (min(lengths), max(lengths)) == (Fraction(1, 16), Fraction(9, 32))
