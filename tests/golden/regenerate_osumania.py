"""Writes the golden osu!mania mapset anew: ``python tests/golden/regenerate_osumania.py``.

Run it after a wanted change of the written bytes, and read the difference before committing it.
The files of older versions and of v128 are written by hand and stay as they are.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from automapper.osumania.write import write_mapset  # noqa: E402
from osumania.sample import sample_mapset  # noqa: E402


def main() -> None:
    folder = HERE / "osumania" / "v14"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in write_mapset(sample_mapset()).items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
