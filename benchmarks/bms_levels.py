"""How many notes every level places on every package, and how: reasons, chords, time.

    python benchmarks/bms_levels.py --data DIR [--cache DIR] [--levels 1,5,10,20] [--raw]

``--data`` holds packages (zip files or folders). ``--cache`` keeps measured sounds between runs.
``--raw`` leaves the finish out. NPS counts over the span in which the source plays notes, which is
the same at every level. "human" is the range of the package's own charts of the source's key mode.
Chord shares are two-hand chords among all chords of two keys and more.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from automapper.bms.generate.analyse import analyse
from automapper.bms.keysounds.features import SoundTable
from automapper.bms.model import KeyMode, Lane
from automapper.bms.options import GenerateOptions
from automapper.bms.package import BmsPackage
from automapper.bms.placement.chord_kinds import ChordKind, kinds_of
from automapper.bms.placement.finishing.finish import finish
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.loop import PlaceOptions, place_measures
from automapper.bms.placement.model import Reason, Source
from automapper.bms.placement.selection.pool import Pool, pool_of
from automapper.bms.placement.selection.whitelist import select
from automapper.bms.source import source_of
from bms_packages import levels_of, open_packages

SEED = 42
HUMANS = 3  # charts of a mode from which on their range is a range


@dataclass(frozen=True, slots=True)
class Song:
    """A package ready to place; ``span`` is how long its source plays, s."""

    name: str
    source: Source
    sounds: SoundTable
    pool: Pool
    span: float
    human: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One level of one song; ``two_hands`` is the share of such chords, None without chords."""

    notes: int
    scratches: int
    seconds: float
    reasons: Counter[Reason]
    two_hands: float | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--levels", default=",".join(map(str, range(1, 21))))
    parser.add_argument("--raw", action="store_true")
    args = parser.parse_args()
    levels = levels_of(args.levels)
    for name, package in open_packages(args.data):
        report(load(name, package, args.cache), levels, finished=not args.raw)


def load(name: str, package: BmsPackage, cache: Path | None) -> Song:
    """The package's source with its sounds."""
    analysis = analyse(package, GenerateOptions(seed=SEED), cache)
    source, sounds = analysis.source, analysis.sounds
    rates = human_rates(package, source.source_mode)
    return Song(name, source, sounds, pool_of(source, sounds), _span(source), rates)


def human_rates(package: BmsPackage, mode: KeyMode) -> tuple[float, ...]:
    """Notes per second of the package's own charts of a mode, rising."""
    rates = []
    for _, read in package.charts:
        if read.chart.mode is mode and len(read.chart.notes) > 1:
            source = source_of(read.chart)
            rates.append(len(read.chart.notes) / _span(source))
    return tuple(sorted(rates))


def _span(source: Source) -> float:
    beats = [event.beat for event in source.events if event.source is not None]
    first, last = source.tempo_map.seconds(min(beats)), source.tempo_map.seconds(max(beats))
    return max(float(last - first), 1.0)


def outcome(song: Song, level: int, *, finished: bool) -> Outcome:
    """Place one level."""
    constants = tuning(level)
    selection = select(song.pool, song.sounds, constants)
    start = time.perf_counter()
    raw = place_measures(
        song.source, song.sounds, selection, constants, PlaceOptions(SEED, pool=song.pool)
    )
    seconds = time.perf_counter() - start
    placed, residual = raw.placed, raw.residual
    if finished:
        done = finish(raw, song.source, song.sounds, selection, constants)
        placed, residual = done.placed, done.residual
    return Outcome(
        len(placed),
        sum(note.lane.is_scratch for note in placed),
        seconds,
        Counter(one.reason for one in residual),
        two_hand_share(song.source.mode, [(note.event.beat, note.lane) for note in placed]),
    )


def two_hand_share(mode: KeyMode, notes: Sequence[tuple[Fraction, Lane]]) -> float | None:
    """The share of two hands among chords of two keys and more, 0-1; None without any."""
    kinds = [kind for kind in kinds_of(mode, notes).values() if kind is not None]
    return kinds.count(ChordKind.TWO_HANDS) / len(kinds) if kinds else None


def share_text(share: float | None) -> str:
    return "no chords" if share is None else f"two-hand chords {share:.2f}"


def report(song: Song, levels: Sequence[int], *, finished: bool) -> None:
    source = song.source
    played = [event for event in source.events if event.source is not None]
    own = [(event.beat, event.source) for event in played if event.source is not None]
    chords = share_text(two_hand_share(source.source_mode, own))
    low, high = (song.human[0], song.human[-1]) if song.human else (0.0, 0.0)
    print(
        f"{song.name}: {int(source.mode)} keys, {len(source.events)} events, {len(played)} played "
        f"({len(played) / song.span:.2f}/s, {chords}), "
        f"human {low:.2f}-{high:.2f}/s of {len(song.human)} charts"
    )
    last = 0
    for level in levels:
        one = outcome(song, level, finished=finished)
        rate = one.notes / song.span
        falls = " FALLS" if one.notes < last else ""
        outside = level == 5 and len(song.human) >= HUMANS and not low <= rate <= high
        words = " ".join(f"{reason.value}={n}" for reason, n in sorted(one.reasons.items()))
        print(
            f"  {level:2d}: {one.notes:5d} notes {rate:6.2f}/s {one.scratches:4d} scratches "
            f"{1000 * one.seconds:4.0f} ms, {share_text(one.two_hands)}; {words}"
            f"{falls}{' OUTSIDE' if outside else ''}",
            flush=True,
        )
        last = one.notes


if __name__ == "__main__":
    main()
