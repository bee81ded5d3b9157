"""Writes the golden re-charted packages anew: ``python tests/golden/regenerate_bms_charts.py``.

Chart and result, byte for byte, of some of our own packages (see regenerate_bms.py), by the rules
and with the learned rankers. Run it after a wanted change of what is generated, and read the
difference before committing it. A new version number changes the results' first lines, too.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from automapper.bms import GenerateOptions, KeyMode, generate_chart
from automapper.bms.generate.result import json_bytes
from automapper.bms.options import MlWeights

HERE = Path(__file__).parent
CHARTS = HERE / "bms-charts"
# Mines, ids of both cases, nine keys, halts on two sides, fast holds.
CASES = {
    "v1-mines": GenerateOptions(intensity=8, scratch=10),
    "v3-base62": GenerateOptions(intensity=20),
    "v5-nine-keys": GenerateOptions(),
    "v6-halts": GenerateOptions(intensity=5, mode=KeyMode.FOURTEEN),
    "v7-fast-holds": GenerateOptions(intensity=12, long_notes=True),
}


def golden_files(case: str, learned: bool) -> dict[str, bytes]:
    """The files of one case: its chart and its result."""
    options = CASES[case]
    if learned:
        options = replace(options, ml=MlWeights())
    made = generate_chart(HERE / "bms" / case, options)
    return {made.name: made.data, f"{made.name}.result.json": json_bytes(made.result)}


def target_of(case: str, learned: bool) -> Path:
    """Where the files of a case lie."""
    return CHARTS / case / ("ml" if learned else "rules")


def main() -> None:
    for case in CASES:
        for learned in (False, True):
            target = target_of(case, learned)
            target.mkdir(parents=True, exist_ok=True)
            for path in target.iterdir():
                path.unlink()
            for name, data in golden_files(case, learned).items():
                (target / name).write_bytes(data)
                print(target / name, len(data))


if __name__ == "__main__":
    main()
