from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from automapper.beatsaber.model import Bomb, Cut, Extra, Hand, LightEvent, Note, Wall
from automapper.beatsaber.read import read_level
from automapper.beatsaber.write import VERSIONS, write_level
from automapper.files import open_package
from beatsaber.sample import sample_level

FOLDER = Path(__file__).parent / "beatsaber"


@pytest.mark.parametrize("version", VERSIONS)
def test_writing_gives_the_golden_bytes(version: int) -> None:
    assert write_level(sample_level(), version)[0] == open_package(FOLDER / f"v{version}")


def test_the_default_version_reads_back_as_the_sample() -> None:
    assert read_level(open_package(FOLDER / "v3")) == (sample_level(), [])


def test_version_2_reads_back_without_chains_and_angles() -> None:
    level, warnings = read_level(open_package(FOLDER / "v2"))
    want, got = sample_level().charts[0], level.charts[0]
    assert warnings == []
    assert got.chains == ()
    assert got.walls == want.walls
    assert got.arcs == want.arcs
    assert got.rotations == want.rotations
    assert got.bpm_events == want.bpm_events
    assert [replace(note, extra=None) for note in got.notes] == [
        replace(note, angle_offset=0, extra=None) for note in want.notes
    ]
    assert got.notes[3].extra == Extra(2, '{"_customData":{"_color":[1,0,0]}}')


def test_version_4_reads_back_but_for_waypoints() -> None:
    level, warnings = read_level(open_package(FOLDER / "v4"))
    want, got = sample_level().charts[0], level.charts[0]
    assert warnings == []
    assert got.chains == want.chains
    assert got.arcs == want.arcs
    assert got.bpm_events == want.bpm_events
    assert got.lights.boosts == want.lights.boosts
    assert got.lights.extra is None
    assert level.song == sample_level().song
    assert level.origin == sample_level().origin


def test_version_1_reads_as_it_was_meant() -> None:
    level, warnings = read_level(open_package(FOLDER / "v1"))
    chart = level.charts[0]
    assert warnings == []
    assert (level.song.title, level.song.artist, level.bpm) == ("Golden", "automapper", 120.0)
    assert (level.audio_file, level.cover_file) == ("song.ogg", "cover.png")
    assert (chart.njs, chart.jump_offset) == (13.0, 0.0)
    assert chart.notes == (
        Note(Fraction(4), 1, 0, Hand.LEFT, Cut.DOWN),
        Note(Fraction(13, 3), 1, 2, Hand.LEFT, Cut.UP),
    )
    assert chart.bombs == (Bomb(Fraction(5), 3, 0),)
    assert chart.walls == (
        Wall(Fraction(6), Fraction(2), 0, 0, 1, 5),
        Wall(Fraction(9), Fraction(1, 2), 0, 2, 4, 3),
    )
    assert chart.lights.events == (LightEvent(Fraction(0), 4, 3), LightEvent(Fraction(4), 1, 5))
    assert "offset" in (chart.info_extra or Extra(1, "")).text
