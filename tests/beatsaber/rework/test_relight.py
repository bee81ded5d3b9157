"""Relighting keeps everything but lights and environment, in every version."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from automapper.beatsaber.model import BpmEvent, Chart, Level
from automapper.beatsaber.options import LightMode
from automapper.beatsaber.read import read_level
from automapper.beatsaber.rework.relight import package_version, relight, relight_package
from automapper.chart import Difficulty, Song
from automapper.errors import AudioError, ConfigError, FormatError
from automapper.files import open_package
from light_songs import notes_for, song
from lit_level import level_files, write_zip

PULSE = song()
HARD = Chart(Difficulty.HARD, notes=notes_for(PULSE, 1, 1.0))
EXPERT = Chart(Difficulty.EXPERT, notes=notes_for(PULSE, 2, 2.0))
LEVEL = Level(Song("Lamp"), 128.0, (HARD, EXPERT))


def test_everything_else_stays_and_all_difficulties_share_one_show() -> None:
    lit = relight(LEVEL, PULSE, seed=4)
    bare = tuple(replace(chart, lights=LEVEL.charts[0].lights) for chart in lit.charts)
    assert replace(lit, charts=bare) == LEVEL
    assert lit.charts[0].lights == lit.charts[1].lights
    assert len(lit.charts[0].lights.events) > 1000


def test_charts_of_another_tempo_get_a_show_of_their_own() -> None:
    faster = replace(HARD, bpm_events=(BpmEvent(Fraction(64), 140.0),))
    lit = relight(replace(LEVEL, charts=(faster, EXPERT)), PULSE)
    assert lit.charts[0].lights != lit.charts[1].lights


def test_none_takes_the_lights_away() -> None:
    lit = relight(relight(LEVEL, PULSE), PULSE, mode=LightMode.NONE)
    assert not lit.charts[0].lights.events
    weave = replace(LEVEL, environment="WeaveEnvironment")
    assert relight(weave, PULSE, mode=LightMode.NONE) == weave


def test_a_dark_environment_has_to_be_replaced() -> None:
    weave = replace(LEVEL, environment="WeaveEnvironment")
    with pytest.raises(ConfigError, match="WeaveEnvironment' does not answer to basic events"):
        relight(weave, PULSE)
    assert relight(weave, PULSE, environment="nice").environment == "NiceEnvironment"


@pytest.mark.parametrize("version", [2, 3, 4])
def test_a_package_keeps_its_version_notes_and_sound(version: int, tmp_path: Path) -> None:
    files = level_files(version)
    source = write_zip(tmp_path / "level.zip", files)
    made, warnings = relight_package(source, seed=1)
    assert warnings == []
    assert package_version(made) == version
    assert made["song.ogg"] == files["song.ogg"]
    assert sorted(made) == sorted(files)
    before, _ = read_level(files)
    after, _ = read_level(made)
    assert after.charts[0].notes == before.charts[0].notes
    assert len(after.charts[0].lights.events) > 100


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "level.zip", level_files(3))
    assert relight_package(source, seed=1) == relight_package(source, seed=1)


def test_a_level_without_its_sound_is_refused(tmp_path: Path) -> None:
    files = {name: data for name, data in level_files(3).items() if name != "song.ogg"}
    with pytest.raises(FormatError, match=r"song\.ogg: is missing"):
        relight_package(write_zip(tmp_path / "level.zip", files))
    other = write_zip(tmp_path / "other.zip", files | {"track.egg": level_files(3)["song.ogg"]})
    assert "track.egg was listened to" in relight_package(other)[1][0]


def test_errors_of_the_sound_name_the_file_of_the_level(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "level.zip", level_files(3) | {"song.ogg": b"no sound at all"})
    with pytest.raises(AudioError, match=r"^song\.ogg: "):
        relight_package(source)
    assert open_package(source)["song.ogg"] == b"no sound at all"
