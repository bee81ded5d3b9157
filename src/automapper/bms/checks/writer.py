"""Whether a written chart is what was placed and nothing else; its bytes are read back for this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import TypeAlias

from automapper.bms.checks.kept_lines import KeptLines, kept_lines
from automapper.bms.checks.rule import Preset
from automapper.bms.model import Chart, Lane, Place, WavId
from automapper.bms.placement.model import Placed, Residual
from automapper.bms.read import ReadChart, read_chart
from automapper.chart import Finding, Issue, Rule, Severity
from automapper.errors import FormatError

_MOST_FINDINGS = 20

# A place as measure, numerator and denominator: whole numbers are looked up faster than fractions.
_Moment: TypeAlias = tuple[int, int, int]
_Note: TypeAlias = tuple[_Moment, Lane, WavId, _Moment | None]
_Sound: TypeAlias = tuple[_Moment, WavId]


@dataclass(frozen=True, slots=True)
class WritingSubject:
    """A source as read, the written chart read back, and what should be in it.

    ``before`` and ``after`` are the lines of both that may not differ.
    """

    source: ReadChart
    output: ReadChart
    placed: tuple[Placed, ...]
    residual: tuple[Residual, ...]
    before: KeptLines
    after: KeptLines
    part: str = ""
    preset: Preset = Preset.DEFAULT


def check_writing(
    source: ReadChart,
    output: bytes,
    placed: Sequence[Placed],
    residual: Sequence[Residual],
    part: str = "",
) -> tuple[Issue, ...]:
    """Every breach of the writer's laws by the bytes of a chart; ``part`` names the chart."""
    try:
        again = read_chart(output, part or "chart")
    except FormatError as error:
        why = "a player cannot read it either"
        return (Issue(Severity.ERROR, "written-readable", str(error), why, part=part),)
    lines = (kept_lines(source), kept_lines(again))
    subject = WritingSubject(source, again, tuple(placed), tuple(residual), *lines, part)
    return tuple(issue for rule in WRITER_CHECKS for issue in rule(subject))


def _moment(place: Place) -> _Moment:
    return place.measure, place.fraction.numerator, place.fraction.denominator


def _end(place: Place | None) -> _Moment | None:
    return None if place is None else _moment(place)


def _wanted(placed: Sequence[Placed]) -> Counter[_Note]:
    return Counter(
        (_moment(one.event.place), one.lane, one.event.wav_id, _end(one.end)) for one in placed
    )


def _written(chart: Chart) -> Counter[_Note]:
    return Counter(
        (_moment(note.place), note.lane, note.wav_id, _end(note.end)) for note in chart.notes
    )


def _sounding(chart: Chart) -> Counter[_Sound]:
    sounds = Counter((_moment(note.place), note.wav_id) for note in chart.notes)
    sounds.update((_moment(sound.place), sound.wav_id) for sound in chart.background)
    return sounds


def _placed_missing(subject: WritingSubject) -> Iterator[Finding]:
    lost = _wanted(subject.placed) - _written(subject.output.chart)
    beats = {_moment(one.event.place): one.event.beat for one in subject.placed if lost}
    yield from _listed(_note_words(lost, "is not written as it was placed"), beats)


def _residual_missing(subject: WritingSubject) -> Iterator[Finding]:
    wanted = Counter((_moment(one.event.place), one.event.wav_id) for one in subject.residual)
    written = Counter((_moment(one.place), one.wav_id) for one in subject.output.chart.background)
    lost = wanted - written
    beats = {_moment(one.event.place): one.event.beat for one in subject.residual if lost}
    yield from _listed(_sound_words(lost, "is not in the background"), beats)


def _timing_changed(subject: WritingSubject) -> Iterator[Finding]:
    yield from _lines_differ(subject.before.timing, subject.after.timing)
    before, after = subject.source.chart, subject.output.chart
    for what in ("bpm", "lengths", "tempo", "halts"):
        if getattr(before, what) != getattr(after, what):
            yield Finding(f"{what}: reads back otherwise than in the source")


def _leaked(subject: WritingSubject) -> Iterator[Finding]:
    extra = _written(subject.output.chart) - _wanted(subject.placed)
    yield from _listed(_note_words(extra, "nobody placed it"), {})


def _sounds_changed(subject: WritingSubject) -> Iterator[Finding]:
    before, after = _sounding(subject.source.chart), _sounding(subject.output.chart)
    if before == after:
        return
    yield from _listed(_sound_words(before - after, "does not sound any more"), {})
    yield from _listed(_sound_words(after - before, "did not sound in the source"), {})


def _quiet_moved(subject: WritingSubject) -> Iterator[Finding]:
    before, after = subject.source.chart, subject.output.chart
    for what in ("hidden", "mines"):
        if Counter(getattr(before, what)) != Counter(getattr(after, what)):
            kind = "invisible notes" if what == "hidden" else what
            yield Finding(f"{kind} are not those of the source")


