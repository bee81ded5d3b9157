import json
from dataclasses import replace
from fractions import Fraction

import pytest

from automapper.audio import prepend_silence
from automapper.beatsaber import check_level, read_level, reroll_package
from automapper.beatsaber.rework.level_sound import level_sound
from automapper.beatsaber.rework.moved import moved
from automapper.beatsaber.rework.reroll import reroll_level
from automapper.beatsaber.rework.reroll_lights import _is_boosted, _last
from automapper.beatsaber.tempo import level_tempo
from automapper.beatsaber.write import write_level
from automapper.chart import Severity
from automapper.errors import ConfigError, FormatError
from automapper.files import open_package
from beatsaber.first_light import first_light

STRETCH = (30.0, 40.0)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    path = tmp_path_factory.mktemp("level") / "level.zip"
    first_light().save(path)
    return path


@pytest.fixture(scope="module")
def rerolled(package):
    return reroll_package(package, STRETCH, seed=5)


def spans(level, chart):
    tempo = level_tempo(level, chart)
    return tuple(Fraction(round(tempo.beat(second))) for second in STRETCH)


def outside(items, start, end):
    return [item for item in items if not start <= item.beat < end]


def test_every_object_outside_stays_and_the_stretch_changes(rerolled):
    old = first_light().level
    new, _ = read_level(rerolled[0])
    for before, after in zip(old.charts, new.charts, strict=True):
        start, end = spans(old, before)
        for name in ("notes", "bombs", "walls", "arcs", "chains"):
            was, now = getattr(before, name), getattr(after, name)
            assert outside(was, start, end) == outside(now, start, end)
        assert outside(before.lights.events, start, end) == outside(after.lights.events, start, end)
        assert before.notes != after.notes


def lines(data):
    """Each object of a difficulty file as its own bytes."""
    tree = json.loads(data)
    lists = {key: value for key, value in tree.items() if isinstance(value, list)}
    rest = {key: value for key, value in tree.items() if not isinstance(value, list)}
    return lists, rest


def test_every_byte_outside_stays(rerolled):
    old, new = first_light().files, rerolled[0]
    assert old.keys() == new.keys()
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {name for name in old if name.endswith("Standard.dat")}
    start, end = spans(first_light().level, first_light().level.charts[0])
    for name in changed:
        for data in (old[name], new[name]):
            assert data == json.dumps(
                json.loads(data), separators=(",", ":"), ensure_ascii=False
            ).encode("utf-8")
        was, now = lines(old[name])[0], lines(new[name])[0]
        assert lines(old[name])[1] == lines(new[name])[1]
        for key in was:
            kept = [
                [item for item in tree[key] if not start <= item.get("b", 0.0) < end]
                for tree in (was, now)
            ]
            assert kept[0] == kept[1]


def test_no_seam_has_an_error(rerolled):
    level, _ = read_level(rerolled[0])
    for preset in ("beatleader", "default"):
        found = [i for i in check_level(level, preset) if i.severity == Severity.ERROR]
        assert not found


def test_lights_shine_after_the_stretch_as_they_did(rerolled):
    old = first_light().level.charts[0].lights
    new = read_level(rerolled[0])[0].charts[0].lights
    _, end = spans(first_light().level, first_light().level.charts[0])
    for kind in range(5):
        was, now = _last(old.events, kind, end), _last(new.events, kind, end)
        assert (was and (was.value, was.intensity)) == (now and (now.value, now.intensity))
    assert _is_boosted(old.boosts, end) == _is_boosted(new.boosts, end)


def test_the_same_seed_draws_the_same(package, rerolled):
    assert reroll_package(package, STRETCH, seed=5)[0] == rerolled[0]
    assert reroll_package(package, STRETCH, seed=6)[0] != rerolled[0]


def test_an_edited_level_keeps_its_edits(package, tmp_path):
    """A person deleted a bar of notes outside and changed the title; neither comes back."""
    level, _ = read_level(open_package(package))
    chart = level.charts[3]
    edited = replace(chart, notes=tuple(n for n in chart.notes if not 100 <= n.beat < 104))
    level = replace(level, charts=(edited,), origin="", song=replace(level.song, title="Mine"))
    folder = tmp_path / "edited"
    folder.mkdir()
    files = {**first_light().files, **write_level(level, 3)[0]}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    new, _ = read_level(reroll_package(folder, STRETCH, seed=2)[0])
    start, end = spans(level, edited)
    assert new.song.title == "Mine"
    assert outside(new.charts[0].notes, start, end) == outside(edited.notes, start, end)
    assert not [n for n in new.charts[0].notes if 100 <= n.beat < 104]
    assert not [i for i in check_level(new, "default") if i.severity == Severity.ERROR]


def test_a_chart_off_the_beat_is_drawn_on_its_own_beats(package, tmp_path):
    """All objects lie 7/48 off whole beats, and the sound with them, as in many old levels."""
    level, _ = read_level(open_package(package))
    phase = Fraction(7, 48)
    chart = moved(level.charts[3], phase)
    sound = prepend_silence(decode_bytes(level, package), float(phase) * 60 / level.bpm)
    new = reroll_level(replace(level, charts=(chart,)), sound, STRETCH, 2).charts[0]
    fresh = [note for note in new.notes if note not in set(chart.notes)]
    assert len(fresh) > 10
    assert all(((note.beat - phase) * 12).denominator == 1 for note in fresh)
    start, end = spans(level, chart)
    assert outside(new.notes, start + phase, end + phase) == outside(
        chart.notes, start + phase, end + phase
    )


def decode_bytes(level, package):
    return level_sound(level, open_package(package))[0]


def test_arcs_that_cross_the_seam_keep_their_tails(package):
    """The stretch begins inside an arc: head, tail and the tail's note stay."""
    level = first_light().level
    chart = level.charts[4]
    arc = next(arc for arc in chart.arcs if arc.tail_beat - arc.beat > 1 and arc.beat > 40)
    second = float(level_tempo(level, chart).seconds(arc.beat + 1))
    files, _ = reroll_package(package, (second, second + 8), seed=3)
    new = read_level(files)[0].charts[4]
    assert arc in new.arcs
    tail = [n for n in chart.notes if n.beat == arc.tail_beat and n.hand == arc.hand]
    assert set(tail) <= set(new.notes)


def test_a_stretch_outside_the_song_is_refused(package):
    with pytest.raises(ConfigError, match="nothing to draw again"):
        reroll_package(package, (900.0, 910.0), seed=1)


def test_a_level_without_audio_is_refused(tmp_path):
    folder = tmp_path / "mute"
    folder.mkdir()
    for name, data in first_light().files.items():
        if not name.endswith(".ogg"):
            (folder / name).write_bytes(data)
    with pytest.raises(FormatError, match="is missing"):
        reroll_package(folder, STRETCH, seed=1)
