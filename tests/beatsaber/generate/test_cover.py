from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from PIL import Image

from automapper.beatsaber.generate.cover import MAX_BYTES, SIDE, cover_from_image, draw_cover
from automapper.errors import FormatError


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("title", ["First Light", "夜明け", "", "  ", "a" * 500, "\U0001f3b5 x"])
def test_a_drawn_cover_is_a_square_png(title: str) -> None:
    cover = draw_cover(title, "somebody")
    picture = opened(cover.data)
    assert (cover.name, picture.format, picture.size) == ("cover.png", "PNG", (SIDE, SIDE))
    assert np.asarray(picture).std() > 10  # something can be seen


def test_songs_look_different_and_the_same_song_the_same() -> None:
    covers = {draw_cover(title, artist).data for title in "AB" for artist in "XY"}
    assert len(covers) == 4
    assert draw_cover("A", "X") == draw_cover("A", "X")


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "import zlib; from automapper.beatsaber.generate.cover import draw_cover\n"
        "print(zlib.crc32(draw_cover('A').data))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert int(done.stdout) == zlib.crc32(draw_cover("A").data)


def test_initials_are_written() -> None:
    plain = np.asarray(opened(draw_cover("", "x").data)).max(axis=2)
    assert (np.asarray(opened(draw_cover("First Light").data)).min(axis=2) == 255).sum() > 1000
    assert not (plain == 255).all(axis=None)


@pytest.mark.parametrize(("width", "height"), [(900, 300), (300, 900), (64, 64), (2000, 2000)])
def test_the_middle_is_cut_from_a_picture(width: int, height: int) -> None:
    pixels = np.zeros((height, width, 3), dtype=np.uint8)
    side = min(width, height)
    top, left = (height - side) // 2, (width - side) // 2
    pixels[top : top + side, left : left + side] = (250, 120, 10)
    cover = cover_from_image(saved(Image.fromarray(pixels)))
    picture = opened(cover.data)
    assert (cover.name, picture.format, picture.size) == ("cover.jpg", "JPEG", (SIDE, SIDE))
    inner = np.asarray(picture)[8:-8, 8:-8].astype(int)
    assert np.abs(inner - (250, 120, 10)).max() < 12


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1", "I;16"])
def test_every_kind_of_pixel(mode: str) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    assert opened(cover_from_image(saved(Image.new(mode, (40, 50)), kind)).data).mode == "RGB"


def test_a_photo_taken_sideways_stands_up() -> None:
    picture = Image.new("RGB", (100, 100))
    picture.paste((255, 255, 255), (0, 0, 100, 50))  # white above
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise: white to the right
    pixels = np.asarray(opened(cover_from_image(saved(picture, "JPEG", exif=exif)).data))
    assert pixels[:, -100:].mean() > 200 and pixels[:, :100].mean() < 50


def bomb() -> bytes:
    """A PNG of a few bytes that claims 60,000 x 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + sum_

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "cannot be read as a picture (its format is not known)"),
        (b"ID3 and sound", "cannot be read as a picture (its format is not known)"),
        (b"\x89PNG\r\n\x1a\n", "cannot be read as a picture (its format is not known)"),
        (bomb(), "cannot be read as a picture (too many pixels)"),
        (b"x" * (MAX_BYTES + 1), "a picture of more than 32 MiB"),
    ],
    ids=["empty", "sound", "header", "bomb", "large"],
)
def test_what_is_no_picture(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError) as caught:
        cover_from_image(data, "mine.png")
    assert str(caught.value) == f"mine.png: {reason}"


def test_a_cut_picture() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise))
    with pytest.raises(FormatError, match=r"cannot be read as a picture \(damaged\)$"):
        cover_from_image(data[: len(data) // 2])
