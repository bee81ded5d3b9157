"""A package: its files, its charts, and its samples by the names that charts use."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from automapper.bms.read import CHART_SUFFIXES, ReadChart, read_chart
from automapper.errors import FormatError
from automapper.files import open_package

# Players look for these in turn when the named file is not there.
SAMPLE_SUFFIXES = (".wav", ".ogg", ".flac", ".mp3")
# Some files put their samples' names in quotes.
_AROUND = " \t\u3000\"'"
_ZIP_CODECS = ("cp932", "cp949")


@dataclass(frozen=True, slots=True)
class BmsPackage:
    """Files by name, the charts among them that read, and why the others do not."""

    files: Mapping[str, bytes]
    charts: tuple[tuple[str, ReadChart], ...]
    broken: tuple[tuple[str, str], ...]


def open_bms_package(
    path: Path | str, seed: int | None = None, choices: Sequence[int] | None = None
) -> BmsPackage:
    """The charts and files of a folder or zip; branches are picked as in ``read_chart``.

    Raises FormatError for what is neither, and where no file is a chart that reads.
    """
    files = open_package(path)
    charts: list[tuple[str, ReadChart]] = []
    broken: list[tuple[str, str]] = []
    for name in chart_names(files):
        try:
            charts.append((name, read_chart(files[name], name, seed, choices)))
        except FormatError as error:
            broken.append((name, str(error)))
    if not charts:
        reason = "; ".join(why for _, why in broken[:3]) or "it has no .bms, .bme, .bml or .pms"
        raise FormatError(path, "", f"holds no chart that can be read ({reason})")
    return BmsPackage(files, tuple(charts), tuple(broken))


def chart_names(files: Iterable[str]) -> tuple[str, ...]:
    """The charts of a package by name, sorted."""
    return tuple(sorted(name for name in files if name.lower().endswith(CHART_SUFFIXES)))


def files_beside(files: Mapping[str, bytes], chart: str) -> dict[str, bytes]:
    """The files of a chart's folder and below, by the names that the chart would use."""
    folder = chart.rpartition("/")[0]
    if not folder:
        return dict(files)
    prefix = f"{folder}/"
    return {
        name.removeprefix(prefix): data for name, data in files.items() if name.startswith(prefix)
    }


@dataclass(frozen=True, slots=True)
class SampleIndex:
    """The files of a package by the names that charts may give them; ``sample_index`` makes it."""

    names: Mapping[str, str]

    def find(self, written: str, folder: str = "") -> str | None:
        """As :func:`find_sample`, without looking at all files again."""
        name = written.strip(_AROUND).replace("\\", "/")
        name = posixpath.normpath(posixpath.join(folder, name.lstrip("/"))) if name else ""
        wanted = _folded(name)
        if wanted in self.names:
            return self.names[wanted]
        stem = posixpath.splitext(wanted)[0]
        found = (self.names.get(stem + suffix) for suffix in SAMPLE_SUFFIXES)
        return next((key for key in found if key is not None), None) if stem else None


def sample_index(files: Iterable[str]) -> SampleIndex:
    """An index of the files of a package, for many samples at once.

    Zips made on Windows say Japanese and Korean names in bytes of these languages, which reads as
    code page 437; such files are found by both spellings.
    """
    return _index(tuple(files))


def find_sample(files: Mapping[str, bytes], written: str, folder: str = "") -> str | None:
    """The key of the sample that a chart in ``folder`` names; None where the package has none.

    Letter case and the kind of slash do not matter; where the named file is missing, one of the
    same name as .wav, .ogg, .flac or .mp3 is taken, in this order.
    """
    return sample_index(files).find(written, folder)


@lru_cache(maxsize=4)
def _index(files: tuple[str, ...]) -> SampleIndex:
    names: dict[str, str] = {}
    for name in sorted(files):
        names.setdefault(_folded(name), name)
    for codec in _ZIP_CODECS:
        for name in sorted(files):
            if not name.isascii() and (respelt := _respelt(name, codec)) is not None:
                names.setdefault(_folded(respelt), name)
    return SampleIndex(names)


def _respelt(name: str, codec: str) -> str | None:
    try:
        return name.encode("cp437").decode(codec)
    except UnicodeError:
        return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
