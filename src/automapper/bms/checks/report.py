"""A checked chart or package as it is told: the issues with a few numbers of each chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from automapper.bms.checks import check_chart
from automapper.bms.checks.subject import ChartSubject, prepare_chart
from automapper.bms.difficulty import estimated_level, play_figures
from automapper.bms.package import SAMPLE_SUFFIXES, find_sample, open_bms_package
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.state.gates import jack_floor
from automapper.bms.read import CHART_SUFFIXES, ReadChart, read_chart
from automapper.chart import Issue, Severity, count_issues, issue_counts, issue_record
from automapper.errors import ConfigError, FormatError
from automapper.files import is_folder, is_other_file, read_file

REPORT_VERSION = 1


@dataclass(frozen=True, slots=True)
class ChartSummary:
    """One chart in numbers.

    ``notes`` include the ``holds`` and ``scratches``; ``nps`` notes a second over the ``seconds``
    from the first to the last, ``peak`` the most in one of these seconds; ``chord`` the most notes
    at once; ``jacks`` repeats of a key below the floor of level 5; ``level`` an estimate, ``told``
    what the file says.
    """

    part: str
    title: str
    keys: int
    notes: int
    holds: int
    scratches: int
    seconds: float
    nps: float
    peak: int
    chord: int
    jacks: int
    bpm: tuple[float, float]
    level: float
    told: str

    def record(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {
            "part": self.part,
            "title": self.title,
            "keys": self.keys,
            "notes": self.notes,
            "holds": self.holds,
            "scratches": self.scratches,
            "seconds": self.seconds,
            "nps": self.nps,
            "peak": self.peak,
            "chord": self.chord,
            "jacks": self.jacks,
            "bpm": [round(bpm, 3) for bpm in self.bpm],
            "level": self.level,
            "told": self.told,
        }


@dataclass(frozen=True, slots=True)
class BmsReport:
    """A path's charts with their issues; ``reading`` are the warnings of reading them."""

    path: str
    reading: tuple[str, ...]
    issues: tuple[Issue, ...]
    charts: tuple[ChartSummary, ...]

    def count(self, severity: Severity, part: str | None = None) -> int:
        """How many issues of a severity there are, in one chart or (None) in all."""
        return count_issues(self.issues, severity, part)

    def record(self) -> dict[str, object]:
        """Plain values for JSON; the keys are described in docs/bms-checks.md."""
        return {
            "version": REPORT_VERSION,
            "path": self.path,
            **issue_counts(self.issues),
            "reading": list(self.reading),
            "charts": [
                {
                    **chart.record(),
                    **issue_counts(self.issues, chart.part),
                }
                for chart in self.charts
            ],
            "issues": [
                {**issue_record(issue), "columns": list(issue.columns)} for issue in self.issues
            ],
        }


# Asked of a chart file's bytes and name beside the rules, such as ``generate.against_source``.
Further: TypeAlias = Callable[[bytes, str], tuple[Issue, ...]]


def check_path(path: Path, against: Further | None = None, seed: int | None = None) -> BmsReport:
    """Reads and checks one chart file, or every chart of a package (folder or zip).

    A chart file is asked about its samples where any of them lies beside it. ``against``: the laws
    of re-charting are asked too, of a chart file only. ``seed`` picks the branches of #RANDOM.
    FormatError when nothing can be read.
    """
    if path.suffix.lower() in CHART_SUFFIXES and not is_folder(path):
        data = read_file(path)
        read = read_chart(data, path.name, seed)
        subject = _prepared(read, path.name, _beside(path))
        further = () if against is None else against(data, path.name)
        return _report(path, read.warnings, [(subject, further)])
    if against is not None:
        raise ConfigError(f"{path}: only one chart file can be compared with a source")
    if is_other_file(path):
        kinds = ", ".join(sorted(CHART_SUFFIXES))
        raise FormatError(path, "", f"is no chart ({kinds}) and no package as folder or zip")
    package = open_bms_package(path, seed)
    said = tuple(why for _, why in package.broken)
    said += tuple(line for _, read in package.charts for line in read.warnings)
    return _report(path, said, [(one, ()) for one in subjects_in(package.files, package.charts)])


def subjects_in(
    files: Mapping[str, bytes], charts: tuple[tuple[str, ReadChart], ...]
) -> Iterator[ChartSubject]:
    """The charts of a package, made ready with the samples that the package lacks."""
    known: dict[tuple[str, str], bool] = {}
    for name, read in charts:
        folder = name.rpartition("/")[0]
        yield _prepared(read, name, files, folder, known)


def _prepared(
    read: ReadChart,
    part: str,
    files: Mapping[str, bytes] | None,
    folder: str = "",
    known: dict[tuple[str, str], bool] | None = None,
) -> ChartSubject:
    """A chart with what its files lack; ``known`` remembers names that were looked for."""
    if files is None:
        return prepare_chart(read.chart, reading=read.warnings, part=part)
    known = {} if known is None else known
    missing: list[str] = []
    for wav_id, written in read.chart.samples:
        key = (folder, written)
        if key not in known:
            known[key] = find_sample(files, written, folder) is not None
        if not known[key]:
            missing.append(wav_id)
    return prepare_chart(read.chart, missing=tuple(missing), reading=read.warnings, part=part)


def _beside(path: Path) -> Mapping[str, bytes] | None:
    """The names of the files beside a chart, without their bytes; None where none is a sound."""
    try:
        names = sorted(
            found.relative_to(path.parent).as_posix()
            for folder in (
                path.parent,
                *sorted(one for one in path.parent.iterdir() if one.is_dir()),
            )
            for found in folder.iterdir()
            if found.is_file()
        )
    except OSError:
        return None
    heard = any(name.lower().endswith(SAMPLE_SUFFIXES) for name in names)
    return dict.fromkeys(names, b"") if heard else None


def _report(
    path: Path, said: tuple[str, ...], subjects: list[tuple[ChartSubject, tuple[Issue, ...]]]
) -> BmsReport:
    issues: list[Issue] = []
    for subject, further in subjects:
        issues += [*check_chart(subject), *further]
    charts = tuple(summary_of(subject) for subject, _ in subjects)
    return BmsReport(str(path), said, tuple(issues), charts)


def summary_of(subject: ChartSubject) -> ChartSummary:
    """A chart in numbers."""
    chart = subject.chart
    figures = play_figures(chart)
    chords = Counter(note.place for note in chart.notes)
    tempi = [float(chart.bpm), *(float(change.bpm) for change in chart.tempo)]
    return ChartSummary(
        part=subject.part,
        title=chart.header("TITLE").strip(),
        keys=chart.mode.value,
        notes=len(chart.notes),
        holds=sum(note.end is not None for note in chart.notes),
        scratches=sum(note.lane.is_scratch for note in chart.notes),
        seconds=figures.seconds,
        nps=figures.nps,
        peak=figures.nps_peak,
        chord=max(chords.values(), default=0),
        jacks=_jacks(subject),
        bpm=(min(tempi), max(tempi)),
        level=estimated_level(chart.mode, figures),
        told=chart.header("PLAYLEVEL").strip(),
    )


def _jacks(subject: ChartSubject) -> int:
    """How often a key comes again sooner than the generator lets it at its default level."""
    constants = tuning()
    return sum(
        after.beat - before.beat < jack_floor(constants, subject.tempo.bpm_at(after.beat))
        for lane, presses in subject.lanes
        if not lane.is_scratch
        for before, after in pairwise(presses)
    )
