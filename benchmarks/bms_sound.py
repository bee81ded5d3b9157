"""Whether a re-charted package sounds like its source.

    python benchmarks/bms_sound.py --data DIR [--levels 1,5,10,20] [--only NAME]

DIR holds BMS packages as zips or folders. From each, charts of every level are made, read back from
their bytes, and rendered beside the source (the same branch of ``#RANDOM``): correlation must stay
above .9999. Charts sound the same bit by bit when nothing was lost, moved or doubled.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from automapper.bms.generate.analyse import analyse
from automapper.bms.generate.chart import make_chart
from automapper.bms.generate.place import rules_of
from automapper.bms.options import GenerateOptions
from automapper.bms.package import BmsPackage, open_bms_package
from automapper.bms.read import read_chart
from automapper.bms.render import compare, render_chart
from automapper.bms.timeline import tempo_map
from automapper.errors import AutomapperError
from bms_packages import levels_of, packages_in


def rows(name: str, package: BmsPackage, levels: list[int], cache: Path) -> int:
    """Prints a row for each level; how many sound different."""
    different = 0
    source = None
    for level in levels:
        options = GenerateOptions(intensity=level, scratch=level)
        analysis = analyse(package, options, cache)
        chart = analysis.read.chart
        if source is None:
            source = render_chart(chart, tempo_map(chart), analysis.files).waveform
        started = time.perf_counter()
        made = make_chart(analysis, options, rules_of(analysis, options), verify=False)
        seconds = time.perf_counter() - started
        new = read_chart(made.data, made.name).chart
        found = compare(source, render_chart(new, tempo_map(new), analysis.files).waveform)
        different += not found.is_same
        print(
            f"{name:18} {analysis.name[:24]:24} {level:5} {len(made.placed):6} {seconds:7.2f}"
            f" {found.correlation:11.7f} {found.max_difference:10.7f} {1000 * found.lag:7.2f}",
            flush=True,
        )
    return different


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--levels", default="1,5,10,20")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    levels = levels_of(options.levels)
    print(
        f"{'package':18} {'source':24} {'level':>5} {'notes':>6} {'made s':>7} {'correlation':>11}"
        f" {'difference':>10} {'lag ms':>7}"
    )
    different = 0
    with tempfile.TemporaryDirectory() as cache:
        for path in packages_in(options.data):
            if options.only not in path.stem:
                continue
            try:
                different += rows(path.stem, open_bms_package(path), levels, Path(cache))
            except AutomapperError as error:
                print(f"{path.stem}: {error}")
                different += 1
    print(f"{different} sound different or could not be made")
    return int(different > 0)


if __name__ == "__main__":
    raise SystemExit(main())
