"""A chart file against the source it was made of: the laws of writing, and those of placement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from automapper.bms.checks.placement import RULES as PLACEMENT_RULES
from automapper.bms.checks.placement_subject import Outcome, PlacementSubject
from automapper.bms.checks.writer import check_writing
from automapper.bms.generate.analyse import analyse
from automapper.bms.generate.place import rules_of
from automapper.bms.generate.result import Result, read_result
from automapper.bms.model import Chart, Lane, Note
from automapper.bms.package import open_bms_package
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Event, Placed, Reason, Residual, Source
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select
from automapper.bms.read import CHART_SUFFIXES, read_chart
from automapper.bms.source import source_of
from automapper.chart import Issue
from automapper.errors import ConfigError
from automapper.files import is_folder, read_file

# What can be asked without knowing the levels that a chart was made for.
WITHOUT_LEVELS = ("placed-timing", "placed-collision")


@dataclass(frozen=True, slots=True)
class Against:
    """What a chart file is held against: call it with the file's bytes and name.

    ``source`` is the file of the chart it was made of, or (with a result) its package. With the
    ``result`` of the generator its levels are known, so every law of placement is asked of the
    chart's own notes, and the file is compared with the notes of the result. ``cache`` is a folder
    that remembers the measures of samples.
    """

    source: Path
    result: Path | None = None
    cache: Path | None = None

    def __call__(self, data: bytes, part: str) -> tuple[Issue, ...]:
        """What the file breaks of the laws of re-charting.

        FormatError for what cannot be read, ConfigError for a result of another source.
        """
        if self.result is None:
            return _by_source(data, part, self.source)
        made = read_result(read_file(self.result), str(self.result))
        return _by_result(data, part, self.source, made, self.cache)


def _by_source(data: bytes, part: str, path: Path) -> tuple[Issue, ...]:
    if is_folder(path) or path.suffix.lower() not in CHART_SUFFIXES:
        raise ConfigError(f"--source {path}: name the chart file, or give --result too")
    original, chart = read_chart(read_file(path), path.name), read_chart(data, part).chart
    source = source_of(original.chart, chart.mode)
    outcome = outcome_of(source, chart)
    # Nothing is measured: the two laws that are asked look at no sound and no constant.
    constants, pool = tuning(), pool_of(source, {})
    selection = select(pool, {}, constants)
    subject = PlacementSubject(source, {}, selection, constants, outcome, part=part)
    rules = [rule for rule in PLACEMENT_RULES if rule.name in WITHOUT_LEVELS]
    placed = [issue for rule in rules for issue in rule(subject)]
    return (*placed, *check_writing(original, data, outcome.placed, outcome.residual, part))


def _by_result(
    data: bytes, part: str, path: Path, made: Result, cache: Path | None
) -> tuple[Issue, ...]:
    options = made.options()
    folder = path.parent if path.suffix.lower() in CHART_SUFFIXES and path.is_file() else path
    package = open_bms_package(folder, choices=made.choices or None)
    if folder != path:
        options = replace(options, chart=path.name)
    analysis = analyse(package, options, cache)
    made.verify(analysis)
    rules, source = rules_of(analysis, options), analysis.source
    told = Outcome(*made.events(source))
    outcome = outcome_of(source, read_chart(data, part).chart, told)
    subject = PlacementSubject(
        source, analysis.sounds, rules.selection, rules.tuning, outcome, part=part
    )
    placed = [issue for rule in PLACEMENT_RULES for issue in rule(subject)]
    return (*placed, *check_writing(analysis.read, data, told.placed, told.residual, part))


def outcome_of(source: Source, chart: Chart, told: Outcome | None = None) -> Outcome:
    """Which events of a source a chart plays, by exact place and id, and which it does not.

    Where several events are alike, those go first that ``told`` has on the lane, then those that
    the source plays there. Notes that are no event of the source are left out. Reasons are those of
    ``told``, else "no lane".
    """
    notes: dict[tuple[object, str], list[Note]] = {}
    for note in chart.notes:
        notes.setdefault((note.place, note.wav_id), []).append(note)
    before = {} if told is None else {one.event.index: one.lane for one in told.placed}
    reasons = {} if told is None else {one.event.index: one.reason for one in told.residual}
    alike: dict[tuple[object, str], list[Event]] = {}
    for event in source.events:
        alike.setdefault((event.place, event.wav_id), []).append(event)
    placed: list[Placed] = []
    for key, events in alike.items():
        placed += _matched(events, notes.get(key, []), before)
    played = {one.event.index for one in placed}
    return Outcome(
        tuple(sorted(placed, key=lambda one: one.event.index)),
        tuple(
            Residual(event, reasons.get(event.index, Reason.NO_LANE))
            for event in source.events
            if event.index not in played
        ),
    )


def _matched(events: list[Event], notes: list[Note], before: Mapping[int, Lane]) -> list[Placed]:
    """Alike events and the notes that they became, as many as there are of both."""
    left, placed = list(events), []
    for note in sorted(notes, key=lambda note: note.lane)[: len(events)]:

        def strangeness(event: Event, lane: Lane = note.lane) -> tuple[bool, bool, int]:
            return before.get(event.index) != lane, event.source != lane, event.index

        event = min(left, key=strangeness)
        left.remove(event)
        placed.append(Placed(event, note.lane, note.end))
    return placed
