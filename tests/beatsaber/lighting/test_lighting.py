"""Light shows keep their laws: near the notes, lively, safe for eyes, drawn by section."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.beatsaber.lighting import LightRequest, light_show, with_lights
from automapper.beatsaber.lighting.hits import scenes, set_stage
from automapper.beatsaber.lighting.stats import full_flashes_a_second, level_statistics
from automapper.beatsaber.model import Chart, Extra, Lightshow, Note
from automapper.beatsaber.options import LightMode
from automapper.chart import Difficulty
from automapper.ear.pulse import Pulse
from automapper.errors import ConfigError
from automapper.timing import beat_from_float
from light_songs import FORM, notes_for, song

SONG = song()
NOTES = notes_for(SONG)


def show(pulse: Pulse = SONG, notes: tuple[Note, ...] = NOTES, **wishes: object) -> Lightshow:
    return light_show(LightRequest(pulse, notes, **wishes))  # type: ignore[arg-type]


@pytest.mark.parametrize("bpm", [62.0, 128.0, 175.0, 260.0])
def test_a_show_is_lively_and_stands_by_the_notes(bpm: float) -> None:
    pulse = song(bpm)
    notes = notes_for(pulse)
    figures = level_statistics(show(pulse, notes), [n.beat for n in notes], pulse.tempo_map)
    assert figures["per_minute"] >= 500
    assert figures["near_note"] == 1.0


def test_music_alone_is_lit_too() -> None:
    figures = level_statistics(show(SONG, ()), [], SONG.tempo_map)
    assert figures["per_minute"] >= 500


@settings(max_examples=8, deadline=None)
@given(
    bpm=st.floats(50, 300),
    seed=st.integers(0, 10_000),
    per_beat=st.floats(0.2, 3.9),
    first_beat=st.floats(-3, 3),
)
def test_laws_of_every_show(bpm: float, seed: int, per_beat: float, first_beat: float) -> None:
    pulse = song(round(bpm, 2), FORM[2:6], round(first_beat, 3))
    made = show(pulse, notes_for(pulse, seed, per_beat), seed=seed)
    beats = [event.beat for event in made.events]
    assert beats == sorted(beats)
    assert all(beat_from_float(float(beat)) == beat for beat in beats), "a file can hold them"
    assert min(beats) >= 0
    assert full_flashes_a_second(made, pulse.tempo_map) <= 3
    last = {event.kind: event.value for event in made.events if event.kind <= 4}
    assert all(value in (0, 3, 7) for value in last.values()), "nothing stays lit at the end"


def test_one_seed_is_one_show_and_another_seed_another() -> None:
    assert show(seed=3) == show(seed=3)
    assert show(seed=3) != show(seed=4)


def test_no_lights_when_none_are_wanted() -> None:
    assert show(mode=LightMode.NONE) == Lightshow()


def test_a_song_without_sections_bars_or_flux_is_lit_in_one_piece() -> None:
    silent = replace(SONG.salience, flux=SONG.salience.flux[:0], bands=SONG.salience.bands[:0])
    bare = replace(SONG, sections=(), downbeats=SONG.downbeats[:0], salience=silent)
    assert len(show(bare).events) > 1000


def test_choruses_and_drops_play_in_the_second_colours() -> None:
    states = {boost.beat: boost.on for boost in show().boosts}
    by_name = {scene.section.name.value: states[scene.start] for scene in _scenes()}
    assert by_name["chorus"] and by_name["drop"]
    assert not by_name["verse"] and not by_name["break"]


def test_breaks_fade_and_have_fewer_events_than_drops() -> None:
    made = show()
    spans = {scene.section.name.value: (scene.start, scene.end) for scene in _scenes()}
    count = {}
    for name in ("break", "drop"):
        start, end = spans[name]
        count[name] = [e for e in made.events if start <= e.beat < end]
    assert len(count["break"]) < 0.8 * len(count["drop"])
    flashes = [e for e in count["break"] if e.kind <= 4 and e.value in (2, 6)]
    assert not flashes


def _scenes() -> list:  # type: ignore[type-arg]
    return scenes(set_stage(SONG, NOTES))


def test_an_environment_that_stays_dark_is_refused() -> None:
    with pytest.raises(ConfigError, match="no environment 'Weave'"):
        show(environment="Weave")


def test_chroma_is_suggested_only_while_colours_need_it() -> None:
    chart = Chart(Difficulty.EXPERT, notes=NOTES, suggestions=("Cinema",))
    coloured = with_lights(chart, show(mode=LightMode.CHROMA))
    assert coloured.suggestions == ("Cinema", "Chroma")
    assert with_lights(coloured, show()).suggestions == ("Cinema",)
    wall_of_colour = replace(NOTES[0], extra=Extra(3, json.dumps({"customData": {}})))
    mixed = replace(coloured, notes=(wall_of_colour, *NOTES[1:]))
    assert "Chroma" in with_lights(mixed, show()).suggestions
