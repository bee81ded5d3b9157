from __future__ import annotations

from pathlib import Path

import pytest

from automapper.cli.config_words import entry_words, group_words, whole, yes_or_no
from automapper.errors import ConfigError

CONFIG = {"seed": 0, "plan": {"seconds": 20, "parts": {"most": 3}}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two groups: one that is part of the configuration, and one that may be added."""
    for name in ("plan/short", "plan/long", "debug/smoke"):
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.touch()
    return tmp_path


def test_groups_are_chosen_or_added_whatever_was_typed_before_them(folder: Path) -> None:
    for plus in ("", "+"):
        words = [f"{plus}plan=long", "seed=1", f"{plus}debug=smoke"]
        assert group_words(words, folder, CONFIG) == ["plan=long", "+debug=smoke"]
    with pytest.raises(ConfigError, match=r"plan=lng: there is long, short \(did you mean long"):
        group_words(["plan=lng"], folder, CONFIG)


def test_entries_are_those_of_the_configuration(folder: Path) -> None:
    words = ["plan=long", "+seed=1", "plan.parts.most=4", "plan.parts={most: 5}"]
    assert entry_words(words, folder, CONFIG) == [
        "seed=1", "plan.parts.most=4", "plan.parts={most: 5}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (
            "plan.secnds=1",
            r"plan\.secnds=1: there is no such option .*did you mean plan\.seconds",
        ),
        ("most=1", r"did you mean plan\.parts\.most\?"),
        ("+colour=red", r"\+colour=red: there is no such option$"),
        ("=1", "=1: there is no such option"),
        ("seed=1=2", "seed=1=2: the value cannot be read"),
    ],
)
def test_what_is_no_entry_or_no_value_is_told(word: str, said: str, folder: Path) -> None:
    with pytest.raises(ConfigError, match=said):
        entry_words([word], folder, CONFIG)


def test_numbers_and_switches_are_checked() -> None:
    assert whole(3, "n", 3) == 3 and yes_or_no(False, "on") is False
    for wrong in (2, True, "3", 3.0, None):
        with pytest.raises(ConfigError, match=f"n={wrong}: a whole number from 3 on"):
            whole(wrong, "n", 3)
    with pytest.raises(ConfigError, match="on=flase: true or false"):
        yes_or_no("flase", "on")
