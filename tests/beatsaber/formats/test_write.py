from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automapper.beatsaber.formats.audio_data import Sound
from automapper.beatsaber.model import Cut, Extra, Hand, Level, Note
from automapper.beatsaber.read import read_level
from automapper.beatsaber.write import write_level
from automapper.errors import ConfigError
from beatsaber.sample import sample_level
from beatsaber.strategies import levels

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.parametrize("version", [2, 3, 4])
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_reading_what_was_written_gives_the_level_back(version: int, data: st.DataObject) -> None:
    level = data.draw(levels(version))
    files, dropped = write_level(level, version)
    again, warnings = read_level(files)
    assert dropped == []
    assert warnings == []
    assert again == level
    assert write_level(again, version)[0] == files


@given(level=levels(3), version=st.sampled_from([2, 4]))
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
def test_a_level_in_another_version_stays_as_it_is_then(level: Level, version: int) -> None:
    files, _ = write_level(level, version)
    again, warnings = read_level(files)
    assert warnings == []
    second, dropped = write_level(again, version)
    assert second == files
    assert dropped == []
    assert [len(chart.notes) for chart in again.charts] == [len(c.notes) for c in level.charts]


def test_order_of_the_objects_does_not_matter() -> None:
    level = sample_level()
    chart = level.charts[0]
    turned = replace(chart, notes=chart.notes[::-1], walls=chart.walls[::-1])
    assert write_level(replace(level, charts=(turned, *level.charts[1:]))) == write_level(level)


@pytest.mark.parametrize(("version", "lost"), [(2, "chain"), (2, "angle offset"), (4, "waypoints")])
def test_what_a_version_cannot_hold_is_named(version: int, lost: str) -> None:
    _, dropped = write_level(sample_level(), version)
    assert any(lost in line for line in dropped), dropped


def test_the_default_version_drops_nothing_of_the_sample() -> None:
    assert write_level(sample_level())[1] == []


@pytest.mark.parametrize("version", [2, 3, 4])
def test_adding_a_note_changes_no_byte_of_the_others(version: int) -> None:
    level = sample_level()
    chart = level.charts[0]
    added = Note(Fraction(6), 2, 1, Hand.RIGHT, Cut.LEFT)
    longer = replace(level, charts=(replace(chart, notes=(*chart.notes, added)),))
    before, _ = write_level(replace(level, charts=(chart,)), version, Sound(44100, 44100 * 60))
    after, _ = write_level(longer, version, Sound(44100, 44100 * 60))
    changed = [name for name in before if before[name] != after[name]]
    assert changed == ["ExpertStandard.dat"]
    old, new = before[changed[0]], after[changed[0]]
    start = next(i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    rest = len(old) - start
    assert old[start:] == new[-rest:], "bytes behind the added note moved or changed"


def test_json_is_compact_utf8_without_a_mark() -> None:
    level = sample_level()
    data = write_level(replace(level, song=replace(level.song, title="夜に")))[0]["Info.dat"]
    assert "夜に".encode() in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b'": ' not in data


def test_whole_numbers_have_no_point() -> None:
    tree = json.loads(write_level(sample_level())[0]["ExpertStandard.dat"])
    assert [type(note["b"]) for note in tree["colorNotes"]].count(int) > 0


def test_our_own_record_stands_in_the_custom_data() -> None:
    level = replace(sample_level(), origin='{"seed":7}')
    assert json.loads(write_level(level, 3)[0]["Info.dat"])["_customData"]["_automapper"] == {
        "seed": 7
    }
    assert json.loads(write_level(level, 4)[0]["Info.dat"])["customData"]["automapper"] == {
        "seed": 7
    }


def test_a_record_that_is_no_json_is_refused() -> None:
    with pytest.raises(ConfigError, match="not JSON"):
        write_level(replace(sample_level(), origin="seed 7"))


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(ConfigError, match="version 5 cannot be written"):
        write_level(sample_level(), 5)


def test_a_hostile_characteristic_cannot_leave_the_folder() -> None:
    level = sample_level()
    charts = tuple(
        replace(level.charts[0], characteristic=name) for name in ("../../evil", "..\\..\\evil")
    )
    files, _ = write_level(replace(level, charts=charts))
    assert sorted(files) == [
        "BPMInfo.dat",
        "Expert______evil-2.dat",
        "Expert______evil.dat",
        "Info.dat",
    ]
    assert read_level(files)[0].charts == charts


def test_known_custom_data_is_translated_and_unknown_named() -> None:
    level = sample_level()
    extra = Extra(2, '{"_customData":{"_color":[1,0,0,1],"_mine":1}}')
    note = replace(level.charts[0].notes[0], extra=extra)
    chart = replace(level.charts[0], notes=(note,), info_extra=None, extra=None)
    files, dropped = write_level(replace(level, charts=(chart,)), 3)
    written = json.loads(files["ExpertStandard.dat"])["colorNotes"][0]
    assert written["customData"] == {"color": [1, 0, 0, 1]}
    assert any("'_mine'" in line for line in dropped)


def test_fake_objects_move_to_their_own_lists() -> None:
    level = sample_level()
    fake = replace(level.charts[0].notes[0], extra=Extra(2, '{"_customData":{"_fake":true}}'))
    real = level.charts[0].notes[1]
    level = replace(level, charts=(replace(level.charts[0], notes=(fake, real)),))
    tree = json.loads(write_level(level, 3)[0]["ExpertStandard.dat"])
    assert len(tree["colorNotes"]) == 1
    assert len(tree["customData"]["fakeColorNotes"]) == 1
    files, dropped = write_level(level, 4)
    assert len(json.loads(files["ExpertStandard.dat"])["colorNotes"]) == 1
    assert any("fake object" in line for line in dropped)
