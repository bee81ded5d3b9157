"""Every figure of the table, by spoiling a human's chart and its timing on purpose."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from automapper.audio import Waveform
from automapper.ear.evaluation.judge import Found, judge
from automapper.ear.evaluation.run import Outcome, Run, evaluate
from automapper.ear.evaluation.table import BEATS, CHARTS, NOTES, TIMING, failures, rows
from automapper.ear.evaluation.truths import Sound, Truth
from automapper.errors import AudioError, AutomapperError, WeightsError

BPM, PERIOD = 140.0, 60.0 / 140.0
BEATS_S = 1.25 + PERIOD * np.arange(250)
# As a person charts: quarters with gaps, some thirds.
PLAYED = np.flatnonzero(np.random.default_rng(3).random(900) < 0.6)
NOTES_S = np.union1d(1.25 + PERIOD / 4 * PLAYED, BEATS_S[40:80] + PERIOD / 3)
TRUTH = Truth(
    name="song", title="Song", group="charts, one tempo", sound=Sound(Path("song.ogg")),
    span=(1.25, float(BEATS_S[-1])), beats=BEATS_S, downbeats=BEATS_S[::4], bpm=BPM,
    offset_known=True, notes=NOTES_S,
)  # fmt: skip
MOVING = replace(
    TRUTH, bpm=None, redlines=2, group="charts, moving tempo", notes=np.zeros(0),
    beats=np.concatenate([BEATS_S[:100], BEATS_S[100] + 0.4 * np.arange(150)]),
)  # fmt: skip


def found(beats: np.ndarray, bpm: float = BPM, **changes: object) -> Found:
    answer = Found(beats, beats[::4], beats, bpm, "steady", 0.9, seconds=2.0, duration=120.0)
    return replace(answer, **changes)  # type: ignore[arg-type]


def test_the_truth_itself_leaves_nothing_to_correct() -> None:
    figures = judge(TRUTH, found(BEATS_S))
    for name in ("beat_f", "cmlt", "amlt", "downbeat_f", "tempo", "level", "exact", "both"):
        assert figures[name] == 1.0, name
    for name in ("offset", "bar_offset", "strays_50", "strays_95", "notes_12_max"):
        assert figures[name] == pytest.approx(0.0, abs=1e-9), name
    assert figures["played"] == 1.0
    assert figures["wall"] == pytest.approx(3.0)


@pytest.mark.parametrize("shift", [0.003, -0.008, 0.015, -0.022])
def test_a_shift_is_told_as_offset_and_moves_notes_off_their_lines(shift: float) -> None:
    figures = judge(TRUTH, found(BEATS_S + shift))
    assert figures["offset"] == pytest.approx(shift)
    assert figures["bar_offset"] == pytest.approx(shift)
    assert figures["offset_10"] == figures["both"] == float(abs(shift) < 0.01)
    assert figures["strays_95"] == pytest.approx(abs(shift))
    assert figures["notes_4_50"] == pytest.approx(abs(shift))
    assert figures["notes_4_2ms"] < 0.1
    assert figures["exact"] == figures["beat_f"] == 1.0


@pytest.mark.parametrize("octave", [0.5, 2.0])
def test_another_octave_keeps_the_tempo_and_loses_the_rest(octave: float) -> None:
    beats = BEATS_S[0] + PERIOD / octave * np.arange(int(250 * octave))
    figures = judge(TRUTH, found(beats, BPM * octave))
    assert figures["tempo"] == figures["offset_10"] == 1.0
    assert figures["exact"] == figures["level"] == figures["both"] == 0.0
    assert figures["beat_f"] == pytest.approx(2 / 3, abs=0.02)
    assert figures["cmlt"] < 0.05 < 0.9 < figures["amlt"]


def test_the_wrong_half_of_the_beat_is_an_offset_of_half_a_beat() -> None:
    figures = judge(TRUTH, found(BEATS_S + PERIOD / 2))
    assert abs(figures["offset"]) == pytest.approx(PERIOD / 2)
    assert figures["both"] == figures["beat_f"] == 0.0
    assert figures["amlt"] > 0.9


def test_the_wrong_bar_costs_downbeats_alone() -> None:
    figures = judge(TRUTH, found(BEATS_S, downbeats=BEATS_S[1::4]))
    assert figures["downbeat_f"] == 0.0
    assert figures["bar_offset"] == pytest.approx(PERIOD)
    assert figures["bar_10"] == 0.0
    assert figures["both"] == figures["beat_f"] == 1.0


@pytest.mark.parametrize(("error", "tempo", "close"), [(5e-5, 1, 1), (2e-4, 0, 1), (1e-3, 0, 0)])
def test_a_tempo_that_is_off_drifts_away(error: float, tempo: int, close: int) -> None:
    beats = BEATS_S[125] + PERIOD / (1 + error) * (np.arange(250) - 125)
    figures = judge(TRUTH, found(beats, BPM * (1 + error)))
    level = judge(replace(TRUTH, beats=np.zeros(0), downbeats=np.zeros(0), offset_known=False),
                  found(beats, BPM * (1 + error)))  # fmt: skip
    assert (figures["tempo"], level["tempo"], level["close"]) == (tempo, tempo, close)
    assert figures["offset"] == pytest.approx(0.0, abs=PERIOD * error * 4)
    # The ends are half a song of errors away.
    assert figures["strays_95"] == pytest.approx(PERIOD * error * 125 * 0.95, rel=0.1)


def test_jitter_widens_distances_and_costs_continuity() -> None:
    noise = np.random.default_rng(4).normal(0, 1, len(BEATS_S))
    answers = [judge(TRUTH, found(BEATS_S + size * noise)) for size in (0.0, 0.004, 0.04, 0.1)]
    for name, rising in (("strays_95", 1), ("notes_12_95", 1), ("beat_f", -1), ("cmlt", -1)):
        values = [rising * figures[name] for figures in answers]
        assert values == sorted(values), name
        assert values[-1] > values[0], name


def test_an_offset_that_is_not_known_is_not_judged() -> None:
    figures = judge(replace(TRUTH, offset_known=False), found(BEATS_S + 0.02))
    assert not {"offset", "both", "strays_95"} & figures.keys()
    assert figures["exact"] == 1.0


def test_levels_of_which_only_tempo_and_notes_are_known() -> None:
    level = replace(
        TRUTH, beats=np.zeros(0), downbeats=np.zeros(0), offset_known=False, shift=0.012,
        notes=NOTES_S - 0.012,
    )  # fmt: skip
    figures = judge(level, found(BEATS_S, BPM * 1.0003))
    assert (figures["close"], figures["tempo"]) == (1.0, 0.0)
    assert figures["played_shifted"] == figures["played"] == 1.0
    late = judge(level, found(BEATS_S + 0.008))
    assert late["played_shifted"] == 1.0
    assert late["played"] < 0.7
    assert "beat_f" not in figures


def test_who_hears_no_bars_is_not_judged_by_them() -> None:
    deaf = replace(found(BEATS_S), downbeats=np.zeros(0))
    assert judge(TRUTH, deaf)["downbeat_f"] == 0.0
    assert "downbeat_f" not in judge(TRUTH, replace(deaf, tells_bars=False))


def test_redlines_are_counted_and_their_lines_held_against_beats() -> None:
    change = float(MOVING.beats[100])
    right = ((float(MOVING.beats[0]), BPM), (change, 150.0))
    figures = judge(MOVING, found(MOVING.beats, redlines=right))
    assert (figures["written"], figures["redlines"], figures["kept"]) == (2.0, 1.0, 1.0)
    uncounted = judge(replace(MOVING, redlines=0), found(MOVING.beats, redlines=right))
    assert uncounted["written"] == 2.0 and "redlines" not in uncounted
    assert "written" not in judge(MOVING, found(MOVING.beats))
    assert figures["strays_95"] == pytest.approx(0.0, abs=1e-9)
    one = judge(MOVING, found(MOVING.beats, redlines=right[:1]))
    assert one["redlines"] == 0.5
    assert one["kept"] < 0.6
    late = judge(MOVING, found(MOVING.beats, redlines=(right[0], (change + 0.015, 150.0))))
    assert late["kept"] < 0.6


def test_nothing_found_is_wrong_everywhere() -> None:
    nothing = np.zeros(0)
    figures = judge(TRUTH, Found(nothing, nothing, nothing, float("nan")))
    for name in ("beat_f", "cmlt", "amlt", "downbeat_f", "tempo", "exact", "offset_10", "both"):
        assert figures[name] == 0.0, name


@dataclass(frozen=True, slots=True)
class Parrot:
    """Says the truth, late by ``shift`` s; refuses songs whose name begins with "bad"."""

    shift: float = 0.0
    name: str = "parrot"
    said: Path = Path("nowhere")

    @property
    def key(self) -> str:
        return f"{self.shift}"

    def __call__(self, truth: Truth, waveform: Waveform) -> Found:
        with self.said.open("a", encoding="utf-8") as stream:
            stream.write(f"{truth.name}\n")
        if truth.name.startswith("bad"):
            raise AudioError("bad song")
        return found(truth.beats + self.shift, truth.bpm or 1.0)


@dataclass(frozen=True, slots=True)
class Wanting:
    """Lacks its weights, or dies."""

    dies: bool
    name: str = "wanting"
    key: str = ""

    def __call__(self, truth: Truth, waveform: Waveform) -> Found:
        if self.dies:
            os._exit(3)
        raise WeightsError("the weights are missing")


@pytest.fixture
def songs(tmp_path: Path) -> list[Truth]:
    path = tmp_path / "song.flac"
    noise = np.random.default_rng(0).normal(0, 0.1, 40_000).astype(np.float32)
    soundfile.write(path, noise, 8000)
    return [replace(TRUTH, name=name, sound=Sound(path)) for name in ("one", "two", "bad three")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_song_is_heard_by_every_listener_once(
    songs: list[Truth], tmp_path: Path, jobs: int
) -> None:
    said = tmp_path / "said.txt"
    listeners = [Parrot(said=said), Parrot(0.02, "late", said)]
    run = Run(jobs, tmp_path / "cache")
    first = {done[0].truth.name: done for done in evaluate(songs, listeners, run)}
    assert sorted(first) == ["bad three", "one", "two"]
    assert [outcome.error for outcome in first["bad three"]] == ["bad song", "bad song"]
    assert [outcome.figures["both"] for outcome in first["one"]] == [1.0, 0.0]
    assert len(said.read_text(encoding="utf-8").split("\n")) == 7
    # The second run hears only what the first could not.
    again = {done[0].truth.name: done for done in evaluate(songs, listeners, run)}
    assert len(said.read_text(encoding="utf-8").split("\n")) == 9
    assert again["two"][1].figures == pytest.approx(first["two"][1].figures, abs=1e-6)
    # Other weights are another listener.
    list(evaluate(songs[:1], [Parrot(0.001, said=said)], run))
    assert len(said.read_text(encoding="utf-8").split("\n")) == 10


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_listener_that_lacks_its_weights_ends_the_run(songs: list[Truth], jobs: int) -> None:
    with pytest.raises(WeightsError, match="weights are missing"):
        list(evaluate(songs, [Wanting(dies=False)], Run(jobs)))


def test_a_process_that_dies_is_told(songs: list[Truth]) -> None:
    with pytest.raises(AutomapperError, match="try jobs=1"):
        list(evaluate(songs, [Wanting(dies=True)], Run(2)))


def test_a_damaged_answer_in_the_cache_is_asked_for_again(
    songs: list[Truth], tmp_path: Path
) -> None:
    said = tmp_path / "said.txt"
    run = Run(1, tmp_path / "cache")
    list(evaluate(songs[:1], [Parrot(said=said)], run))
    for kept in (tmp_path / "cache").rglob("*.json"):
        kept.write_text('{"beats": [1.0', encoding="utf-8")
    done = next(evaluate(songs[:1], [Parrot(said=said)], run))
    assert done[0].figures["both"] == 1.0
    assert len(said.read_text(encoding="utf-8").split("\n")) == 3


def outcome(truth: Truth, answer: Found, listener: str = "ear") -> Outcome:
    return Outcome(truth, listener, answer, judge(truth, answer))


def test_rows_fold_songs_and_join_groups_of_one_kind() -> None:
    outcomes = [
        outcome(TRUTH, found(BEATS_S)),
        outcome(TRUTH, found(BEATS_S[::2], BPM / 2)),
        outcome(replace(TRUTH, group="others"), found(BEATS_S + 0.004)),
        outcome(MOVING, found(MOVING.beats)),
        outcome(TRUTH, found(BEATS_S + 0.03), "librosa"),
    ]
    table = {(row.group, row.listener): row for row in rows(outcomes, (*BEATS, *TIMING))}
    charts = table["charts, one tempo", "ear"]
    assert charts.songs == 2
    assert charts.values["exact"] == 0.5
    assert charts.values["tempo"] == 1.0
    both = table["all of one tempo", "ear"]
    assert both.songs == 3
    assert both.values["exact+10"] == pytest.approx(2 / 3)
    assert both.values["offset ms"] == pytest.approx(0.0, abs=1e-6)
    assert both.values["|p90| ms"] == pytest.approx(3.2)
    assert table["charts, one tempo", "librosa"].values["offset ms"] == pytest.approx(30.0)
    assert table["charts, moving tempo", "ear"].values["exact"] is None
    assert ("all of moving tempo", "ear") not in table  # there is but one such group


def test_levels_without_beats_have_a_row_together() -> None:
    bare = replace(TRUTH, beats=np.zeros(0), downbeats=np.zeros(0), group="levels, aligned")
    other = replace(bare, group="levels, not aligned")
    outcomes = [outcome(bare, found(BEATS_S)), outcome(other, found(BEATS_S, 141.0))]
    table = {row.group: row.values[".05 %"] for row in rows(outcomes, CHARTS)}
    assert table == {
        "levels, aligned": 1.0, "levels, not aligned": 0.0, "all without known beats": 0.5
    }  # fmt: skip


def test_the_scorecard_has_a_row_for_each_group_with_notes() -> None:
    outcomes = [outcome(TRUTH, found(BEATS_S + 0.004)), outcome(MOVING, found(MOVING.beats))]
    quarter = next(columns for divisor, columns in NOTES if divisor == 4)
    (row,) = rows(outcomes, quarter)
    assert row.values["median ms"] == pytest.approx(4.0)
    assert row.values["<= 2 ms"] < 0.1 < row.values["<= 5 ms"]
    assert rows(outcomes, CHARTS)[0].values["played"] == 1.0


def test_failures_say_what_is_wrong_and_leave_out_what_is_right() -> None:
    outcomes = [
        outcome(replace(TRUTH, name="right"), found(BEATS_S)),
        outcome(replace(TRUTH, name="octave"), found(BEATS_S[::2], BPM / 2)),
        outcome(replace(TRUTH, name="tempo"), found(BEATS_S * 1.001, BPM / 1.001)),
        outcome(replace(TRUTH, name="offset"), found(BEATS_S - 0.0123)),
        outcome(replace(TRUTH, name="bars"), found(BEATS_S, downbeats=BEATS_S[2::4])),
        outcome(
            replace(TRUTH, name="file's bars", bars_known=False),
            found(BEATS_S, downbeats=BEATS_S[2::4]),
        ),
        outcome(replace(MOVING, name="moving"), found(MOVING.beats + 0.03)),
    ]
    told = {failure.name: "; ".join(failure.wrong) for failure in failures(outcomes, "ear")}
    assert list(told) == ["octave", "tempo", "offset", "bars", "moving"]
    assert told["octave"].startswith("octave x 0.5")
    assert told["tempo"].startswith("tempo x 0.99900")
    assert told["offset"] == "offset -12.3 ms"
    assert told["bars"] == "downbeat F 0.00"
    assert told["moving"].endswith("p95 30 ms")
    assert failures(outcomes, "librosa") == []
