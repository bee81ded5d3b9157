"""Notes -> sound through libfluidsynth, in this process, with drums placed to the sample.

fluidsynth starts notes on blocks of 64 frames. Drums are therefore rendered once a hit, cut at
their attack and added where they belong; pitched notes go to the nearest block of a doubled
sample rate (+-0.36 ms, no bias) and start earlier by the attack of their program at that pitch.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

RATE = 44_100
_BLOCK = 64
_TIMES = 2  # fluidsynth's rate over ours
_TAIL = 1.5  # s, what a drum may ring
_RINGS = 2048 * _BLOCK  # frames until what was cut off is silent
_EARLIEST = 0.025  # s, slower attacks than this are meant to be slow
_ATTACK = 0.1  # an onset is the first sample over this part of the peak
_DRUM_CHANNEL = 9

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Played:
    """One note in seconds; ``channel`` counts parts, drums are :data:`_DRUM_CHANNEL`."""

    start: float
    end: float
    channel: int
    pitch: int
    velocity: int


class Synth:
    """A soundfont, loaded for one song: fluidsynth's voices remember what they played before."""

    def __init__(self, soundfont: Path) -> None:
        name = ctypes.util.find_library("fluidsynth") or "libfluidsynth.so.3"
        self._library = ctypes.CDLL(name)
        for maker in ("new_fluid_settings", "new_fluid_synth"):
            getattr(self._library, maker).restype = ctypes.c_void_p
        settings = ctypes.c_void_p(self._library.new_fluid_settings())
        self._settings = settings
        self._library.fluid_settings_setnum(
            settings, b"synth.sample-rate", ctypes.c_double(RATE * _TIMES)
        )
        self._library.fluid_settings_setnum(settings, b"synth.gain", ctypes.c_double(0.5))
        for option, value in (("reverb.active", 0), ("chorus.active", 0), ("polyphony", 48)):
            self._library.fluid_settings_setint(settings, f"synth.{option}".encode(), value)
        self._synth = ctypes.c_void_p(self._library.new_fluid_synth(settings))
        if self._library.fluid_synth_sfload(self._synth, str(soundfont).encode(), 1) < 0:
            raise SystemExit(f"cannot read the soundfont {soundfont}")
        self.drum = functools.lru_cache(maxsize=512)(self._drum)
        self.attack = functools.lru_cache(maxsize=512)(self._attack)

    def close(self) -> None:
        """Give the memory back; the synthesiser is gone then."""
        self._library.delete_fluid_synth(self._synth)
        self._library.delete_fluid_settings(self._settings)

    def pitched(self, notes: Sequence[Played], programs: dict[int, int], seconds: float) -> Sound:
        """All notes but the drums, mono at :data:`RATE`."""
        events: list[tuple[int, int, Played]] = []
        for note in notes:
            early = self.attack(programs[note.channel], note.pitch)
            first = max(0, round((note.start - early) * RATE * _TIMES / _BLOCK))
            last = max(first + 1, round((note.end - early) * RATE * _TIMES / _BLOCK))
            events += [(first, 1, note), (last, 0, note)]
        self._silence()
        for channel, program in programs.items():
            self._library.fluid_synth_program_change(self._synth, channel, program)
        events.sort(key=lambda event: (event[0], event[1], event[2].channel, event[2].pitch))
        return self._run(events, round(seconds * RATE * _TIMES / _BLOCK))

    def _run(self, events: Sequence[tuple[int, int, Played]], blocks: int) -> Sound:
        sound = np.zeros((2, blocks * _BLOCK), dtype=np.float32)
        now = 0
        for block, on, note in events:
            if block >= blocks:
                break
            self._write(sound, now, block)
            now = block
            if on:
                self._library.fluid_synth_noteon(
                    self._synth, note.channel, note.pitch, note.velocity
                )
            else:
                self._library.fluid_synth_noteoff(self._synth, note.channel, note.pitch)
        self._write(sound, now, blocks)
        return np.asarray(soxr.resample(sound.mean(axis=0), RATE * _TIMES, RATE, "HQ"))

    def _write(self, sound: Sound, start: int, end: int) -> None:
        if end <= start:
            return
        left, right = (
            sound[side, start * _BLOCK :].ctypes.data_as(ctypes.c_void_p) for side in (0, 1)
        )
        frames = (end - start) * _BLOCK
        self._library.fluid_synth_write_float(self._synth, frames, left, 0, 1, right, 0, 1)

    def _drum(self, kit: int, key: int, velocity: int) -> Sound:
        """One hit of a kit, starting at its attack."""
        self._silence()
        self._library.fluid_synth_program_change(self._synth, _DRUM_CHANNEL, kit)
        hit = Played(0.0, _TAIL, _DRUM_CHANNEL, key, velocity)
        sound = self._run([(4, 1, hit)], round(_TAIL * RATE * _TIMES / _BLOCK))
        return from_attack(sound)

    def _attack(self, program: int, pitch: int) -> float:
        """Seconds from a note-on to its attack, 0 where it swells."""
        self._silence()
        self._library.fluid_synth_program_change(self._synth, 0, program)
        note = Played(0.0, 0.5, 0, pitch, 96)
        sound = np.abs(self._run([(0, 1, note)], round(0.3 * RATE * _TIMES / _BLOCK)))
        late = float(np.argmax(sound > _ATTACK * sound.max())) / RATE
        return late if late < _EARLIEST else 0.0

    def _silence(self) -> None:
        """As new: after a reset alone the last notes are still heard for a moment."""
        for channel in range(_DRUM_CHANNEL + 1):
            self._library.fluid_synth_all_sounds_off(self._synth, channel)
        self._library.fluid_synth_system_reset(self._synth)
        self._write(np.zeros((2, _RINGS), np.float32), 0, _RINGS // _BLOCK)


def from_attack(sound: Sound) -> Sound:
    """Cut at the first sample over :data:`_ATTACK` of the peak in the first 50 ms."""
    size = np.abs(sound)
    peak = float(size[: round(0.05 * RATE)].max())
    if peak <= 0:
        return sound[:1]
    first = max(0, int(np.argmax(size > _ATTACK * peak)) - 1)
    return sound[first:]


def place(hits: Sequence[tuple[float, Sound]], seconds: float) -> Sound:
    """Add every sound at its time in s, to the nearest sample (+-0.011 ms)."""
    sound = np.zeros(round(seconds * RATE), dtype=np.float32)
    for time, one in hits:
        start = round(time * RATE)
        if 0 <= start < len(sound):
            kept = one[: len(sound) - start]
            sound[start : start + len(kept)] += kept
    return sound
