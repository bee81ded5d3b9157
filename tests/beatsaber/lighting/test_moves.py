"""Rings, lasers, darkness and strobes."""

from dataclasses import replace
from fractions import Fraction

from automapper.beatsaber.light_codes import LASER_SPEEDS, Lamp, LightColour, LightWay
from automapper.beatsaber.lighting.hits import Scene, hits, scenes, set_stage
from automapper.beatsaber.lighting.look import Light, draw_look
from automapper.beatsaber.lighting.moves import moves, offs, strobe, strobe_beats
from automapper.generation.seeds import part_rng
from light_songs import notes_for, song

BACK, ON = Lamp.BACK, LightWay.ON
SONG = song()
STAGE = set_stage(SONG, notes_for(SONG))
SCENES = {scene.section.name.value: scene for scene in scenes(STAGE)}


def light(beat: float, lamp: Lamp, way: LightWay, put_out: float = 1.0) -> Light:
    look = replace(draw_look(0, "x", SONG.sections[1], 1, 0), put_out=put_out)
    hit = hits(STAGE, Fraction(beat), Fraction(beat) + 1, Fraction(1))[0]
    return Light(replace(hit, beat=Fraction(beat)), lamp, way, LightColour.BLUE, look)


def scene(start: int, end: int) -> Scene:
    return replace(SCENES["verse"], start=Fraction(start), end=Fraction(end))


def test_what_does_not_fade_goes_out_before_it_is_lit_again() -> None:
    row = [light(64, BACK, ON), light(66, BACK, ON), light(67, Lamp.RINGS, LightWay.FADE)]
    dark = offs(row, scene(64, 72), Fraction(1))
    assert {(off.beat, off.kind, off.value) for off in dark} == {(65, 0, 0), (67, 0, 0)}


def test_a_look_that_puts_nothing_out_leaves_no_lamp_standing() -> None:
    row = [light(64 + k / 2, BACK, ON, put_out=0.0) for k in range(6)]
    dark = offs(row, scene(64, 68), Fraction(1))
    assert [off.beat for off in dark] == [Fraction(133, 2) + Fraction(3, 4)]


def test_strobes_are_for_drops_and_end_with_their_bar() -> None:
    assert strobe_beats(STAGE, SCENES["chorus"]) == []
    beats = strobe_beats(STAGE, SCENES["drop"])
    assert len(beats) == 4
    assert all((beat + 1 - SCENES["drop"].start) % 16 == 0 for beat in beats)


def test_a_strobe_is_one_lamp_for_one_pulse() -> None:
    events = strobe(Fraction(7), Fraction(1), LightColour.RED)
    assert {event.kind for event in events} == {4}
    assert [event.value for event in events] == [6, 0] * 4
    assert Fraction(7) <= events[0].beat and events[-1].beat < 8


def test_rings_turn_on_pulses_and_lasers_change_on_bars() -> None:
    verse = SCENES["verse"]
    look = draw_look(0, "x", verse.section, 1, 0)
    row = hits(STAGE, verse.start, verse.end, Fraction(1))
    events = moves(look, row, verse.start, Fraction(1), part_rng(0, "test"))
    turns = [e.beat - verse.start for e in events if e.kind == Lamp.RING_TURN]
    assert turns == [k * look.ring_step for k in range(len(turns))]
    assert all((e.beat - verse.start) % 16 == 0 for e in events if e.kind == Lamp.RING_ZOOM)
    speeds = [e for e in events if e.kind in LASER_SPEEDS]
    assert all((e.beat - verse.start) % 4 == 0 and 1 <= e.value <= 9 for e in speeds)
