"""``bms-generate --ml`` from package to chart, with the rankers that ship."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from automapper.bms.learning.columns import LANE_COLUMNS, TOKEN_COLUMNS, columns_text
from automapper.bms.learning.rankers import LANE_SPEC, TOKEN_SPEC
from automapper.bms.read import read_chart
from automapper.cli.bms.generate import main
from automapper.models.ranker import Ranker, save_ranker
from render_bms_package import package

CHART = "sounds-auto-7k-int5.bms"
RESULT = f"{CHART}.result.json"


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bms") / "song"
    folder.mkdir()
    for name, data in package(40, 16).items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(autouse=True)
def quiet_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOMAPPER_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The words that name rankers of one's own."""
    folder, words = tmp_path_factory.mktemp("own"), []
    for kind, spec, columns in (
        ("token", TOKEN_SPEC, TOKEN_COLUMNS),
        ("lane", LANE_SPEC, LANE_COLUMNS),
    ):
        torch.manual_seed(5)
        path = folder / f"{kind}.safetensors"
        save_ranker(path, Ranker(spec), {"columns": columns_text(columns), "digest": kind})
        words += [f"--model-{kind}", str(path)]
    return words


def made(song: Path, out: Path, *words: str) -> Path:
    assert main(["--folder", str(song), "--output", str(out), *words]) == 0
    return out


def record(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def notes_by_measure(path: Path) -> dict[int, list[object]]:
    found: dict[int, list[object]] = {}
    for note in read_chart(path.read_bytes(), path.name).chart.notes:
        found.setdefault(note.place.measure, []).append(note)
    return found


def test_the_shipped_rankers_make_another_chart_that_breaks_no_law(
    song: Path, tmp_path: Path
) -> None:
    ranked, plain = made(song, tmp_path / "ml", "--ml"), made(song, tmp_path / "rules")
    assert (ranked / CHART).read_bytes() != (plain / CHART).read_bytes()
    said = record(ranked / RESULT)
    assert said["options"]["ml"] is True
    for figures in said["diagnostics"]["ml"].values():
        assert figures["asked"] > 0 and figures["silent"] == 0 and len(figures["weights"]) == 32
    assert "ml" not in record(plain / RESULT)["diagnostics"]


WITHOUT_TORCH = """
import sys
sys.modules["torch"] = None  # importing it is an error
from automapper.cli.bms.generate import main
raise SystemExit(main(sys.argv[1:]))
"""


def test_one_seed_gives_the_same_bytes_whatever_the_hashing_and_without_torch(
    song: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", WITHOUT_TORCH, "--folder", str(song), "--ml"]
    for seed in ("0", "7"):
        subprocess.run(
            [*command, "--output", str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": str(int(seed) + 1)},
            check=True,
            capture_output=True,
        )
    for name in (CHART, RESULT):
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "7" / name).read_bytes()


def test_a_rerolled_measure_leaves_the_others_alone(song: Path, tmp_path: Path) -> None:
    base = made(song, tmp_path / "base", "--ml")
    words = ["--reroll", "8", "--from", str(base / RESULT), "--seed", "7"]
    again = made(song, tmp_path / "again", *words)
    before, after = notes_by_measure(base / CHART), notes_by_measure(again / CHART)
    assert {m for m in before | after if before.get(m) != after.get(m)} <= {8}


def test_rankers_of_ones_own_are_given_again(
    song: Path, tmp_path: Path, own: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    base = made(song, tmp_path / "base", "--ml", *own)
    words = ["--reroll", "8", "--from", str(base / RESULT), "--seed", "7"]
    assert main(["--folder", str(song), "--output", str(tmp_path / "x"), *words]) == 2
    assert "made with other rankers" in capsys.readouterr().err
    made(song, tmp_path / "again", *words, "--ml", *own)


def test_weights_that_are_none_are_one_line(
    song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.onnx").write_bytes(b"nothing")
    for name, said in (("none.onnx", "there are no weights here"), ("bad.onnx", "cannot run it")):
        words = ["--ml", "--model-token", str(tmp_path / name)]
        assert main(["--folder", str(song), "--output", str(tmp_path / "x"), *words]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert said in line
    assert not (tmp_path / "x").exists()
