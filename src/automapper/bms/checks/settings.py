"""What a chart's headers say: names, gauge, kind of play, tempo."""

from __future__ import annotations

from collections.abc import Iterator

from automapper.bms.checks.subject import ChartSubject
from automapper.bms.lanes import is_double
from automapper.bms.model import KeyMode
from automapper.chart import Finding, Rule

_DOUBLE = "3"


def _title(subject: ChartSubject) -> Iterator[Finding]:
    if not subject.chart.header("TITLE").strip():
        yield Finding("no #TITLE")


def _level(subject: ChartSubject) -> Iterator[Finding]:
    written = subject.chart.header("PLAYLEVEL").strip()
    if not written.isdecimal():
        yield Finding(f"#PLAYLEVEL {written}" if written else "no #PLAYLEVEL")


def _total(subject: ChartSubject) -> Iterator[Finding]:
    written = subject.chart.header("TOTAL").strip()
    try:
        total = float(written)
    except ValueError:
        yield Finding(f"#TOTAL {written}" if written else "no #TOTAL")
        return
    if not total > 0:
        yield Finding(f"#TOTAL {written}")


def _player(subject: ChartSubject) -> Iterator[Finding]:
    written = subject.chart.header("PLAYER").strip()
    double = is_double(subject.chart.mode)
    if subject.chart.mode is KeyMode.NINE:
        return  # nine keys lie on channels of both sides: either number is in use
    if written and (written == _DOUBLE) != double:
        keys = subject.chart.mode.value
        yield Finding(f"#PLAYER {written}, but {keys} keys on {'two sides' if double else 'one'}")


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "title",
        "A chart has a title.",
        "#TITLE is not empty",
        "W",
        "BMS format",
        "players list it without a name",
        _title,
    ),
    Rule(
        "level",
        "A chart says how hard it is.",
        "#PLAYLEVEL is a whole number",
        "W",
        "BMS format",
        "players sort it among the easiest",
        _level,
    ),
    Rule(
        "total",
        "A chart says how much the gauge rises.",
        "#TOTAL is a positive number",
        "W",
        "BMS format; players fill in different values",
        "it is easier to clear in one player than in another",
        _total,
    ),
    Rule(
        "player",
        "The kind of play is the one of the lanes.",
        "#PLAYER 3 if and only if both sides have notes; not asked of 9 keys or without it",
        "W",
        "BMS format",
        "players that trust it show the wrong number of sides",
        _player,
    ),
)
