"""Where the BMS doors may write: never into the package that they read."""

from __future__ import annotations

import argparse
from pathlib import Path

from automapper.errors import OutputError

# What every listening test holds, and nothing else does.
_TEST_FILES = ("answers.txt", "key.json", "sheet.html")


def refuse_inside(target: Path, package: Path) -> None:
    """OutputError where ``target`` is the package, or lies in its folder."""
    if not package.exists():
        return  # opening it says so
    try:
        whole = target.resolve()
        inside = any(one.exists() and one.samefile(package) for one in (whole, *whole.parents))
    except (OSError, RuntimeError):
        return  # writing there says why it cannot be
    if inside:
        raise OutputError(
            f"{target}: is or lies in the package {package}, which is never written to; "
            "choose another --output"
        )


def vet_targets(arguments: argparse.Namespace) -> None:
    """Refuses, before any work, what would write into a package of ``bms-generate``."""
    packages: list[Path] = arguments.folder
    if len(packages) > 1:
        folder = arguments.output or Path("outputs")
        targets = [folder / package_name(package) for package in packages]
    elif arguments.output is None and arguments.base is not None:
        targets = [arguments.base.parent]
    else:
        targets = [arguments.output or default_output(packages[0])]
    if arguments.picture is not None:
        targets.append(arguments.picture)
    for target in targets:
        for package in packages:
            refuse_inside(target, package)


def vet_test(target: Path, package: Path) -> None:
    """Refuses a listening test that would replace anything but a listening test."""
    refuse_inside(target, package)
    if not target.is_dir() or not any(target.iterdir()):
        return
    if not all((target / name).is_file() for name in _TEST_FILES):
        raise OutputError(f"{target}: holds other things than a listening test; name a new folder")


def default_output(folder: Path) -> Path:
    """``outputs/<package>``."""
    return Path("outputs") / package_name(folder)


def package_name(folder: Path) -> str:
    """A package's own name: of the folder, or of the zip without its suffix."""
    path = folder.resolve()
    return path.stem if path.suffix.lower() == ".zip" else path.name
