"""Which files something refers to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from automapper.osumania.checks.used_files import used_files
from automapper.osumania.model import Chart, HitSample, Mapset, Section

from .good import GOOD, tap

EVENTS = Section(
    "Events",
    (
        'Sprite,Foreground,Centre,"SB\\Star.png",320,240',
        'Animation,Foreground,Centre,"sb/run.png",320,240,3,50',
        'Sprite,Foreground,Centre,"sb\\Cloud",320,240',
        "Sprite,Foreground,Centre,sb/rain,320,240",
        'Sample,1000,0,"voice.wav",70',
    ),
)
CHART = replace(
    GOOD,
    video="film.mp4",
    sections=(EVENTS,),
    notes=(replace(tap(0, 0), sample=HitSample(file="piano.wav")),),
)


def is_used(name: str, chart: Chart = CHART, **others: str) -> bool:
    files = ((name, b"x"), *((one, text.encode()) for one, text in others.items()))
    return name in used_files(Mapset((("a.osu", chart),), files))


@pytest.mark.parametrize(
    "name",
    [
        "audio.mp3",
        "BG.JPG",
        "film.mp4",
        "sb/star.png",
        "sb/run2.png",
        "sb/cloud.png",
        "sb/rain.jpg",
        "voice.wav",
        "piano.wav",
        "soft-hitclap12.wav",
        "normal-hitnormal.ogg",
        "mania-key1.png",
        "story.osb",
        "taiko chart.osu",
    ],
)
def test_what_is_named_or_usual_is_used(name: str) -> None:
    assert is_used(name)


@pytest.mark.parametrize(
    "name",
    [
        "old.mp3",
        "sb/moon.png",
        "sb/clouds.png",
        "sb/cloud.wav",
        "soft-hitclap.flac",
        "notes.txt",
        "film.avi",
        "story.osb.bak",
    ],
)
def test_what_nobody_names_is_not(name: str) -> None:
    assert not is_used(name)


def test_a_storyboard_beside_the_charts_counts() -> None:
    assert not is_used("moon.png")
    assert is_used("moon.png", **{"story.osb": 'Sprite,Foreground,Centre,"moon.png",0,0'})
