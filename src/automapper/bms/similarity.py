"""How near a chart is to a chart that a person made of the same sounds. A report, never a gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from automapper.bms.choose_source import sample_key
from automapper.bms.difficulty import estimated_level, figures_of, note_seconds, positions_of
from automapper.bms.lanes import Hand, hand_of
from automapper.bms.model import Chart, KeyMode, Lane, Note

# A position (three whole numbers), the sound played there, and a lane.
_Played: TypeAlias = tuple[int, int, int, str]
_OnLane: TypeAlias = tuple[int, int, int, str, int]

# Chords of more notes than this are counted together.
LARGEST_CHORD = 6


@dataclass(frozen=True, slots=True)
class ChordMix:
    """What the positions of a chart are made of.

    ``positions`` have a note or more. ``sizes[n]`` is the share of them with n + 1 notes, the last
    with LARGEST_CHORD or more. Of those with two or more, ``one_hand`` and ``two_hands`` are the
    shares that one hand plays alone and that take both; the middle key of an odd number of keys
    goes with either. Shares are 0-1, three decimals, and 0 where there is nothing to share.
    ``hand_only_streak`` is the longest run of positions that one and the same hand plays alone,
    a chord being one position; the middle key alone ends a run.
    """

    positions: int
    sizes: tuple[float, ...]
    one_hand: float
    two_hands: float
    hand_only_streak: int

    def record(self) -> dict[str, object]:
        """The figures by name, for JSON."""
        return {
            "positions": self.positions,
            "sizes": list(self.sizes),
            "one_hand": self.one_hand,
            "two_hands": self.two_hands,
            "hand_only_streak": self.hand_only_streak,
        }


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is compared of a chart: how often it plays a sound at a position, where, and figures."""

    name: str
    mode: KeyMode
    notes: Mapping[_Played, int]
    lanes: Mapping[_OnLane, int]
    nps: float
    level: float
    mix: ChordMix


@dataclass(frozen=True, slots=True)
class Similarity:
    """One chart beside one that a person made.

    ``jaccard`` is the share, 0-1, of the (position, sound) pairs played in either that are played
    in both; ``shared`` is their number. ``same_lane`` is the share of those that stand on the same
    lane, None where there are none or the key modes differ. ``nps_difference``, notes a second,
    and the two chord differences are ours less theirs; ``chord_distance`` is half the sum of the
    differences of the shares of chord sizes, 0 (alike) to 1.
    """

    name: str
    mode: KeyMode
    jaccard: float
    shared: int
    same_lane: float | None
    nps: float
    nps_difference: float
    level: float
    one_hand_difference: float
    two_hands_difference: float
    chord_distance: float
    mix: ChordMix

    def record(self) -> dict[str, object]:
        """The figures by name, for JSON; keys are only ever added."""
        return {
            "chart": self.name,
            "keys": int(self.mode),
            "jaccard": self.jaccard,
            "shared_notes": self.shared,
            "same_lane_share": self.same_lane,
            "nps": self.nps,
            "nps_difference": self.nps_difference,
            "level_estimate": self.level,
            "one_hand_chord_difference": self.one_hand_difference,
            "two_hands_chord_difference": self.two_hands_difference,
            "chord_size_distance": self.chord_distance,
            "chord_mix": self.mix.record(),
        }

    def row(self) -> tuple[str, ...]:
        """The cells of a table below TABLE_HEAD."""
        lane = "-" if self.same_lane is None else f"{self.same_lane:.0%}"
        return (
            self.name,
            str(int(self.mode)),
            f"{self.jaccard:.0%}",
            lane,
            f"{self.nps:.2f}",
            f"{self.nps_difference:+.2f}",
            f"{self.mix.two_hands:.0%}",
            f"{self.two_hands_difference:+.0%}",
            str(self.mix.hand_only_streak),
        )


TABLE_HEAD = (
    "chart",
    "keys",
    "shared",
    "same lane",
    "NPS",
    "+/-",
    "2-hand",
    "+/-",
    "streak",
)


