"""Small charts for tests of checks, and for each rule charts that break it and some that do not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from automapper.bms.checks.subject import ChartSubject, prepare_chart
from automapper.bms.model import Chart, KeyMode, Lane, Mine, Note, Place, Sound

TURN = Lane(0, 0)


def at(measure: int, fraction: str | int = 0) -> Place:
    return Place(measure, Fraction(fraction))


def key(number: int, side: int = 0) -> Lane:
    return Lane(side, number)


def tap(lane: Lane, place: Place, wav_id: str = "01") -> Note:
    return Note(place, lane, wav_id)


def hold(lane: Lane, place: Place, end: Place) -> Note:
    return Note(place, lane, "01", end, "01")


HEADERS = (("TITLE", "Song"), ("PLAYLEVEL", "5"), ("TOTAL", "300"), ("PLAYER", "1"))
GOOD = Chart(
    mode=KeyMode.SEVEN,
    bpm=Fraction(120),
    headers=HEADERS,
    samples=(("01", "kick.wav"), ("02", "snare.wav")),
    notes=tuple(tap(key(1 + i % 7), at(i // 4, f"{i % 4}/4"), f"0{1 + i % 2}") for i in range(16)),
    background=(Sound(at(0), "02"),),
)


def of(*notes: Note, missing: tuple[str, ...] | None = None, **changes: object) -> ChartSubject:
    """The good chart with other notes (its own without any), headers or samples."""
    if notes:
        changes["notes"] = tuple(sorted(notes, key=lambda note: note.place))
    return prepare_chart(replace(GOOD, **changes), missing=missing)  # type: ignore[arg-type]


def said(warning: str) -> ChartSubject:
    return prepare_chart(GOOD, reading=(warning,))


def headers(**changes: str | None) -> ChartSubject:
    """The good chart with headers changed, or (None) left out."""
    words = {**dict(HEADERS), **changes}
    return of(headers=tuple((name, word) for name, word in words.items() if word is not None))


DOUBLE = (tap(key(1), at(0)), tap(key(1, 1), at(0, "1/2")))
# Rule -> (charts that break it, charts that it is content with).
EXAMPLES: dict[str, tuple[tuple[ChartSubject, ...], tuple[ChartSubject, ...]]] = {
    "no-notes": ((of(notes=()),), (of(tap(key(1), at(0))),)),
    "lane-outside": (
        (of(tap(key(6), at(0)), mode=KeyMode.FIVE), of(tap(key(1, 1), at(0)))),
        (
            of(tap(key(8), at(0))),
            of(tap(key(2, 1), at(0)), mode=KeyMode.NINE),
            of(tap(TURN, at(0))),
        ),
    ),
    "lane-twice": (
        (of(tap(key(1), at(0)), tap(key(1), at(0), "02")),),
        (
            of(tap(key(1), at(0)), tap(key(2), at(0))),
            of(tap(key(1), at(0)), tap(key(1), at(0, "1/999"))),
        ),
    ),
    "lane-held": (
        (
            of(hold(key(1), at(0), at(1)), tap(key(1), at(0, "1/2"))),
            of(
                hold(key(1), at(0), at(2)),
                hold(key(1), at(0, "1/8"), at(0, "1/4")),
                tap(key(1), at(1)),
            ),
        ),
        (
            of(hold(key(1), at(0), at(1)), tap(key(2), at(0, "1/2"))),
            of(hold(key(1), at(0), at(1)), tap(key(1), at(1))),
        ),
    ),
    "lane-touching": (
        (of(hold(key(1), at(0), at(1)), tap(key(1), at(1))),),
        (of(hold(key(1), at(0), at(1)), tap(key(1), at(1, "1/64"))),),
    ),
    "hold-open": (
        (
            said("a.bms: measure 3: a long note that never ends; read as a plain note"),
            said("measure 3: an end of a long note (#LNOBJ) without a note before it; left out"),
        ),
        (said("line 3: neither a command nor objects; kept as it is"),),
    ),
    "hold-backwards": (
        (of(hold(key(1), at(1), at(1))), of(hold(key(1), at(1), at(0, "1/2")))),
        (of(hold(key(1), at(1), at(1, "1/16"))),),
    ),
    "hold-brief": (
        (of(hold(key(1), at(0), at(0, "1/100"))),),
        (of(hold(key(1), at(0), at(0, "1/64"))), of(hold(key(1), at(1), at(1)))),
    ),
    "note-on-mine": (
        (of(tap(key(1), at(0, "1/2")), mines=(Mine(at(0, "1/2"), key(1), 50),)),),
        (of(tap(key(1), at(0, "1/2")), mines=(Mine(at(0, "1/2"), key(2), 50),)),),
    ),
    "jack-fast": (
        (of(tap(key(1), at(0)), tap(key(1), at(0, "1/48"))),),
        (
            of(tap(key(1), at(0)), tap(key(1), at(0, "1/32"))),
            of(tap(key(1), at(0)), tap(key(2), at(0))),
        ),
    ),
    "scratch-while-holding": (
        (
            of(hold(key(2), at(0), at(1)), tap(TURN, at(0, "1/2"))),
            of(*DOUBLE, hold(key(7), at(1), at(2)), tap(TURN, at(1, "1/2")), mode=KeyMode.FOURTEEN),
        ),
        (
            of(hold(key(2), at(0), at(1)), tap(TURN, at(0))),
            of(hold(key(2), at(0), at(1)), tap(TURN, at(1))),
            of(hold(key(4), at(0), at(1)), tap(TURN, at(0, "1/2"))),
            of(hold(TURN, at(0), at(1)), tap(key(1), at(0, "1/2"))),
            of(
                *DOUBLE,
                hold(key(7, 1), at(1), at(2)),
                tap(TURN, at(1, "1/2")),
                mode=KeyMode.FOURTEEN,
            ),
        ),
    ),
    "no-samples": ((of(samples=()),), (of(samples=(("01", "a.wav"),)),)),
    "silent-notes": (
        (of(samples=(("03", "a.wav"),)), of(missing=("01",))),
        (of(), of(missing=()), of(tap(key(1), at(0)), missing=("02",))),
    ),
    "undefined-id": ((of(tap(key(1), at(0), "ZZ")),), (of(tap(key(1), at(0), "02")),)),
    "missing-sample": (
        (of(missing=("02",)),),
        (of(missing=()), of(missing=None), of(tap(key(1), at(0)), background=(), missing=("02",))),
    ),
    "title": ((headers(TITLE=None), headers(TITLE="  ")), (headers(TITLE="x"),)),
    "level": ((headers(PLAYLEVEL=None), headers(PLAYLEVEL="hard")), (headers(PLAYLEVEL="0"),)),
    "total": (
        (headers(TOTAL=None), headers(TOTAL="many"), headers(TOTAL="0"), headers(TOTAL="nan")),
        (headers(TOTAL="160.5"),),
    ),
    "player": (
        (headers(PLAYER="3"), of(*DOUBLE, mode=KeyMode.FOURTEEN)),
        (headers(PLAYER=None), of(mode=KeyMode.NINE)),
    ),
}
