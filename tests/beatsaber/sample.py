"""One small level that has something of everything; the golden files are written from it."""

from __future__ import annotations

from fractions import Fraction

from automapper.beatsaber.model import (
    Arc,
    Bomb,
    BoostEvent,
    BpmEvent,
    Chain,
    Chart,
    Cut,
    Extra,
    Hand,
    Level,
    LightEvent,
    Lightshow,
    Note,
    RotationEvent,
    Wall,
)
from automapper.beatsaber.order import sorted_chart
from automapper.chart import Difficulty, Song

RED = Extra(3, '{"customData":{"color":[1,0,0]}}')


def sample_level() -> Level:
    """A level of two charts with every kind of object, custom data and a tempo change."""
    tempo = (BpmEvent(Fraction(32), 150.0),)
    expert = Chart(
        difficulty=Difficulty.EXPERT,
        njs=15.5,
        jump_offset=-0.25,
        label="First light",
        notes=(
            Note(Fraction(4), 1, 0, Hand.LEFT, Cut.DOWN),
            Note(Fraction(4), 2, 0, Hand.RIGHT, Cut.DOWN_RIGHT, angle_offset=15),
            Note(Fraction(13, 3), 1, 2, Hand.LEFT, Cut.UP),
            Note(
                Fraction(37, 8),
                2,
                2,
                Hand.RIGHT,
                Cut.DOT,
                0,
                Extra(3, '{"customData":{"color":[1,0,0]}}'),
            ),
            Note(Fraction(40), 0, 1, Hand.LEFT, Cut.LEFT),
        ),
        bombs=(Bomb(Fraction(5), 3, 0),),
        walls=(
            Wall(Fraction(6), Fraction(2), 0, 0, 1, 5),
            Wall(Fraction(9), Fraction(1, 2), 0, 2, 4, 3),
            Wall(Fraction(11), Fraction(1), 3, 1, 1, 2),
        ),
        arcs=(
            Arc(Fraction(4), 1, 0, Hand.LEFT, Cut.DOWN, 1.0, Fraction(13, 3), 1, 2, Cut.UP, 0.5, 1),
        ),
        chains=(Chain(Fraction(40), 0, 1, Hand.LEFT, Cut.LEFT, Fraction(81, 2), 0, 0, 4, 0.8),),
        rotations=(
            RotationEvent(Fraction(16), True, 15.0),
            RotationEvent(Fraction(20), False, -45.0),
        ),
        bpm_events=tempo,
        lights=Lightshow(
            events=(
                LightEvent(Fraction(0), 4, 3),
                LightEvent(Fraction(4), 1, 5, 0.75),
                LightEvent(Fraction(4), 12, 6, 1.0, Extra(3, '{"customData":{"speed":2}}')),
            ),
            boosts=(BoostEvent(Fraction(8), True), BoostEvent(Fraction(16), False)),
            extra=Extra(3, '{"waypoints":[{"b":4,"d":1,"x":1,"y":0}]}'),
        ),
        requirements=("Noodle Extensions",),
        suggestions=("Chroma",),
        extra=Extra(3, '{"customData":{"time":12.5}}'),
        info_extra=Extra(2, '{"_customData":{"_information":["made by hand"]}}'),
    )
    easy = Chart(
        difficulty=Difficulty.EASY,
        characteristic="OneSaber",
        njs=10.0,
        notes=(Note(Fraction(4), 2, 0, Hand.RIGHT, Cut.DOWN),),
        bpm_events=tempo,
    )
    return Level(
        song=Song("Golden", "of every version", "automapper", "automapper"),
        bpm=120.0,
        charts=(sorted_chart(expert), easy),
        audio_file="song.ogg",
        cover_file="cover.png",
        preview=(12.0, 10.0),
        environment="TimbalandEnvironment",
        origin='{"padding":0.5,"seed":1}',
        extra=Extra(2, '{"_customData":{"_contributors":[{"_name":"A","_role":"B"}]}}'),
    )