def portrait(name: str, chart: Chart) -> Portrait:
    """What is compared of a chart; sounds go by their sample's name, since ids differ by file."""
    names = {wav_id: sample_key(written) for wav_id, written in chart.samples}
    positions = positions_of(chart.notes)
    sounds = [names.get(note.wav_id) or f"#{note.wav_id}" for note in chart.notes]
    lanes = [10 * note.lane.side + note.lane.key for note in chart.notes]
    placed = list(zip(positions, sounds, lanes, strict=True))
    figures = figures_of(note_seconds(chart), positions)
    return Portrait(
        name,
        chart.mode,
        Counter((*position, sound) for position, sound, _ in placed),
        Counter((*position, sound, lane) for position, sound, lane in placed),
        figures.nps,
        estimated_level(chart.mode, figures),
        _mix(chart.mode, positions, [note.lane for note in chart.notes]),
    )


def similarity(ours: Portrait, theirs: Portrait) -> Similarity:
    """Compare two charts of one package; the result carries the second one's name and figures."""
    shared = _in_both(ours.notes, theirs.notes)
    same = _in_both(ours.lanes, theirs.lanes)
    total = sum(ours.notes.values()) + sum(theirs.notes.values()) - shared
    comparable = shared > 0 and ours.mode is theirs.mode
    sizes = zip(ours.mix.sizes, theirs.mix.sizes, strict=True)
    return Similarity(
        name=theirs.name,
        mode=theirs.mode,
        jaccard=_share(shared, total),
        shared=shared,
        same_lane=_share(same, shared) if comparable else None,
        nps=theirs.nps,
        nps_difference=round(ours.nps - theirs.nps, 3),
        level=theirs.level,
        one_hand_difference=round(ours.mix.one_hand - theirs.mix.one_hand, 3),
        two_hands_difference=round(ours.mix.two_hands - theirs.mix.two_hands, 3),
        chord_distance=round(sum(abs(a - b) for a, b in sizes) / 2, 3),
        mix=theirs.mix,
    )


_Key = TypeVar("_Key")


def _in_both(ours: Mapping[_Key, int], theirs: Mapping[_Key, int]) -> int:
    return sum(min(ours[key], theirs[key]) for key in ours.keys() & theirs.keys())


def similarities(ours: Chart, theirs: Sequence[tuple[str, Chart]]) -> tuple[Similarity, ...]:
    """Compare a chart with the charts of its package, in their order."""
    mine = portrait("", ours)
    return tuple(similarity(mine, portrait(name, chart)) for name, chart in theirs)


def chord_mix(mode: KeyMode, notes: Sequence[Note]) -> ChordMix:
    """What the positions of notes, sorted by place as a chart has them, are made of."""
    return _mix(mode, positions_of(notes), [note.lane for note in notes])


def _mix(
    mode: KeyMode, positions: Sequence[tuple[int, int, int]], lanes: Sequence[Lane]
) -> ChordMix:
    hand_by_lane = {lane: hand_of(mode, lane) for lane in set(lanes)}
    taken: list[set[Hand]] = []
    notes: list[int] = []
    last = None
    for position, lane in zip(positions, lanes, strict=True):
        if position != last:
            last = position
            taken.append(set())
            notes.append(0)
        taken[-1].add(hand_by_lane[lane])
        notes[-1] += 1
    # The hands that each position takes for certain.
    hands = [frozenset(some - {Hand.EITHER}) for some in taken]
    sizes = Counter(min(count, LARGEST_CHORD) for count in notes)
    chords = [some for some, count in zip(hands, notes, strict=True) if count > 1]
    both = sum(len(some) == 2 for some in chords)
    return ChordMix(
        positions=len(hands),
        sizes=tuple(_share(sizes[n], len(hands)) for n in range(1, LARGEST_CHORD + 1)),
        one_hand=_share(len(chords) - both, len(chords)),
        two_hands=_share(both, len(chords)),
        hand_only_streak=_longest_run(hands),
    )


def _longest_run(hands: Sequence[frozenset[Hand]]) -> int:
    longest = run = 0
    last: frozenset[Hand] = frozenset()
    for hand in hands:
        run = (run + 1 if hand == last else 1) if len(hand) == 1 else 0
        longest, last = max(longest, run), hand
    return longest


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
