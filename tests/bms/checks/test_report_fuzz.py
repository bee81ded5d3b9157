"""Whatever stands in a file, checking it ends in a report or a FormatError."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from automapper.bms.checks.report import check_path
from automapper.bms.generate.against_source import Against
from automapper.cli.bms.check import main
from automapper.errors import FormatError

from ..mutations import mutated
from .test_report import BUSY

ROUNDS = 12


@pytest.mark.parametrize("seed", range(12))
def test_a_broken_chart_is_told_or_refused(tmp_path: Path, seed: int, capsys) -> None:
    rng = random.Random(seed)
    source, path = tmp_path / "busy.bme", tmp_path / "broken.bme"
    source.write_bytes(BUSY)
    for _ in range(ROUNDS):
        path.write_bytes(mutated(BUSY, rng))
        try:
            report = check_path(path, Against(source))
        except FormatError:
            assert main([str(path)]) == 2
            continue
        json.dumps(report.record(), allow_nan=False)
        assert main([str(path), "--all"]) in (0, 1)
