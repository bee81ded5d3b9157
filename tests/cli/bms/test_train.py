from __future__ import annotations

from pathlib import Path

import pytest

from automapper.bms.learning.columns import LANE_COLUMNS
from automapper.bms.learning.dataset import fill
from automapper.bms.learning.rank import open_ranker
from automapper.bms.learning.rankers import LANE_SPEC
from automapper.cli.bms.train import STAGES, main, read_words
from automapper.cli.bms.train_run import run_of
from automapper.cli.config_folder import compose
from automapper.errors import ConfigError
from automapper.training.ranker_training import RankerRun
from bms.learning.songs import song


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    packages = [song(folder / name, samples=10, measures=4) for name in ("one", "two", "three")]
    fill(packages, folder / "store")
    return folder / "store"


@pytest.mark.parametrize("stage", STAGES)
def test_a_run_from_examples_to_weights(
    stage: str, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [f"stage={stage}", f"data={store}", f"output={tmp_path / 'a run=1'}", "+debug=ranker"]
    assert main([*words, "val_package=two", "export=torchscript"]) == 0
    said = capsys.readouterr().out
    assert "3 packages: 1 learned from, 1 to stop by, 1 kept apart" in said
    assert "right on two: " in said
    for name in ("net.onnx", "net.safetensors", "net.pt"):
        assert f"{tmp_path / 'a run=1' / name}: written" in said


def test_the_trained_ranker_is_one_that_generation_takes(store: Path, tmp_path: Path) -> None:
    words = ["stage=lane", f"data={store}", f"output={tmp_path}", "training.schedule.epochs=2"]
    assert main([*words, "val_share=0", "past=people"]) == 0
    notes = open_ranker(tmp_path / "net.onnx", LANE_COLUMNS).notes
    assert notes["packages"] == "one, three, two" and notes["kept apart"] == "none"
    assert (notes["stage"], notes["past"], notes["counts"]) == ("lane", "people", "other")
    assert list(tmp_path.glob("log/*/events.out.tfevents.*"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["stage=token"], "data=DIR is missing"),
        (["stage=nose", "data=x"], "stage=nose: choose one of token, lane"),
        (["data=x", "nothing.zip"], "nothing.zip: options are written name=value"),
        (["stage=token", "data=nowhere"], "nowhere: no store of BMS examples"),
        (["stage=token", "data=x", "training.nothing=1"], "training.nothing"),
        (["stage=token", "data=x", "training.schedule.epochs=many"], "epochs=many: expected int"),
        (["stage=token", "data=x", "training.batch=0"], "training.batch=0: a whole number from 1"),
        (["stagee=token", "data=x"], "stagee=token: there is no such option (did you mean stage?)"),
        (["data=x"], "stage=token|lane is missing"),
        (["stage=token", "data=x", "counts=none"], "counts=none: choose one of other, own"),
        (["stage=token", "data=x", "past=mine"], "past=mine: choose one of people, source"),
        (["stage=token", "data=x", "export=pickle"], "export=pickle"),
        (["stage=token", "data=x", "fold=1", "val_package=a"], "two ways"),
        (["stage=token", "data=x", "fold=first"], "fold=first"),
    ],
)
def test_bad_words_are_one_line(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("bms-train: ") and said in line


def test_folds_and_packages_that_are_not_there_are_one_line(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for word, said in (("val_package=four", "there are one, three, two"), ("fold=9", "0 to 4")):
        assert main(["stage=token", f"data={store}", word]) == 2
        assert said in capsys.readouterr().err


def test_words_become_overrides() -> None:
    words = ["stage=lane", r"data=C:\my songs\,b", "val_package=odin", "seed=3"]
    assert read_words(words) == [
        "stage=lane",
        r'store="C:\my songs\,b"',
        'val_package="odin"',
        "seed=3",
    ]
    with pytest.raises(ConfigError, match="name=value"):
        read_words(["stage"])


def test_the_configuration_holds_the_defaults_of_the_code() -> None:
    found = run_of(compose("bms", ["stage=lane", "output=x"]))
    assert found == RankerRun(Path("x"), LANE_SPEC)
