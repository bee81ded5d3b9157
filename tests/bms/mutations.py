"""Ways to break a chart file, and what must hold of whatever comes out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from enum import IntEnum

from automapper.bms.checks.writer import check_writing
from automapper.bms.emit import emit
from automapper.bms.formats.document import document_bytes
from automapper.bms.headers import Label
from automapper.bms.model import Lane, Place
from automapper.bms.placement.model import Placed, Reason, Residual, Source
from automapper.bms.read import ReadChart, read_chart
from automapper.bms.source import source_of
from automapper.bms.write import write_chart
from automapper.errors import FormatError

ENCODINGS = ("cp932", "cp949", "euc_jp", "utf-8", "utf-8-sig", "utf-16", "latin-1")
NUMBERS = (
    b"0", b"-1", b"1e999", b"1e-99", b"-0", b"1e30", b"1000000", b"9" * 45, b"0." + b"3" * 60,
    b"nan", b"inf", b"0x10", b"1_000", b"", b" ", b"\xef\xbc\x91", b"1/3", b".", b"+", b"1.5.2",
)  # fmt: skip
COMMANDS = (
    b"#RANDOM 2", b"#RANDOM 0", b"#RANDOM 99999999999999999999", b"#RANDOM", b"#SETRANDOM 1",
    b"#RONDAM 3", b"#IF 1", b"#IF", b"#ELSEIF 2", b"#ELSE", b"#ENDIF", b"#IFEND", b"#END IF",
    b"#ENDRANDOM", b"#SWITCH 3", b"#SWITCH -1", b"#SETSWITCH 2", b"#CASE 1", b"#SKIP", b"#DEF",
    b"#ENDSW", b"#BASE 62", b"#BASE 36", b"#LNOBJ ZZ", b"#LNOBJ 01", b"#LNOBJ", b"#LNTYPE 2",
    b"#LNTYPE 1", b"#LNMODE 3", b"#BPM 1e6", b"#BPM -120", b"#BPM01 1e9", b"#BPM01", b"#STOP01 1e9",
    b"#STOP01 -5", b"#STP 001.999 1e9", b"#STP 1", b"#STP 999.001 5", b"#WAV", b"#WAV01",
    b"#WAVzz x", b"#TITLE", b"#TITLE \x81", b"#SUBTITLE a", b"#PLAYER 9", b"#TOTAL x",
    b"#SCROLL01 -1", b"%URL x", b"#00002:1e9", b"#00002:-1", b"#99902:0.000000001", b"#00002:",
    b"#00002:1:1", b"#00003:GG", b"#00003:00ZZ", b"#99901:01", b"#1000001:01", b"#00101:0",
    b"#00101:0102030", b"#00101:01 02", b"#00151:01", b"#00151:0101", b"#99951:01", b"#00111:ZZ",
    b"#00111:01ZZ", b"#001D1:ZZ", b"#001A1:01", b"#0011:01", b"#00111", b"#001zz:01", b"# 00111:01",
    b"#00111 : 01", b"#0e111:01", b"#\xe3\x80\x80", b"#", b":", b"#:", b"#" * 70, b"\x00",
    b"#00108:01", b"#00109:01", b"#00109:ZZ", b"#00111:" + b"01" * 1009,
    b"#00101:" + b"00" * 4001 + b"01", b"#001SC:01", b"#00131:01",
)  # fmt: skip
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")


class Outcome(IntEnum):
    """What became of a broken file."""

    REFUSED = 0
    WARNED = 1
    READ = 2


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A file with one to five faults."""
    for _ in range(rng.randint(1, 5)):
        data = rng.choice(MUTATIONS)(data, rng)
    return data


def _flip(data: bytes, rng: random.Random) -> bytes:
    content = bytearray(data)
    for _ in range(rng.randint(1, 8) if content else 0):
        content[rng.randrange(len(content))] = rng.randrange(256)
    return bytes(content)


def _cut(data: bytes, rng: random.Random) -> bytes:
    start = rng.randint(0, len(data))
    return data[:start] + data[start + rng.randint(1, 200) :]


def _truncate(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randint(0, len(data))]


def _insert(data: bytes, rng: random.Random) -> bytes:
    start = rng.randint(0, len(data))
    return data[:start] + rng.randbytes(rng.randint(1, 20)) + data[start:]


