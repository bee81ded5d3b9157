"""Four-key packages as truth: offsets of three formats, tricks, and notes on the attacks."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from automapper.ear.evaluation.judge import Found, judge
from automapper.errors import FormatError
from automapper.osumania.model import Redline
from automapper.osumania.truths import chart_beats, four_key_truths

SM = """#TITLE:Song;
#OFFSET:-0.250;
#BPMS:{bpms};
#STOPS:;
#NOTES:
     dance-single:
     :
     Hard:
     8:
     0,0,0,0,0:
{rows};
"""
QUARTERS = "\n,\n".join(["\n".join(["1000", "0100", "0010", "0001"])] * 30)
OSU = """osu file format v14

[General]
AudioFilename: song.ogg
Mode: 3

[Metadata]
Title:Song

[Difficulty]
CircleSize:4
OverallDifficulty:8

[TimingPoints]
250,500,4,1,0,100,1,0

[HitObjects]
"""
COLUMNS = ("file", "title", "kind", "bpm", "tempo", "offset", "seconds", "sync_shift_ms")


def package(
    folder: Path, name: str, chart: str, text: str, beside: Mapping[str, bytes] = {}, **row: str
) -> None:
    """A package with silence for sound and what lies beside it, and its line of the index."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as files:
        files.writestr(chart, text)
        files.writestr("song.opus", b"OggS")
        for other, data in beside.items():
            files.writestr(other, data)
    index = folder / "INDEX.tsv"
    lines = index.read_text(encoding="utf-8") if index.exists() else "\t".join(COLUMNS) + "\n"
    values = {"file": f"{name}.zip", "title": name, "seconds": "70", "sync_shift_ms": "10", **row}
    lines += "\t".join(values[column] for column in COLUMNS) + "\n"
    index.write_text(lines, encoding="utf-8")


def test_a_simfile_of_one_tempo_stands_on_its_attacks(tmp_path: Path) -> None:
    package(
        tmp_path / "pads", "a", "a.sm", SM.format(bpms="0=120", rows=QUARTERS),
        kind="sm-dance-single", bpm="120", tempo="constant", offset="-0.250",
    )  # fmt: skip
    (truth,) = four_key_truths(tmp_path / "pads")
    assert (truth.bpm, truth.offset_known, truth.group) == (120.0, True, "pads, one tempo")
    # 250 ms by the file, 10 ms by the measured shift of which 7 are the detector's own.
    assert truth.beats[0] == pytest.approx(0.253)
    assert truth.beats[-1] == pytest.approx(69.753)
    assert truth.downbeats[:2] == pytest.approx([0.253, 2.253])
    assert truth.notes[0] == pytest.approx(0.253)
    assert truth.span == (truth.notes[0], truth.notes[-1])
    assert len(truth.notes) == 120
    figures = judge(truth, Found(truth.beats, truth.downbeats, truth.beats, 120.0))
    assert figures["both"] == figures["beat_f"] == figures["notes_1_2ms"] == 1.0


def test_the_offset_of_osu_charts_is_not_believed(tmp_path: Path) -> None:
    notes = "".join(f"64,192,{250 + 500 * n},1,0,0:0:0:0:\n" for n in range(40))
    package(
        tmp_path / "keys", "b", "b.osu", OSU + notes,
        kind="osu-mania-4k", bpm="120", tempo="constant", offset="250ms", sync_shift_ms="29",
    )  # fmt: skip
    (truth,) = four_key_truths(tmp_path / "keys")
    assert not truth.offset_known
    assert truth.beats[0] == pytest.approx(0.272)
    assert truth.notes[0] == pytest.approx(0.272)


def test_a_moving_tempo_is_the_charts_own(tmp_path: Path) -> None:
    package(
        tmp_path / "pads", "c", "c.sm", SM.format(bpms="0=120,\n40=150", rows=QUARTERS),
        kind="sm-dance-single", bpm="120-150 (1 changes)", tempo="variable", offset="-0.250",
        sync_shift_ms="7",
    )  # fmt: skip
    (truth,) = four_key_truths(tmp_path / "pads")
    assert truth.bpm is None
    assert truth.redlines == 2
    assert truth.group == "pads, moving tempo"
    assert truth.beats[:41] == pytest.approx(0.25 + 0.5 * np.arange(41))
    assert np.diff(truth.beats[40:]) == pytest.approx(0.4)
    assert judge(truth, Found(truth.beats, truth.downbeats, truth.beats, 120.0))["beat_f"] == 1.0


def test_what_cannot_serve_is_left_out(tmp_path: Path) -> None:
    package(
        tmp_path / "pads", "d", "d.sm", "#TITLE:no chart;",
        kind="sm-dance-single", bpm="120-150", tempo="variable", offset="0",
    )  # fmt: skip
    package(
        tmp_path / "pads", "e", "e.sm", "#TITLE:no chart;",
        kind="sm-dance-single", bpm="120", tempo="constant", offset="0",
    )  # fmt: skip
    (truth,) = four_key_truths(tmp_path / "pads")
    assert truth.name == "e"
    assert len(truth.notes) == 0
    assert truth.span == (0.0, 70.0)


def test_the_sound_is_the_one_that_the_chart_names(tmp_path: Path) -> None:
    notes = "".join(f"64,192,{250 + 500 * n},1,0,0:0:0:0:\n" for n in range(40))
    larger = {"nightcore.opus": bytes(50), "bg.png": bytes(900)}
    row = {"kind": "osu-mania-4k", "bpm": "120", "tempo": "constant", "offset": "250ms"}
    named = (OSU + notes).replace("song.ogg", "Song.opus")
    package(tmp_path / "keys", "g", "g.osu", named, larger, **row)
    # Of sounds of about one size nobody can say which a chart means that names none of them.
    unnamed, equal = named.replace("Song.opus", "gone.mp3"), {"other.opus": b"OggT"}
    package(tmp_path / "keys", "h", "h.osu", unnamed, equal, **row)
    (truth,) = four_key_truths(tmp_path / "keys")
    assert truth.sound.member == "song.opus"


def test_an_odd_index_is_told(tmp_path: Path) -> None:
    package(
        tmp_path / "pads", "f", "f.sm", SM.format(bpms="0=120", rows=QUARTERS),
        kind="sm-dance-single", bpm="fast", tempo="constant", offset="0",
    )  # fmt: skip
    with pytest.raises(FormatError, match=r"INDEX\.tsv: f\.zip: is odd"):
        list(four_key_truths(tmp_path / "pads"))


def redline(time: float, bpm: float, meter: int = 4) -> Redline:
    return Redline(Fraction(time), Fraction(60000) / Fraction(bpm), meter)


def test_beats_follow_redlines_and_start_anew_at_each() -> None:
    points = (redline(1000, 120, 3), redline(3000, 60), redline(5980, 120))
    beats, downbeats = chart_beats(points, 7.0, 0.0)
    # 5.0 + 0.98 is so near to the next redline that it is meant to be it.
    assert beats == pytest.approx([0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 5.98, 6.48, 6.98])
    assert downbeats == pytest.approx([1, 2.5, 3, 5.98], abs=1e-9)


def test_tempi_that_nobody_counts_have_no_beats() -> None:
    points = (redline(0, 120), redline(2000, 12000), redline(2100, 1), redline(4000, 120))
    beats, _ = chart_beats(points, 5.5, 0.010)
    assert beats == pytest.approx([0.01, 0.51, 1.01, 1.51, 4.01, 4.51, 5.01])
