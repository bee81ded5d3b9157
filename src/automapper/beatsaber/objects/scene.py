"""A finished row of notes as arcs, chains, bombs and walls look at it.

They are functions over the notes and never change them, so each can be switched off alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from automapper.beatsaber.model import Hand, Note
from automapper.chart import Difficulty
from automapper.generation.onset import Onset
from automapper.generation.seeds import part_rng
from automapper.timing import TempoMap

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Scene:
    """Notes in the order of time with what the music does at each.

    ``seconds``, ``sustain`` (beats a sound holds), ``accent`` and ``strength`` (0-1) run along with
    ``notes``; ``own`` says which notes may carry something (those around a re-rolled part may not).
    """

    notes: tuple[Note, ...]
    seconds: tuple[float, ...]
    sustain: tuple[float, ...]
    accent: tuple[float, ...]
    strength: tuple[float, ...]
    own: tuple[bool, ...]
    tempo_map: TempoMap
    difficulty: Difficulty
    seed: int

    def time(self, beat: Fraction) -> float:
        """Seconds of a beat."""
        return float(self.tempo_map.seconds(beat))

    def count(self, per_hundred: float) -> int:
        """How many objects are ``per_hundred`` for each hundred own notes."""
        return round(per_hundred * sum(self.own) / 100.0)

    def between(self, start: float, end: float) -> range:
        """Indices of the notes in [start, end] s."""
        return range(bisect_left(self.seconds, start), bisect_right(self.seconds, end))

    def next_of_hand(self) -> list[int | None]:
        """For each note the index of the same hand's next note."""
        following: list[int | None] = [None] * len(self.notes)
        coming: dict[Hand, int] = {}
        for index in range(len(self.notes) - 1, -1, -1):
            hand = self.notes[index].hand
            following[index] = coming.get(hand)
            coming[hand] = index
        return following


def scene_of(
    notes: Iterable[Note],
    onsets: Sequence[Onset],
    tempo_map: TempoMap,
    difficulty: Difficulty,
    seed: int,
    around: Iterable[Note] = (),
) -> Scene:
    """The scene of placed notes and the onsets they came from; ``around`` are notes that stand."""
    music = {onset.beat: onset for onset in onsets}
    both = [(note, True) for note in notes] + [(note, False) for note in around]
    both.sort(key=lambda item: (item[0].beat, item[0].x, item[0].y))
    ordered = tuple(note for note, _ in both)
    heard = [music.get(note.beat) for note in ordered]
    times: list[float] = tempo_map.seconds_array([float(note.beat) for note in ordered]).tolist()
    return Scene(
        ordered,
        tuple(times),
        tuple(onset.sustain if onset else 0.0 for onset in heard),
        tuple(onset.accent if onset else 0.0 for onset in heard),
        tuple(onset.strength if onset else 0.0 for onset in heard),
        tuple(mine for _, mine in both),
        tempo_map,
        difficulty,
        seed,
    )


def jitter(scene: Scene, part: str, beat: Fraction) -> float:
    """A number in [0, 1) that belongs to one beat of one difficulty: breaks ties, varies levels."""
    return float(part_rng(scene.seed, part, scene.difficulty.name, str(beat)).random())
