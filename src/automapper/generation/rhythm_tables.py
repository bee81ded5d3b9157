"""The numbers counted on human charts: patterns of a beat and what makes each likely."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.errors import WeightsError
from automapper.generation.slots import SLOTS

Floats = NDArray[np.float32]

TABLES = Path(__file__).parent / "tables" / "rhythm.safetensors"
RUNGS = ("upper", "middle", "lower")  # Expert and Expert+; Hard; Normal and Easy


@dataclass(frozen=True, slots=True, eq=False)
class PatternTable:
    """A log-linear model of the next beat's pattern; all float32, P patterns, E echoes.

    ``prior`` (4, P): by 1, log density, log beat length, the product of both. ``after`` and
    ``second`` (P, P): by the patterns of the last beat and the one before. ``bar`` (P, P): by the
    pattern one bar ago. ``slot`` (6, features): what the music at a slot is worth. ``habit4``,
    ``habit16`` (6, 6): by the share of each slot in the last 4 and 16 beats. ``same`` (E, 4):
    playing what an echo played, by 1, likeness, how well that echo was followed lately, and the
    product of both. ``shared`` (E, 6, 2): playing a slot that an echo played, by 1 and likeness.
    """

    prior: Floats
    after: Floats
    second: Floats
    bar: Floats
    slot: Floats
    habit4: Floats
    habit16: Floats
    same: Floats
    shared: Floats


@dataclass(frozen=True, slots=True, eq=False)
class RhythmTables:
    """``bits``: float32 (P, 6), which slots each pattern plays; pattern 0 is the empty one.

    ``common``: share of human beats that play each slot, (6,). ``evidence``: (6, features + 1),
    log odds of a human onset on a slot from its music alone. ``rungs``: one table each of RUNGS.
    """

    bits: Floats
    common: Floats
    evidence: Floats
    rungs: Mapping[str, PatternTable]

    def log_odds(self, features: Floats) -> Floats:
        """Evidence of each slot on its own, (beats, 6), from (beats, 6, features)."""
        weights = self.evidence
        found = np.einsum("bsf,sf->bs", features, weights[:, :-1], optimize=False)
        return np.asarray(found + weights[:, -1], dtype=np.float32)

    def usual_odds(self) -> Floats:
        """Log odds of each slot over all human beats, (6,)."""
        return np.asarray(np.log(self.common / (1.0 - self.common)), dtype=np.float32)


@lru_cache(maxsize=4)
def load_tables(path: Path = TABLES) -> RhythmTables:
    """The tables of a file, by default the shipped one; :class:`WeightsError` where unusable."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        arrays = load(path.read_bytes())
        rungs = {
            rung: PatternTable(**{f.name: arrays[f"{rung}.{f.name}"] for f in fields(PatternTable)})
            for rung in RUNGS
        }
        tables = RhythmTables(arrays["bits"], arrays["common"], arrays["evidence"], rungs)
    except (OSError, KeyError, SafetensorError) as error:
        raise WeightsError(f"{path}: no rhythm tables ({error}); reinstall automapper") from error
    if tables.bits.ndim != 2 or tables.bits.shape[1] != SLOTS or tables.bits[0].any():
        raise WeightsError(f"{path}: the first rhythm pattern must be empty, of {SLOTS} slots")
    return tables


def save_tables(tables: RhythmTables, path: Path) -> None:
    """Write a file that :func:`load_tables` reads: whole or, after an OSError, not at all."""
    from safetensors.numpy import save

    arrays = {"bits": tables.bits, "common": tables.common, "evidence": tables.evidence}
    for rung in RUNGS:
        for field in fields(PatternTable):
            arrays[f"{rung}.{field.name}"] = getattr(tables.rungs[rung], field.name)
    contiguous = {k: np.ascontiguousarray(v, dtype=np.float32) for k, v in arrays.items()}
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(save(contiguous))
        temporary.chmod(0o644)  # mkstemp keeps others out; the package is read by all
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
