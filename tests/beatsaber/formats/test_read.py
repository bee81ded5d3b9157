from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from automapper.beatsaber.model import Cut, Extra, RotationEvent
from automapper.beatsaber.read import read_level
from automapper.beatsaber.write import write_level
from automapper.errors import FormatError
from beatsaber.sample import sample_level

Tree = dict[str, Any]


def info_2(**changes: Any) -> Tree:
    tree: Tree = {
        "_version": "2.0.0",
        "_songName": "T",
        "_beatsPerMinute": 120,
        "_songFilename": "song.egg",
        "_difficultyBeatmapSets": [
            {
                "_beatmapCharacteristicName": "Standard",
                "_difficultyBeatmaps": [
                    {
                        "_difficulty": "Hard",
                        "_beatmapFilename": "Hard.dat",
                        "_noteJumpMovementSpeed": 11,
                    }
                ],
            }
        ],
    }
    return tree | changes


def package(chart: Tree | bytes, info: Tree | None = None) -> dict[str, bytes]:
    data = chart if isinstance(chart, bytes) else json.dumps(chart).encode()
    return {"info.dat": json.dumps(info or info_2()).encode(), "hard.DAT": data}


def chart_2(**lists: Any) -> Tree:
    return {"_version": "2.0.0", "_notes": [], "_obstacles": [], "_events": [], **lists}


def note_2(**changes: Any) -> Tree:
    note = {"_time": 2, "_lineIndex": 1, "_lineLayer": 0, "_type": 0, "_cutDirection": 1}
    return note | changes


def test_names_are_found_in_any_case() -> None:
    level, warnings = read_level(package(chart_2(_notes=[note_2()])))
    assert warnings == []
    assert len(level.charts[0].notes) == 1


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_encodings(codec: str) -> None:
    files = package(chart_2())
    files["info.dat"] = json.dumps(info_2(_songName="café"), ensure_ascii=False).encode(codec)
    assert read_level(files)[0].song.title == "café"


def test_zero_bytes_behind_the_file_do_no_harm() -> None:
    assert read_level(package(json.dumps(chart_2()).encode() + b"\0\0"))[1] == []


def test_half_a_surrogate_pair_is_replaced() -> None:
    title = read_level(package(chart_2(), info_2(_songName="a\ud83db")))[0].song.title
    assert title.encode() == "a\ufffdb".encode()


def test_objects_come_out_sorted() -> None:
    level, _ = read_level(package(chart_2(_notes=[note_2(_time=9), note_2(_time=1)])))
    assert [note.beat for note in level.charts[0].notes] == [1, 9]


def test_beats_become_fractions() -> None:
    level, _ = read_level(package(chart_2(_notes=[note_2(_time=1 / 3)])))
    assert level.charts[0].notes[0].beat == Fraction(1, 3)


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        ({"_time": "x"}, "_notes[0]._time", "not a number"),
        ({"_time": 1e300}, "_notes[0]._time", "not a number that a level can hold"),
        ({"_lineIndex": []}, "_notes[0]._lineIndex", "not a number"),
        ({"_lineIndex": True}, "_notes[0]._lineIndex", "not a number"),
        ({"_type": 2}, "_notes[0]._type", "no kind of note"),
    ],
)
def test_an_unusable_note_is_dropped_and_named(change: Tree, place: str, reason: str) -> None:
    level, warnings = read_level(package(chart_2(_notes=[note_2(**change), note_2()])))
    assert len(level.charts[0].notes) == 1
    assert len(warnings) == 1
    assert warnings[0].startswith(f"Hard.dat: {place}: ")
    assert reason in warnings[0]
    assert warnings[0].endswith("the object was dropped")


def test_nan_is_no_beat() -> None:
    data = json.dumps(chart_2(_notes=[note_2()])).replace('"_time": 2', '"_time": NaN').encode()
    level, warnings = read_level(package(data))
    assert level.charts[0].notes == ()
    assert "_notes[0]._time" in warnings[0]


def test_like_faults_are_told_once() -> None:
    _, warnings = read_level(package(chart_2(_notes=[note_2(_time=None, _type=7)] * 30)))
    assert warnings == [
        "Hard.dat: _notes[0]._type and 29 more: is no kind of note; the object was dropped"
    ]


def test_a_float_where_an_integer_belongs() -> None:
    level, warnings = read_level(package(chart_2(_notes=[note_2(_lineIndex=2.0)])))
    assert (level.charts[0].notes[0].x, warnings) == (2, [])
    level, warnings = read_level(package(chart_2(_notes=[note_2(_lineIndex=1.6)])))
    assert level.charts[0].notes[0].x == 2
    assert "was rounded" in warnings[0]


