"""A checked mapset as it is told: the issues with a few numbers of each chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from automapper.chart import Issue, Severity, count_issues, issue_counts, issue_record, preset_of
from automapper.errors import ConfigError, FormatError
from automapper.files import is_folder, is_other_file, open_package_with_warnings
from automapper.osumania.checks import Preset, check_subject, prepare_mapset
from automapper.osumania.checks.files import file_facts
from automapper.osumania.checks.notes import drain_ms
from automapper.osumania.checks.subject import ChartSubject, density
from automapper.osumania.model import Chart, Mapset
from automapper.osumania.read import open_mapset, read_mapset
from automapper.osumania.stars import star_rating

REPORT_VERSION = 1
# Charts of other games state no HP and OD; the model's stand for them.
_ONLY_OSU = {"hp-od", "settings"}
_SIMFILES = (".sm", ".ssc")
_CHART_SUFFIXES = (".osu", ".qua", *_SIMFILES)
_PACKAGES = (".osz", ".zip")


@dataclass(frozen=True, slots=True)
class ChartSummary:
    """One chart in numbers: ``stars`` None where they cannot be told; ``seconds`` of play."""

    part: str
    difficulty: str
    keys: int
    notes: int
    holds: int
    nps: float
    stars: float | None
    seconds: float
    bpm: tuple[float, float]
    hp: float
    od: float


@dataclass(frozen=True, slots=True)
class MapsetReport:
    """A mapset's issues under a preset; ``reading`` are the warnings of reading its files."""

    path: str
    title: str
    preset: str
    reading: tuple[str, ...]
    issues: tuple[Issue, ...]
    charts: tuple[ChartSummary, ...]

    def count(self, severity: Severity, part: str | None = None) -> int:
        """How many issues of a severity there are, in one chart or (None) in all."""
        return count_issues(self.issues, severity, part)

    def record(self) -> dict[str, object]:
        """Plain values for JSON; the keys are described in docs/osumania-checks.md."""
        return {
            "path": self.path,
            "title": self.title,
            "preset": self.preset,
            **issue_counts(self.issues),
            "reading": list(self.reading),
            "charts": [self._chart_record(chart) for chart in self.charts],
            "issues": [_issue_record(issue) for issue in self.issues],
        }

    def _chart_record(self, chart: ChartSummary) -> dict[str, object]:
        return {
            "part": chart.part,
            "difficulty": chart.difficulty,
            **issue_counts(self.issues, chart.part),
            "keys": chart.keys,
            "notes": chart.notes,
            "holds": chart.holds,
            "nps": round(chart.nps, 3),
            "stars": None if chart.stars is None else round(chart.stars, 3),
            "seconds": round(chart.seconds, 3),
            "bpm": [round(bpm, 3) for bpm in chart.bpm],
            "hp": chart.hp,
            "od": chart.od,
        }


def check_path(
    path: Path, preset: str = "default", difficulties: Sequence[str] = ()
) -> MapsetReport:
    """Reads and checks a mapset (.osz, zip, folder) or the charts of one chart file.

    ``difficulties``: only charts whose name contains one of these, letter case aside (empty: all);
    rules about the whole mapset always see all charts. Files beside the charts, and of .osu and
    .qua files the spread, are judged in packages only. ``FormatError`` when nothing can be read,
    ``ConfigError`` for an unknown preset or when no chart has such a name.
    """
    chosen = preset_of(Preset, preset)
    mapset, warnings, source = _open(path)
    facts = None if source.alone else file_facts(mapset)
    rated = [_stars(chart, name) for name, chart in mapset.charts]
    said = [warning for _, warning in rated if warning]
    stars = [stars for stars, _ in rated]
    subject = prepare_mapset(mapset, chosen, facts=facts, stars=stars, whole=source.whole)
    charts = [chart for chart in subject.charts if _is_wanted(chart.part, difficulties)]
    if not charts:
        found = ", ".join(chart.part for chart in subject.charts)
        raise ConfigError(f"{path}: no such difficulty; the mapset has {found}")
    parts = {"", *(chart.part for chart in charts)}
    issues = tuple(
        issue
        for issue in check_subject(subject)
        if issue.part in parts and (source.osu or issue.check not in _ONLY_OSU)
    )
    summaries = tuple(map(_summary, charts))
    reading = (*warnings, *said)
    return MapsetReport(str(path), _title(mapset), chosen.value, reading, issues, summaries)


