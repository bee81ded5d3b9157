"""An independent reader (npm bsmap) must load what we write and count the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from automapper.beatsaber.write import VERSIONS, write_level
from automapper.files import save_package
from beatsaber.sample import sample_level
from node_judges import asked, needs_judges


@needs_judges
@pytest.mark.parametrize("version", VERSIONS)
def test_another_reader_counts_the_same(version: int, tmp_path: Path) -> None:
    level = sample_level()
    save_package(tmp_path / "level", write_level(level, version)[0])
    rows = asked("beatsaber.cjs", tmp_path / "level")
    for chart, row in zip(level.charts, rows, strict=True):
        chains = len(chart.chains) if version > 2 else 0
        arcs = len(chart.arcs) if version > 2 else 0  # bsmap writes v2 arcs, but never reads them
        want = (len(chart.notes), len(chart.bombs), len(chart.walls), arcs, chains)
        got = tuple(row[key] for key in ("notes", "bombs", "walls", "arcs", "chains"))
        assert got == want
        assert row["boosts"] == len(chart.lights.boosts)
        assert row["events"] == len(chart.lights.events)
