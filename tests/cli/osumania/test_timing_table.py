from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from automapper.chart import Song
from automapper.cli.osumania.timing_table import POINTS, bars_of, print_sheet, summary
from automapper.ear.pulse import Confidences
from automapper.ear.redlines import TempoMark
from automapper.osumania.timing.options import TimingOptions
from automapper.timing import TempoMap
from osumania.timing.timing_songs import pulse_of, sheet_of, steps

STEADY = pulse_of(TempoMap.constant(174, 1))


def told(capsys, sheet, written=()):
    print_sheet(sheet, list(written))
    return " ".join(capsys.readouterr().out.split())


def test_one_line_tells_tempo_offset_metre_and_rivals():
    assert summary(sheet_of(STEADY)) == (
        "174 bpm, offset 1000.0 ms, 4 beats a bar, steady, confidence 90%; next best 85 (10%)"
    )
    moving = summary(sheet_of(pulse_of(steps(120, 150), meter=3, profile="live")))
    assert moving.startswith("120-150 bpm, offset 500.0 ms, 3 beats a bar, live, 2 timing points")
    assert summary(sheet_of(pulse_of(TempoMap.constant(90), profile="none"))) == (
        "no pulse was found (made up)"
    )


def test_a_table_tells_where_the_tempo_changes_why_and_in_which_convention(capsys):
    words = told(capsys, sheet_of(pulse_of(steps(120, 150), profile="live")), [Path("x.sm")])
    assert "0:16.500 16500.0 150 4 9" in words
    assert "- made up" in words and "written: x.sm" in words
    assert "convention exact" in words and "22 ms earlier" in words
    early = sheet_of(STEADY, options=TimingOptions(convention="osu", lead_ms=30.0))
    assert "convention osu: 30 ms before" in told(capsys, early)


def test_bars_count_from_the_first_point(capsys):
    points = (TempoMark(10.0, 120.0, 4, 20), TempoMark(14.0, 125.0, 4, 28))
    words = told(capsys, sheet_of(STEADY, points=points))
    assert "0:10.000 10000.0 120 4 1 0:14.000 14000.0 125 4 3" in words


def test_names_are_no_markup(capsys):
    song = Song(title="[red]x[/red]", artist="[b]")
    assert "[b] - [red]x[/red] 1:00" in told(capsys, sheet_of(STEADY, song=song))


def test_silence_has_a_length_too(capsys):
    silence = replace(sheet_of(STEADY), pulse=None, points=(), seconds=65.4)
    print_sheet(silence, [])
    assert capsys.readouterr().out.splitlines() == [
        "Ärtist - Sång 1:05", "no pulse was found (the audio is silent)",
    ]  # fmt: skip


def doubtful(**sure):
    return replace(STEADY, confidences=replace(STEADY.confidences, **sure))


def test_doubt_is_told(capsys):
    for doubt, hint in (
        (
            {"tempo": 0.4},
            "of the tempo: listen to --click, or say --bpm-range or --octave",
        ),
        ({"profile": 0.4}, "whether the tempo holds: listen to --click, or say --profile live"),
        ({"beat": 0.4}, "where the beat lies: listen to --click, or say --bpm 174 --offset MS"),
    ):
        assert hint in told(capsys, sheet_of(doubtful(**doubt)))
    assert "not sure" not in told(capsys, sheet_of(STEADY))


def test_doubt_of_the_metre_is_told(capsys):
    hint = "not sure of the metre: say --metre"
    assert hint in told(capsys, sheet_of(doubtful(meter=0.4)))
    given = TimingOptions(meter=4)
    assert "not sure" not in told(capsys, sheet_of(doubtful(meter=0.4), options=given))


def test_bars_are_counted_anew_where_they_begin_anew():
    pulse = pulse_of(TempoMap.constant(120), meter=4)
    cut = replace(pulse, downbeats=np.delete(pulse.beats, [13])[::4])
    points = tuple(TempoMark(0.5 * beat, 120.0, 4, beat) for beat in (0, 8, 10, 17))
    assert bars_of(sheet_of(pulse, points=points)) == [1, 3, 3.5, 5.25]
    assert bars_of(sheet_of(cut, points=points)) == [1, 3, 3.5, 5]


@pytest.mark.parametrize("count", [POINTS, POINTS + 5])
def test_a_long_table_is_cut(count, capsys):
    points = tuple(TempoMark(float(i), 120.0 + i % 2, 4, 2 * i) for i in range(count))
    words = told(capsys, sheet_of(STEADY, points=points))
    assert ("and 5 more; --format txt -o - shows them all" in words) == (count > POINTS)


def test_a_tempo_that_was_given_is_not_doubted(capsys):
    doubtful = replace(STEADY, confidences=Confidences(1.0, 0.3, 1.0))
    sheet = sheet_of(doubtful, options=TimingOptions(bpm=174.0))
    assert summary(sheet).endswith("4 beats a bar, steady, confidence given")
    assert "not sure" not in told(capsys, sheet)


def test_a_tempo_that_was_turned_down_is_no_rival():
    sheet = sheet_of(STEADY, options=TimingOptions(octave="half"))
    assert "next best" not in summary(sheet)
