import pytest

from automapper.audio import decode
from automapper.beatsaber.rework.level_pulse import level_pulse
from automapper.timing import TempoMap
from beatsaber.first_light import SONG, first_light


@pytest.fixture(scope="module")
def sound():
    return decode(SONG)


def test_the_levels_own_tempo_is_believed(sound):
    made = first_light()
    tempo_map = TempoMap.constant(made.level.bpm)
    pulse = level_pulse(sound, tempo_map, made.level.charts[-1].notes)
    assert pulse.tempo_map == tempo_map
    assert len(pulse.sections) > 2
    # Bars lie on whole beats of the level.
    beats = tempo_map.beats_array(pulse.downbeats)
    assert abs(beats - beats.round()).max() < 0.02


def test_a_level_without_notes_is_heard_too(sound):
    pulse = level_pulse(sound, TempoMap.constant(128.0), ())
    assert len(pulse.downbeats) > 30
