"""Which chart of a package is the one to rebuild."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from automapper.bms.lanes import is_double
from automapper.bms.model import Chart, KeyMode
from automapper.errors import ConfigError, FormatError

# Coverage this much below the best is as good: a beginner's chart may sound two samples more than
# the fullest one and still leave the player next to nothing to choose from.
COVERAGE_TOLERANCE = 0.05


class HasChart(Protocol):
    """A chart file as it was read."""

    @property
    def chart(self) -> Chart:
        """The branch in force."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chart that could be the source.

    ``coverage`` is the share of the package's used samples that it sounds, 0-1; ``notes`` are
    playable.
    """

    name: str
    mode: KeyMode
    coverage: float
    notes: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen chart's ``name``, all candidates from best to worst, and what was skipped."""

    name: str
    candidates: tuple[Candidate, ...]
    warnings: tuple[str, ...]


def sample_key(written: str) -> str:
    """A sample's name as charts of one package share it: one letter case, slashes, no extension."""
    name = written.replace("\\", "/").casefold()
    stem, dot, suffix = name.rpartition(".")
    # A dot within a folder's name, or at the beginning of the file's, begins no extension.
    return stem if dot and "/" not in suffix and stem and not stem.endswith("/") else name


def sounding_samples(chart: Chart) -> frozenset[str]:
    """The declared samples that a chart sounds in the background or under the player's hands."""
    used = {note.wav_id for note in chart.notes} | {sound.wav_id for sound in chart.background}
    return frozenset(sample_key(name) for wav_id, name in chart.samples if wav_id in used)


def choose_source(
    charts: Sequence[tuple[str, HasChart]],
    broken: Sequence[tuple[str, str]] = (),
    wanted: str | None = None,
    keys: KeyMode | None = None,
) -> Choice:
    """The source among the charts of a package, the same whatever their order.

    ``charts`` are (name, chart); ``broken`` (name, reason) become warnings. ``wanted`` names a
    chart, in any letter case, by its name in the package or its file name alone, and overrides the
    rest (ConfigError if there is none, or several). Otherwise charts of one side come before those
    of two (the other way round where ``keys`` has two sides); among them the one with most playable
    notes of those that sound about as many of the package's samples as the best does; then the
    name decides. Charts without a playable note are skipped; FormatError if no other is left.
    """
    used = {name: sounding_samples(read.chart) for name, read in charts}
    everything = frozenset[str]().union(*used.values())
    warnings = [f"{name}: skipped: {reason}" for name, reason in broken]
    candidates: list[Candidate] = []
    for name, read in charts:
        coverage = len(used[name]) / len(everything) if everything else 0.0
        candidate = Candidate(name, read.chart.mode, round(coverage, 4), len(read.chart.notes))
        if candidate.notes or wanted is not None:
            candidates.append(candidate)
        else:
            warnings.append(f"{name}: skipped: nothing in it is played")
    double = keys is not None and is_double(keys)
    candidates = _ranked([c for c in candidates if is_double(c.mode) is double]) + _ranked(
        [c for c in candidates if is_double(c.mode) is not double]
    )
    if wanted is not None:
        name = _named(wanted, [candidate.name for candidate in candidates], dict(broken))
    elif candidates:
        name = candidates[0].name
    else:
        why = "; ".join(warnings[:3])
        raise FormatError("package", "", f"no chart in it can be rebuilt ({why})")
    return Choice(name, tuple(candidates), tuple(warnings))


def _ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    best = max((candidate.coverage for candidate in candidates), default=0.0)

    def order(candidate: Candidate) -> tuple[bool, float, int, str]:
        full = candidate.coverage >= best - COVERAGE_TOLERANCE
        return (not full, 0.0 if full else -candidate.coverage, -candidate.notes, candidate.name)

    return sorted(candidates, key=order)


def _named(wanted: str, names: Sequence[str], broken: Mapping[str, str]) -> str:
    key = wanted.replace("\\", "/").casefold()
    everything = sorted([*names, *broken])
    whole = [name for name in everything if name.casefold() == key]
    found = whole or [name for name in everything if PurePosixPath(name).name.casefold() == key]
    if len(found) != 1:
        what = "several charts are" if found else "no chart is"
        raise ConfigError(f"{what} named {wanted!r}; there are: {', '.join(everything)}")
    if found[0] in broken:
        raise FormatError(found[0], "", broken[found[0]])
    return found[0]
