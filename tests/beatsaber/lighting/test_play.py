"""Playing a scene: lamps by share, few at once, great accents apart."""

from fractions import Fraction
from itertools import pairwise

from automapper.beatsaber.lighting.hits import scenes, set_stage
from automapper.beatsaber.lighting.play import FULL_APART, MOST_LAMPS, play
from light_songs import notes_for, song

SONG = song()
STAGE = set_stage(SONG, notes_for(SONG))


def test_hits_light_three_lamps_at_most_or_all_five() -> None:
    full: list[float] = []
    for scene in scenes(STAGE):
        lights, _ = play(STAGE, scene, 5)
        by_beat: dict[Fraction, list[int]] = {}
        for light in lights:
            by_beat.setdefault(light.hit.beat, []).append(light.lamp)
        for beat, lamps in by_beat.items():
            assert len(set(lamps)) == len(lamps)
            assert len(lamps) <= MOST_LAMPS or len(lamps) == 5
            if len(lamps) == 5:
                full.append(float(SONG.tempo_map.seconds(beat)))
    assert len(full) >= 5, "sections open with all lamps"
    assert min(b - a for a, b in pairwise(sorted(full))) >= FULL_APART


def test_every_note_of_a_scene_is_lit() -> None:
    for scene in scenes(STAGE):
        lit = {light.hit.beat for light in play(STAGE, scene, 5)[0]}
        notes = {beat for beat, _ in STAGE.notes if scene.start <= beat < scene.end}
        assert notes <= lit


def test_lamps_get_about_the_share_of_their_look() -> None:
    lights, _ = play(STAGE, scenes(STAGE)[1], 5)
    for look in {light.look for light in lights}:
        own = [light.lamp for light in lights if light.look == look]
        for lamp, share in enumerate(look.shares):
            assert abs(own.count(lamp) / len(own) - share) < 0.09


def test_a_scene_hangs_on_itself_alone() -> None:
    scene = scenes(STAGE)[2]
    assert play(STAGE, scene, 5) == play(STAGE, scene, 5)
    fewer = tuple(n for n in notes_for(SONG) if n.beat >= scene.start)
    assert play(set_stage(SONG, fewer), scene, 5) == play(STAGE, scene, 5)
