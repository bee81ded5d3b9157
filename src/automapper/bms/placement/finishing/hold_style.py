"""How the source uses long notes: what is held, for how long, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.placement.model import Event, Source
from automapper.bms.timeline import beat_of

# With fewer holds a source says nothing about which samples it likes to hold.
ENOUGH_HOLDS = 8
# Samples that are held for effect (a click under a long bar) must not open the gate for all.
GATE_PERCENTILE = 10
# Where a source says nothing, holds stay what they are in charts that use them: of the human charts
# with 8 holds or more nine in ten hold less than 30 % of their notes (the tenth is all long notes).
MOST_UNSAID = 0.3
# Below this a hold cannot be told from a tap by ear or hand.
LEAST_GATE_MS = 100.0


@dataclass(frozen=True, slots=True)
class HoldStyle:
    """A source's long notes in numbers.

    ``notes`` that the source plays, ``holds`` of them; ``beats``, ``hold_ms`` and ``sample_ms`` are
    (10th percentile, median, 90th percentile) of how long they are held and of how long the held
    samples sound, zeros without any. ``gate_ms`` is how long a sample must be to be held.
    ``learned``: the gate is the source's own, and its share and lengths of holds bound others.
    """

    notes: int
    holds: int
    beats: tuple[float, float, float]
    hold_ms: tuple[float, float, float]
    sample_ms: tuple[float, float, float]
    gate_ms: float
    learned: bool

    @property
    def share(self) -> float:
        """Which part of its notes the source holds, 0-1."""
        return self.holds / self.notes if self.notes else 0.0

    def most_holds(self, notes: int) -> int:
        """How many of ``notes`` may be held: the source's share; 30 % (8 at least) without one."""
        if self.learned:
            return round(self.share * notes)
        return max(ENOUGH_HOLDS, round(MOST_UNSAID * notes))

    @property
    def longest_beats(self) -> float | None:
        """The 90th percentile of the source's own holds; None where it says nothing."""
        return self.beats[2] if self.learned else None

    def record(self) -> dict[str, object]:
        """Plain values for a result's diagnostics."""
        return {
            "notes": self.notes,
            "holds": self.holds,
            "share": round(self.share, 4),
            "beats": [round(beats, 4) for beats in self.beats],
            "hold_ms": [round(ms, 1) for ms in self.hold_ms],
            "sample_ms": [round(ms, 1) for ms in self.sample_ms],
            "gate_ms": round(self.gate_ms, 1),
            "learned": self.learned,
        }


def hold_style(source: Source, sounds: SoundTable, fixed_gate_ms: float) -> HoldStyle:
    """The source's own use of long notes; with fewer than 8, the gate is ``fixed_gate_ms``.

    Otherwise the gate is the 10th percentile of the durations of the samples it holds (one a hold),
    100 ms at least: what the source itself holds is long enough for its song.
    """
    played = [event for event in source.events if event.source is not None]
    held = [event for event in played if event.end is not None]
    spans = [_span(source, event) for event in held]
    samples = [
        features.duration_ms
        for features in (sounds.get(event.wav_id) for event in held)
        if features is not None
    ]
    learned = len(samples) >= ENOUGH_HOLDS
    gate = max(_percentile(samples, GATE_PERCENTILE), LEAST_GATE_MS) if learned else fixed_gate_ms
    return HoldStyle(
        len(played),
        len(held),
        _spread([float(beats) for beats, _ in spans]),
        _spread([float(seconds) * 1000 for _, seconds in spans]),
        _spread(samples),
        gate,
        learned,
    )


def _span(source: Source, event: Event) -> tuple[Fraction, Fraction]:
    """How long an event of the source is held: beats, seconds."""
    assert event.end is not None
    end, tempo = beat_of(source.bars, event.end), source.tempo_map
    return end - event.beat, tempo.seconds(end) - tempo.seconds(event.beat)


def _spread(values: list[float]) -> tuple[float, float, float]:
    return _percentile(values, 10), _percentile(values, 50), _percentile(values, 90)


def _percentile(values: list[float], percent: int) -> float:
    """The value at or above ``percent`` % of all (nearest rank); 0 of none."""
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * percent // 100) - 1, 0)] if ordered else 0.0
