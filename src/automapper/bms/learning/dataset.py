"""A folder of examples for the rankers: filled package by package, read back as arrays."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from automapper.bms.learning.labels import Labelled, from_record, record_of
from automapper.bms.learning.pool_table import PoolTable, PoolWriter, read_pool_table
from automapper.bms.learning.prepare import Gathered, measures_of
from automapper.bms.package import open_bms_package
from automapper.errors import AutomapperError, ConfigError, FormatError, OutputError
from automapper.files import write_file

# Raised when records change their meaning: packages are then made anew.
VERSION = 4
MANIFEST, POOL, RECORDS = "manifest.jsonl", "pool.json", "records.jsonl"
_ID = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class PackageRow:
    """One line of the manifest.

    ``package`` is the name of its folder, ``digest`` a fingerprint of its files. ``charts``,
    ``measures``, ``events``, ``keys`` (events played on keys) and ``lanes`` (of them, those that
    teach a lane) are counts; ``skipped`` says what is not taught and why, ``charts_skipped`` names
    the charts that could not be read.
    """

    package: str
    digest: str
    version: int = VERSION
    charts: int = 0
    measures: int = 0
    events: int = 0
    keys: int = 0
    lanes: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    charts_skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a package: no ``row`` but ``why`` if it failed; ``stood`` if it was done."""

    name: str
    row: PackageRow | None
    stood: bool = False
    why: str = ""


def fill(
    packages: Sequence[Path],
    store: Path,
    cache: Path | None = None,
    done: Callable[[Outcome], None] | None = None,
) -> tuple[Outcome, ...]:
    """Adds packages (folders or zips) to a store; ``done`` is told of each.

    A package whose files did not change is left alone. One that cannot be read is reported and
    tried again next time. ConfigError where two have one name, OutputError where nothing can be
    written.
    """
    names = [package_id(path) for path in packages]
    double = [name for name, count in Counter(names).items() if count > 1]
    if double:
        raise ConfigError(f"two packages are called {double[0]}: rename one of them")
    rows = {row.package: row for row in read_manifest(store)}
    outcomes = []
    for name, path in zip(names, packages, strict=True):
        try:
            outcome = _take(name, path, store, cache, rows.get(name))
        except OutputError:
            raise
        except AutomapperError as error:
            outcome = Outcome(name, None, why=str(error))
        if outcome.row is not None and not outcome.stood:
            rows[name] = outcome.row
            _write_manifest(store, rows)
        outcomes.append(outcome)
        if done is not None:
            done(outcome)
    return tuple(outcomes)


def package_id(path: Path) -> str:
    """The name of a package's folder in a store."""
    resolved = path.resolve()
    name = resolved.stem if resolved.suffix.lower() == ".zip" else resolved.name
    return _ID.sub("_", name)[:80].strip(".") or "package"


def _take(
    name: str, path: Path, store: Path, cache: Path | None, known: PackageRow | None
) -> Outcome:
    package = open_bms_package(path)
    digest = _digest(package.files)
    folder = store / name
    if (
        known is not None
        and (known.digest, known.version) == (digest, VERSION)
        and all((folder / part).is_file() for part in (POOL, RECORDS))
    ):
        return Outcome(name, known, stood=True)
    gathered = Gathered(PoolWriter(name))
    _stream(
        folder / RECORDS,
        (record_of(one, chart) for chart, one in measures_of(package, gathered, cache)),
    )
    write_file(folder / POOL, _line(gathered.table.record()), force=True)
    row = PackageRow(
        package=name,
        digest=digest,
        charts=gathered.charts,
        measures=gathered.measures,
        events=gathered.events,
        keys=gathered.keys,
        lanes=gathered.lanes,
        skipped=dict(sorted(gathered.skipped.items())),
        charts_skipped=tuple(chart for chart, _ in package.broken),
    )
    return Outcome(name, row)


def _digest(files: Mapping[str, bytes]) -> str:
    digest = blake2b(digest_size=16)
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _stream(path: Path, records: Iterator[dict[str, Any]]) -> None:
    """Writes lines as they come, one in memory at a time, under a temporary name."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            for record in records:
                stream.write(_line(record))
        part.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})") from None
    finally:
        part.unlink(missing_ok=True)


def _line(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, separators=(",", ":")) + "\n").encode("utf-8")


def _write_manifest(store: Path, rows: Mapping[str, PackageRow]) -> None:
    lines = [_line(asdict(rows[name])) for name in sorted(rows)]
    write_file(store / MANIFEST, b"".join(lines), force=True)


def read_manifest(store: Path) -> tuple[PackageRow, ...]:
    """The packages of a store by name; none where there is no store. FormatError for a bad one."""
    path = store / MANIFEST
    if not path.is_file():
        return ()
    rows = []
    for number, record in _lines(path):
        try:
            rows.append(PackageRow(**record))
        except TypeError:
            raise FormatError(path, f"line {number}", "is no package of ours") from None
    return tuple(sorted(rows, key=lambda row: row.package))


def read_pool(store: Path, package: str) -> PoolTable:
    """The pool table of a package; FormatError where it is missing or of another version."""
    path = store / package / POOL
    try:
        ((_, record),) = _lines(path)
        return read_pool_table(record)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise FormatError(path, "", f"is no pool table of ours ({error})") from None


def read_records(store: Path, package: str) -> Iterator[tuple[int, Labelled]]:
    """(number of the chart, measure) of a package, as written: by chart, in order of time."""
    path = store / package / RECORDS
    for number, record in _lines(path):
        try:
            yield from_record(record)
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError(path, f"line {number}", f"is no measure ({error!r})") from None


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise ValueError("no object")
                yield number, record
    except (OSError, ValueError, RecursionError) as error:
        raise FormatError(path, "", f"cannot be read ({str(error)[:100]})") from None
