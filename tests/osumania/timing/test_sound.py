from pathlib import Path

import pytest
import soundfile

from audio.sound_files import encoded, music
from automapper.audio import decode
from automapper.errors import FormatError
from automapper.osumania.timing.sound import packed_sound, plays_in_osu


@pytest.mark.parametrize(
    ("codec", "container", "name", "rate"),
    [
        ("libmp3lame", "mp3", "audio.mp3", 44100),
        ("aac", "adts", None, 44100),
        ("flac", "flac", None, 44100),
        ("libopus", "ogg", None, 48000),
    ],
)
def test_what_osu_plays_is_judged_by_content(codec, container, name, rate, tmp_path):
    path = tmp_path / "song.bin"
    path.write_bytes(encoded(music(5.0), rate, codec, container))
    assert plays_in_osu(path) == (name is not None)
    packed, data = packed_sound(path)
    assert packed == (name or "audio.ogg")
    assert (data == path.read_bytes()) == (name is not None)
    (tmp_path / packed).write_bytes(data)
    assert plays_in_osu(tmp_path / packed)
    assert decode(tmp_path / packed).seconds == pytest.approx(decode(path).seconds, abs=0.001)


def test_vorbis_of_an_unusual_rate_plays_and_is_packed_at_a_usual_one(tmp_path):
    path = tmp_path / "song.ogg"
    soundfile.write(path, 0.1 * music(5.0).T[::2], 22050)
    assert plays_in_osu(path)
    name, data = packed_sound(path)
    (tmp_path / "packed.ogg").write_bytes(data)
    assert name == "audio.ogg" and decode(tmp_path / "packed.ogg").sample_rate == 44100


def test_a_sound_that_is_gone_is_told():
    with pytest.raises(FormatError, match=r"gone\.mp3: cannot be read"):
        plays_in_osu(Path("gone.mp3"))
