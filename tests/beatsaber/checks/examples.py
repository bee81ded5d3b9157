"""For each rule, charts and levels that break it and some that only nearly do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from automapper.beatsaber.checks import AudioFacts, LevelSubject
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.model import Bomb, BpmEvent, Cut, Extra, Lightshow
from automapper.chart import Difficulty

from .good import (
    BLUE,
    GOOD,
    LIGHTS,
    SECONDS,
    arc,
    blue,
    chain,
    chart,
    ladder,
    level,
    note,
    only,
    prepared,
    red,
    stream,
    walk,
    wall,
)

DOWN, UP, LEFT, RIGHT = Cut.DOWN, Cut.UP, Cut.LEFT, Cut.RIGHT
E, N, H, X = Difficulty.EASY, Difficulty.NORMAL, Difficulty.HARD, Difficulty.EXPERT
SPREADS = {
    "good": ladder((E, Fraction(4, 3)), (N, Fraction(1)), (H, Fraction(2, 3))),
    "flat": ladder((N, Fraction(1)), (H, Fraction(20, 21))),
    "steep": ladder((N, Fraction(1)), (H, Fraction(1, 2))),
    "hard": ladder((H, Fraction(1, 2)), (X, Fraction(2, 5))),
}
LIVE = tuple(BpmEvent(Fraction(beat), 120.0) for beat in range(9))
LATE = walk(Fraction(1), 4, 124)
GROUPS = Extra(3, '{"lightColorEventBoxGroups":[{"b":0}]}')

# Rule -> (subjects that break it, subjects that it is content with, beside the good ones).
Subject = ChartSubject | LevelSubject
EXAMPLES: dict[str, tuple[tuple[Subject, ...], tuple[Subject, ...]]] = {
    "invalid-object": (
        (
            only(blue(4, DOWN, 4, 0)),
            only(blue(-1, DOWN)),
            chart(bombs=(Bomb(Fraction(5), 0, 3),)),
            chart(walls=(wall(-2, 1, 0, 0, 1, 5),)),
            chart(arcs=(arc(tail_beat=Fraction(3)),)),
            chart(arcs=(arc(tail_y=3),)),
            chart(chains=(chain(slices=0),)),
        ),
        (chart(bombs=(Bomb(Fraction(5), 0, 2),), arcs=(arc(),), chains=(chain(),)),),
    ),
    "needs-mods": (
        (chart(requirements=("Noodle Extensions",)),),
        (chart(suggestions=("Chroma",)),),
    ),
    "angle-offset": (
        (only(note(4, BLUE, 2, 0, DOWN, 15)), only(note(4, BLUE, 2, 0, Cut.DOT, 30))),
        (only(note(4, BLUE, 2, 0, Cut.DOT, 45)),),
    ),
    "label": ((chart(label="x" * 31),), (chart(label="x" * 30),)),
    "parity-break": (
        (only(blue(4, DOWN), blue(5, DOWN)),),
        (only(blue(4, DOWN), blue(6, DOWN)), only(blue(4, DOWN), blue(5, UP))),
    ),
    "wrist-strain": (
        (only(blue(4, UP), blue(5, LEFT), blue(6, Cut.DOWN_RIGHT)),),
        (only(blue(4, UP), blue(5, LEFT), blue(6, RIGHT)),),
    ),
    "double-directional": (
        (only(blue(4, DOWN), blue(5, Cut.DOWN_RIGHT)),),
        (
            only(blue(4, DOWN), blue(6, DOWN)),
            only(blue(4, DOWN), blue(5, DOWN), bombs=(Bomb(Fraction(9, 2), 3, 0),)),
        ),
    ),
    "same-cell": (
        (only(red(4, DOWN, 1, 0), blue(4, UP, 1, 0)),),
        (only(red(4, DOWN, 1, 0), blue(4, UP, 2, 0)),),
    ),
    "vision-block": (
        (only(red(4, DOWN, 1, 1), blue("4.5", UP, 0, 0)),),
        (
            only(red(4, DOWN, 1, 1), blue("4.5", UP, 2, 0)),
            only(red(4, DOWN, 1, 1), blue("5.5", UP, 0, 0)),
        ),
    ),
    "handclap": (
        (only(red(4, RIGHT, 1, 0), blue(4, LEFT, 2, 0)),),
        (only(red(4, LEFT, 1, 0), blue(4, RIGHT, 2, 0)),),
    ),
    "hitbox-path": (
        (only(red(4, DOWN, 1, 0), blue(4, DOWN, 1, 1)),),
        (only(red(4, DOWN, 1, 0), blue(4, DOWN, 2, 0)),),
    ),
    "hitbox-inline": (
        (only(red(4, DOWN, 1, 0), blue("4.125", UP, 1, 0)),),
        (only(red(4, DOWN, 1, 0), blue("4.25", UP, 1, 0)),),
    ),
    "hitbox-stair": (
        (only(red(4, UP, 1, 0), blue("4.25", UP, 1, 1)),),
        (only(red(4, UP, 1, 0), blue("4.5", UP, 1, 1)),),
    ),
    "bent-swing": (
        (
            only(red(4, DOWN, 1, 1), red(4, RIGHT, 1, 0)),
            only(red(4, UP), red("4.0625", RIGHT, 1, 1)),
        ),
        (only(red(4, DOWN, 1, 1), red(4, Cut.DOWN_RIGHT, 1, 0)),),
    ),
    "stacked-swing": (
        (only(red(4, DOWN, 0, 0), red(4, DOWN, 1, 0)),),
        (
            only(red(4, DOWN, 1, 0), red(4, DOWN, 1, 1)),
            only(red(4, Cut.DOWN_RIGHT, 0, 1), red(4, Cut.DOWN_RIGHT, 1, 0)),
        ),
    ),
    "slider-spacing": (
        (
            only(red(4, DOWN, 1, 2), red("4.03125", DOWN, 1, 1)),
            only(red(4, DOWN, 1, 2), red("4.0625", DOWN, 1, 1), red("4.1875", DOWN, 1, 0)),
        ),
        (only(red(4, DOWN, 1, 2), red("4.0625", DOWN, 1, 1), red("4.125", DOWN, 1, 0)),),
    ),
    "swing-speed": ((only(*stream(480, 4)),), (only(*stream(440, 4)),)),
    "sustained-speed": (
        tuple(only(*stream(*run)) for run in ((360, 18), (390, 14), (420, 6), (430, 2))),
        tuple(only(*stream(*run)) for run in ((350, 90), (360, 17), (390, 13), (420, 5))),
    ),
    "burst-rest": (
        (
            only(*stream(360, 9), *stream(360, 9, "7")),
            only(*stream(360, 2), *stream(360, 2, "4.5")),
        ),
        (
            only(*stream(360, 9), *stream(360, 9, "7.5")),
            only(*stream(360, 2), *stream(360, 2, "4.75")),
        ),
    ),
    "burst-contents": (
        (
            only(*stream(360, 4), note("4.5", BLUE, 2, 0, Cut.DOT)),
            only(*stream(360, 4), blue(4, DOWN, 2, 1)),
            only(*stream(360, 4), bombs=(Bomb(Fraction("4.25"), 0, 2),)),
        ),
        (only(*stream(360, 4), bombs=(Bomb(Fraction(6), 0, 2),)),),
    ),
    "doubles-share": (
        (only(red(4, DOWN), blue(4, DOWN), red(5, UP), blue(5, UP), red(6, DOWN)),),
        (only(red(4, DOWN), blue(4, DOWN), red(5, UP), blue("5.5", UP)),),
    ),
    "hammer-hit": (
        (
            only(blue(4, DOWN), bombs=(Bomb(Fraction(4), 2, 1),)),
            only(blue(4, DOWN), bombs=(Bomb(Fraction("3.8"), 2, 0),)),
        ),
        (
            only(blue(4, DOWN), bombs=(Bomb(Fraction(4), 3, 0),)),
            only(blue(4, DOWN), bombs=(Bomb(Fraction("3.7"), 2, 1),)),
        ),
    ),
    "bombs-close": (
        (chart(bombs=(Bomb(Fraction(5), 0, 0), Bomb(Fraction("5.03"), 0, 0))),),
        (chart(bombs=(Bomb(Fraction(5), 0, 0), Bomb(Fraction("5.05"), 0, 0))),),
    ),
    "wall-size": (
        (
            chart(walls=(wall(5, 1, 0, 0, 0, 5),)),
            chart(walls=(wall(5, -1, 3, 0, 1, 5),)),
            chart(walls=(wall(5, "0.02", 0, 0, 2, 5),)),
        ),
        (chart(walls=(wall(5, "0.03", 0, 0, 2, 5), wall(6, "0.02", 0, 0, 1, 5))),),
    ),
    "wall-shape": (
        (chart(walls=(wall(5, 1, 0, 0, 1, 3),)), chart(walls=(wall(5, 1, 3, 0, 2, 5),))),
        (chart(walls=(wall(5, 1, 0, 2, 4, 3), wall(8, 1, 5, -1, 1, 9))),),
    ),
    "wall-damage": (
        (
            chart(walls=(wall(5, 1, 1, 0, 2, 5),)),
            chart(walls=(wall(5, 2, 0, 0, 2, 5), wall(6, 2, 2, 0, 2, 5))),
        ),
        (chart(walls=(wall(5, 1, 0, 0, 2, 5), wall(6, 2, 2, 0, 2, 5), wall(9, 1, 0, 2, 4, 3))),),
    ),
    "wall-recovery": (
        (chart(walls=(wall(5, 1, 0, 0, 2, 5), wall("6.4", 1, 2, 0, 2, 5))),),
        (
            chart(walls=(wall(5, 1, 0, 0, 2, 5), wall("6.5", 1, 2, 0, 2, 5))),
            chart(walls=(wall(5, 1, 0, 0, 2, 5), wall("6.1", 1, 0, 0, 2, 5))),
        ),
    ),
    "wall-dodges": (
        (
            chart(
                walls=tuple(wall(str(5 + i * 0.5), "0.1", 2 * (i % 2), 0, 2, 5) for i in range(4))
            ),
        ),
        (
            chart(
                walls=tuple(wall(str(5 + i * 0.75), "0.1", 2 * (i % 2), 0, 2, 5) for i in range(4))
            ),
        ),
    ),
    "inside-wall": (
        (
            only(red(4, DOWN, 0, 0), walls=(wall("3.5", 1, 0, 0, 1, 5),)),
            only(red(4, DOWN), bombs=(Bomb(Fraction(8), 3, 2),), walls=(wall(8, 1, 0, 2, 4, 3),)),
        ),
        (only(red(4, DOWN, 1, 0), walls=(wall("3.5", 1, 0, 0, 1, 5),)),),
    ),
    "arc-note": (
        (chart(arcs=(arc(hand=BLUE),)), chart(arcs=(arc(beat=Fraction("4.5")),))),
        (chart(arcs=(arc(),)),),
    ),
    "arc-direction": (
        (chart(arcs=(arc(cut=UP),)), chart(arcs=(arc(tail_cut=LEFT),))),
        (chart(arcs=(arc(cut=Cut.DOWN_LEFT, tail_cut=Cut.DOT),)),),
    ),
    "arc-interrupted": (
        (chart(arcs=(arc(tail_beat=Fraction(8), tail_y=0, tail_cut=DOWN),)),),
        (chart(arcs=(arc(),)),),
    ),
    "arcs-at-once": (
        (chart(arcs=tuple(arc(tail_x=x) for x in (0, 1, 2, 3, 0, 1))),),
        (chart(arcs=tuple(arc(tail_x=x) for x in (0, 1, 2, 3, 0))),),
    ),
    "arc-multiplier": (
        (chart(arcs=(arc(multiplier=1.6),)), chart(arcs=(arc(tail_multiplier=0.0),))),
        (chart(arcs=(arc(multiplier=1.5, tail_multiplier=0.1),)),),
    ),
    "chain": ((chart(chains=(chain(),)),), (chart(arcs=(arc(),)),)),
    "chain-head": (
        (chart(chains=(chain(),)),),
        (only(red(4, DOWN, 1, 2), chains=(chain(),)),),
    ),
    "chain-shape": (
        (chart(chains=(chain(tail_x=3, tail_y=2),)), chart(chains=(chain(squish=0.0),))),
        (chart(chains=(chain(tail_x=3, tail_y=0),)),),
    ),
    "lights-few": (
        (
            chart(lights=Lightshow(LIGHTS.events[:9])),
            chart(lights=Lightshow(tuple(replace(one, value=0) for one in LIGHTS.events))),
        ),
        (chart(lights=Lightshow(LIGHTS.events[:10])), chart(lights=Lightshow(extra=GROUPS))),
    ),
    "lights-sparse": (
        (chart(lights=Lightshow(LIGHTS.events[::2])),),
        (chart(lights=Lightshow(LIGHTS.events[4:117])),),
    ),
    "off-grid": (
        (only(red("4.1", DOWN)),),
        (
            only(red("4.333", DOWN), blue("4.875", DOWN)),
            only(
                red("4.1", DOWN), bpm_events=tuple(BpmEvent(Fraction(i), 120.0) for i in range(9))
            ),
        ),
    ),
    "hot-start": (
        (only(red("2.5", DOWN)), chart(walls=(wall(2, 1, 0, 0, 2, 5),))),
        (only(red(3, DOWN)), chart(walls=(wall(2, 1, 0, 0, 1, 5),))),
    ),
    "cold-end": (
        (only(red(4, DOWN), red(121, UP)),),
        (
            only(red(4, DOWN), red(120, UP)),
            prepared(replace(GOOD, notes=walk(Fraction(1), 4, 124)), None),
        ),
    ),
    "long-outro": (
        (prepared(GOOD, AudioFacts(76.0)),),
        (prepared(GOOD, AudioFacts(74.5)), prepared(GOOD, None)),
    ),
    "jump-speed": ((chart(njs=24.0), chart(njs=0.0)), (chart(njs=23.0, jump_offset=-1.5),)),
    "jump-distance": (
        (chart(jump_offset=2.0), chart(jump_offset=-0.9)),
        (chart(jump_offset=0.5),),
    ),
    "reaction-time": ((chart(njs=20.0, jump_offset=-1.2),), (chart(jump_offset=0.0),)),
    "audio": ((level(AudioFacts(None)),), (level(None),)),
    "song-short": ((level(AudioFacts(19.9)),), (level(AudioFacts(20.0)), level(None))),
    "song-long": ((level(AudioFacts(601.0)),), (level(AudioFacts(600.0)),)),
    "played-part": (
        (level(charts=(replace(GOOD, notes=walk(Fraction(1), 4, 90)),)),),
        (level(charts=(replace(GOOD, notes=walk(Fraction(1), 4, 94)),)),),
    ),
    "song-offset": ((level(song_offset=20.0),), (level(song_offset=0.0),)),
    "shuffle": ((level(shuffle=0.3),), (level(shuffle_period=0.25),)),
    "cover": (
        (
            level(cover_file=""),
            level(cover_file="cover.gif"),
            level(AudioFacts(SECONDS, (0, 0))),
            level(AudioFacts(SECONDS, (512, 500))),
            level(AudioFacts(SECONDS, (255, 255))),
        ),
        (level(AudioFacts(SECONDS, (256, 256))), level(AudioFacts(SECONDS), cover_file="c.JPG")),
    ),
    "preview": (
        (level(preview=(12.0, 0.0)), level(preview=(-1.0, 10.0)), level(preview=(70.0, 10.0))),
        (level(preview=(0.0, 5.0)), level(None, preview=(70.0, 10.0))),
    ),
    "spread-step": (
        (level(charts=SPREADS["flat"]), level(charts=SPREADS["steep"])),
        (level(charts=SPREADS["good"]), level(AudioFacts(400.0), charts=SPREADS["steep"])),
    ),
    "spread-lowest": (
        (level(charts=SPREADS["hard"]),),
        (
            level(AudioFacts(150.0), charts=SPREADS["hard"]),
            level(charts=ladder((E, Fraction(1, 2)), (X, Fraction(1, 6)))),
        ),
    ),
}
