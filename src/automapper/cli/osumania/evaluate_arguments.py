"""What ``osu-evaluate`` is asked for: key=value words, each checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from automapper.cli.door_parser import meant
from automapper.cli.jobs import vet_jobs
from automapper.ear.sources import SOURCES as NETS
from automapper.ear.sources import SourceName
from automapper.errors import ConfigError, OutputError
from automapper.files import is_folder, refuse_unwritable

Word = TypeVar("Word", bound=str)

STAGES = ("ear",)
SOURCES: tuple[SourceName | Literal["shipped"], ...] = ("shipped", *NETS)
BASELINES = ("librosa", "beatnet", "ear-none", "ear-beatnet")
KEYS = (
    "stage", "data", "source", "checkpoint", "weights", "folds", "baselines", "beatnet",
    "limit", "jobs", "cache", "each", "csv", "json",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """The words of the command; see its help."""

    data: tuple[Path, ...]
    source: SourceName | Literal["shipped"] = "shipped"
    checkpoint: Path | None = None
    weights: Path | None = None
    folds: Path | None = None
    baselines: tuple[str, ...] = ()
    beatnet: Path | None = None
    limit: int | None = None
    jobs: int = 1
    cache: Path | None = None
    each: str | None = None
    csv: Path | None = None
    json: Path | None = None


def request_of(words: Sequence[str]) -> Request:
    """The words understood. Raises ConfigError for unknown or missing ones and odd values."""
    given: dict[str, str] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or key not in KEYS or not value:
            hint = "" if key in KEYS else meant(key, KEYS)
            what = hint or f"; words are KEY=VALUE of {', '.join(KEYS)}"
            raise ConfigError(f"{word}: not understood{what}")
        if key in given:
            raise ConfigError(f"{key} is given twice")
        given[key] = value
    _one_of("stage", given.get("stage", ""), STAGES)
    if "data" not in given:
        raise ConfigError("data=DIR is missing: the songs whose beats are known")
    source = _one_of("source", given.get("source", SOURCES[0]), SOURCES)
    _refuse_what_is_not_heard(given)
    baselines = tuple(given["baselines"].split(",")) if "baselines" in given else ()
    for name in baselines:
        _one_of("baselines", name, BASELINES)
    for name in baselines:
        if name.endswith("beatnet") and "beatnet" not in given:
            raise ConfigError(f"baselines={name} needs its weights: beatnet=FILE")
    return Request(
        data=tuple(_folder("data", name) for name in given["data"].split(",")),
        source=source,
        checkpoint=_file("checkpoint", given),
        weights=_file("weights", given),
        folds=_folder("folds", given["folds"]) if "folds" in given else None,
        baselines=baselines,
        beatnet=_file("beatnet", given),
        limit=_count("limit", given["limit"]) if "limit" in given else None,
        jobs=vet_jobs("jobs=", _count("jobs", given.get("jobs", "1"))),
        cache=Path(given["cache"]) if "cache" in given else None,
        each=given.get("each"),
        csv=_writable("csv", given),
        json=_writable("json", given),
    )


def _refuse_what_is_not_heard(given: dict[str, str]) -> None:
    """A net that is named and not asked would be taken for the one that was judged."""
    if "folds" in given:
        for key in ("source", "checkpoint", "weights"):
            if key in given:
                raise ConfigError(
                    f"{key}= says nothing beside folds=, which names nets and weights"
                )
    source = given.get("source", SOURCES[0])
    if "checkpoint" in given and source in ("shipped", "none"):
        raise ConfigError(f"checkpoint= is for source={', '.join(NETS[:-1])}, not {source}")


def _one_of(key: str, value: str, allowed: Sequence[Word]) -> Word:
    for word in allowed:
        if word == value:
            return word
    raise ConfigError(f"{key}={value}: there is {', '.join(allowed)}{meant(value, allowed)}")


def _folder(key: str, name: str) -> Path:
    if not name:
        raise ConfigError(f"{key}=: a folder between the commas has no name")
    if not is_folder(Path(name)):
        raise ConfigError(f"{key}={name}: no such folder")
    return Path(name)


def _file(key: str, given: dict[str, str]) -> Path | None:
    if key not in given:
        return None
    if not Path(given[key]).is_file():
        raise ConfigError(f"{key}={given[key]}: no such file")
    return Path(given[key])


def _writable(key: str, given: dict[str, str]) -> Path | None:
    if key not in given:
        return None
    try:
        refuse_unwritable(given[key], force=True)
    except OutputError as error:
        raise ConfigError(f"{key}={error}") from None
    return Path(given[key])


def _count(key: str, text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ConfigError(f"{key}={text}: must be a whole number from 1 on")
    return int(text)
