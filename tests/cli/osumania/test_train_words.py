from __future__ import annotations

from pathlib import Path

import pytest

from automapper.cli.osumania.train_words import read_words, refuse_no_stores
from automapper.errors import ConfigError


def test_words_become_overrides() -> None:
    words = ["stage=ear", r"data=C:\my songs\,b", 'val_artist=A "B", C', "+max_minutes=3", "x.y=1"]
    stage, overrides = read_words(words)
    assert stage == "ear"
    assert overrides == [
        r'stores=["C:\my songs","b"]',
        r'val_artist="A \"B\", C"',
        "max_minutes=3",
        "x.y=1",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["stage"], "name=value"),
        (["data=x"], "stage=ear is missing"),
        (["stage=nose", "data=x"], "choose one of ear"),
        (["stage=ear"], "data=DIR is missing"),
        (["stage=ear", "dta=x"], "did you mean data"),
    ],
)
def test_words_that_are_none(words: list[str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_words(words)


def test_stores_are_folders(tmp_path: Path) -> None:
    refuse_no_stores([f"data={tmp_path},{tmp_path}", "init=nothere"])
    with pytest.raises(ConfigError, match="nothere: no store of learning examples"):
        refuse_no_stores(["stage=ear", f"data={tmp_path},nothere"])
