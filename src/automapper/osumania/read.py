"""Packages of 4-key charts into mapsets: .osz, folders, and single .osu, .sm, .ssc, .qua files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from automapper.errors import FormatError
from automapper.files import is_folder, open_package_with_warnings, read_file
from automapper.osumania.formats.osu import read_chart
from automapper.osumania.model import Chart, Mapset
from automapper.osumania.names import chart_file_names

_SIMFILES = (".ssc", ".sm")
_CHARTS = (".osu", ".qua", *_SIMFILES)
# What a chart file may weigh, here as everywhere; a wrong file of gigabytes is not loaded.
_MAX_BYTES = 64 * 2**20


def read_mapset(files: Mapping[str, bytes]) -> tuple[Mapset, list[str]]:
    """The mapset in a package of files by name, and warnings that name file, place and reason.

    Charts of .osu files keep their file's name; those of .sm, .ssc and .qua get the name osu! would
    give them. A chart file that cannot be read (or is for another mode of osu!) stays among the
    other files, with a warning. FormatError where no chart is left.
    """
    warnings: list[str] = []
    charts: dict[str, Chart] = {}
    other: list[Chart] = []
    kept: dict[str, bytes] = {}
    richer: dict[str, set[str]] = {}  # the charts of each .ssc by its name without the suffix
    for name in sorted(files, key=lambda name: (_suffix(name) == ".sm", name)):
        if _suffix(name) not in _CHARTS:
            kept[name] = files[name]
        else:
            try:
                found, said = _read(files[name], name)
            except FormatError as error:
                warnings.append(str(error))
                kept[name] = files[name]
                continue
            warnings += said
            stem = name.rsplit(".", 1)[0].casefold()
            if _suffix(name) == ".ssc":
                richer[stem] = {chart.words.version for chart in found}
            elif _suffix(name) == ".sm" and stem in richer:
                # StepMania leaves the .sm beside the .ssc that was made from it, which says more.
                count = len(found)
                found = [one for one in found if one.words.version not in richer[stem]]
                if len(found) < count:
                    warnings.append(
                        f"{name}: {count - len(found)} of its {count} charts are left out;"
                        " the .ssc of the same name has them and says more"
                    )
            if _suffix(name) == ".osu":
                charts[name] = found[0]
            else:
                other += found
    if not charts and not other:
        reason = "; ".join(warnings[:3]) or "it holds no .osu, .sm, .ssc or .qua file"
        raise FormatError("package", "", f"holds no chart that can be read ({reason})")
    for name, chart in zip(chart_file_names(other, {*charts, *kept}), other, strict=True):
        charts[name] = chart
    return Mapset(tuple(sorted(charts.items())), tuple(sorted(kept.items()))), warnings


def open_mapset(path: Path | str) -> tuple[Mapset, list[str]]:
    """The mapset of a .osz, .zip or folder, or the charts of one .osu, .sm, .ssc or .qua file.

    FormatError where there is none; warnings as in :func:`read_mapset`.
    """
    path = Path(path)
    if path.suffix.lower() not in _CHARTS or is_folder(path):
        files, warnings = open_package_with_warnings(path)
        try:
            mapset, said = read_mapset(files)
        except FormatError as error:
            raise FormatError(path, error.where, error.what) from None
        return mapset, warnings + said
    charts, said = _read(read_file(path, _MAX_BYTES), path.name)
    if not charts:
        raise FormatError(path, "", "holds no chart of ours")
    named = {path.name: charts[0]}
    if path.suffix.lower() != ".osu":
        named = dict(zip(chart_file_names(charts, set()), charts, strict=True))
    return Mapset(tuple(sorted(named.items()))), said


def _read(data: bytes, name: str) -> tuple[list[Chart], list[str]]:
    """The charts of one file; the readers are loaded as they are needed."""
    suffix = _suffix(name)
    if suffix in _SIMFILES:
        from automapper.osumania.formats.stepmania import read_simfile

        simfiles, lines = read_simfile(data, name)
        return [simfile.chart for simfile in simfiles], list(lines)
    if suffix == ".qua":
        from automapper.osumania.formats.quaver import read_qua

        chart, lines = read_qua(data, name)
        return [chart], list(lines)
    chart, warnings = read_chart(data, name)
    return [chart], warnings


def _suffix(name: str) -> str:
    return f".{name.rsplit('.', 1)[-1].lower()}" if "." in name else ""
