"""Note times against human charts: how many agree, and how well a machine is told from a human.

    python benchmarks/beatsaber_rhythm.py --data DIR --tables DIR [--cache DIR] [--every N] [--told]

DIR/beatsaber holds levels with audio; --tables holds fold0..4.safetensors from
``scripts/count_rhythm.py --folds``, so that no song is judged by tables that saw it. Our Expert is
held against the human Expert, our Expert+ where only that exists; density is our own. F1 at 35 ms.
(a) tempo and phase of the chart given; (b) from the audio alone. With --told (b) is left out and
(a) knows no sections.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.chart import Difficulty
from automapper.ear import Pulse
from automapper.generation.rhythm import RhythmRequest, plan_rhythm
from automapper.generation.rhythm_tables import RhythmTables, load_tables
from automapper.generation.seeds import part_rng
from automapper.generation.slots import SlotGrid, slot_grid
from heard_songs import pulse_of, salience_of
from human_rhythm import FOLDS, HumanChart, f1, fold_of, levels, slots_played, told_pulse
from rhythm_discriminator import Pair, judge

Times = NDArray[np.float64]
Flags = NDArray[np.bool_]

THRESHOLD = -0.75  # log odds; best on the development levels, and flat around it
LEAST_APART_S = 0.06
WINDOW_BEATS = 16
PUBLISHED = "bs3"  # levels before this name are the 140 of the published figures
PLACES = {"beats": (0,), "halves": (3,), "quarters": (1, 5), "thirds": (2, 4)}


@dataclass(frozen=True, slots=True, eq=False)
class Song:
    """A human chart on its audio, and the tables that never saw it."""

    name: str
    aligned: bool
    chart: HumanChart
    times: Times
    told: Pulse
    grid: SlotGrid
    human: Flags
    tables: RhythmTables
    heard: Pulse | None

    def emitted(self, pulse: Pulse, seed: int) -> Times:
        """Onset times of our chart of the human one's difficulty."""
        # A level's own style and chance, as where levels are made.
        own = int(part_rng(seed, self.name).integers(2**31))
        plan = plan_rhythm(pulse, RhythmRequest(seed=own), self.tables)
        expert = self.chart.difficulty == "Expert"
        wanted = Difficulty.EXPERT if expert else Difficulty.EXPERT_PLUS
        return np.array([onset.seconds for onset in plan.onsets[wanted]])

    def half_beats(self) -> Times:
        """Every half beat of the played span."""
        times = self.grid.seconds[:, [0, 3]].ravel()
        return times[(times > self.times[0] - 0.1) & (times < self.times[-1] + 0.1)]

    def thresholded(self) -> Times:
        """Slots by their own evidence alone, strongest first, none within 60 ms of another."""
        odds = self.tables.log_odds(self.grid.features).ravel()
        times = self.grid.seconds.ravel()
        taken = np.zeros(len(times), dtype=bool)
        for index in np.argsort(-odds, kind="stable"):
            if odds[index] < THRESHOLD:
                break
            near = slice(max(index - 3, 0), index + 4)
            if not (taken[near] & (np.abs(times[near] - times[index]) < LEAST_APART_S)).any():
                taken[index] = True
        return times[taken]


def songs(arguments: argparse.Namespace) -> list[Song]:
    tables = [load_tables(arguments.tables / f"fold{i}.safetensors") for i in range(FOLDS)]
    found = []
    for path, level in list(levels(arguments.data))[:: arguments.every]:
        chart = level.primary()
        if chart is None or level.name >= PUBLISHED:
            continue
        heard = None if arguments.told else pulse_of(path, arguments.cache)
        salience = salience_of(path, arguments.cache)
        told, shift = told_pulse(level, chart, salience, heard.sections if heard else ())
        times = chart.times + shift
        times = times[(times >= 0) & (times < told.duration)]
        grid = slot_grid(told)
        human = slots_played(grid, times)
        own = tables[fold_of(level.name)]
        found.append(Song(level.name, level.aligned, chart, times, told, grid, human, own, heard))
    return found


