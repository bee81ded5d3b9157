"""The [Events] section: background, video and breaks; storyboards travel along as they stand."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from automapper.osumania.formats.osu_keys import one_line
from automapper.osumania.formats.osu_lines import Document
from automapper.osumania.formats.osu_numbers import decimal, integer, rounded
from automapper.osumania.model import Break, Chart, Section

# The comments stable writes; players and editors ignore them, people read them.
_TO_BREAKS = ("//Background and Video events",)
_AT_BREAKS = ("//Break Periods",)
_AFTER_BREAKS = (
    "//Storyboard Layer 0 (Background)",
    "//Storyboard Layer 1 (Fail)",
    "//Storyboard Layer 2 (Pass)",
    "//Storyboard Layer 3 (Foreground)",
    "//Storyboard Layer 4 (Overlay)",
    "//Storyboard Sound Samples",
)
_COMMENTS = {*_TO_BREAKS, *_AT_BREAKS, *_AFTER_BREAKS}
# A file name may stand in quotes and then hold commas. No two parts can match the same blanks, so
# that a line of a million of them is refused at once.
_FILE = re.compile(
    r"(?P<kind>0|Background|1|Video),\s*(?P<start>-?\d{1,10})\s*,"
    r'(?:\s*"(?P<quoted>[^"]*)"\s*|(?P<bare>[^",]*))'
    r"(?:,\s*(?P<x>-?\d{1,9})\s*,\s*(?P<y>-?\d{1,9})\s*)?",
    re.ASCII,
)


def read_events(chart: Chart, document: Document, shift: int) -> tuple[Chart, Section]:
    """The chart with its background, video and breaks (``shift`` ms later), and all other lines."""
    kept: list[str] = []
    breaks: list[Break] = []
    for line in document.lines("Events"):
        word = line.text.split(",", 1)[0]
        if line.text in _COMMENTS:
            continue
        if word in ("2", "Break"):
            try:
                breaks.append(_break(line.text, shift))
                continue
            except ValueError as error:
                document.findings.warn(line.number, f"a break {error}; kept as it stands")
        elif word in ("0", "Background", "1", "Video"):
            seen = _with_file(chart, line.text)
            if seen is not None:
                chart = seen
                continue
        kept.append(line.text)
    breaks.sort(key=lambda pause: pause.start)
    return replace(chart, breaks=tuple(breaks)), Section("Events", tuple(kept))


def _break(text: str, shift: int) -> Break:
    parts = text.split(",")
    if len(parts) < 3:
        raise ValueError("has no end")
    return Break(decimal(parts[1]) + shift, decimal(parts[2]) + shift)


def _with_file(chart: Chart, text: str) -> Chart | None:
    """The chart with the picture or film of a line; None for a second one and odd lines."""
    match = _FILE.fullmatch(text)
    if match is None:
        return None
    name = match["quoted"] if match["quoted"] is not None else match["bare"].strip()
    start = integer(match["start"], 10**10)
    offset = (int(match["x"] or 0), int(match["y"] or 0))
    if not name:
        return None
    if match["kind"] in ("0", "Background"):
        if chart.background or start:
            return None
        return replace(chart, background=name, background_offset=offset)
    if chart.video:
        return None
    return replace(chart, video=name, video_start=start, video_offset=offset)


def write_events(chart: Chart) -> list[str]:
    """The lines of the section, with the comments that stable writes."""
    lines = list(_TO_BREAKS)
    if chart.background:
        x, y = chart.background_offset
        lines.append(f'0,0,"{_name(chart.background)}",{x},{y}')
    if chart.video:
        x, y = chart.video_offset
        place = f",{x},{y}" if (x, y) != (0, 0) else ""
        lines.append(f'Video,{chart.video_start},"{_name(chart.video)}"{place}')
    lines += _AT_BREAKS
    lines += [f"2,{_ms(pause.start)},{_ms(pause.end)}" for pause in chart.breaks]
    lines += _AFTER_BREAKS
    return lines + [line for part in chart.sections if part.name == "Events" for line in part.lines]


def _name(text: str) -> str:
    return one_line(text).replace('"', "")


def _ms(time: Fraction) -> int:
    return rounded(time)
