"""Count the pattern tables that ship with the package from clean human charts.

    python scripts/count_transitions.py --data DIR [--out DIR]

DIR holds level packages (.zip) and, if there, ``charts_without_audio.tar.xz``. Charts are clean
when they have at most 3 parity breaks per 100 swings, 5 % double-directionals and 30 % dots
(Expert and Expert+ of the Standard characteristic, 40 s and longer). Writes
``transitions.safetensors`` and ``styles.tsv``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save

from automapper.beatsaber.hands import HandTrack, HandWish, advance_hands, turn_of
from automapper.beatsaber.model import Cut, Hand, Note
from automapper.beatsaber.patterns_frame import NOTHING, absolute_token, token_for
from automapper.beatsaber.swings import Strain, group, trace
from automapper.beatsaber.transitions import (
    Context,
    hand_contexts,
    hand_gap_class,
    note_contexts,
    onset_gap_class,
    to_arrays,
)

TABLES = Path(__file__).parent.parent / "src" / "automapper" / "beatsaber" / "tables"
SAME_ONSET_S = 0.010
# A context (level by level) is kept when it was seen this often, an outcome when this often.
LEAST_CONTEXT = {"notes": (1, 1, 2, 4, 5), "hands": (1, 1, 1, 2, 2)}
LEAST_OUTCOME = {"notes": (1, 1, 1, 1, 1), "hands": (1, 1, 1, 1, 1)}

Counts = list[dict[Context, dict[int, int]]]


@dataclass(frozen=True, slots=True)
class Played:
    """Notes of one chart in the order of time, with their seconds and beats."""

    name: str
    notes: tuple[Note, ...]
    seconds: tuple[float, ...]
    beats: tuple[float, ...]


def is_clean(chart: Played) -> bool:
    """Whether the chart flows: few breaks, few double-directionals, few dots, not too short."""
    if len(chart.notes) < 60 or chart.seconds[-1] - chart.seconds[0] < 40:
        return False
    swings = [s for hand in Hand for s in trace(chart.notes, chart.seconds, chart.beats, hand)]
    breaks = sum(swing.strain == Strain.BREAK for swing in swings) / len(swings)
    doubles = sum(swing.double_directional for swing in swings) / len(swings)
    dots = sum(note.cut == Cut.DOT for note in chart.notes) / len(chart.notes)
    return breaks <= 0.03 and doubles <= 0.05 and dots <= 0.3


def swing_onsets(chart: Played) -> list[tuple[float, dict[Hand, int]]]:
    """(seconds, absolute token by hand) of every moment at which a swing starts."""
    starts: list[tuple[float, Hand, int]] = []
    for hand in Hand:
        for members in group(chart.notes, chart.seconds, chart.beats, hand):
            own = [chart.notes[index] for index in members]
            head = next((note for note in own if note.cut != Cut.DOT), own[0])
            starts.append((chart.seconds[members[0]], hand, absolute_token(head)))
    onsets: list[tuple[float, dict[Hand, int]]] = []
    for seconds, hand, token in sorted(starts):
        if onsets and seconds - onsets[-1][0] < SAME_ONSET_S and hand not in onsets[-1][1]:
            onsets[-1][1][hand] = token
        else:
            onsets.append((seconds, {hand: token}))
    return onsets


def count_notes(onsets: Sequence[tuple[float, dict[Hand, int]]], counts: Counts) -> None:
    """Add one chart to the note table; of a double, either hand may have been placed first."""
    last: dict[Hand, list[tuple[float, int]]] = {Hand.LEFT: [], Hand.RIGHT: []}
    for seconds, tokens in onsets:
        for hand, token in tokens.items():
            own, other = last[hand], last[Hand(1 - hand)]
            before = own[-1][1] if own else NOTHING
            earlier = own[-2][1] if len(own) > 1 else NOTHING
            gap = hand_gap_class(seconds - own[-1][0] if own else float("inf"))
            heard = other[-1][1] if other else NOTHING
            roles = [(0, heard)]
            if len(tokens) == 2:
                roles = [(1, heard), (2, tokens[Hand(1 - hand)])]
            for role, beside in roles:
                seen = [token_for(hand, t) for t in (before, beside, earlier)]
                outcome = token_for(hand, token)
                contexts = note_contexts(seen[0], role, seen[1], gap, seen[2])
                for level, context in enumerate(contexts):
                    counts[level][context][outcome] += 1
        for hand, token in tokens.items():
            last[hand].append((seconds, token))


def count_hands(onsets: Sequence[tuple[float, dict[Hand, int]]], counts: Counts) -> None:
    """Add one chart to the table of hands."""
    track, wish = HandTrack(), HandWish(0.0, 0.0, 0.0, 0.0)
    times = [seconds for seconds, _ in onsets] + [float("inf")]
    for index, (seconds, tokens) in enumerate(onsets):
        hands = tuple(sorted(tokens))
        gap = onset_gap_class(seconds - times[index - 1] if index else float("inf"))
        following = onset_gap_class(times[index + 1] - seconds)
        for level, context in enumerate(hand_contexts(track.past, gap, following)):
            counts[level][context][turn_of(track, hands)] += 1
        track = advance_hands(track, hands, seconds, wish)


def pruned(counts: Counts, name: str) -> Counts:
    """Without the contexts and outcomes that were seen too seldom to say anything."""
    kept: Counts = []
    for level, table in enumerate(counts):
        rows = {}
        for context, row in table.items():
            often = {k: v for k, v in row.items() if v >= LEAST_OUTCOME[name][level]}
            if often and sum(row.values()) >= LEAST_CONTEXT[name][level]:
                rows[context] = often
        kept.append(rows)
    return kept


def count_tables(charts: Sequence[Played]) -> bytes:
    """The transition tables of clean charts, as safetensors."""
    notes: Counts = [defaultdict(lambda: defaultdict(int)) for _ in range(5)]
    hands: Counts = [defaultdict(lambda: defaultdict(int)) for _ in range(5)]
    for chart in charts:
        onsets = swing_onsets(chart)
        count_notes(onsets, notes)
        count_hands(onsets, hands)
    arrays = to_arrays("notes", pruned(notes, "notes"))
    arrays |= to_arrays("hands", pruned(hands, "hands"))
    return save({name: np.ascontiguousarray(array) for name, array in sorted(arrays.items())})
