"""How near the long notes of ``--ln`` come to those of the songs' authors, against a fixed gate.

    python benchmarks/bms_long_notes.py --data FOLDER_OF_PACKAGES [--intensity 5] [--cache DIR]

FOLDER_OF_PACKAGES holds packages of charts as zips or folders. Every chart with 8 long notes or
more is the source once: placed at a level, then given long notes. Printed, in per cent of the
notes: how many its author holds, how many we hold, how many the fixed gate of 800 ms would; of the
author's own long notes that became notes, how many keep their end and how many pass the fixed gate;
then the mean distances of both from the author's share. Measures of samples are kept in --cache.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.keysounds.table import sound_table
from automapper.bms.placement.finishing.hold_style import ENOUGH_HOLDS
from automapper.bms.placement.finishing.long_notes import hold_notes
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.loop import place_measures
from automapper.bms.placement.model import Placed, Source
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select
from automapper.bms.source import source_of
from bms_packages import open_packages


@dataclass(frozen=True, slots=True)
class Row:
    """One chart's figures: notes placed, shares held, and its author's long notes among them."""

    name: str
    notes: int
    human: float
    ours: float
    fixed: float
    own: int
    kept: int
    passed: int


def long_notes_of(folder: Path, cache: Path | None) -> Iterator[tuple[str, Source, SoundTable]]:
    """Every chart with enough long notes, with its sounds."""
    for stem, package in open_packages(folder):
        for name, read in package.charts:
            if sum(note.end is not None for note in read.chart.notes) >= ENOUGH_HOLDS:
                sounds, _ = sound_table(package.files, read.chart.samples, cache)
                yield f"{stem}/{name}", source_of(read.chart), sounds


def row_of(name: str, source: Source, sounds: SoundTable, intensity: int) -> Row:
    """The figures of one chart at a level."""
    constants = tuning(intensity)
    selection = select(pool_of(source, sounds), sounds, constants)
    placed = place_measures(source, sounds, selection, constants).placed
    held = hold_notes(source, sounds, constants, placed)
    own = [one for one in placed if one.event.end is not None]

    def passes(one: Placed) -> bool:
        sound = sounds.get(one.event.wav_id)
        return sound is not None and sound.duration_ms >= constants.ln_min_duration_ms

    lasting = sum(passes(one) for one in placed if not one.lane.is_scratch)
    ours = (held.kept + held.drawn) / len(placed)
    passed = sum(map(passes, own))
    fixed = lasting / len(placed)
    return Row(name, len(placed), held.style.share, ours, fixed, len(own), held.kept, passed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of packages")
    parser.add_argument("--intensity", type=int, default=5)
    parser.add_argument("--cache", type=Path, help="folder for measures of samples")
    options = parser.parse_args()
    rows = [
        row_of(name, source, sounds, options.intensity)
        for name, source, sounds in long_notes_of(options.data, options.cache)
    ]
    print(f"{'chart':40} notes  author  ours  fixed   own  kept  pass")
    for row in rows:
        shares = f"{row.human:6.1%} {row.ours:6.1%} {row.fixed:6.1%}"
        print(f"{row.name[:40]:40} {row.notes:5} {shares} {row.own:5} {row.kept:5} {row.passed:5}")
    if rows:
        ours = sum(abs(row.ours - row.human) for row in rows) / len(rows)
        fixed = sum(abs(row.fixed - row.human) for row in rows) / len(rows)
        print(f"mean distance from the author's share: ours {ours:.1%}, fixed gate {fixed:.1%}")
        own = max(sum(row.own for row in rows), 1)
        kept, passed = sum(row.kept for row in rows) / own, sum(row.passed for row in rows) / own
        print(f"author's long notes: {kept:.1%} keep their end, {passed:.1%} pass the fixed gate")


if __name__ == "__main__":
    main()
