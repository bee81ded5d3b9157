"""For each rule, charts and mapsets that break it and some that only nearly do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from automapper.audio.stream_facts import StreamFacts
from automapper.chart import Song
from automapper.osumania.checks import MapsetSubject
from automapper.osumania.checks.subject import ChartSubject, Picture
from automapper.osumania.difficulty import Difficulty
from automapper.osumania.model import Break, Chart, Greenline, Note, Redline

from .good import (
    BEAT,
    GOOD,
    GREEN,
    NOTES,
    REDLINE,
    START,
    at,
    chart,
    hold,
    mapset,
    named,
    only,
    stream,
    tap,
    told,
    with_facts,
)

EASY, NORMAL, HARD, INSANE, EXPERT = Difficulty


def ms(time: float, column: int = 0, end: float | None = None) -> Note:
    return Note(Fraction(time), column, None if end is None else Fraction(end))


def green(beat: float, velocity: str) -> Greenline:
    return Greenline(at(beat), Fraction(velocity))


def red(beat: float, length: float = BEAT, **changes: object) -> Redline:
    return replace(REDLINE, time=at(beat), beat_length=Fraction(length), **changes)  # type: ignore[arg-type]


def lasting(beats: int, version: str) -> Chart:
    """A chart of a note a beat in each column in turn."""
    return named(version, notes=tuple(tap(beat, beat % 4) for beat in range(beats)))


Subject = ChartSubject | MapsetSubject
# Rule -> (subjects that break it, subjects that it is content with, beside the good ones).
EXAMPLES: dict[str, tuple[tuple[Subject, ...], tuple[Subject, ...]]] = {
    "no-notes": ((chart(notes=()),), (only(HARD, tap(0, 0)),)),
    "invalid-note": (
        (
            only(HARD, tap(0, 4)),
            only(HARD, tap(0, -1)),
            only(HARD, ms(1000, 0, 1000)),
            only(HARD, ms(1000, 0, 900)),
        ),
        (only(HARD, tap(0, 3), ms(1000, 0, 1001)), only(HARD, tap(0, 6), keys=7)),
    ),
    "column-busy": (
        (
            only(EXPERT, ms(1000), ms(1000)),
            only(EXPERT, ms(1000, 1, 2000), ms(2000, 1)),
            only(EXPERT, ms(1000, 1, 2000), ms(1500, 1, 1600)),
        ),
        (only(EXPERT, ms(1000), ms(1000, 1)), only(EXPERT, ms(1000, 1, 2000), ms(1500, 2))),
    ),
    "column-gap": (
        (
            only(EXPERT, ms(1000), ms(1030)),
            only(EXPERT, ms(1000), ms(1001)),
            only(EXPERT, ms(900, 0, 1000), ms(1030)),
        ),
        (
            only(EXPERT, ms(1000), ms(1031)),
            only(EXPERT, ms(1000, 0), ms(1010, 1)),
            only(EXPERT, ms(900, 0, 1000), ms(1031)),
        ),
    ),
    "column-unused": (
        (only(EASY, tap(0, 0), tap(1, 1), tap(2, 2)),),
        (only(EASY, *(tap(column, column) for column in range(4))), chart(notes=())),
    ),
    "column-share": (
        (
            only(EASY, *stream("1", 40), tap(50, 0), tap(51, 0), tap(52, 0)),
            only(EASY, *stream("1", 28), *stream("1", 9, (0, 2, 1), start="50")),
        ),
        (only(EASY, *stream("1", 40), tap(50, 0), tap(51, 0)),),
    ),
    "drain-time": (
        (
            chart(notes=NOTES[:75]),
            chart(breaks=(Break(at(10), at(90)),)),
        ),
        (chart(notes=NOTES[:77]), chart(breaks=(Break(at(10), at(80)),))),
    ),
    "hold-instant": ((only(HARD, ms(1000, 0, 1019)),), (only(HARD, ms(1000, 0, 1020)),)),
    "hold-brief": (
        (only(HARD, ms(1000, 0, 1020)), only(HARD, ms(1000, 0, 1029))),
        (only(HARD, ms(1000, 0, 1030)),),
    ),
    "chord-keys": (
        (only(INSANE, *(tap(0, column) for column in range(7)), keys=7),),
        (
            only(INSANE, hold(0, 0, 4), *(tap(1, column) for column in range(1, 7)), keys=7),
            only(EXPERT, *(tap(0, column) for column in range(7)), keys=7),
        ),
    ),
    "chord-size": (
        (
            only(EASY, tap(0, 0), tap(0, 1), tap(0, 2)),
            only(EASY, hold(0, 0, 4), tap(1, 2), tap(1, 3)),
            only(NORMAL, hold(0, 0, 4), tap(1, 1), tap(1, 3)),
            only(HARD, hold(0, 0, 4), tap(1, 1), tap(1, 2), tap(1, 3)),
            only(HARD, *(tap(0, column) for column in range(5)), keys=7),
        ),
        (
            only(EASY, hold(0, 0, 4), tap(1, 2)),
            only(EASY, hold(0, 0, 1), tap(1, 2), tap(1, 3)),
            only(NORMAL, hold(0, 0, 4), tap(1, 2), tap(1, 3)),
            only(HARD, hold(0, 0, 4), tap(1, 1), tap(1, 2)),
            only(NORMAL, tap(0, 0), tap(0, 1), tap(0, 2), keys=7),
            only(INSANE, hold(0, 0, 4), *(tap(1, column) for column in range(1, 4))),
        ),
    ),
    "snap-consecutive": (
        (
            only(EASY, *stream("1/4", 2)),
            only(NORMAL, *stream("1/6", 2)),
            only(HARD, *stream("1/8", 4)),
            only(HARD, *stream("1/12", 4)),
        ),
        (
            only(EASY, *stream("1/3", 2)),
            only(NORMAL, *stream("1/4", 4)),
            only(HARD, *stream("1/8", 3), *stream("1/6", 8, start="4")),
            only(INSANE, *stream("1/8", 8)),
        ),
    ),
    "run-length": (
        (only(EASY, *stream("1/2", 6)), only(NORMAL, *stream("1/4", 6))),
        (
            only(EASY, *stream("1/2", 5), *stream("1/2", 5, start="3")),
            only(NORMAL, *stream("1/4", 5), *stream("1/2", 8, start="2")),
            only(HARD, *stream("1/4", 64)),
        ),
    ),
    "anchor": (
        (
            only(NORMAL, *stream("1/4", 5, (0, 1, 0, 2))),
            only(HARD, *stream("1/4", 9, (0, 1, 0, 2))),
        ),
        (
            only(NORMAL, *stream("1/4", 4, (0, 1, 0, 2))),
            only(NORMAL, *stream("1/2", 9, (0, 1, 0, 2))),
            only(HARD, *stream("1/4", 8, (0, 1, 0, 2))),
            only(INSANE, *stream("1/4", 40, (0, 1, 0, 2))),
        ),
    ),
    "jack": (
        (only(NORMAL, *stream("1/4", 2, (1,))), only(HARD, *stream("1/4", 3, (1,)))),
        (
            only(NORMAL, *stream("1/2", 2, (1,))),
            only(HARD, *stream("1/4", 2, (1,)), *stream("1/4", 2, (1,), start="1")),
            only(INSANE, *stream("1/4", 8, (1,))),
        ),
    ),
    "trill": (
        (
            only(HARD, *stream("1/4", 10, (0, 3))),
            only(HARD, *stream("1/4", 10, (0, 3)), *stream("1/4", 10, (1, 2))),
        ),
        (
            only(HARD, *stream("1/4", 9, (0, 3))),
            only(HARD, *stream("1/2", 20, (0, 3))),
            only(INSANE, *stream("1/4", 40, (0, 3))),
        ),
    ),
    "stream-eighth": (
        (only(INSANE, *stream("1/8", 34)),),
        (
            only(INSANE, *stream("1/8", 33)),
            only(INSANE, *stream("1/6", 60)),
            only(EXPERT, *stream("1/8", 60)),
        ),
    ),
    "hold-length": (
        (
            only(EASY, hold(0, 0, "3/4")),
            only(NORMAL, hold(0, 0, "1/3")),
            only(HARD, hold(0, 0, "1/6")),
        ),
        (
            only(EASY, hold(0, 0, 1)),
            only(NORMAL, hold(0, 0, "1/2")),
            only(HARD, hold(0, 0, "1/4")),
            only(INSANE, hold(0, 0, "1/6")),
        ),
    ),
    "release-gap": (
        (
            only(EASY, hold(0, 0, 2), hold(0, 1, "5/2")),
            only(NORMAL, hold(0, 0, 2), hold(1, 1, "5/4")),
            only(EASY, hold(0, 0, 2), hold("9/4", 1, "1/4")),
        ),
        (
            only(EASY, hold(0, 0, 2), hold(0, 1, 2), hold(0, 2, 3)),
            only(NORMAL, hold(0, 0, 2), hold(0, 1, "5/2")),
            only(HARD, hold(0, 0, 2), hold(0, 1, "9/4")),
        ),
    ),
    "snap-off": (
        (
            only(HARD, ms(START + 2)),
            only(HARD, ms(START + 300, 0, START + 397)),
            only(HARD, ms(START - 2)),
        ),
        (
            only(HARD, ms(START + 1)),
            only(HARD, ms(START + 133), ms(START + 267, 1), ms(START + 266, 2)),
            only(HARD, ms(START + BEAT / 16), ms(START + BEAT * 7 / 9, 1)),
        ),
    ),
    "snap-minor": (
        (only(HARD, ms(START + 1)), only(HARD, ms(START, 0, START + 399))),
        (only(HARD, ms(START + 133), ms(START + 267, 1), ms(START + 266, 2)),),
    ),
    "redline-missing": (
        (chart(points=()), chart(points=(GREEN,))),
        (chart(points=(REDLINE, GREEN)),),
    ),
    "points-together": (
        (chart(points=(REDLINE, REDLINE)), chart(points=(REDLINE, GREEN, GREEN))),
        (chart(points=(REDLINE, GREEN, red(1), green(1, "1"))),),
    ),
    "greenline-first": (
        (chart(points=(green(-1, "1"), REDLINE)),),
        (chart(points=(REDLINE, GREEN)),),
    ),
    "kiai-first": (
        (chart(points=(replace(REDLINE, kiai=True),)),),
        (
            chart(points=(REDLINE, replace(GREEN, kiai=True))),
            chart(points=(REDLINE, red(8, kiai=True))),
        ),
    ),
    "scroll-even": (
        (
            chart(EASY, points=(REDLINE, green(4, "0.95"))),
            chart(EASY, points=(REDLINE, red(40, 200))),
            mapset(named("Normal", points=(REDLINE, green(4, "0.95")))).charts[0],
        ),
        (
            chart(EASY, points=(REDLINE, green(4, "1.02"), green(400, "2"))),
            chart(EASY, points=(REDLINE, red(140, 200), green(140, "0.5"))),
            chart(HARD, points=(REDLINE, green(4, "0.5"))),
            chart(NORMAL, points=(REDLINE, green(4, "0.95"))),
        ),
    ),
    "scroll-range": (
        (
            chart(HARD, points=(REDLINE, green(4, "0.7"), green(30, "1"))),
            chart(NORMAL, points=(REDLINE, green(4, "1.2"))),
            chart(EXPERT, points=(REDLINE, green(4, "0.5"))),
            chart(INSANE, points=(REDLINE, red(80, 200))),
        ),
        (
            chart(HARD, points=(REDLINE, green(4, "0.8"), green(30, "1"))),
            chart(HARD, points=(REDLINE, green(4, "0.5"), green(20, "1"))),
            chart(EXPERT, points=(REDLINE, green(4, "0.6"))),
            chart(INSANE, points=(REDLINE, red(80, 200), green(80, "1/2"))),
        ),
    ),
    "keys": ((chart(keys=3), chart(keys=11)), (chart(keys=7),)),
    "settings": (
        (chart(hp=Fraction(11)), chart(od=Fraction("7.25")), chart(od=Fraction(-1))),
        (chart(hp=Fraction("7.2"), od=Fraction(0)),),
    ),
    "hp-od": (
        (chart(EASY, od=Fraction("7.1")), chart(hp=Fraction(8)), chart(HARD, od=Fraction("8.5"))),
        (chart(EASY), chart(hp=Fraction("7.5")), chart(INSANE, hp=Fraction(10))),
    ),
    "stars-name": (
        (
            chart(stars=2.7),
            chart(stars=4.0, words=named("Hard").words),
            chart(stars=6.5, words=named("Expert").words),
        ),
        (
            chart(stars=2.69),
            chart(stars=6.49, words=named("Expert").words),
            chart(stars=9.0, words=named("Expert+").words),
            chart(stars=9.0, words=named("Master").words),
            chart(stars=9.0, words=named("Ultra").words),
            chart(stars=None),
        ),
    ),
    "redlines-same": (
        (
            mapset(GOOD, named("Hard", points=(red(0.1),))),
            mapset(GOOD, named("Hard", points=(red(0, 401),))),
            mapset(GOOD, named("Hard", points=(red(0, meter=3),))),
            mapset(GOOD, named("Hard", points=(REDLINE, red(8)))),
        ),
        (mapset(GOOD, named("Hard", points=(red(0, kiai=True, volume=5), green(8, "2")))),),
    ),
    "metadata-same": (
        (
            mapset(GOOD, told(version="Hard", source="A game")),
            mapset(GOOD, told(version="Hard", song=Song("a song", "", "A band", "A mapper"))),
            mapset(GOOD, told(version="Hard", tags=("loud",))),
        ),
        (mapset(GOOD, told(version="Hard", tags=("fast", "loud", "loud"))),),
    ),
    "metadata-length": (
        (mapset(told(source="x" * 82)), mapset(told(version="x" * 82))),
        (mapset(told(source="x" * 81, tags=("x" * 82,))),),
    ),
    "metadata-missing": (
        (mapset(told(version=" ")), mapset(told(song=Song("A song", "", "A band")))),
        (mapset(told(source="", title_unicode="")),),
    ),
    "version-twice": ((mapset(GOOD, GOOD),), (mapset(GOOD, named("Hard")),)),
    "preview": (
        (mapset(named("Hard", preview=-1)), mapset(GOOD, named("Hard", preview=10_001))),
        (mapset(named("Hard", preview=0)), mapset(GOOD, named("Hard"))),
    ),
    "audio-one": (
        (mapset(GOOD, named("Hard", audio="other.mp3")),),
        (mapset(GOOD, named("Hard")),),
    ),
    "spread-lowest": (
        (
            mapset(named("Hard")),
            mapset(lasting(480, "Insane"), lasting(480, "Expert")),
            mapset(lasting(500, "Expert")),
            mapset(GOOD, named("7K Hard", keys=7)),
        ),
        (
            mapset(named("Hard"), named("Insane"), named("Expert"), named("Extra")),
            mapset(lasting(480, "Hard")),
            mapset(lasting(500, "Insane")),
            mapset(lasting(601, "Expert")),
        ),
    ),
    "audio": (
        (
            with_facts(audio=(("audio.mp3", None),)),
            mapset(named("Normal", audio="")),
        ),
        (mapset(named("Normal", audio=""), facts=None),),
    ),
    "audio-format": (
        (with_facts(audio=(("audio.mp3", StreamFacts("flac", 65.0, 900.0)),)),),
        (with_facts(audio=(("audio.mp3", StreamFacts("vorbis", 65.0, 200.0)),)),),
    ),
    "audio-rate": (
        (
            with_facts(audio=(("audio.mp3", StreamFacts("mp3", 65.0, 193.0)),)),
            with_facts(audio=(("audio.mp3", StreamFacts("vorbis", 65.0, 209.0)),)),
            with_facts(audio=(("audio.mp3", StreamFacts("mp3", 65.0, 127.0)),)),
        ),
        (
            with_facts(audio=(("audio.mp3", StreamFacts("mp3", 65.0, 192.4)),)),
            with_facts(audio=(("audio.mp3", StreamFacts("vorbis", 65.0, 208.0)),)),
            with_facts(audio=(("audio.mp3", StreamFacts("mp3", 65.0, 128.0)),)),
            with_facts(audio=(("audio.mp3", StreamFacts("flac", 65.0, 900.0)),)),
        ),
    ),
    "audio-unmapped": (
        (with_facts(audio=(("audio.mp3", StreamFacts("mp3", 76.0, 160.0)),)),),
        (with_facts(audio=(("audio.mp3", StreamFacts("mp3", 75.7, 160.0)),)),),
    ),
    "background": (
        (
            mapset(named("Normal", background="")),
            with_facts(pictures=(("bg.jpg", None),)),
            with_facts(pictures=(("bg.jpg", Picture(0, 0, 10)),)),
        ),
        (mapset(named("Normal", background=""), facts=None),),
    ),
    "background-size": (
        (
            with_facts(pictures=(("bg.jpg", Picture(159, 120, 10)),)),
            with_facts(pictures=(("bg.jpg", Picture(2561, 1440, 10)),)),
            with_facts(pictures=(("bg.jpg", Picture(1920, 1441, 10)),)),
            with_facts(pictures=(("bg.jpg", Picture(1920, 1080, 2_621_441)),)),
        ),
        (
            with_facts(pictures=(("bg.jpg", Picture(160, 120, 10)),)),
            with_facts(pictures=(("bg.jpg", Picture(2560, 1440, 2_621_440)),)),
            with_facts(pictures=(("bg.jpg", Picture(0, 0, 10)),)),
        ),
    ),
    "file-unused": ((with_facts(unused=("old.osb",)),), (mapset(facts=None),)),
    "file-empty": ((with_facts(empty=("note.wav",)),), (mapset(facts=None),)),
}
