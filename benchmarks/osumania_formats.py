"""Reads every 4-key chart file of a folder, writes it as .osu, and says what did not hold.

    python benchmarks/osumania_formats.py --data DIR [--limit N] [--judges DIR] [--out TABLE.md]

DIR holds songs as zips or folders with .osu, .sm, .ssc or .qua files. For each chart the file we
write must read back as the chart with whole milliseconds, and the second write must give the bytes
of the first. The table says for each file what reading warned of, and for a .osu which of its lines
stand otherwise in ours. Counts of .osu charts are held against rosu-pp, against fosu where it is
installed, and against osu-parsers where ``--judges`` names the folder of its ``osu.cjs``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import rosu_pp_py

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
from automapper.errors import AutomapperError
from automapper.osumania import read_chart, read_mapset, write_chart
from automapper.osumania.formats.whole_ms import whole_ms
from automapper.osumania.model import Chart, Greenline, Note, Redline, TimingPoint
from level_packages import level_packages

_FORMATS = (".osu", ".sm", ".ssc", ".qua")
_SECTIONS = ("General", "Editor", "Metadata", "Difficulty")


@dataclass(slots=True)
class Row:
    """One file: its charts and notes, what was said of it, and the faults found."""

    name: str
    kind: str
    charts: int = 0
    notes: int = 0
    said: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The row of the table."""
        said = "; ".join(self.said).replace("|", "/")
        cells = (self.name.replace("|", "/"), self.kind, self.charts, self.notes, said)
        return f"| {' | '.join(map(str, cells))} | {'; '.join(self.faults)} |"


def read_row(song: str, name: str, data: bytes, judges: Path | None) -> Row:
    """One file read, written, read again and held against the judges."""
    row = Row(f"{song}/{name}", Path(name).suffix.lower().lstrip("."))
    try:
        mapset, warnings = read_mapset({name: data})
    except AutomapperError as error:
        row.faults.append(f"cannot be read: {error}")
        return row
    row.said += [line.removeprefix(f"{name}: ") for line in warnings]
    row.charts = len(mapset.charts)
    for _, chart in mapset.charts:
        row.notes += len(chart.notes)
        row.faults += round_trip(chart, row.kind == "osu")
        if row.kind == "osu":
            row.said += respelt(data, chart)
            row.faults += judged(data, chart, judges)
    return row


def round_trip(chart: Chart, whole: bool) -> list[str]:
    """What a chart loses on its way through our file; ``whole``: nothing but fractions of a ms."""
    written = write_chart(chart)
    again, warnings = read_chart(written, "again")
    want = whole_ms(chart)
    faults = [] if write_chart(again) == written else ["second write differs"]
    kept = [line for line in warnings if "kept as it stands" not in line]
    faults += [f"second read warns: {line}" for line in kept]
    if again.notes != tuple(replace(note, extra=_osu_extra(note)) for note in want.notes):
        faults.append("notes differ")
    pairs = zip(again.points, want.points, strict=False)
    if len(again.points) != len(want.points) or not all(same_point(*pair) for pair in pairs):
        faults.append("timing points differ")
    if whole and replace(again, points=want.points) != want:
        faults.append("something else differs")
    return faults


def _osu_extra(note: Note) -> str:
    """Only what a .osu file said of a place can stand in one."""
    return note.extra if note.extra.count(",") == 2 else ""


def same_point(one: TimingPoint, other: TimingPoint) -> bool:
    """Equal but for digits of the beat length beyond the 14th."""
    if isinstance(one, Redline) and isinstance(other, Redline):
        near = abs(one.beat_length / other.beat_length - 1) < 1e-14
        return near and replace(one, beat_length=other.beat_length) == other
    if isinstance(one, Greenline) and isinstance(other, Greenline):
        near = abs(one.velocity / other.velocity - 1) < 1e-14
        return near and replace(one, velocity=other.velocity) == other
    return False


def respelt(data: bytes, chart: Chart) -> list[str]:
    """Lines of a .osu file that stand otherwise in the one we write, counted by section and why."""
    ours = _lines(write_chart(chart))
    counts: Counter[tuple[str, str]] = Counter()
    for section, line in (_lines(data) - ours).elements():
        counts[section or "version", _why(section, line, ours)] += 1
    return [f"{count} lines of [{name}] respelt: {why}" for (name, why), count in counts.items()]


