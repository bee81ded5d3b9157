"""What a player installs: the chart with its samples, and the result beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from automapper.bms.model import KeyMode
from automapper.bms.read import CHART_SUFFIXES
from automapper.errors import OutputError
from automapper.files import save_package, write_file
from automapper.files.saving import vet_names

RESULT_SUFFIX, SIMILARITY_SUFFIX = ".result.json", ".similarity.json"
# Files that earlier runs left beside a chart; they are not the package's.
_OURS = (RESULT_SUFFIX, SIMILARITY_SUFFIX)


def chart_name(source: str, mode: KeyMode, intensity: int) -> str:
    """The file name of a generated chart: the source's, its keys and its level."""
    path = PurePosixPath(source)
    return f"{path.stem}-auto-{int(mode)}k-int{intensity}{_suffix(path.suffix, mode)}"


def _suffix(source: str, mode: KeyMode) -> str:
    # Players take the number of keys from the channels; .pms alone is taken at its word.
    if mode is KeyMode.NINE:
        return ".pms"
    return source if source.lower() != ".pms" else ".bme"


def sample_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Everything of a package that belongs to the song: all files but its charts."""
    return {
        name: data
        for name, data in files.items()
        if not name.lower().endswith((*CHART_SUFFIXES, *_OURS))
    }


def save_output(
    target: Path, made: Mapping[str, bytes], samples: Mapping[str, bytes], force: bool
) -> None:
    """Writes a chart (``made``) and its samples: one zip, or into a folder that may exist.

    In a folder, files that are already there with the same bytes stay; a different file under a
    name of ours needs ``force``, and is refused before anything is written. The chart comes last.
    OutputError as in ``files.saving``.
    """
    if target.suffix.lower() == ".zip":
        save_package(target, {**samples, **made}, force=force)
        return
    if not target.exists():
        save_package(target, {**samples, **made}, force=force)
        return
    if not target.is_dir():
        raise OutputError(f"{target}: is a file; name a folder or end the name in .zip")
    vet_names([*samples, *made])
    wanted = [*samples.items(), *sorted(made.items(), key=_charts_last)]
    different = [(name, data) for name, data in wanted if not _holds(target / name, data)]
    if not force:
        for name, _ in different:
            if (target / name).exists():
                raise OutputError(
                    f"{target / name}: exists already; choose another --output or pass --force"
                )
    for name, data in different:
        write_file(target / name, data, force=force)


def _charts_last(item: tuple[str, bytes]) -> tuple[bool, str]:
    return item[0].lower().endswith(CHART_SUFFIXES), item[0]


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
