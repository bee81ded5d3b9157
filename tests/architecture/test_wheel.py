"""What the wheel carries; needs hatchling, so it is left out where that is not installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from source_tree import PACKAGE, ROOT
from test_doors import DOORS


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    pytest.importorskip("hatchling.build")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_carries_every_module_and_table(wheel: zipfile.ZipFile) -> None:
    there = set(wheel.namelist())
    files = [p for p in PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    wanted = {p.relative_to(PACKAGE.parent).as_posix() for p in files if p.suffix != ".pyc"}
    assert wanted - there == set()
    assert "automapper/configs/README.md" in there


def test_the_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {Path(name).parts[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"automapper"}
    assert sum(item.file_size for item in wheel.infolist()) < 8 * 2**20


def test_the_wheel_installs_every_door(wheel: zipfile.ZipFile) -> None:
    entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(entry).decode()
    assert all(f"{name} = {target}" in text for name, target in DOORS.items())
