"""The square picture of a level: cut from one that is given, or drawn from the song's name."""

from __future__ import annotations

import colorsys
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from automapper.errors import FormatError
from automapper.generation.seeds import part_rng

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 512  # pixels; the ranking criteria ask for 256 at least, the game shows about 500
MAX_PIXELS = 64_000_000  # larger pictures are decompression bombs, not covers
MAX_BYTES = 32 * 2**20
_LETTER_SHARE = 0.42  # height of the initials, as a share of the side


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture file: ``name`` inside the level and its bytes."""

    name: str
    data: bytes


def cover_from_image(data: bytes, name: str = "cover") -> Cover:
    """The middle square of a picture file as a JPEG of ``SIDE`` pixels.

    ``name`` is what the error calls it. Raises :class:`FormatError` for what is no picture, is
    damaged or is too large.
    """
    from PIL import Image, ImageOps

    if len(data) > MAX_BYTES:
        raise FormatError(name, "", f"a picture of more than {MAX_BYTES >> 20} MiB")
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise FormatError(name, "", f"a picture of {opened.width} x {opened.height} pixels")
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
        ground = Image.new("RGBA", upright.size, (0, 0, 0, 255))
        flat = Image.alpha_composite(ground, upright).convert("RGB")
        square = ImageOps.fit(flat, (SIDE, SIDE), Image.Resampling.LANCZOS)
    except FormatError:
        raise
    except Exception as error:  # image decoders raise every kind of error on damaged files
        raise FormatError(name, "", f"cannot be read as a picture ({_reason(error)})") from error
    return Cover("cover.jpg", _encoded(square, "JPEG", quality=90))


def draw_cover(title: str, artist: str = "") -> Cover:
    """A plain PNG for a song without a picture: colours and rings by name, and its initials.

    The same words give the same picture. Initials outside ASCII are left out, because the font
    that can be relied on has no glyphs for them.
    """
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.fromarray(_ground(title, artist), "RGB")
    initials = _initials(title)
    if initials:
        draw = ImageDraw.Draw(picture)
        font = ImageFont.load_default(int(SIDE * _LETTER_SHARE))
        centre = (SIDE / 2, SIDE / 2)
        draw.text(centre, initials, font=font, fill=(255, 255, 255), anchor="mm")
    return Cover("cover.png", _encoded(picture, "PNG", compress_level=9))


def _reason(error: Exception) -> str:
    """What a decoder's error means; its own words name objects in memory and chunks of bytes."""
    from PIL import Image, UnidentifiedImageError

    if isinstance(error, UnidentifiedImageError):
        return "its format is not known"
    return "too many pixels" if isinstance(error, Image.DecompressionBombError) else "damaged"


def _initials(title: str) -> str:
    words = [word for word in title.split() if word[0].isascii() and word[0].isalnum()]
    return "".join(word[0].upper() for word in words[:2])


def _ground(title: str, artist: str) -> NDArray[np.uint8]:
    """A diagonal gradient of two colours with faint rings, shape (SIDE, SIDE, 3)."""
    rng = part_rng(0, "cover", title, artist)
    hue = float(rng.random())
    first = _colour(hue, 0.75, 0.55)
    second = _colour(hue + float(rng.uniform(0.12, 0.45)), 0.8, 0.25)
    centre = rng.uniform(0.2, 0.8, size=2)
    rings = float(rng.uniform(5.0, 9.0))
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    blend = ((x + y) / 2)[..., None]
    distance = np.hypot(x - centre[0], y - centre[1])
    light = 1.0 + 0.14 * np.sign(np.sin(2 * np.pi * rings * distance))
    colours = ((1 - blend) * first + blend * second) * light[..., None]
    return np.asarray(np.clip(np.rint(colours * 255), 0, 255), dtype=np.uint8)


def _colour(hue: float, saturation: float, value: float) -> NDArray[np.float64]:
    return np.array(colorsys.hsv_to_rgb(hue % 1.0, saturation, value))


def _encoded(picture: Image, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
