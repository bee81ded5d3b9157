from __future__ import annotations

import json
from pathlib import Path

import pytest

from automapper.cli.bms.dataset import main
from bms.learning.songs import song


@pytest.fixture(autouse=True)
def quiet_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOMAPPER_CACHE", str(tmp_path / "cache"))


def test_packages_become_a_store_and_a_second_run_leaves_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = song(tmp_path / "one", samples=10, measures=4)
    store = tmp_path / "store"
    assert main([str(one), "-o", str(store)]) == 0
    said = capsys.readouterr().out
    assert "1 of 1 packages: 3 charts, 12 measures" in said
    assert "not taught" in said
    assert {path.name for path in (store / "one").iterdir()} == {"pool.json", "records.jsonl"}
    assert main([str(one), "-o", str(store), "--no-cache"]) == 0
    assert "one: stands already: 3 charts" in capsys.readouterr().out


def test_a_bad_package_is_told_at_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = song(tmp_path / "one", samples=10, measures=4)
    (tmp_path / "bad").mkdir()
    store = tmp_path / "store"
    assert main([str(tmp_path / "bad"), str(one), "-o", str(store), "--json"]) == 1
    said = capsys.readouterr()
    bad, good = json.loads(said.out)["packages"]
    assert bad["row"] is None and good["row"]["charts"] == 3
    assert [line for line in said.err.splitlines() if line.startswith("bms-dataset: bad")]


def test_two_packages_of_one_name_are_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["a/song", "b/song.zip", "-o", str(tmp_path)]) == 2
    assert "two packages are called song" in capsys.readouterr().err
