"""Human levels measured once: statistics, n-gram sequences and onsets of every usable chart.

Usable: Standard, no Noodle or Mapping Extensions, all notes in the grid, at least 60 notes, not the
same notes as an earlier chart. What was measured is kept in a cache folder, one file a level; other
levels and other statistics get a folder of their own.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
from automapper.beatsaber.formats.editor_tempo import editor_bpm_changes
from automapper.beatsaber.model import Chart, Cut, Hand, Level, Note
from automapper.beatsaber.read import read_level
from automapper.beatsaber.stats import Statistics, chart_statistics
from automapper.beatsaber.stats.gates import is_clean
from automapper.beatsaber.stats.ngram import NoteSequence, note_sequence
from automapper.beatsaber.stats.notes import lay_out
from automapper.beatsaber.tempo import level_tempo
from automapper.chart import Difficulty
from automapper.errors import AutomapperError
from automapper.files import write_file
from automapper.timing import TempoMap
from level_packages import Opener, level_packages

LEAST_NOTES, LEAST_SECONDS = 60, 40.0
HARDEST = (Difficulty.EXPERT, Difficulty.EXPERT_PLUS)
_FOREIGN = ("Noodle", "Mapping Ext")
_TITLE_LETTERS = 14  # two uploads of one song agree at least so far
# Raise it where something is measured otherwise and the sample chart's statistics do not show it.
STATISTICS_VERSION = 1


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One chart in numbers. ``song`` is equal for two mappers' levels of one song.

    ``onsets``: unique note times, s; ``plain``/``mirrored``: the notes as the n-gram sees them.
    """

    name: str
    song: str
    difficulty: Difficulty
    statistics: Statistics
    onsets: NDArray[np.float64]
    plain: NoteSequence
    mirrored: NoteSequence

    @property
    def is_clean(self) -> bool:
        """Expert or Expert+, long enough, and clean."""
        return self.is_hardest and is_clean(self.statistics)

    @property
    def is_hardest(self) -> bool:
        """Expert or Expert+ of at least 40 s: the charts that the gates were counted on."""
        long = self.statistics.get("span_s", 0.0) >= LEAST_SECONDS
        return self.difficulty in HARDEST and long


def measure(name: str, song: str, level: Level, chart: Chart) -> Measured:
    """All numbers of one chart with at least one note."""
    tempo_map = level_tempo(level, chart)
    editor = [(change.beat, change.bpm) for change in editor_bpm_changes(chart)]
    played = lay_out(chart, tempo_map, editor)
    first = [onset[0] for onset in played.onsets]
    return Measured(
        name=name,
        song=song,
        difficulty=chart.difficulty,
        statistics=dict(chart_statistics(chart, tempo_map, editor_tempi=editor)),
        onsets=played.seconds[first],
        plain=note_sequence(played),
        mirrored=note_sequence(played, mirrored=True),
    )


def song_key(name: str, level: Level) -> str:
    """What two levels of one song share; the level's name when it has no title."""
    letters = "".join(c for c in level.song.title.casefold() if c.isalnum())
    return letters[:_TITLE_LETTERS] or name


def usable_charts(level: Level) -> list[Chart]:
    """Charts that statistics can be taken of."""
    return [chart for chart in level.charts if _is_usable(chart)]


def _is_usable(chart: Chart) -> bool:
    return (
        chart.characteristic == "Standard"
        and len(chart.notes) >= LEAST_NOTES
        and not any(need.startswith(_FOREIGN) for need in chart.requirements)
        and all(0 <= note.x <= 3 and 0 <= note.y <= 2 for note in chart.notes)
    )


def cache_folder(cache: Path, kind: str, data: Path, *more: str) -> Path:
    """Where measurements of the levels of ``data`` are kept, made if need be.

    Its name holds a digest of the folder of levels, of the statistics and of ``more``: what was
    measured of others or otherwise is not found again.
    """
    facts = [data.resolve().as_posix(), STATISTICS_VERSION, _sample_statistics(), *more]
    digest = hashlib.blake2b(json.dumps(facts).encode(), digest_size=6).hexdigest()
    folder = cache / f"{kind}-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sample_statistics() -> dict[str, float]:
    """All statistics by name, of a made-up chart long and varied enough to have each of them."""
    notes = tuple(
        Note(Fraction(n, 4), x=1 + hand, y=n % 3, hand=Hand(hand), cut=Cut(n % 2))
        for n in range(400)
        for hand in range(1 + n % 2)
    )
    chart = Chart(difficulty=Difficulty.EXPERT, njs=15.0, notes=notes)
    found = chart_statistics(chart, TempoMap.constant(120))
    return {name: round(value, 6) for name, value in found.items()}


def measured_humans(data: Path, cache: Path, jobs: int = 1) -> list[Measured]:
    """All usable human charts, measured or taken from the cache; no two with the same notes."""
    folder = cache_folder(cache, "humans", data)
    packages = {folder / f"{name}.npz": (name, files) for name, files in level_packages(data)}
    todo = [package for path, package in packages.items() if not path.exists()]
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(partial(_measure_into, folder), todo, chunksize=4))
    found = [chart for path in sorted(packages) for chart in load(path)]
    unique: dict[str, Measured] = {}
    for chart in found:
        unique.setdefault(_fingerprint(chart), chart)
    return list(unique.values())


def _measure_into(folder: Path, item: tuple[str, Opener]) -> None:
    name, files = item
    charts: list[Measured] = []
    try:
        level, _ = read_level(files())
        key = song_key(name, level)
        charts = [measure(name, key, level, chart) for chart in usable_charts(level)]
    except AutomapperError as error:
        print(f"left out: {name}: {error}")
    save(folder / f"{name}.npz", charts)


def save(path: Path, charts: Sequence[Measured]) -> None:
    """Writes charts into one file of plain arrays."""
    arrays: dict[str, NDArray[np.generic]] = {}
    facts = []
    for index, chart in enumerate(charts):
        facts.append([chart.name, chart.song, int(chart.difficulty), dict(chart.statistics)])
        arrays[f"onsets{index}"] = chart.onsets
        for word, sequence in (("plain", chart.plain), ("mirrored", chart.mirrored)):
            arrays[f"{word}{index}"] = np.vstack([sequence.symbols[None], sequence.contexts])
    arrays["facts"] = np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    write_file(path, buffer.getvalue(), force=True)


def load(path: Path) -> list[Measured]:
    """Charts of one file written by :func:`save`."""
    with np.load(path, allow_pickle=False) as arrays:
        facts = json.loads(arrays["facts"].tobytes())
        found = []
        for index, (name, song, difficulty, statistics) in enumerate(facts):
            plain, mirrored = (
                NoteSequence(rows[0], rows[1:])
                for rows in (arrays[f"plain{index}"], arrays[f"mirrored{index}"])
            )
            onsets = arrays[f"onsets{index}"]
            words = (name, song, Difficulty(difficulty), statistics)
            found.append(Measured(*words, onsets, plain, mirrored))
    return found


def _fingerprint(chart: Measured) -> str:
    """Equal for charts with the same notes, wherever they start."""
    times = np.round(chart.onsets - chart.onsets[0], 2)
    return hashlib.sha1(times.tobytes() + chart.plain.symbols.tobytes()).hexdigest()
