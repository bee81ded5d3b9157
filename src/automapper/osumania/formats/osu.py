"""A whole .osu file: v3 to v14 and lazer's v128 are read, v14 is written."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from automapper.errors import FormatError
from automapper.osumania.formats.osu_events import read_events, write_events
from automapper.osumania.formats.osu_keys import (
    MOST_KEYS,
    PAIRED,
    read_pairs,
    write_pairs,
    wrong_mode,
)
from automapper.osumania.formats.osu_lines import Document, parse
from automapper.osumania.formats.osu_notes import read_notes, write_notes
from automapper.osumania.formats.osu_numbers import decimal
from automapper.osumania.formats.osu_points import Defaults, read_points, write_points
from automapper.osumania.formats.osu_slides import Slides
from automapper.osumania.formats.whole_ms import whole_ms
from automapper.osumania.model import Chart, Section

# Files before v5 were timed 24 ms early; lazer adds that (LegacyBeatmapDecoder).
EARLY_VERSIONS, EARLY_SHIFT_MS = 5, 24
_LINE_END = "\r\n"  # as osu! writes and serves them
# What a file that does not say leaves to the game (lazer's BeatmapDifficulty).
_UNSAID = Chart(keys=5, hp=Fraction(5), od=Fraction(5))
_VOLUME, _SLIDER_MULTIPLIER = Fraction(100), Fraction(7, 5)
_OURS = (*PAIRED, "Events", "TimingPoints", "HitObjects")


def read_chart(data: bytes, name: str) -> tuple[Chart, list[str]]:
    """The chart in a .osu file, and warnings that name file, line and reason.

    Times are in ms as the file has them (24 ms later for files before v5, as the game plays them).
    What is not understood is kept and written back. FormatError for anything but an osu!mania file
    of 1 to 18 keys; nothing else is raised.
    """
    document = parse(data, name)
    other = wrong_mode(document)
    if other is not None:
        raise FormatError(name, "[General]", f"is a map for {other}, not for osu!mania")
    shift = EARLY_SHIFT_MS if document.version < EARLY_VERSIONS else 0
    chart, kept = _UNSAID, [Section("", tuple(line.text for line in document.lines("")))]
    for section in PAIRED:
        chart, rest = read_pairs(chart, document, section)
        kept.append(rest)
    _require_keys(document, kept[-1])
    chart = replace(chart, preview=chart.preview + shift if chart.preview >= 0 else chart.preview)
    chart, rest = read_events(chart, document, shift)
    kept.append(rest)
    volume = _kept_number(kept, "General", "SampleVolume", _VOLUME)
    points, rest = read_points(document, Defaults(chart.sample_set, int(volume), shift))
    kept.append(rest)
    multiplier = _kept_number(kept, "Difficulty", "SliderMultiplier", _SLIDER_MULTIPLIER)
    notes, rest = read_notes(document, chart.keys, Slides.of(multiplier, points), shift)
    kept += [
        Section(name, tuple(line.text for line in lines))
        for name, lines in document.sections.items()
        if name and name not in _OURS
    ]
    kept.append(rest)
    sections = tuple(section for section in kept if section.lines)
    chart = replace(chart, notes=notes, points=points, sections=sections)
    return chart, document.findings.lines()


def _require_keys(document: Document, difficulty: Section) -> None:
    """Columns mean nothing without a number of keys; ``difficulty`` holds what was not read."""
    lines = [line for line in document.lines("Difficulty") if line.text.startswith("CircleSize")]
    if any(line.startswith("CircleSize") for line in difficulty.lines):
        what = f"CircleSize is no number of keys from 1 to {MOST_KEYS}"
        raise FormatError(document.path, f"line {lines[-1].number}", what)
    if not lines:
        document.findings.warn(0, f"names no number of keys; the game's {_UNSAID.keys} are taken")


def _kept_number(kept: list[Section], section: str, key: str, default: Fraction) -> Fraction:
    """A number that the model does not name but the reader of old files needs."""
    lines = [line for part in kept if part.name == section for line in part.lines]
    for line in lines:
        name, _, value = line.partition(":")
        if name == key:
            try:
                return decimal(value)
            except ValueError:
                break
    return default


def write_chart(chart: Chart) -> bytes:
    """The chart as a .osu file of v14: UTF-8, CRLF, whole milliseconds.

    Where times are no whole milliseconds, the redlines are rounded first and the notes are counted
    from them (see ``whole_ms``). Equal charts give equal bytes.
    """
    chart = whole_ms(chart)
    by_name = {part.name: part.lines for part in chart.sections}
    lines = ["osu file format v14", *by_name.get("", ())]
    for section in PAIRED:
        lines += ["", f"[{section}]", *write_pairs(chart, section)]
    lines += ["", "[Events]", *write_events(chart)]
    lines += ["", "[TimingPoints]", *write_points(chart.points), *by_name.get("TimingPoints", ())]
    for part in chart.sections:
        if part.name and part.name not in _OURS:
            lines += ["", f"[{part.name}]", *part.lines]
    notes = write_notes(chart.notes, chart.keys)
    lines += ["", "[HitObjects]", *notes, *by_name.get("HitObjects", ())]
    return (_LINE_END.join(lines) + _LINE_END).encode("utf-8", "replace")
