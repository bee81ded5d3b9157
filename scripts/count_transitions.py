"""Count the pattern tables that ship with the package from clean human charts.

    python scripts/count_transitions.py --data DIR [--out DIR]

DIR holds level packages (.zip) and, if there, ``charts_without_audio.tar.xz``. Counted are clean
charts (``gates.is_clean``) of Expert and Expert+, Standard, 40 s and longer, without mods. Writes
``transitions.safetensors`` (what follows what) and ``styles.tsv`` (how often a level does what).
Takes two minutes on one core.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save

from automapper.beatsaber.formats.editor_tempo import editor_bpm_changes
from automapper.beatsaber.model import Chart, Cut, Hand, Level, Note
from automapper.beatsaber.order import placed
from automapper.beatsaber.patterns.frame import NOTHING, absolute_token, token_for
from automapper.beatsaber.patterns.hands import HandTrack, HandWish, advance_hands, turn_of
from automapper.beatsaber.patterns.style import COLUMNS
from automapper.beatsaber.patterns.style import FILE as STYLES_FILE
from automapper.beatsaber.patterns.transitions import (
    FILE,
    Context,
    hand_contexts,
    hand_gap_class,
    note_contexts,
    onset_gap_class,
    to_arrays,
)
from automapper.beatsaber.read import read_level
from automapper.beatsaber.stats import Statistics, chart_statistics
from automapper.beatsaber.stats.gates import is_clean
from automapper.beatsaber.swings import group
from automapper.beatsaber.tempo import level_tempo
from automapper.chart import Difficulty
from automapper.errors import AutomapperError
from level_packages import level_packages

TABLES = Path(__file__).parent.parent / "src" / "automapper" / "beatsaber" / "tables"
SAME_ONSET_S = 0.010
LEAST_NOTES, LEAST_SECONDS = 60, 40.0
STYLE_ROWS = 120
# A context (level by level) is kept when it was seen this often.
LEAST_CONTEXT = {"notes": (1, 1, 2, 4, 6), "hands": (1, 1, 1, 2, 2)}
# The statistic behind each column of the styles.
STATISTIC = {
    "doubles": "onsets_double",
    "alternate": "single_alternate_hand",
    "diagonal": "dir_diag",
    "sideways": "dir_horiz",
    "dots": "dir_dot",
    "middle": "row_middle",
    "top": "row_top",
    "outer": "col_outer",
    "centre": "centre_mid(1,1)(2,1)",
    "crosshalf": "crosshalf",
    "crossfar": "crossfar",
    "stay": "hand_move_0",
    "leap": "hand_move>=2",
    "straight_angle": "swingangle_180",
    "bent_angle": "swingangle_135",
    "right_angle": "swingangle_90",
    "same_cut": "dbl_same",
    "same_row": "dbl_samerow",
    "crossed": "dbl_crossed",
    "top_up": "toprow_up_like",
    "bottom_down": "bottomrow_down_like",
    "entropy": "pattern_entropy_bits",
    "repeats": "bar_repeat_exact",
    "mirrors": "bar_repeat_mirror_extra",
}
# A style is human when nearly all its columns lie inside this range of all clean charts, percent.
STYLE_RANGE, STYLE_OUTLIERS = (3, 97), 1

Counts = list[dict[Context, dict[int, int]]]
Onset = tuple[float, dict[Hand, int]]  # seconds, absolute token by hand


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """One clean chart: its swings as onsets, and its statistics."""

    name: str
    onsets: list[Onset]
    statistics: Statistics


def clean_charts(data: Path) -> list[Counted]:
    """Every clean chart once, whoever uploaded it again."""
    found: dict[str, Counted] = {}
    for name, files in level_packages(data):
        try:
            level, _ = read_level(files())
        except AutomapperError as error:
            print(f"left out: {name}: {error}")
            continue
        for chart in level.charts:
            counted = counted_chart(name, level, chart)
            if counted is not None:
                first = counted.onsets[0][0]
                shape = repr([(round(t - first, 2), sorted(o.items())) for t, o in counted.onsets])
                found.setdefault(shape, counted)
    return list(found.values())


def counted_chart(name: str, level: Level, chart: Chart) -> Counted | None:
    """A chart ready to count, or None when it is not one of those we learn from."""
    hardest = chart.difficulty in (Difficulty.EXPERT, Difficulty.EXPERT_PLUS)
    if not hardest or chart.characteristic != "Standard" or len(chart.notes) < LEAST_NOTES:
        return None
    if chart.requirements or not all(0 <= n.x <= 3 and 0 <= n.y <= 2 for n in chart.notes):
        return None
    tempo_map = level_tempo(level, chart)
    editor = [(change.beat, change.bpm) for change in editor_bpm_changes(chart)]
    statistics = chart_statistics(chart, tempo_map, editor_tempi=editor)
    if statistics.get("span_s", 0.0) < LEAST_SECONDS or not is_clean(statistics):
        return None
    notes = placed(chart.notes)
    beats = [float(note.beat) for note in notes]
    seconds: list[float] = tempo_map.seconds_array(beats).tolist()
    return Counted(name, swing_onsets(notes, seconds, beats), statistics)


def swing_onsets(
    notes: Sequence[Note], seconds: Sequence[float], beats: Sequence[float]
) -> list[Onset]:
    """Every moment at which a swing starts."""
    starts: list[tuple[float, Hand, int]] = []
    for hand in Hand:
        for members in group(notes, seconds, beats, hand):
            own = [notes[index] for index in members]
            head = next((note for note in own if note.cut != Cut.DOT), own[0])
            starts.append((seconds[members[0]], hand, absolute_token(head)))
    onsets: list[Onset] = []
    for time, hand, token in sorted(starts):
        if onsets and time - onsets[-1][0] < SAME_ONSET_S and hand not in onsets[-1][1]:
            onsets[-1][1][hand] = token
        else:
            onsets.append((time, {hand: token}))
    return onsets


def count_notes(onsets: Sequence[Onset], counts: Counts) -> None:
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


def count_hands(onsets: Sequence[Onset], counts: Counts) -> None:
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
    """Without the contexts that were seen too seldom to say anything."""
    return [
        {context: row for context, row in table.items() if sum(row.values()) >= least}
        for table, least in zip(counts, LEAST_CONTEXT[name], strict=True)
    ]


def count_tables(charts: Sequence[Counted]) -> bytes:
    """The transition tables of clean charts, as safetensors."""
    notes: Counts = [defaultdict(lambda: defaultdict(int)) for _ in range(5)]
    hands: Counts = [defaultdict(lambda: defaultdict(int)) for _ in range(5)]
    for chart in charts:
        count_notes(chart.onsets, notes)
        count_hands(chart.onsets, hands)
    arrays = to_arrays("notes", pruned(notes, "notes"))
    arrays |= to_arrays("hands", pruned(hands, "hands"))
    return save({name: np.ascontiguousarray(array) for name, array in sorted(arrays.items())})


def style_table(charts: Sequence[Counted]) -> str:
    """Shares of evenly chosen charts (from poor in patterns to rich), one row each, as TSV."""
    missing = float("nan")
    table = np.array([[c.statistics.get(STATISTIC[n], missing) for n in COLUMNS] for c in charts])
    low, high = np.nanpercentile(table, STYLE_RANGE, axis=0)
    outside = ((table < low) | (table > high)).sum(axis=1)
    filled = np.where(np.isnan(table), np.nanmedian(table, axis=0), table)
    human = np.clip(filled, low, high)[outside <= STYLE_OUTLIERS]
    human = human[np.argsort(human[:, COLUMNS.index("entropy")], kind="stable")]
    chosen = np.linspace(0, len(human) - 1, min(STYLE_ROWS, len(human))).round().astype(int)
    rows = ["\t".join(f"{value:.3f}" for value in row) for row in human[chosen]]
    return "\n".join(["\t".join(COLUMNS), *rows]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder of human levels")
    parser.add_argument("--out", type=Path, default=TABLES, help="where the tables go")
    arguments = parser.parse_args()
    charts = clean_charts(arguments.data)
    notes = sum(len(tokens) for chart in charts for _, tokens in chart.onsets)
    print(f"{len(charts)} clean charts, {notes} swings")
    for name, data in (
        (FILE, count_tables(charts)),
        (STYLES_FILE, style_table(charts).encode()),
    ):
        part = arguments.out / f"{name}.part"
        part.write_bytes(data)
        part.replace(arguments.out / name)
        print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
