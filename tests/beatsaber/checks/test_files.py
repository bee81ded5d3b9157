"""What is known of a level's other files, from their headers."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from automapper.audio.stream_facts import audio_seconds
from automapper.beatsaber.checks.files import file_facts
from automapper.files.picture import picture_size

from .good import LEVEL


def sound(form: str, subtype: str | None = None, seconds: float = 3.0) -> bytes:
    data = io.BytesIO()
    tone = np.sin(np.arange(int(seconds * 22050)) * 0.1).astype(np.float32)
    soundfile.write(data, tone, 22050, format=form, subtype=subtype)
    return data.getvalue()


def picture(form: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (300, 200)).save(data, form)
    return data.getvalue()


@pytest.mark.parametrize("form", ["OGG", "WAV", "FLAC", "MP3"])
def test_audio_is_judged_by_its_content(form: str) -> None:
    assert audio_seconds(sound(form)) == pytest.approx(3.0, abs=0.1)


def test_playlists_are_no_audio() -> None:
    assert audio_seconds(b"#EXTM3U\n#EXTINF:10,\nsong.ts\n#EXT-X-ENDLIST\n") is None
    assert audio_seconds(b"ffconcat version 1.0\nfile song.ogg\n") is None


def test_only_png_and_jpg_are_covers() -> None:
    assert picture_size(picture("PNG")) == (300, 200)
    assert picture_size(picture("JPEG")) == (300, 200)
    assert picture_size(picture("BMP")) == (0, 0)


def test_names_are_found_in_any_letter_case_and_missing_files_are_facts() -> None:
    level = replace(LEVEL, audio_file="Song.ogg", cover_file="Cover.png")
    files = {"song.OGG": sound("OGG"), "cover.PNG": picture("PNG")}
    facts = file_facts(level, files)
    assert facts.seconds == pytest.approx(3.0, abs=0.01) and facts.cover == (300, 200)
    missing = file_facts(level, {})
    assert (missing.seconds, missing.cover) == (None, (0, 0))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["OGG", "WAV", "FLAC"]), st.integers(0, 400), st.binary(max_size=40))
def test_damaged_files_never_raise(form: str, at: int, noise: bytes) -> None:
    whole = sound(form, seconds=0.2)
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    length = audio_seconds(damaged)
    assert length is None or length > 0
    width, height = picture_size(noise)
    assert width >= 0 and height >= 0
