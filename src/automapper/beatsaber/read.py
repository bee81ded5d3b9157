"""Level files of every version, 1 to 4.1, into the one neutral model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from automapper.beatsaber.difficulty_words import WORD_OF
from automapper.beatsaber.formats import read_v2, read_v3, read_v4
from automapper.beatsaber.formats.audio_data import read_audio_data, read_bpm_info
from automapper.beatsaber.formats.read_info import InfoFile, read_info
from automapper.beatsaber.formats.read_parts import ChartEntry
from automapper.beatsaber.formats.wire import Document, Findings, Tree, decode, major
from automapper.beatsaber.model import Chart, Level
from automapper.errors import FormatError
from automapper.files import find_file

INFO_NAMES = ("Info.dat", "info.json")

_READERS: dict[int, Callable[[Document, ChartEntry], Chart]] = {
    1: lambda document, entry: read_v2.read_chart(document, entry, version=1),
    2: read_v2.read_chart,
    3: read_v3.read_chart,
    4: read_v4.read_chart,
}


def read_level(files: Mapping[str, bytes]) -> tuple[Level, list[str]]:
    """The level in a package, and warnings that name file, place and reason.

    ``files`` holds the package by file name (letter case does not matter). Unusable objects are
    dropped with a warning; FormatError says why there is no level at all. Nothing else is raised.
    """
    findings = Findings()
    name = next((found for want in INFO_NAMES if (found := find_file(files, want))), None)
    if name is None:
        raise FormatError(INFO_NAMES[0], "", "is missing; this is no Beat Saber level")
    try:
        info = read_info(Document(name, decode(name, files[name]), findings))
        level = _with_charts(info, files, findings)
    except RecursionError:
        raise FormatError(name, "", "the level is nested too deeply") from None
    if not level.charts:
        reason = "; ".join(findings.lines()[:3])
        raise FormatError(name, "", f"names no difficulty that can be read ({reason})")
    return level, findings.lines()


def _with_charts(info: InfoFile, files: Mapping[str, bytes], findings: Findings) -> Level:
    charts: list[Chart] = []
    seen: set[tuple[str, int]] = set()
    for entry in info.entries:
        if (entry.characteristic, entry.difficulty) in seen:
            findings.warn(entry.file, "", "stands twice in the info; the second was dropped")
            continue
        chart = _read_chart(info, entry, files, findings)
        if chart is not None:
            seen.add((entry.characteristic, entry.difficulty))
            charts.append(chart)
    level = replace(info.level, charts=tuple(charts))
    if info.version == 4:
        return read_audio_data(level, info.audio_data_file, files, findings)
    return read_bpm_info(level, files, findings)


def _read_chart(
    info: InfoFile, entry: ChartEntry, files: Mapping[str, bytes], findings: Findings
) -> Chart | None:
    """One difficulty, or None with a warning: a broken file must not cost the other four."""
    try:
        document = Document(entry.file, _decode(files, entry.file), findings)
        if entry.njs is not None and entry.njs <= 0:
            what = f"{WORD_OF[entry.difficulty]} has no jump speed; the game's is taken"
            findings.warn(entry.file, "", what)
        chart = _READERS[_version(document, info)](document, entry)
        if entry.lights_file:
            lights = Document(entry.lights_file, _decode(files, entry.lights_file), findings)
            chart = read_v4.with_lights(chart, lights)
        return chart
    except FormatError as error:
        findings.warn(error.path, error.where, f"{error.what}; the difficulty was dropped")
        return None


def _decode(files: Mapping[str, bytes], wanted: str) -> Tree:
    name = find_file(files, wanted)
    if name is None:
        raise FormatError(wanted, "", "is missing")
    return decode(wanted, files[name])


def _version(document: Document, info: InfoFile) -> int:
    """Major version of a difficulty file; drafts without a version show it by their keys."""
    claimed = major(document.tree)
    if claimed is not None:
        return claimed
    if "colorNotesData" in document.tree:
        return 4
    if "colorNotes" in document.tree:
        return 3
    if "_notes" in document.tree:
        return 1 if info.version == 1 else 2
    raise FormatError(document.path, "", "is no difficulty file of a known version")
