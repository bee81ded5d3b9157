from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

from automapper.cli.osumania.train import main
from automapper.models.beat_tcn import load_beat_tcn

sys.path.append(str(Path(__file__).resolve().parents[2] / "training"))
from learning_songs import click_store

from unread_door import unread


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return click_store(tmp_path_factory.mktemp("store"), songs=3, seconds=12.0)


SMALL = ["+debug=smoke", "model.channels=8", "model.levels=3"]


def test_a_run_from_nothing_and_one_that_goes_on_from_its_weights(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = tmp_path / "first run=1"
    data = f"data={store},{store}/"
    assert main(["stage=ear", data, f"output={first}", "val_artist=odd", *SMALL]) == 0
    said = capsys.readouterr().out
    assert "1 steps on 4 songs, 2 held out" in said
    assert "loss on the songs held out" in said
    assert str(first / "net.onnx") in said
    second = tmp_path / "second"
    words = [f"init={first / 'net.safetensors'}", "tune=heads", f"output={second}", "+debug=smoke"]
    assert main(["stage=ear", data, *words]) == 0
    assert "1 steps on 6 songs, 0 held out" in capsys.readouterr().out
    assert (second / "net.safetensors").is_file()
    back, before = tmp_path / "back", load_beat_tcn(first / "net.safetensors").state_dict()
    words = [f"init={first / 'net.safetensors'}", "keep=1", f"output={back}", "+debug=smoke"]
    assert main(["stage=ear", data, *words]) == 0
    after = load_beat_tcn(back / "net.safetensors").state_dict()
    assert all(torch.equal(after[name], before[name]) for name in before if "num_" not in name)


def test_a_net_is_written_though_nobody_reads(store: Path, tmp_path: Path) -> None:
    words = ["stage=ear", f"data={store}", f"output={tmp_path}", *SMALL]
    code, _ = unread("osumania.train", *words)
    assert code == 0
    assert (tmp_path / "net.onnx").is_file()


def test_ctrl_c_is_one_line(
    store: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("automapper.cli.osumania.train_ear.keep_share", pressed)
    assert main(["stage=ear", f"data={store}", f"output={tmp_path}", *SMALL]) == 130
    assert "osu-train: stopped; the same command goes on" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["stage=ear"], "data=DIR is missing"),
        (["stage=nose", "data=x"], "stage=nose: choose one of ear"),
        (["data=x"], "stage=ear is missing: what to train"),
        (["stagee=ear", "data=x"], "stagee=ear: there is no such option (did you mean stage?)"),
        (["stage=ear", "data=x", "max_minute=3"], "(did you mean max_minutes?)"),
        (["data=x", "nothing.zip"], "nothing.zip: options are written name=value"),
        (["stage=ear", "data=nowhere"], "nowhere: no store of learning examples"),
        (["stage=ear", "data=x", "training.nothing=1"], "training.nothing"),
        (["stage=ear", "data=x", "fold=9"], "fold=9: 0 to 4"),
        (["stage=ear", "data=x", "keep=2"], "keep=2: a share from 0 to 1"),
        (["stage=ear", "data=x", "keep=0.5"], "keep needs init"),
        (["stage=ear", "data=x", "tune=toes"], "tune=toes: heads or all"),
        (["stage=ear", "data=x", "training.schedule.steps=many"], "steps=many: expected int"),
        (["stage=ear", "data=x", "init=none.safetensors"], "there are no weights here"),
        (["stage=ear", "data=x", "seed=[1"], "seed=[1: the value cannot be read"),
        (["stage=ear", "data=x", "seed="], "seed=: a whole number from 0 on"),
        (["stage=ear", "data=x", "smoke=ture"], "smoke=ture: true or false"),
        (["stage=ear", "data=x", "=3"], "=3: options are written name=value"),
        (["stage=ear", "data=x", "foo=1"], "foo=1: there is no such option"),
        (["stage=ear", "data=x", "training=ear_tun"], "did you mean ear_tune?"),
        (["stage=ear", "data=x", "data.plan.secnds=3"], "did you mean data.plan.seconds?"),
    ],
)
def test_bad_words_are_one_line(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("osu-train: ") and said in line


def test_without_torch_a_folder_that_is_none_is_told_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "automapper.cli.osumania.train_ear", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)  # what an import of it then finds
    assert main(["stage=ear", f"data={tmp_path},nothere"]) == 2
    assert "nothere: no store of learning examples" in capsys.readouterr().err
    assert main(["stage=ear", f"data={tmp_path}"]) == 2
    assert "training needs torch; pip install" in capsys.readouterr().err