def report(label: str, all_songs: Sequence[Song], make: Callable[[Song], Times]) -> list[Times]:
    """One line of the table; returns the times made."""
    made = [make(song) for song in all_songs]
    score = np.array([f1(s.times, t) for s, t in zip(all_songs, made, strict=True)])
    aligned = np.array([s.aligned for s in all_songs])
    pairs = [
        Pair(s.grid, s.human, slots_played(s.grid, t), fold_of(s.name))
        for s, t in zip(all_songs, made, strict=True)
    ]
    verdict = judge(pairs)
    follows = [density_r(s, t) for s, t in zip(all_songs, made, strict=True)]
    print(
        f"{label:34s} F1 {score.mean():.3f}  aligned {score[aligned].mean():.3f}"
        f"  AUC {verdict.auc:.3f}  rhythm only {verdict.rhythm_only:.3f}"
        f"  density r {np.nanmean(follows):.2f}"
        f"  recall {places(pairs)}",
        flush=True,
    )
    return made


def places(pairs: Sequence[Pair]) -> str:
    """Recall by place in the beat, over all songs together."""
    words = []
    for name, slots in PLACES.items():
        human = sum(int(p.human[:, slots].sum()) for p in pairs)
        both = sum(int((p.human & p.machine)[:, slots].sum()) for p in pairs)
        words.append(f"{name} {both / max(human, 1):.2f}")
    return ", ".join(words)


def density_r(song: Song, times: Times) -> float:
    """Correlation of onsets per 16 beats with the human chart over its played part."""
    beats = song.told.tempo_map.beats_array(song.times)
    edges = np.arange(beats[0], beats[-1], WINDOW_BEATS)
    if len(edges) < 5:
        return float("nan")
    human = np.histogram(beats, edges)[0]
    ours = np.histogram(song.told.tempo_map.beats_array(times), edges)[0]
    if human.std() == 0 or ours.std() == 0:
        return float("nan")
    return float(np.corrcoef(human, ours)[0, 1])


def worst(all_songs: Sequence[Song], made: Sequence[Times], pulse: str) -> None:
    """The ten songs furthest from their human chart, with what stands out about them."""
    order = sorted(zip(all_songs, made, strict=True), key=lambda pair: f1(pair[0].times, pair[1]))
    for song, times in order[:10]:
        print(f"  {f1(song.times, times):.3f} {song.name[:34]:34s} {reason(song, times, pulse)}")


def reason(song: Song, times: Times, pulse: str) -> str:
    """What may explain a low figure."""
    found = []
    if not song.aligned:
        found.append("notes do not sit on the audio")
    covered = 2 * song.human.sum() / (song.human.sum() + len(song.times))
    if covered < 0.9:
        found.append(f"grid holds {covered:.2f} of the notes")
    ratio = len(times) / len(song.times)
    if not 0.67 < ratio < 1.5:
        found.append(f"{ratio:.1f} times the human's onsets")
    half = f1(song.times, song.half_beats())
    if half < 0.5:
        found.append(f"every half beat finds {half:.2f}")
    if pulse == "heard" and song.heard is not None:
        told = float(song.told.tempo_map.points[0].bpm)
        heard = float(song.heard.tempo_map.bpm_at(song.heard.tempo_map.beat(song.times[0])))
        if abs(heard / told - 1) > 0.01:
            found.append(f"heard {heard:.1f} bpm, charted {told:.1f}")
        elif (off := phase_off(song)) > 0.1:
            found.append(f"beats heard {off:.2f} of a beat off")
    found.append(f"{1 - covered:.2f} off the grid" if covered > 0.9 and len(found) == 0 else "")
    return "; ".join(x for x in found if x)


def phase_off(song: Song) -> float:
    """Median distance of the charted beats from the heard ones, beats, 0-.5."""
    assert song.heard is not None
    beats = song.heard.tempo_map.beats_array(song.grid.seconds[:, 0])
    return float(np.median(np.abs(beats - np.round(beats))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take one level in N")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--told", action="store_true")
    arguments = parser.parse_args()
    found = songs(arguments)
    print(f"{len(found)} songs, {sum(s.aligned for s in found)} aligned")
    report("(a) every half beat", found, Song.half_beats)
    report("(a) salience thresholded", found, Song.thresholded)
    made = report("(a) emitted", found, lambda s: s.emitted(s.told, arguments.seed))
    worst(found, made, "told")
    if not arguments.told:
        alone = report(
            "(b) emitted, audio alone", found, lambda s: s.emitted(_heard(s), arguments.seed)
        )
        worst(found, alone, "heard")


def _heard(song: Song) -> Pulse:
    assert song.heard is not None
    return song.heard


if __name__ == "__main__":
    main()
