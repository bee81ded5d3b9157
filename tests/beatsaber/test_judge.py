"""An independent reader (npm bsmap) must load what we write and count the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from automapper.beatsaber.write import VERSIONS, write_level
from automapper.files import save_package
from beatsaber.sample import sample_level

JUDGES = os.environ.get("AUTOMAPPER_JUDGES", "")


@pytest.mark.skipif(
    not JUDGES or shutil.which("node") is None,
    reason="AUTOMAPPER_JUDGES names no folder of judges, or there is no node",
)
@pytest.mark.parametrize("version", VERSIONS)
def test_another_reader_counts_the_same(version: int, tmp_path: Path) -> None:
    level = sample_level()
    save_package(tmp_path / "level", write_level(level, version)[0])
    judge = Path(JUDGES) / "beatsaber.cjs"
    done = subprocess.run(
        ["node", str(judge), str(tmp_path / "level")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    for chart, row in zip(level.charts, rows, strict=True):
        chains = len(chart.chains) if version > 2 else 0
        arcs = len(chart.arcs) if version > 2 else 0  # bsmap writes v2 arcs, but never reads them
        want = (len(chart.notes), len(chart.bombs), len(chart.walls), arcs, chains)
        got = tuple(row[key] for key in ("notes", "bombs", "walls", "arcs", "chains"))
        assert got == want
        assert row["boosts"] == len(chart.lights.boosts)
        assert row["events"] == len(chart.lights.events)
