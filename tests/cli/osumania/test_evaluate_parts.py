"""The parts behind ``osu-evaluate``: its words, the folders it knows, what it writes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from automapper.cli.osumania.evaluate_arguments import Request, request_of
from automapper.cli.osumania.evaluate_data import listeners_of, truths_of
from automapper.cli.osumania.evaluate_report import show, show_each, write_csv, write_json
from automapper.data.store import fold_of
from automapper.ear.evaluation.judge import Found, judge
from automapper.ear.evaluation.run import Outcome
from automapper.ear.evaluation.truths import Truth
from automapper.errors import ConfigError


@pytest.fixture
def songs(tmp_path: Path) -> Path:
    """Three songs of noise with beats: two of one tempo, one of a moving one."""
    folder = tmp_path / "songs"
    folder.mkdir()
    noise = np.random.default_rng(0).normal(0, 0.1, 40_000).astype(np.float32)
    for name, bend in (("a", 0.0), ("b", 0.0), ("c", 0.001)):
        soundfile.write(folder / f"{name}.flac", noise, 8000)
        beats = [0.3 + 0.5 * n + bend * n * n for n in range(60)]
        lines = [f"{time:.6f} {n % 4 + 1}" for n, time in enumerate(beats)]
        (folder / f"{name}.beats").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_words_are_understood(songs: Path, tmp_path: Path) -> None:
    net = tmp_path / "net.onnx"
    net.write_bytes(b"")
    others = ("librosa", "beatnet", "ear-none", "ear-beatnet")
    words = [
        "stage=ear", f"data={songs},{songs}", "source=beatnet", f"checkpoint={net}",
        f"baselines={','.join(others)}", f"beatnet={net}", "limit=3", "jobs=2", "cache=kept",
    ]  # fmt: skip
    assert request_of(words) == Request(
        data=(songs, songs), source="beatnet", checkpoint=net, baselines=others, beatnet=net,
        limit=3, jobs=2, cache=Path("kept"),
    )  # fmt: skip
    assert request_of(["stage=ear", f"data={songs}"]) == Request(data=(songs,))
    names = [listener.name for listener in listeners_of(request_of(words))]
    assert names == ["ear", *others]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "stage=: there is ear"),
        (["stage=map"], "stage=map: there is ear"),
        (["stage=ear"], "data=DIR is missing"),
        (["stage=ear", "data=nowhere"], "data=nowhere: no such folder"),
        (["stage=ear", "songs"], "songs: not understood"),
        (["stage=ear", "colour=red"], "colour=red: not understood; words are KEY=VALUE of stage"),
        (["stage=ear", "datta=x"], r"datta=x: not understood \(did you mean data\?\)$"),
        (["stage=ear", "data=.", "source=shiped"], r"did you mean shipped\?"),
        (["stage=ear", "data=.", f"json={Path(__file__)}/x.json"], r"json=.*cannot be written"),
        (["stage=ear", "data=.", "csv=."], r"csv=\.: is a folder; name a file"),
        (["stage=ear", "data="], "data=: not understood"),
        (["stage=ear", "stage=ear"], "stage is given twice"),
        (["stage=ear", "data=.", "source=ears"], "source=ears: there is shipped"),
        (["stage=ear", "data=.", "limit=0"], "limit=0: must be a whole number"),
        (["stage=ear", "data=.", "jobs=two"], "jobs=two: must be a whole number"),
        (["stage=ear", "data=.", "jobs=99"], "jobs= takes 1 to 61 processes, not 99"),
        (["stage=ear", "data=.,"], "data=: a folder between the commas has no name"),
        (
            ["stage=ear", "data=.", "source=tcn", "checkpoint=none.onnx"],
            r"checkpoint=none\.onnx: no such file",
        ),
        (["stage=ear", "data=.", "checkpoint=x"], "checkpoint= is for source=tcn.*, not shipped"),
        (["stage=ear", "data=.", "source=none", "checkpoint=x"], "beatthis, not none"),
        (["stage=ear", "data=.", "folds=.", "source=none"], "source= says nothing beside folds="),
        (["stage=ear", "data=.", "folds=.", "weights=x"], "weights= says nothing beside folds="),
        (["stage=ear", "data=.", "baselines=madmom"], "baselines=madmom: there is librosa"),
        (["stage=ear", "data=.", "baselines=beatnet"], "needs its weights: beatnet=FILE"),
    ],
)
def test_words_that_cannot_be_are_told(words: list[str], why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        request_of(words)


def test_songs_come_with_their_fold_and_not_too_many_of_a_row(songs: Path) -> None:
    truths = truths_of(Request(data=(songs,)))
    assert [truth.name for truth in truths] == ["a", "b", "c"]
    assert [truth.fold for truth in truths] == [fold_of(name, name) for name in "abc"]
    few = truths_of(Request(data=(songs,), limit=1))
    assert [truth.name for truth in few] == ["a", "c"]


def test_a_manifest_beside_the_folds_knows_better(songs: Path, tmp_path: Path) -> None:
    entry = {
        "id": "b", "title": "Other", "artist": "", "source": "", "kind": "steady", "seconds": 5.0,
        "fold": (fold_of("b", "b") + 1) % 5, "constant": True, "downbeats": True,
    }  # fmt: skip
    (tmp_path / "manifest.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    folds = [truth.fold for truth in truths_of(Request(data=(songs,), folds=tmp_path))]
    assert folds == [fold_of("a", "a"), entry["fold"], fold_of("c", "c")]


def test_folders_that_hold_no_songs_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no \.beats files"):
        truths_of(Request(data=(tmp_path,)))
    (tmp_path / "lonely.beats").write_text("0 1\n1 2\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="no song whose beats are known"):
        truths_of(Request(data=(tmp_path,)))


@pytest.fixture
def outcomes(songs: Path) -> list[Outcome]:
    """The truth, 12 ms late, by the Ear; nothing at all for the last song."""
    out = []
    for truth in truths_of(Request(data=(songs,))):
        beats = truth.beats + 0.012 if truth.name != "c" else np.zeros(0)
        found = Found(beats, beats[::4], beats, truth.bpm or float("nan"), "steady", 0.5)
        error = "too quiet" if truth.name == "c" else ""
        out.append(Outcome(truth, "ear", found, judge(truth, found), error))
    return out


def test_tables_and_failures_are_shown(
    outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    show(outcomes, "ear")
    shown = capsys.readouterr().out
    assert "Beats and tempo" in shown
    assert "songs, one tempo" in shown
    assert "3 songs of 3 with something wrong" in shown
    assert "a (songs, one tempo): offset +12.0 ms" in shown
    assert "c (songs, moving tempo): too quiet" in shown
    assert "Notes to the nearest line" not in shown  # there are none
    assert "nan" not in shown.replace("confidence nan", "")


def test_each_song_has_a_line(outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]) -> None:
    show_each(outcomes[:2])
    shown = capsys.readouterr().out
    assert "Timing, ms, song by song" in shown
    assert [line.split()[0] for line in shown.splitlines() if " ear " in line] == ["a", "b"] * 2
    assert "all of" not in shown


def test_a_title_is_no_markup(songs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = truths_of(Request(data=(songs,)))[0]
    odd = Truth("[red]name[/red]", "", "[b]row[/b], one tempo", truth.sound, truth.span,
                truth.beats, bpm=truth.bpm)  # fmt: skip
    found = Found(np.zeros(0), np.zeros(0), np.zeros(0), float("nan"))
    show([Outcome(odd, "ear", found, judge(odd, found))], "ear")
    shown = capsys.readouterr().out
    assert "[red]name[/red] ([b]row[/b], one tempo)" in shown


def test_figures_of_every_song_are_written(outcomes: list[Outcome], tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", outcomes)
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    lines = list(csv.DictReader(text.splitlines()))
    assert [line["name"] for line in lines] == ["a", "b", "c"]
    assert float(lines[0]["offset"]) == pytest.approx(0.012)
    assert lines[2]["error"] == "too quiet"
    assert lines[2]["offset"] == ""
    write_json(tmp_path / "out.json", outcomes, "ear")
    record = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [song["name"] for song in record["songs"]] == ["a", "b", "c"]
    assert [failure["name"] for failure in record["failures"]] == ["a", "b", "c"]
    assert record["rows"][0]["values"]["beat F"] == 1.0
    assert record["songs"][0]["confidence"] == 0.5