@dataclass(frozen=True, slots=True)
class _Source:
    """What was opened: a file of charts ``alone``, a ``whole`` mapset, files of ``osu``."""

    alone: bool
    whole: bool
    osu: bool


def _open(path: Path) -> tuple[Mapset, list[str], _Source]:
    suffix = path.suffix.lower()
    if suffix in _CHART_SUFFIXES and not is_folder(path):
        # A simfile holds all charts of its song, the others one each.
        source = _Source(True, suffix in _SIMFILES, suffix == ".osu")
        return *open_mapset(path), source
    if is_other_file(path, _PACKAGES):
        kinds = ", ".join(_CHART_SUFFIXES)
        raise FormatError(
            path, "", f"is no map: name a package (.osz, .zip), a chart ({kinds}) or a folder"
        )
    files, warnings = open_package_with_warnings(path)
    files, left_out = _one_song(path, files)
    try:
        mapset, said = read_mapset(files)
    except FormatError as error:
        raise FormatError(path, error.where, error.what) from None
    osu = any(name.lower().endswith(".osu") for name in files)
    return mapset, [*warnings, *left_out, *said], _Source(False, True, osu)


def _one_song(path: Path, files: dict[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """The files without the charts of other songs, which lie in folders inside; and a warning."""
    charts = [name for name in files if name.lower().endswith(_CHART_SUFFIXES)]
    folders = {name.rpartition("/")[0] for name in charts}
    if len(folders) < 2:
        return files, []
    if "" not in folders:
        way_out = "name" if is_folder(path) else "unpack it and name"
        raise FormatError(path, "", f"holds {len(folders)} songs; {way_out} the folder of one")
    others = {name for name in charts if "/" in name}
    warning = f"{path}: charts in folders inside are other songs: left out"
    return {name: data for name, data in files.items() if name not in others}, [warning]


def editor_time(seconds: float) -> str:
    """A time as osu!'s editor shows it: mm:ss:mmm."""
    sign, total = "-" if seconds < 0 else "", round(abs(seconds) * 1000)
    return f"{sign}{total // 60000:02d}:{total // 1000 % 60:02d}:{total % 1000:03d}"


def editor_link(issue: Issue) -> str:
    """A place as osu!'s editor takes it: ``01:02:003 (62003|0,62003|2)``, "" without a time."""
    if issue.seconds is None:
        return ""
    notes = ",".join(f"{round(issue.seconds * 1000)}|{column}" for column in issue.columns)
    return f"{editor_time(issue.seconds)} ({notes})" if notes else editor_time(issue.seconds)


def _is_wanted(part: str, difficulties: Sequence[str]) -> bool:
    return not difficulties or any(one.casefold() in part.casefold() for one in difficulties)


def _stars(chart: Chart, name: str) -> tuple[float | None, str]:
    """Stars, or None with the reason; a chart without notes has none and needs no reason."""
    if not chart.notes:
        return None, ""
    try:
        return star_rating(chart, name), ""
    except FormatError as error:
        return None, str(error)


def _title(mapset: Mapset) -> str:
    song = mapset.charts[0][1].words.song
    return f"{song.artist} - {song.title}" if song.artist else song.title


def _summary(subject: ChartSubject) -> ChartSummary:
    chart = subject.chart
    tempi = [60000 / float(line.counted_length) for line in chart.redlines] or [0.0]
    return ChartSummary(
        subject.part,
        subject.difficulty.name.capitalize(),
        chart.keys,
        len(chart.notes),
        sum(note.end is not None for note in chart.notes),
        density(chart),
        subject.stars,
        float(drain_ms(subject)) / 1000,
        (min(tempi), max(tempi)),
        float(chart.hp),
        float(chart.od),
    )


def _issue_record(issue: Issue) -> dict[str, object]:
    record = issue_record(issue)
    del record["beat"]  # times are what editors and players of this game count in
    return {**record, "columns": list(issue.columns), "editor": editor_link(issue)}
