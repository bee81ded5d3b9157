"""What is known of a mapset's other files."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from PIL import Image

from automapper.osumania.checks.files import file_facts
from automapper.osumania.checks.subject import Picture
from automapper.osumania.model import Mapset

from .good import GOOD, named


def sound(form: str, seconds: float = 3.0) -> bytes:
    data = io.BytesIO()
    tone = np.sin(np.arange(int(seconds * 22050)) * 0.1).astype(np.float32)
    soundfile.write(data, tone, 22050, format=form)
    return data.getvalue()


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (300, 200)).save(data, "PNG")
    return data.getvalue()


def test_sounds_and_pictures_are_looked_at_whatever_their_letter_case() -> None:
    png = picture()
    files = (("AUDIO.mp3", sound("MP3")), ("Bg.JPG", png))
    facts = file_facts(Mapset((("a.osu", GOOD),), files))
    ((name, heard),) = facts.audio
    assert name == "audio.mp3" and heard is not None and heard.codec == "mp3"
    assert heard.seconds == pytest.approx(3.0, abs=0.1) and heard.kbps > 8
    assert facts.pictures == (("bg.jpg", Picture(300, 200, len(png))),)
    assert facts.empty == () and facts.unused == ()


def test_missing_damaged_empty_and_unused_files_are_facts_too() -> None:
    charts = (("a.osu", GOOD), ("b.osu", named("Hard", background="other.png")))
    files = (("audio.mp3", b"noise"), ("blank.txt", b""), ("other.png", b"noise"))
    facts = file_facts(Mapset(charts, files))
    assert facts.audio == (("audio.mp3", None),)
    assert facts.pictures == (("bg.jpg", None), ("other.png", Picture(0, 0, 5)))
    assert facts.empty == ("blank.txt",) and facts.unused == ("blank.txt",)


def test_charts_that_name_nothing_ask_for_nothing() -> None:
    bare = replace(GOOD, audio="", background="")
    assert file_facts(Mapset((("a.osu", bare),))).audio == ()
