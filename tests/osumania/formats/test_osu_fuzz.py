"""Damaged files are refused with a FormatError or read with warnings; nothing else happens."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.errors import FormatError
from automapper.osumania.formats.osu import read_chart, write_chart

GOLDEN = Path(__file__).parents[2] / "golden" / "osumania"
FILES = sorted(GOLDEN.glob("v*/*.osu"))
HARM = (
    b"nan",
    b"1e300",
    b"2",
    b"12",
    b"1024",
    b"-1e-300",
    b"1e999999999",
    b"inf",
    b"-",
    b"99999999999999999999",
    b"0x1f",
    b"\xff\xfe",
    b"\x00",
    b"\r",
    b"\n[",
    b"]\n",
    b",,,,",
    b"::::",
    b'"',
    "٣\u2028".encode(),
    b"[HitObjects]\n64,192,1,1,0,\n",
    b"osu file format v4\n",
)


def survives(data: bytes) -> None:
    """Reads; what was read must be a fixed point of the second write."""
    try:
        chart, warnings = read_chart(data, "a.osu")
    except FormatError as error:
        assert "\n" not in str(error)
        return
    assert all("\n" not in line for line in warnings)
    written = write_chart(chart)
    again, _ = read_chart(written, "a.osu")
    assert write_chart(again) == written


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@given(seed=st.integers(0, 2**32), times=st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_harmed_files(path: Path, seed: int, times: int) -> None:
    data, chance = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(times):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.choice((0, 0, 1, 3, 40))] = chance.choice(HARM)
    survives(bytes(data))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_harmed_fields(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    lines = path.read_bytes().split(b"\n")
    for _ in range(3):
        at = chance.randrange(1, len(lines))
        sign = chance.choice((b",", b":"))
        fields = lines[at].split(sign)
        fields[chance.randrange(len(fields))] = chance.choice(HARM)
        lines[at] = sign.join(fields)
    survives(b"\n".join(lines))


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_anything_after_a_header(data: bytes) -> None:
    survives(b"osu file format v14\n[General]\nMode: 3\n" + data)
