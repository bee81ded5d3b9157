"""Rendered songs with charts of our own: the right ones are kept, the false ones are not."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from automapper.audio import BEAT_MEL
from automapper.osumania.dataset.identity import StoreSong
from automapper.osumania.dataset.prepare import Prepared, prepare_song
from osumania.dataset.charted import BPM, OFFSET, audio, quaver, simfile


def prepared(folder: Path, files: dict[str, bytes], keep_audio: bool = False) -> Prepared:
    song = folder / "tune"
    song.mkdir()
    for name, data in files.items():
        (song / name).write_bytes(data)
    return prepare_song(StoreSong(song, "tune", "tune", ""), keep_audio)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    # The chart stands 22 ms before the attacks, as those of osu! do.
    files = {"a.sm": simfile(offset=-OFFSET + 0.022), "song.ogg": audio()}
    return prepared(tmp_path_factory.mktemp("kept"), files, keep_audio=True)


def test_a_song_is_kept_with_what_was_measured(kept: Prepared) -> None:
    verdict = kept.verdict
    assert (verdict.state, verdict.why, verdict.id) == ("kept", "", "tune")
    hard, easy = verdict.charts
    assert (hard.file, hard.version, hard.state, hard.notes) == ("a.sm", "Hard 7", "kept", 87)
    assert hard.shift_ms == pytest.approx(22, abs=3)
    assert hard.sharpness is not None
    assert hard.sharpness > 20
    assert (hard.human, hard.ear) == (1.0, 1.0)
    assert (easy.version, easy.state, easy.why) == ("Easy 1", "dropped", "few notes: 1, not 30")
    assert len(verdict.digest) == 32


def test_the_entry_names_the_song(kept: Prepared) -> None:
    entry = kept.entry
    assert entry is not None
    assert (entry.id, entry.title, entry.artist) == ("tune", "Our Song", "Us")
    assert (entry.kind, entry.constant, entry.downbeats) == ("steady", True, True)
    assert entry.seconds == pytest.approx(OFFSET + 80 * 60 / BPM + 1.0, abs=0.1)


def test_features_and_audio_are_those_of_the_song(kept: Prepared) -> None:
    assert kept.entry is not None
    assert kept.mel is not None
    assert kept.mel.dtype == np.float16
    assert kept.mel.shape[1] == BEAT_MEL.n_mels
    assert abs(len(kept.mel) - kept.entry.seconds * BEAT_MEL.grid.fps) <= 2
    assert kept.audio == ("audio.ogg", audio())


def test_beats_lie_on_the_attacks(kept: Prepared) -> None:
    assert kept.annotation is not None
    beats = np.array(kept.annotation["beats"])
    on_grid = (beats - OFFSET) * BPM / 60
    assert np.abs(on_grid - np.round(on_grid)).max() * 60 / BPM < 0.003
    assert kept.annotation["meter"] == 4
    bars = (np.array(kept.annotation["downbeats"]) - OFFSET) * BPM / 240
    assert np.abs(bars - np.round(bars)).max() < 0.01


def test_notes_stand_on_both_grids(kept: Prepared) -> None:
    assert kept.annotation is not None
    (chart,) = kept.annotation["charts"]
    rows = chart["notes"]
    assert len(rows) == 87
    column, ms, end, human, late, ear, heard_late = rows[0]
    assert (column, ms, end, human, late) == (0, 478.0, None, "0", 0.0)
    assert Fraction(ear).denominator == 1
    assert abs(heard_late) < 4
    assert len([row for row in rows if row[2] is not None]) == chart["holds"] == 6
    assert max(abs(row[4]) for row in rows) < 1e-3
    assert (chart["version"], chart["level"], chart["keys"]) == ("Hard 7", 7, 4)
    assert chart["stars"] == pytest.approx(1.5, abs=1)
    assert chart["timing"] is None
    assert kept.annotation["human"]["tempo_map"] == {
        "origin": "239/500",
        "points": [["0", "125"]],
        "stops": [],
    }
    assert kept.annotation["human"]["redlines"] == [["478", "480", 4, False]]


def test_every_chart_of_a_song_is_kept_on_its_beats(tmp_path: Path) -> None:
    charts = {
        "a.sm": simfile(),
        "b.sm": simfile().replace(b"0001", b"0000"),
        "c.qua": quaver(),
        "d.sm": simfile(),
        "f.osu": b"osu file format v14\n[General]\nMode: 0\n",
    }
    found = prepared(tmp_path, {**charts, "song.ogg": audio()})
    assert found.annotation is not None
    kept = found.annotation["charts"]
    assert [chart["file"] for chart in kept] == ["a.sm", "b.sm", "c.qua"]
    assert [len(chart["notes"]) for chart in kept] == [87, 80, 70]
    assert [chart["timing"] for chart in kept] == [None] * 3
    for chart in kept:
        assert max(abs(row[4]) for row in chart["notes"]) < 0.6
        assert {Fraction(row[5]).denominator for row in chart["notes"]} <= {1, 2, 3, 4}
    lines = [(one.file, one.state, one.why.partition(":")[0]) for one in found.verdict.charts]
    assert ("d.sm", "dropped", "twice") in lines
    assert ("f.osu", "dropped", "no chart") in lines
    assert len(lines) == 3 * 2 + 2


def test_a_chart_on_other_beats_brings_its_own(tmp_path: Path) -> None:
    # Its beats are counted half a beat later: its notes fit the audio all the same.
    late = quaver().replace(b"TimingPoints:\n- StartTime: 500", b"TimingPoints:\n- StartTime: 740")
    charts = {"a.sm": simfile(), "b.qua": late}
    found = prepared(tmp_path, {**charts, "song.ogg": audio()})
    assert found.annotation is not None
    first, other = found.annotation["charts"]
    assert (first["timing"], other["file"]) == (None, "b.qua")
    assert other["timing"]["tempo_map"]["origin"] == "37/50"
    assert other["timing"]["redlines"] == [["740", "480", 4, False]]
    assert other["human_10ms"] == 1.0
    beats = np.array(found.annotation["beats"])
    assert np.abs((beats - OFFSET) * BPM / 60 % 1 - 0.5).min() > 0.4


def test_a_chart_played_to_another_file_is_dropped(tmp_path: Path) -> None:
    rate = simfile().replace(b"gone.mp3", b"fast.ogg").replace(b"0110", b"0100")
    named = simfile().replace(b"gone.mp3", b"song.ogg")
    files = {"a.sm": named, "b.sm": rate, "song.ogg": audio(), "fast.ogg": audio()}
    found = prepared(tmp_path, files)
    assert [(one.file, one.why) for one in found.verdict.charts if "audio" in one.why] == [
        ("b.sm", "other audio: the chart is played to 'fast.ogg'"),
    ] * 2


def test_no_bar_begins_on_a_stop_within_a_bar(tmp_path: Path) -> None:
    # Beat 42 is the third of its bar: a redline stands there, but no bar begins.
    chart = simfile().replace(b"#BPMS", b"#STOPS:42=0.0001;#BPMS")
    found = prepared(tmp_path, {"a.sm": chart, "song.ogg": audio()})
    assert found.annotation is not None
    bars = (np.array(found.annotation["downbeats"]) - OFFSET) * BPM / 240
    assert len(found.annotation["human"]["redlines"]) == 3
    assert found.entry is not None
    assert (found.entry.kind, found.entry.constant) == ("variable", False)
    assert np.abs(bars - np.round(bars)).max() < 0.01
    assert len(bars) >= 20


def test_a_quaver_chart_is_kept_too(tmp_path: Path) -> None:
    found = prepared(tmp_path, {"a.qua": quaver(), "song.ogg": audio()})
    assert found.verdict.state == "kept"
    assert found.verdict.first is not None
    assert found.verdict.first.shift_ms == pytest.approx(0, abs=3)
    assert found.audio is None


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"a.sm": simfile(bpm="0=131.3")}, "no match: sharpness"),
        ({"a.sm": simfile(bpm="0=125.1")}, "drifts: attacks move by"),
        ({"a.sm": simfile(offset=-500.0)}, "no match: the notes lie outside"),
        ({"a.sm": b"#TITLE:x;"}, "no chart: holds no chart"),
        ({"a.sm": b"#NOTES:dance-single::Easy:1:0:1000\n0000\n;"}, "few notes: 1, not 30"),
    ],
)
def test_what_does_not_fit_is_dropped_with_the_reason(
    tmp_path: Path, files: dict[str, bytes], why: str
) -> None:
    found = prepared(tmp_path, {**files, "song.ogg": audio()})
    assert found.verdict.state == "dropped"
    assert found.verdict.why.startswith(why)
    assert found.entry is None


def test_a_song_without_its_audio_is_dropped(tmp_path: Path) -> None:
    found = prepared(tmp_path, {"a.sm": simfile()})
    assert (found.verdict.state, found.verdict.why) == (
        "dropped",
        "no audio: the chart names 'gone.mp3'",
    )


def test_audio_that_cannot_be_decoded_is_a_failure_of_one_line(tmp_path: Path) -> None:
    found = prepared(tmp_path, {"a.sm": simfile(), "song.ogg": b"OggS, or so it says"})
    assert found.verdict.state == "failed"
    assert found.verdict.why.startswith("song.ogg: ")
    assert "\n" not in found.verdict.why


def test_a_damaged_package_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.osz").write_bytes(b"PK no")
    found = prepare_song(StoreSong(tmp_path / "a.osz", "a.osz", "a", ""))
    assert (found.verdict.state, found.verdict.digest) == ("failed", "")