def _why(section: str, line: str, ours: Counter[tuple[str, str]]) -> str:
    """Why a line stands otherwise: by the line of ours that says the same."""
    written = [other for name, other in ours if name == section]
    if not section and line.startswith("osu file format"):
        return "v14 is written"
    if section == "TimingPoints":
        if any(_numbers(line) == _numbers(other) for other in written):
            return "digits that say nothing"
        if any(_numbers(other)[: line.count(",") + 1] == _numbers(line) for other in written):
            return "fields that it lacks are filled in"
        if any(_numbers(line)[1:] == _numbers(other)[1:] for other in written):
            return "another time: whole ms, or 24 ms later before v5"
    if any(line.split() == other.split() for other in written):
        return "blanks"
    return "not known"


def _numbers(line: str) -> list[str]:
    """Fields by their value, beat lengths to 14 digits."""
    try:
        return [f"{float(text):.13e}" for text in line.split(",")]
    except ValueError:
        return line.split(",")


def _lines(data: bytes) -> Counter[tuple[str, str]]:
    """Lines by section; where the format leaves blanks free, they are taken off."""
    section, found = "", Counter[tuple[str, str]]()
    for line in data.decode("utf-8-sig", "replace").splitlines():
        text = line.strip()
        if text[:1] == "[":
            section = text.strip("[]")
        elif text:
            key, sign, value = text.partition(":")
            paired = section in _SECTIONS and sign
            found[section, f"{key.strip()}:{value.strip()}" if paired else text] += 1
    return found


def judged(data: bytes, chart: Chart, judges: Path | None) -> list[str]:
    """Readers that count otherwise than we do, in the file itself and in the one we write."""
    faults: list[str] = []
    holds = sum(note.end is not None for note in chart.notes)
    want = (len(chart.notes), holds, chart.keys)
    for whose, text in (("", data), ("ours: ", write_chart(chart))):
        beatmap = rosu_pp_py.Beatmap(bytes=text)
        got = (beatmap.n_objects, beatmap.n_holds, round(beatmap.cs))
        if got != want:
            faults.append(f"{whose}rosu-pp has {got}, we {want}")
        faults += [f"{whose}{fault}" for fault in by_fosu(text, chart)]
        if judges is not None:
            faults += [f"{whose}{fault}" for fault in by_osu_parsers(text, chart, judges)]
    return faults


def by_fosu(data: bytes, chart: Chart) -> list[str]:
    """Times of notes and redlines as fosu reads them."""
    if find_spec("fosu") is None:
        return []
    fosu: Any = import_module("fosu")
    try:
        beatmap = fosu.parse(data)
    except ValueError as error:
        return [f"fosu: {error}"]
    faults: list[str] = []
    whole = whole_ms(chart)
    spans = [(n.time, n.time if n.end is None else n.end) for n in whole.notes]
    if [(round(held.time), round(held.end_time)) for held in beatmap.hit_objects] != spans:
        faults.append("fosu reads other notes")
    reds = sum(point.uninherited for point in beatmap.timing_points)
    if reds != len(whole.redlines):
        faults.append(f"fosu has {reds} redlines, we {len(whole.redlines)}")
    return faults


def by_osu_parsers(data: bytes, chart: Chart, judges: Path) -> list[str]:
    """Counts by column as npm's osu-parsers and osu-mania-stable have them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chart.osu"
        path.write_bytes(data)
        command = ["node", str(judges / "osu.cjs"), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return [f"osu-parsers: {done.stderr.splitlines()[0]}"]
    row = json.loads(done.stdout)
    columns = Counter(str(note.column) for note in chart.notes)
    holds = sum(note.end is not None and note.end > note.time for note in chart.notes)
    if (row["perColumn"], row["holds"]) != (dict(columns), holds):
        return [f"osu-parsers has {row['perColumn']} and {row['holds']} holds"]
    return []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder of songs")
    parser.add_argument("--limit", type=int, default=0, help="at most so many songs")
    parser.add_argument("--judges", type=Path, help="folder of osu.cjs and its modules")
    parser.add_argument("--out", type=Path, help="file for the table (default: the screen)")
    options = parser.parse_args()
    started, rows = time.monotonic(), []
    for number, (song, files) in enumerate(level_packages(options.data)):
        if options.limit and number >= options.limit:
            break
        for name, data in sorted(files().items()):
            if Path(name).suffix.lower() in _FORMATS:
                rows.append(read_row(song, name, data, options.judges))
    head = "| file | format | charts | notes | said | faults |\n|---|---|---|---|---|---|\n"
    table = head + "\n".join(row.line() for row in rows)
    if options.out:
        options.out.write_text(table + "\n", encoding="utf-8")
    else:
        print(table)
    for kind in sorted({row.kind for row in rows}):
        some = [row for row in rows if row.kind == kind]
        charts, notes = sum(row.charts for row in some), sum(row.notes for row in some)
        bad = sum(bool(row.faults) for row in some)
        print(f"{kind}: {len(some)} files, {charts} charts, {notes} notes, {bad} with faults")
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