def test_events_of_version_2_go_where_they_belong() -> None:
    events = [
        {"_time": 0, "_type": 1, "_value": 3},
        {"_time": 1, "_type": 5, "_value": 1},
        {"_time": 2, "_type": 14, "_value": 0},
        {"_time": 3, "_type": 15, "_value": 1375},
        {"_time": 4, "_type": 100, "_value": 0, "_floatValue": 140.5},
    ]
    chart = read_level(package(chart_2(_events=events)))[0].charts[0]
    assert [event.intensity for event in chart.lights.events] == [1.0]
    assert [event.on for event in chart.lights.boosts] == [True]
    assert chart.rotations == (
        RotationEvent(Fraction(2), True, -60.0),
        RotationEvent(Fraction(3), False, 15.0),
    )
    assert [event.bpm for event in chart.bpm_events] == [140.5]


def test_precise_directions_are_kept_beside_the_nearest() -> None:
    note = read_level(package(chart_2(_notes=[note_2(_cutDirection=1100)])))[0].charts[0].notes[0]
    assert note.cut == Cut.LEFT
    assert note.extra == Extra(2, '{"_cutDirection":1100}')


def test_precise_walls_keep_their_type() -> None:
    wall = {"_time": 1, "_lineIndex": 0, "_type": 400600, "_duration": 1, "_width": 1}
    level, _ = read_level(package(chart_2(_obstacles=[wall])))
    assert level.charts[0].walls[0].extra == Extra(2, '{"_type":400600}')
    assert b'"_type":400600' in write_level(level, 2)[0]["HardStandard.dat"]


@pytest.mark.parametrize("speed", [0, -1, None])
def test_no_jump_speed_is_the_games_own(speed: float | None) -> None:
    info = info_2()
    entry = info["_difficultyBeatmapSets"][0]["_difficultyBeatmaps"][0]
    entry |= {"_difficulty": "Expert", "_noteJumpMovementSpeed": speed}
    level, warnings = read_level(package(chart_2(), info))
    assert level.charts[0].njs == 12.0
    assert "no jump speed" in warnings[0]


def test_a_broken_difficulty_costs_only_itself() -> None:
    info = info_2()
    entries = info["_difficultyBeatmapSets"][0]["_difficultyBeatmaps"]
    entries.append({"_difficulty": "Easy", "_beatmapFilename": "Easy.dat"})
    entries.append({"_difficulty": "Normal", "_beatmapFilename": "Normal.dat"})
    files = package(chart_2(), info) | {"Easy.dat": b"{"}
    level, warnings = read_level(files)
    assert len(level.charts) == 1
    assert any(line.startswith("Easy.dat: line 1 column 2: is not JSON") for line in warnings)
    assert any(line.startswith("Normal.dat: is missing") for line in warnings)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "Info.dat: is missing"),
        ({"Info.dat": b""}, "Info.dat: line 1 column 1: is not JSON"),
        ({"Info.dat": b"[]"}, "is not a JSON object"),
        ({"Info.dat": b"[" * 100_000}, "nested too deeply"),
        ({"Info.dat": b'{"a":' + b"9" * 5000 + b"}"}, "too long"),
        ({"Info.dat": b"{}"}, "_beatsPerMinute: is not a tempo"),
        ({"Info.dat": json.dumps(info_2(_beatsPerMinute=-1)).encode()}, "is not a tempo"),
        ({"Info.dat": json.dumps(info_2(_songName=[])).encode()}, "_songName: is not text"),
        ({"Info.dat": json.dumps(info_2()).encode()}, "no difficulty that can be read"),
    ],
)
def test_no_level_at_all_is_a_format_error(files: dict[str, bytes], reason: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_level(files)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_fields_are_kept_everywhere() -> None:
    chart = chart_2(_notes=[note_2(_mine=1)], _mine={"b": 2, "a": 1})
    level, _ = read_level(package(chart, info_2(_mine=3)))
    assert level.extra == Extra(2, '{"_mine":3}')
    assert level.charts[0].extra == Extra(2, '{"_mine":{"a":1,"b":2}}')
    assert level.charts[0].notes[0].extra == Extra(2, '{"_mine":1}')


def test_a_v4_object_may_leave_out_zeros() -> None:
    files, _ = write_level(sample_level(), 4)
    tree = json.loads(files["EasyOneSaber.dat"])
    tree["colorNotes"], tree["colorNotesData"] = [{}], [{}]
    level, warnings = read_level(files | {"EasyOneSaber.dat": json.dumps(tree).encode()})
    note = level.charts[1].notes[0]
    assert (note.beat, note.x, note.y, note.hand, note.cut, note.extra) == (0, 0, 0, 0, 0, None)
    assert warnings == []


def test_a_v4_index_outside_its_table_is_named() -> None:
    files, _ = write_level(sample_level(), 4)
    tree = json.loads(files["EasyOneSaber.dat"])
    tree["colorNotes"] = [{"b": 1, "i": 9999}, {"b": 1, "i": -1}]
    level, warnings = read_level(files | {"EasyOneSaber.dat": json.dumps(tree).encode()})
    assert level.charts[1].notes == ()
    assert "colorNotes[0].i and 1 more: points outside colorNotesData" in warnings[0]
