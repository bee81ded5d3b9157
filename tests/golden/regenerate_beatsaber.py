"""Writes the golden Beat Saber levels anew: ``python tests/golden/regenerate_beatsaber.py``.

Run it after a wanted change of the written bytes, and read the difference before committing it.
The v1 level is written by hand and stays as it is.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from automapper.beatsaber.write import VERSIONS, write_level  # noqa: E402
from beatsaber.sample import sample_level  # noqa: E402


def main() -> None:
    for version in VERSIONS:
        folder = HERE / "beatsaber" / f"v{version}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, data in write_level(sample_level(), version)[0].items():
            (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
