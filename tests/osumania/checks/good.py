"""A chart and a mapset that every rule is content with, and small ways to change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from automapper.audio.stream_facts import StreamFacts
from automapper.chart import Song
from automapper.osumania.checks import FileFacts, MapsetSubject, Preset, prepare_mapset
from automapper.osumania.checks.subject import ChartSubject, Picture, prepare_chart
from automapper.osumania.difficulty import Difficulty
from automapper.osumania.model import Chart, Greenline, Mapset, Note, Redline, Words

BEAT = 400  # ms: 150 BPM
START = 1000
COLUMNS = (0, 2, 1, 3)


def tap(beat: float | str, column: int) -> Note:
    """A tap so many beats after the first redline, at a whole ms as writers round it."""
    return Note(at(beat), column)


def hold(beat: float | str, column: int, beats: float | str = 1) -> Note:
    return Note(at(beat), column, at(Fraction(beat) + Fraction(beats)))


def at(beat: float | str | Fraction) -> Fraction:
    return Fraction(round(START + Fraction(beat) * BEAT))


def stream(step: str, rows: int, columns: Sequence[int] = COLUMNS, start: str = "0") -> list[Note]:
    """So many taps, one every ``step`` beats, through the columns again and again."""
    first = Fraction(start)
    return [
        tap(str(first + index * Fraction(step)), columns[index % len(columns)])
        for index in range(rows)
    ]


REDLINE = Redline(Fraction(START), Fraction(BEAT))
NOTES = tuple(
    hold(beat, COLUMNS[beat % 4], 2) if beat % 16 == 15 else tap(beat, COLUMNS[beat % 4])
    for beat in range(150)
)
GOOD = Chart(
    notes=NOTES,
    points=(REDLINE,),
    words=Words(Song("A song", "", "A band", "A mapper"), version="Normal", tags=("loud", "fast")),
    audio="audio.mp3",
    preview=10_000,
    hp=Fraction(7),
    od=Fraction(7),
    background="bg.jpg",
)
FACTS = FileFacts(
    (("audio.mp3", StreamFacts("mp3", 65.0, 160.0)),), (("bg.jpg", Picture(1920, 1080, 10**6)),)
)
GREEN = Greenline(Fraction(START), Fraction(1))


def chart(
    difficulty: Difficulty | None = None, stars: float | None = 2.1, **changes: object
) -> ChartSubject:
    """The good chart with other fields, made ready; judged as Normal unless told otherwise."""
    changed = replace(GOOD, **changes)  # type: ignore[arg-type]
    return prepare_chart(changed, Preset.RANKING, stars=stars, difficulty=difficulty)


def only(difficulty: Difficulty, *notes: Note, keys: int = 4) -> ChartSubject:
    """A chart of these notes alone."""
    return chart(difficulty, notes=notes, keys=keys)


def named(version: str, **changes: object) -> Chart:
    """The good chart under another name and with other fields."""
    return replace(GOOD, words=replace(GOOD.words, version=version), **changes)  # type: ignore[arg-type]


def told(**changes: object) -> Chart:
    """The good chart with other words."""
    return replace(GOOD, words=replace(GOOD.words, **changes))  # type: ignore[arg-type]


def mapset(*charts: Chart, facts: FileFacts | None = FACTS) -> MapsetSubject:
    """A mapset of these charts (none: the good one), made ready."""
    named_charts = tuple((f"{index}.osu", one) for index, one in enumerate(charts or (GOOD,)))
    return prepare_mapset(Mapset(named_charts), Preset.RANKING, facts=facts)


def with_facts(**changes: object) -> MapsetSubject:
    """The good mapset with other files."""
    return mapset(facts=replace(FACTS, **changes))  # type: ignore[arg-type]
