from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from automapper.cli.bms import train_run as bms_train
from automapper.cli.config_folder import compose, config_folder, typed
from automapper.cli.osumania.train_ear import run_of
from automapper.data.augment import Augmentation
from automapper.errors import ConfigError
from automapper.models.beat_tcn import BeatTCNSpec
from automapper.training.beat_training import Run

GROUPS = [
    f"{path.parent.name}={path.stem}"
    for path in sorted(config_folder().glob("*/*.yaml"))
    if path.parent.name != "debug"
]


# The configurations of the rankers of BMS charts; all others are the beat net's.
RANKERS = ("training=ranker", "+debug=ranker")


@pytest.mark.parametrize("choice", [*(one for one in GROUPS if one not in RANKERS), "+debug=smoke"])
def test_every_configuration_composes_and_becomes_a_run(choice: str) -> None:
    run = run_of(compose("ear", [choice]))
    assert run.schedule.steps > 0


@pytest.mark.parametrize("choice", RANKERS)
def test_every_configuration_of_rankers_becomes_a_run(choice: str) -> None:
    assert bms_train.run_of(compose("bms", ["stage=lane", choice])).schedule.epochs > 0


def test_the_yaml_says_what_the_code_says() -> None:
    config = compose("ear", [])
    found = run_of(config)
    assert found.augmentation == Augmentation()
    assert found.plan == Run(data=(), output=Path()).plan
    assert found.weights == Run(data=(), output=Path()).weights
    assert typed(BeatTCNSpec, config["model"], "model") == BeatTCNSpec()


def test_texts_of_any_letters_come_through() -> None:
    name = r'C:\songs\ä=b, "c" {d} [e] ${f}'
    escaped = name.replace('"', r"\"").replace("${", r"\${")
    assert compose("ear", [f'val_artist="{escaped}"'])["val_artist"] == name


@dataclass
class Plan:
    count: int
    share: float = 0.5
    on: bool = False


def test_values_are_checked_against_their_fields() -> None:
    assert typed(Plan, {"count": 3, "share": 1}, "plan") == Plan(3, 1)
    for wrong, said in (
        ({"count": "3"}, "plan.count=3: expected int"),
        ({"count": True}, "plan.count=True: expected int"),
        ({"count": 1, "on": 1}, "plan.on=1: expected bool"),
        ({"count": 1, "more": 1}, "plan.more: there is no such option"),
        ({}, "plan: count is missing"),
    ):
        with pytest.raises(ConfigError, match=said):
            typed(Plan, wrong, "plan")
