"""Sizes of pictures."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from automapper.files.picture import picture_size


@pytest.mark.parametrize(
    ("form", "size"), [("PNG", (300, 200)), ("JPEG", (300, 200)), ("BMP", (0, 0))]
)
def test_png_and_jpeg_have_a_size(form: str, size: tuple[int, int]) -> None:
    data = io.BytesIO()
    Image.new("RGB", (300, 200)).save(data, form)
    assert picture_size(data.getvalue()) == size
    assert picture_size(data.getvalue()[:20]) == (0, 0)