def _lines(change: Callable[[list[bytes], random.Random], None]) -> Callable[..., bytes]:
    def mutation(data: bytes, rng: random.Random) -> bytes:
        lines = data.splitlines(keepends=True)
        if lines:
            change(lines, rng)
        return b"".join(lines)

    return mutation


def _shuffle(lines: list[bytes], rng: random.Random) -> None:
    start = rng.randrange(len(lines))
    some = lines[start : start + rng.randint(2, 60)]
    rng.shuffle(some)
    lines[start : start + len(some)] = some


def _repeat(lines: list[bytes], rng: random.Random) -> None:
    start, to = rng.randrange(len(lines)), rng.randrange(len(lines) + 1)
    lines[to:to] = lines[start : start + rng.randint(1, 40)] * rng.randint(1, 3)


def _splice(lines: list[bytes], rng: random.Random) -> None:
    for _ in range(rng.randint(1, 12)):
        end = rng.choice((b"\r\n", b"\n", b"\r", b""))
        lines.insert(rng.randint(0, len(lines)), rng.choice(COMMANDS) + end)


def _number(lines: list[bytes], rng: random.Random) -> None:
    for _ in range(rng.randint(1, 6)):
        index = rng.randrange(len(lines))
        found = list(_NUMBER.finditer(lines[index]))
        if found:
            match = rng.choice(found)
            line = lines[index]
            lines[index] = line[: match.start()] + rng.choice(NUMBERS) + line[match.end() :]


def _channel(lines: list[bytes], rng: random.Random) -> None:
    for _ in range(rng.randint(1, 20)):
        index = rng.randrange(len(lines))
        if re.match(rb"#\d{3}..:", lines[index]):
            name = b"%c%c" % (rng.choice(b"0123456789ADES"), rng.choice(b"0123456789ACP"))
            lines[index] = lines[index][:4] + name + lines[index][6:]


def _recode(data: bytes, rng: random.Random) -> bytes:
    text = data.decode(rng.choice(("cp932", "utf-8", "latin-1")), "replace")
    return text.encode(rng.choice(ENCODINGS), "replace")


def _end(data: bytes, rng: random.Random) -> bytes:
    ends = (b"\r\n", b"\n", b"\r", b"\n\r", b"\x0b", b"\x00")
    return data.replace(b"\r\n", rng.choice(ends))


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _cut, _truncate, _insert, _recode, _end,
    *(_lines(one) for one in (_shuffle, _repeat, _splice, _splice, _number, _channel)),
)  # fmt: skip


def survive(data: bytes, name: str = "broken.bms") -> Outcome:
    """Reads a file; whatever reads is also timed, laid out and written, and keeps the laws."""
    try:
        read = read_chart(data, name)
    except FormatError as error:
        assert "\n" not in str(error)
        return Outcome.REFUSED
    assert document_bytes(read.document) == data
    assert all("\n" not in line for line in read.warnings)
    source = source_of(read.chart)
    assert source.tempo_map.seconds(source.bars[-1]) >= 0
    for placed in ([], played_again(source)):
        _written(read, source, placed)
    try:
        flat, _ = write_chart(read.chart)
    except FormatError as error:
        assert "two objects" in str(error)  # of long notes that touch, where they were continuous
    else:
        read_chart(flat, name)
    return Outcome.WARNED if read.warnings else Outcome.READ


def played_again(source: Source) -> list[Placed]:
    """The source's own notes, without those that stand on or in another one of their lane."""
    free: dict[Lane, Place] = {}
    placed: list[Placed] = []
    for event in source.events:
        lane = event.source
        if lane is None or event.wav_id in source.unplayable:
            continue
        if lane in free and event.place <= free[lane]:
            continue
        end = event.end if event.end is not None and event.place < event.end else None
        placed.append(Placed(event, lane, end))
        free[lane] = end or event.place
    return placed


def _written(read: ReadChart, source: Source, placed: list[Placed]) -> None:
    chosen = {one.event.index for one in placed}
    left = [Residual(one, Reason.FX) for one in source.events if one.index not in chosen]
    data = document_bytes(emit(read, source, placed, left, Label("[AUTO]", 5)))
    issues = check_writing(read, data, placed, left)
    assert issues == (), issues[0]
