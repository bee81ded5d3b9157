"""What a mistyped option looks like, at every door."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from automapper import __version__
from automapper.cli.door_parser import DoorParser, meant, refuse_typo
from automapper.errors import ConfigError

_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
DOORS: dict[str, str] = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["scripts"]


def door(name: str) -> Callable[[list[str]], int]:
    module, _, function = DOORS[name].partition(":")
    found: Callable[[list[str]], int] = getattr(importlib.import_module(module), function)
    return found


def refusal(run: Callable[[], object], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stop:
        run()
    assert stop.value.code == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    (line,) = caught.err.splitlines()
    return line


# These name none as required: they say themselves what is missing.
WITHOUT_WORDS = ("bms-abtest", "bms-generate", "bsa-generate")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        *((name, ["--no-such-option"]) for name in sorted(DOORS)),
        *((name, []) for name in sorted(DOORS) if name not in WITHOUT_WORDS),
    ],
)
def test_every_door_refuses_words_in_one_line(
    name: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    line = refusal(lambda: door(name)(words), capsys)
    assert line.startswith(f"{name}: ") and line.endswith(f"; see {name} --help")


def test_the_option_that_was_meant_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    parser = DoorParser("name-door", "What it does.", "examples:\n  name-door   as written")
    parser.add_argument("--preset", choices=("play", "ranking"))
    assert refusal(lambda: parser.parse_args(["--presset=play"]), capsys) == (
        "name-door: unrecognized arguments: --presset=play (did you mean --preset?);"
        " see name-door --help"
    )
    assert "did you mean" not in refusal(lambda: parser.parse_args(["--other"]), capsys)
    assert "--two lines;" in refusal(lambda: parser.parse_args(["--two\nlines"]), capsys)
    assert "\n  name-door   as written" in parser.format_help()


def test_a_name_that_resembles_a_known_one_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"fodl=1: there is no such option .did you mean fold"):
        refuse_typo("fodl=1", ("data", "fold"))
    for word in ("fold=1", "+fold=1", "training.schedule.steps=5", "other=1"):
        refuse_typo(word, ("data", "fold"))


def test_only_what_resembles_a_word_is_taken_for_it() -> None:
    known = ("stage", "data")
    assert meant("stagee", known) == meant("stage", known) == " (did you mean stage?)"
    assert meant("metre", known) == meant("", known) == ""


@pytest.mark.parametrize("name", [name for name in DOORS if name not in ("bms-train", "osu-train")])
def test_every_door_tells_its_version(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        door(name)(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.strip() == f"automapper {__version__}"
