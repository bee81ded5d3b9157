"""Notes -> a Standard MIDI File (format 0), written by hand: four kinds of event are enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from first_light.plan import BPM, FIRST_DOWNBEAT
from song_note import Note

TICKS = 480  # a beat


@dataclass(frozen=True, slots=True)
class Instrument:
    """A part's place in the mix: MIDI channel, General MIDI program, volume, pan, reverb 0-127."""

    channel: int
    program: int
    volume: int
    pan: int = 64
    reverb: int = 40


# Programs count from 0 as in the file; 24 on the drum channel is the electronic kit.
INSTRUMENTS: dict[str, Instrument] = {
    "drums": Instrument(9, 24, 127, 64, 20),
    "bass": Instrument(0, 38, 104, 64, 0),
    "pad": Instrument(1, 89, 76, 64, 60),
    "saws": Instrument(2, 90, 64, 50, 40),
    "keys": Instrument(3, 4, 88, 78, 40),
    "bells": Instrument(4, 88, 66, 84, 70),
    "lead": Instrument(5, 81, 80, 64, 50),
    "second lead": Instrument(6, 80, 66, 44, 50),
    "soft lead": Instrument(7, 80, 72, 58, 60),
    "piano": Instrument(8, 0, 108, 60, 60),
    "strings": Instrument(10, 48, 88, 70, 70),
    "riser": Instrument(11, 119, 96, 64, 60),
}
PUMPED = ("pad", "saws")  # parts that duck under the kick, as side-chained compressors make them
_VOLUME, _PAN, _EXPRESSION, _REVERB = 7, 10, 11, 91


def midi_file(notes: Sequence[Note], pumped_beats: Sequence[Fraction]) -> bytes:
    """The whole file; ``pumped_beats`` are the beats at which the pads duck."""
    offset = FIRST_DOWNBEAT * BPM / 60
    events: list[tuple[int, int, bytes]] = []  # (tick, rank at one tick, message)
    for name in sorted(INSTRUMENTS):
        events += _setup(INSTRUMENTS[name])
    for note in notes:
        channel = INSTRUMENTS[note.part].channel
        start, end = _tick(note.start + offset), _tick(note.start + note.length + offset)
        events.append((start, 3, bytes((0x90 | channel, note.pitch, note.velocity))))
        events.append((end, 1, bytes((0x80 | channel, note.pitch, 0))))
    for beat in pumped_beats:
        for name in PUMPED:
            events += _duck(INSTRUMENTS[name].channel, beat + offset)
    return _file(sorted(events))


def _setup(instrument: Instrument) -> list[tuple[int, int, bytes]]:
    channel = instrument.channel
    controls = ((_VOLUME, instrument.volume), (_PAN, instrument.pan), (_REVERB, instrument.reverb))
    messages = [bytes((0xB0 | channel, number, value)) for number, value in controls]
    return [(0, 0, m) for m in (bytes((0xC0 | channel, instrument.program)), *messages)]


def _duck(channel: int, beat: Fraction) -> list[tuple[int, int, bytes]]:
    curve = (
        (0, 40),
        (1, 56),
        (2, 74),
        (3, 92),
        (4, 108),
        (6, 120),
        (8, 127),
    )  # sixteenths of a beat
    return [
        (_tick(beat + Fraction(i, 16)), 2, bytes((0xB0 | channel, _EXPRESSION, value)))
        for i, value in curve
    ]


def _tick(beat: Fraction) -> int:
    return round(beat * TICKS)


def _file(events: list[tuple[int, int, bytes]]) -> bytes:
    track = bytearray(b"\x00\xff\x51\x03" + (60_000_000 // BPM).to_bytes(3, "big"))
    now = 0
    for tick, _, message in events:
        track += _variable(tick - now) + message
        now = tick
    track += b"\x00\xff\x2f\x00"
    head = b"MThd" + (6).to_bytes(4, "big") + b"\x00\x00\x00\x01" + TICKS.to_bytes(2, "big")
    return head + b"MTrk" + len(track).to_bytes(4, "big") + bytes(track)


def _variable(value: int) -> bytes:
    """MIDI's variable-length number: seven bits a byte, high bit on all but the last."""
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F | 0x80)
    return bytes(reversed(groups))