def _lines_changed(subject: WritingSubject) -> Iterator[Finding]:
    yield from _lines_differ(subject.before.others, subject.after.others)


def _encoding_changed(subject: WritingSubject) -> Iterator[Finding]:
    before, after = subject.source.document, subject.output.document
    # Where a branch that was left out held all that was not ASCII, any encoding fits. Where it
    # held much of it, the rest may look like another one and still be the same bytes.
    if after.encoding not in (before.encoding, "ascii") and not _titles_kept(subject):
        yield Finding(f"reads as {after.encoding}, the source is {before.encoding}")
    if before.bom != after.bom:
        yield Finding("the byte order mark is not the source's")


def _titles_kept(subject: WritingSubject) -> bool:
    old, new = subject.before.titles, subject.after.titles
    return all(new.get(name, b"").startswith(line.rstrip()) for name, line in old.items())


def _branches_left(subject: WritingSubject) -> Iterator[Finding]:
    if subject.output.branch.choices:
        yield Finding("holds #RANDOM or #SWITCH")


def _listed(
    words: Sequence[tuple[_Moment, str]], beats: Mapping[_Moment, Fraction]
) -> Iterator[Finding]:
    for moment, what in words[:_MOST_FINDINGS]:
        yield Finding(f"{_where(moment)}: {what}", beat=beats.get(moment))
    if len(words) > _MOST_FINDINGS:
        yield Finding(f"and {len(words) - _MOST_FINDINGS} more")


def _where(moment: _Moment) -> str:
    return f"measure {moment[0]} + {Fraction(*moment[1:])}"


def _note_words(notes: Counter[_Note], what: str) -> list[tuple[_Moment, str]]:
    words = []
    for moment, lane, wav_id, end in notes.elements():
        held = "" if end is None else f" held to {_where(end)}"
        words.append((moment, f"{wav_id} on side {lane.side}, key {lane.key}{held} {what}"))
    return sorted(words, key=_order)


def _sound_words(sounds: Counter[_Sound], what: str) -> list[tuple[_Moment, str]]:
    words = [(moment, f"{wav_id} {what}") for moment, wav_id in sounds.elements()]
    return sorted(words, key=_order)


def _order(words: tuple[_Moment, str]) -> tuple[int, Fraction, str]:
    (measure, numerator, denominator), what = words
    return measure, Fraction(numerator, denominator), what


def _lines_differ(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[Finding]:
    """The first line in which two lists differ; what follows differs for the same reason."""
    if before == after:
        return
    pairs = zip_longest(before, after)
    old, new = next((old, new) for old, new in pairs if old != new)
    yield Finding(f"{_shown(old)} became {_shown(new)}")


def _shown(line: bytes | None) -> str:
    return "nothing" if line is None else repr(line)[1:60]


WRITER_CHECKS: tuple[Rule[WritingSubject], ...] = (
    Rule(
        "written-notes",
        "Every placed note is in the file: place, lane, sound and end.",
        "as often as it was placed",
        "E",
        "writer check A (placed completeness)",
        "a note that was chosen cannot be played",
        _placed_missing,
    ),
    Rule(
        "written-background",
        "Every sound that is not played is in the background at its place.",
        "as often as it was left",
        "E",
        "writer check B (residual completeness)",
        "a part of the song is silent",
        _residual_missing,
    ),
    Rule(
        "written-timing",
        "Tempi, stops and measure lengths are the source's, byte for byte and in order.",
        "every line of the branch",
        "E",
        "writer check C (timing lines)",
        "notes move against the music",
        _timing_changed,
    ),
    Rule(
        "written-leak",
        "No note of the source comes through that was not placed.",
        "no other note",
        "E",
        "writer check D (no original playable leak)",
        "the chart is not the one that was asked for",
        _leaked,
    ),
    Rule(
        "written-sounds",
        "The same sounds begin at the same places as in the source.",
        "equal multisets of (measure, exact fraction, wav_id)",
        "E",
        "the first law of re-charting: timing is never altered",
        "the song sounds different",
        _sounds_changed,
    ),
    Rule(
        "written-invisible",
        "Invisible notes and mines stay where they were.",
        "equal to the source's",
        "E",
        "house rule",
        "keys make other sounds, or hurt",
        _quiet_moved,
    ),
    Rule(
        "written-lines",
        "Every other line of the source's branch is kept byte for byte and in order.",
        "all but the title, level, gauge and kind of play",
        "E",
        "house rule: what is not understood is kept",
        "pictures, scrolling or credits are lost",
        _lines_changed,
    ),
    Rule(
        "written-encoding",
        "The file keeps the encoding and byte order mark of the source.",
        "the same codec, or plain ASCII",
        "E",
        "house rule",
        "names and titles become unreadable",
        _encoding_changed,
    ),
    Rule(
        "written-flat",
        "A generated chart draws no lots.",
        "no #RANDOM, no #SWITCH",
        "E",
        "house rule: one branch was re-charted",
        "players would draw another chart than the one that was made",
        _branches_left,
    ),
)
