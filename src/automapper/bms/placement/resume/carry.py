"""The state that a measure inherits from all before it, as ``resume-v1`` JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from automapper.bms.lanes import Hand
from automapper.bms.model import Lane, Place, WavId
from automapper.bms.placement.resume.json_values import (
    fraction_of_text,
    lane_of_text,
    lane_text,
    number,
    share_of_text,
    tkey_of,
    whole,
)
from automapper.errors import ConfigError

SCHEMA_VERSION = "resume-v1"
# Every measure draws from random.Random(seed * 10**6 + measure), and from nothing else.
RNG_STRATEGY = "beta-1"


class Uses(Mapping[WavId, int]):
    """How often each sample stands among the first notes of a list that only grows.

    The states of all measures share one list; each counts when it is asked.
    """

    __slots__ = ("_log", "_size")

    def __init__(self, log: list[WavId], size: int) -> None:
        self._log, self._size = log, size

    def count(self) -> Counter[WavId]:
        """All counts."""
        return Counter(self._log[: self._size])

    def __getitem__(self, wav_id: WavId) -> int:
        return self.count()[wav_id]

    def __iter__(self) -> Iterator[WavId]:
        return iter(self.count())

    def __len__(self) -> int:
        return len(self.count())


@dataclass(frozen=True, slots=True, order=True)
class LastNote:
    """The last note of a lane: where it stands, also in beats from the start."""

    lane: Lane
    place: Place
    beat: Fraction

    @property
    def tkey(self) -> int:
        """The place in 192nds of a measure, rounded."""
        return tkey_of(self.place.measure, self.place.fraction)


@dataclass(frozen=True, slots=True)
class Carry:
    """What stands at the end of a measure, for the one after it.

    ``seed`` is the base seed. ``jacks`` are the last notes of keys, by lane. ``streaks`` are the
    keys of the last chord with how many repeats on end they have come to. ``trail`` is the last
    key's number from the left and its centroid, Hz. ``hand`` is who alone played the last
    ``hand_run`` chords. ``usage`` is how often each sample was placed. ``turns`` are the last
    notes of turntables, ``turn_counts`` the scratches of the last measures, ``rest`` the measures
    that turntables still rest.
    """

    seed: int
    jacks: tuple[LastNote, ...] = ()
    streaks: tuple[tuple[Lane, int], ...] = ()
    trail: tuple[int, float] | None = None
    hand: Hand | None = None
    hand_run: int = 0
    usage: Mapping[WavId, int] = field(default_factory=dict)
    turns: tuple[LastNote, ...] = ()
    turn_counts: tuple[int, ...] = ()
    rest: int = 0

    def counts(self) -> Counter[WavId]:
        """``usage`` as numbers of one's own."""
        return self.usage.count() if isinstance(self.usage, Uses) else Counter(self.usage)

    def to_record(self) -> dict[str, Any]:
        """The state as JSON values; lanes are "side.key", beats and fractions "n/d"."""
        return {
            "schema_version": SCHEMA_VERSION,
            "jack_state": _notes_record(self.jacks),
            "jack_streak": {lane_text(lane): count for lane, count in sorted(self.streaks)},
            "centroid": {
                "prev_lane_idx": self.trail[0] if self.trail else None,
                "prev_centroid": self.trail[1] if self.trail else None,
            },
            "hand": {
                "last_hand": None if self.hand is None else self.hand.name.lower(),
                "streak": self.hand_run,
            },
            "token_usage": dict(sorted(self.counts().items())),
            "scratch": {
                "jack_scr_tkey": _notes_record(self.turns),
                "scratch_history": list(self.turn_counts),
                "scr_rest_remain": self.rest,
            },
            "rng": {"strategy": RNG_STRATEGY, "seed": self.seed},
        }

    @classmethod
    def from_record(cls, record: object) -> Carry:
        """Read a state; ConfigError when it is of another version or strategy, or broken."""
        if not isinstance(record, Mapping) or record.get("schema_version") != SCHEMA_VERSION:
            found = record.get("schema_version") if isinstance(record, Mapping) else record
            raise ConfigError(f"resume state: schema_version {found!r} is not {SCHEMA_VERSION!r}")
        try:
            strategy = record["rng"]["strategy"]
            if strategy != RNG_STRATEGY:
                raise ConfigError(
                    f"resume state: rng.strategy {strategy!r} is not {RNG_STRATEGY!r}"
                )
            return _carry(record)
        except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as fault:
            raise ConfigError(f"resume state: {type(fault).__name__}: {fault}") from fault


def _carry(record: Mapping[str, Any]) -> Carry:
    trail, hand, scratch = record["centroid"], record["hand"], record["scratch"]
    known = trail["prev_lane_idx"] is not None and trail["prev_centroid"] is not None
    return Carry(
        seed=whole(record["rng"]["seed"], least=None),
        jacks=_notes(record["jack_state"]),
        streaks=tuple(
            sorted((lane_of_text(text), whole(n)) for text, n in record["jack_streak"].items())
        ),
        trail=(whole(trail["prev_lane_idx"]), number(trail["prev_centroid"])) if known else None,
        hand=None if hand["last_hand"] is None else Hand[str(hand["last_hand"]).upper()],
        hand_run=whole(hand["streak"]),
        usage={str(wav_id): whole(n) for wav_id, n in sorted(record["token_usage"].items())},
        turns=_notes(scratch["jack_scr_tkey"]),
        turn_counts=tuple(whole(count) for count in scratch["scratch_history"]),
        rest=whole(scratch["scr_rest_remain"]),
    )


def _notes_record(notes: tuple[LastNote, ...]) -> dict[str, dict[str, object]]:
    return {
        lane_text(note.lane): {
            "tkey": note.tkey,
            "measure": note.place.measure,
            "fraction": str(note.place.fraction),
            "beat": str(note.beat),
        }
        for note in sorted(notes)
    }


def _notes(record: Mapping[str, Mapping[str, Any]]) -> tuple[LastNote, ...]:
    return tuple(
        sorted(
            LastNote(
                lane_of_text(text),
                Place(whole(note["measure"]), share_of_text(note["fraction"])),
                fraction_of_text(note["beat"]),
            )
            for text, note in record.items()
        )
    )
