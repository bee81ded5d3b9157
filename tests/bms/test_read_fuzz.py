"""Whatever is done to a chart file, reading gives a chart, warnings or a FormatError."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bms.mutations import COMMANDS, NUMBERS, Outcome, mutated, survive

FOLDER = Path(__file__).parent.parent / "golden" / "bms"
FILES = sorted(
    path for path in FOLDER.glob("v*/*") if path.suffix in (".bms", ".bme", ".bml", ".pms")
)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_broken_files(path: Path) -> None:
    data = path.read_bytes()
    assert survive(data, path.name) in (Outcome.READ, Outcome.WARNED)
    found = [survive(mutated(data, random.Random(seed)), path.name) for seed in range(40)]
    assert found.count(Outcome.REFUSED) < len(found)


@given(st.lists(st.sampled_from(COMMANDS), max_size=30), st.sampled_from((b"\n", b"\r\n", b"\r")))
@settings(max_examples=80, deadline=None)
def test_odd_lines(lines: list[bytes], end: bytes) -> None:
    survive(end.join(lines))


@given(st.binary(max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_bytes(data: bytes) -> None:
    survive(data)


@pytest.mark.parametrize("number", NUMBERS)
def test_odd_numbers(number: bytes) -> None:
    names = (b"BPM", b"BPM01", b"STOP01", b"STP 001.5", b"LNTYPE", b"BASE", b"TOTAL", b"RANDOM")
    lines = [b"#" + name + b" " + number for name in names]
    lines += [b"#00102:" + number, b"#00108:01", b"#00109:01", b"#00111:01"]
    survive(b"\n".join(lines))


@pytest.mark.parametrize("depth", [10, 120, 130, 5000])
def test_deep_nesting_is_no_crash(depth: int) -> None:
    deep = b"#RANDOM 1\n#IF 1\n" * depth + b"#00111:01\n" + b"#ENDIF\n#ENDRANDOM\n" * depth
    assert survive(deep) == (Outcome.REFUSED if depth > 127 else Outcome.WARNED)
    survive(b"#SWITCH 1\n#CASE 1\n" * depth)


def test_a_tempo_of_a_million() -> None:
    lines = [b"#BPM 1000000", b"#BPM01 1e6", b"#BPM02 0.000001"]
    lines += [b"#%03d08:0102" % measure for measure in range(1000)]
    lines += [b"#%03d11:01020304" % measure for measure in range(1000)]
    started = time.perf_counter()
    assert survive(b"\n".join(lines)) == Outcome.READ
    assert time.perf_counter() - started < 20


def test_a_thousand_tempi_of_many_digits() -> None:
    digits = random.Random(1)
    lines = [b"#BPM%02d %d.%038d" % (n, 50 + n, digits.getrandbits(120)) for n in range(1, 100)]
    lines += [b"#%03d08:%02d" % (n, 1 + n % 99) for n in range(1000)]
    started = time.perf_counter()
    survive(b"\n".join([b"#BPM 120", *lines]))
    assert time.perf_counter() - started < 20
