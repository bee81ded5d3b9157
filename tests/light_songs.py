"""Songs to light, made of numbers alone: a pulse with sections, and notes to go with it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from automapper.beatsaber.model import Cut, Hand, Note
from automapper.ear.pulse import Confidences, Pulse, Salience, Section, SectionName
from automapper.timing import FrameGrid, Meter, TempoMap

FORM = (
    ("intro", "A", 0.15),
    ("verse", "B", 0.45),
    ("chorus", "C", 0.75),
    ("break", "D", 0.1),
    ("verse", "B", 0.5),
    ("drop", "E", 0.95),
    ("outro", "A", 0.2),
)
SECTION_BEATS = 64


def song(
    bpm: float = 128.0,
    form: tuple[tuple[str, str, float], ...] = FORM,
    first_beat: float = 0.0,
    loudness: int = 7,
) -> Pulse:
    """Sections of 64 beats each with flux on beats and half beats, louder where energy is."""
    tempo_map = TempoMap.constant(bpm, first_beat)
    total = SECTION_BEATS * max(len(form), 1)
    duration = float(tempo_map.seconds(total)) + 1.0
    frames = int(duration * 100)
    rng = np.random.default_rng(loudness)
    flux = rng.uniform(0.0, 0.01, frames).astype(np.float32)
    energies = [energy for _, _, energy in form] or [0.5]
    for half in range(2 * total):
        frame = round(float(tempo_map.seconds(Fraction(half, 2))) * 100)
        accent = 1.0 if half % 8 == 0 else 0.6 if half % 2 == 0 else 0.3
        energy = energies[half // 2 // SECTION_BEATS]
        flux[frame] = accent * (0.2 + energy) * rng.uniform(0.7, 1.0)
    bands = np.repeat(flux[:, None], 8, axis=1)
    beats = tempo_map.seconds_array(np.arange(total))
    seen: dict[str, int] = {}
    sections: list[Section] = []
    for number, (name, label, energy) in enumerate(form):
        start = 0.0 if number == 0 else float(tempo_map.seconds(number * SECTION_BEATS))
        end = float(tempo_map.seconds((number + 1) * SECTION_BEATS))
        repeat = seen.get(label, -1) + 1
        seen[label] = repeat
        sections.append(Section(start, end, label, repeat, SectionName(name), energy, 0.9))
    return Pulse(
        tempo_map=tempo_map,
        meter=Meter(4),
        beats=beats,
        downbeats=beats[::4],
        sections=tuple(sections),
        salience=Salience(FrameGrid(44100, 441), flux, bands, bands, flux),
        twin_bar=np.full(len(beats[::4]), -1, np.int64),
        profile="steady",
        confidences=Confidences(1.0, 0.9, 1.0),
        reasons=(),
        alternatives=(),
        duration=duration,
    )


def notes_for(pulse: Pulse, seed: int = 1, per_beat: float = 1.8) -> tuple[Note, ...]:
    """Random notes on quarters of a beat, from beat 4 on; a tenth of them for both hands."""
    rng = np.random.default_rng(seed)
    last = float(pulse.tempo_map.beat(pulse.duration)) - 4
    notes: list[Note] = []
    for quarter in range(16, int(last * 4)):
        if rng.random() < per_beat / 4:
            beat = Fraction(quarter, 4)
            hand = Hand(int(rng.integers(2)))
            notes.append(Note(beat, 1 + hand, 0, hand, Cut.DOWN))
            if rng.random() < 0.1:
                notes.append(Note(beat, 2 - hand, 0, Hand(1 - hand), Cut.DOWN))
    return tuple(notes)
