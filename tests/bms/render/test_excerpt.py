"""Pieces of a sound, by frames and by measures."""

from __future__ import annotations

import numpy as np
import pytest

from automapper.bms.render.excerpt import excerpt, measure_range
from automapper.errors import ConfigError
from bms.keysounds.tones import waveform

ONES = waveform(np.ones((2, 10_000), np.float32))


def test_a_piece_fades_at_both_ends() -> None:
    piece = excerpt(ONES, 2000, 8000).samples
    assert piece.shape == (2, 6000)
    assert piece[0, 0] == 0.0 == piece[1, -1]
    assert (piece[:, 1000:5000] == 1.0).all()


def test_the_beginning_keeps_its_attack() -> None:
    assert excerpt(ONES, 0, 5000).samples[0, 0] == 1.0


def test_past_the_end_is_silence() -> None:
    piece = excerpt(ONES, 9000, 12_000, fade=0.0).samples
    assert piece.shape == (2, 3000)
    assert (piece[:, :1000] == 1).all() and not piece[:, 1000:].any()


def test_an_empty_piece_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="begins before it ends"):
        excerpt(ONES, 5, 5)


BARS = [0, 100, 200, 200, 400]


@pytest.mark.parametrize(
    ("text", "frames"),
    [("0-0", (0, 100)), ("1", (100, 200)), ("0-3", (0, 400)), ("1-99", (100, 400))],
)
def test_measures_are_counted_from_zero_and_both_included(
    text: str, frames: tuple[int, int]
) -> None:
    assert measure_range(text, BARS) == frames


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a-b", "takes A-B"),
        ("", "takes A-B"),
        ("3-1", "before the first"),
        ("-1", "takes A-B"),
        ("4", "has measures 0-3"),
        ("2", "lasts no time"),
    ],
)
def test_measures_that_are_none_are_refused(text: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        measure_range(text, BARS)
