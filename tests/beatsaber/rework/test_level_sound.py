import pytest

from automapper.beatsaber.rework.level_sound import level_sound
from automapper.errors import AudioError, FormatError
from beatsaber.first_light import first_light


def test_the_named_audio_is_decoded():
    made = first_light()
    sound, warnings = level_sound(made.level, made.files)
    assert sound.seconds == pytest.approx(made.seconds, abs=0.01)
    assert not warnings


def test_the_only_other_audio_is_taken_with_a_warning():
    made = first_light()
    _, warnings = level_sound(
        made.level, {"other.egg": made.files["song.ogg"], "film.mp4": b"a mod's"}
    )
    assert warnings == ["song.ogg is missing; other.egg was listened to instead"]


def test_no_audio_and_bad_audio_are_refused_by_name():
    made = first_light()
    with pytest.raises(FormatError, match=r"song\.ogg: is missing"):
        level_sound(made.level, {})
    with pytest.raises(AudioError, match=r"^song\.ogg"):
        level_sound(made.level, {"song.ogg": b"not a song"})
