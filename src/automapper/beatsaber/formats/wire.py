"""JSON as level files hold it: tolerant decoding, checked fields, deterministic encoding."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

from automapper.beatsaber.model import Cut, Extra, Hand
from automapper.errors import FormatError
from automapper.timing import beat_from_float

Tree = dict[str, Any]
Parsed = TypeVar("Parsed")

# Beyond any song: a day at 600 bpm. Larger numbers are damage, and would overflow sample indices.
LARGEST = 1e6
# Whole numbers also carry packed values: Chroma 1 put colours (from 2 * 10^9 on) into event values.
LARGEST_WHOLE = 2**53
# Mapping Extensions writes precise directions as 1000 + degrees (0 = down, clockwise).
_PRECISE = range(1000, 1361)
_CLOCKWISE_FROM_DOWN = (
    Cut.DOWN,
    Cut.DOWN_LEFT,
    Cut.LEFT,
    Cut.UP_LEFT,
    Cut.UP,
    Cut.UP_RIGHT,
    Cut.RIGHT,
    Cut.DOWN_RIGHT,
)
_LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
# What a v4 object says in its data entry, inside one Extra with the object's own keys.
DATA_KEY = "@data"


class BadFieldError(ValueError):
    """A field that makes its object unusable; the object is dropped with a warning."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(what)
        self.key = key


class Findings:
    """Warnings in order of appearance; one kind in one list is told once, with its count."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str, str], list[str]] = {}

    def warn(self, path: str, where: str, what: str) -> None:
        """Notes a fault at ``where`` (key path with indices) of the file ``path``."""
        kind = re.sub(r"\d+", "#", where)
        self._places.setdefault((path, kind, what), []).append(where)

    def lines(self) -> list[str]:
        """One line a kind of fault, with its first place."""
        return [
            ": ".join(part for part in (path, _places(places), what) if part)
            for (path, _, what), places in self._places.items()
        ]


def _places(places: list[str]) -> str:
    return places[0] + (f" and {len(places) - 1} more" if len(places) > 1 else "")


def decode(path: str, data: bytes) -> Tree:
    """The JSON object of a file; UTF-8 with or without BOM, UTF-16 with one, else Latin-1.

    Raises FormatError for anything that is not one JSON object.
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    try:
        # The game's own reader ends at the closing brace; editors have left zero bytes behind it.
        tree = json.loads(text.rstrip("\0 \r\n\t"))
        if _LONE_SURROGATE.search(text):
            tree = _paired(tree)
    except RecursionError:
        raise FormatError(path, "", "is nested too deeply") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        raise FormatError(path, place, f"is not JSON: {error.msg}") from None
    except ValueError:
        raise FormatError(path, "", "holds a number too long to be one") from None
    if not isinstance(tree, dict):
        raise FormatError(path, "", "is not a JSON object")
    return tree


def _paired(value: Any) -> Any:
    """The same tree with half surrogate pairs replaced, so that every string can be encoded."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_paired(item) for item in value]
    if isinstance(value, dict):
        return {_paired(key): _paired(item) for key, item in value.items()}
    return value


def canonical(value: Any) -> str:
    """JSON text with sorted keys and no spaces: equal contents give equal text.

    Whole floats become integers, NaN and infinities null.
    """
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return tidy(value) if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


def encode(tree: Tree) -> bytes:
    """Compact JSON, UTF-8 without BOM; keys in the order given."""
    return json.dumps(tree, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def tidy(value: float | Fraction) -> int | float:
    """A number as it is written: whole ones without a point, others at full precision."""
    number = float(value)
    return int(number) if number.is_integer() else number


def telling(rest: Tree) -> Tree:
    """The fields that say something: no nulls, what becomes null, or empty objects."""
    plain = ((key, _plain(item)) for key, item in rest.items())
    return {key: item for key, item in plain if item is not None and item != {}}


def extra_from(version: int, rest: Tree) -> Extra | None:
    """What is left of an object as its Extra, None for nothing; empty custom data is nothing."""
    try:
        told = telling(rest)
        return Extra(version, canonical(told)) if told else None
    except RecursionError:
        raise BadFieldError("", "is nested too deeply") from None


@lru_cache(maxsize=65536)
def _beat(value: float) -> Fraction:
    return beat_from_float(value)


class Fields:
    """The fields of one JSON object, checked one by one; moves over the objects of a list.

    Missing and null fields are their defaults; unusable ones raise BadFieldError.
    """

    __slots__ = ("_findings", "_kept", "_path", "data", "where")

    def __init__(self, path: str, where: str, data: Tree, findings: Findings) -> None:
        self._path, self.where, self.data, self._findings = path, where, data, findings
        self._kept: Tree = {}

    def warn(self, key: str, what: str) -> None:
        """Notes a fault of a field that leaves the object usable."""
        self._findings.warn(self._path, ".".join(part for part in (self.where, key) if part), what)

    def real(self, key: str, default: float = 0.0) -> float:
        """A finite number of sensible size."""
        value = self.data.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadFieldError(key, "is not a number")
        if not abs(value) <= LARGEST:
            raise BadFieldError(key, "is not a number that a level can hold")
        return float(value)

    def soft_real(self, key: str, default: float = 0.0) -> float:
        """A number that nothing depends on: an unusable one is its default, with a warning."""
        try:
            return self.real(key, default)
        except BadFieldError as error:
            self.warn(key, f"{error}; {tidy(default)} was taken")
            return default

    def whole(self, key: str, default: int = 0) -> int:
        """An integer; fractions are rounded with a warning."""
        value = self.data.get(key)
        if type(value) is int and -LARGEST_WHOLE <= value <= LARGEST_WHOLE:
            return value
        number = self.real(key, float(default))
        if not number.is_integer():
            self.warn(key, "should be a whole number and was rounded")
        return math.floor(number + 0.5)

    def beat(self, key: str) -> Fraction:
        """A beat, exact."""
        return _beat(self.real(key))

    def flag(self, key: str) -> bool:
        """A boolean; numbers count as in C."""
        value = self.data.get(key)
        if value is None or isinstance(value, bool | int | float):
            return bool(value)
        raise BadFieldError(key, "is neither true nor false")

    def text(self, key: str, default: str = "") -> str:
        """A string; a number is taken as its digits (titles such as 365)."""
        value = self.data.get(key)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise BadFieldError(key, "is not text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings: other items are left out, what is no list is (), with a warning."""
        value = self.data.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.warn(key, "is not a list of texts and was ignored in part")
            value = value if isinstance(value, list) else []
        return tuple(item for item in value if isinstance(item, str))

    def tree(self, key: str) -> Tree:
        """A nested object; empty when missing, dropped with a warning when it is something else."""
        value = self.data.get(key)
        if value is None or isinstance(value, dict):
            return value or {}
        self.warn(key, "is not an object and was dropped")
        return {}

    def inside(self, key: str) -> Fields:
        """The fields of a nested object."""
        where = ".".join(part for part in (self.where, key) if part)
        return Fields(self._path, where, self.tree(key), self._findings)

    def hand(self, key: str) -> Hand:
        """0 left, 1 right."""
        value = self.whole(key)
        if value not in (0, 1):
            raise BadFieldError(key, "is neither 0 (left) nor 1 (right)")
        return Hand(value)

    def cut(self, key: str) -> Cut:
        """A direction; precise ones of Mapping Extensions are kept raw beside the nearest."""
        value = self.whole(key)
        if 0 <= value <= Cut.DOT:
            return Cut(value)
        self._kept[key] = value
        if value in _PRECISE:
            return _CLOCKWISE_FROM_DOWN[math.floor((value - 1000) / 45 + 0.5) % 8]
        return Cut.DOT

    def keep(self, key: str) -> None:
        """Keeps a known field in the extra too, because its meaning here is not the model's."""
        self._kept[key] = self.data.get(key)

    def rest(self, known: frozenset[str]) -> Tree:
        """Everything but the known fields, and what was kept of those."""
        if not self._kept and self.data.keys() <= known:
            return {}
        return {k: v for k, v in self.data.items() if k not in known} | self._kept

    def extra(self, version: int, known: frozenset[str]) -> Extra | None:
        """:meth:`rest` as an Extra."""
        rest = self.rest(known)
        return extra_from(version, rest) if rest else None


class Document:
    """One decoded file with its place for warnings."""

    def __init__(self, path: str, tree: Tree, findings: Findings) -> None:
        self.path, self.tree, self.findings = path, tree, findings

    def fields(self) -> Fields:
        """The file's own fields."""
        return Fields(self.path, "", self.tree, self.findings)

    def items(self, key: str) -> list[Any]:
        """A list of the file; empty with a warning when it is something else."""
        value = self.tree.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.findings.warn(self.path, key, "is not a list and was dropped")
            return []
        return value

    def objects(self, key: str, parse: Callable[[Fields], Parsed | None]) -> list[Parsed]:
        """Each object of a list, parsed; the unusable are dropped with a warning."""
        found: list[Parsed] = []
        for index, item in enumerate(self.items(key)):
            where = f"{key}[{index}]"
            if not isinstance(item, dict):
                self.findings.warn(self.path, where, "is not an object and was dropped")
                continue
            try:
                parsed = parse(Fields(self.path, where, item, self.findings))
            except BadFieldError as error:
                place = f"{where}.{error.key}" if error.key else where
                self.findings.warn(self.path, place, f"{error}; the object was dropped")
                continue
            if parsed is not None:
                found.append(parsed)
        return found

    def rest(self, version: int, known: Iterable[str]) -> Extra | None:
        """What the file says beyond the known keys."""
        known = set(known)
        try:
            return extra_from(version, {k: v for k, v in self.tree.items() if k not in known})
        except BadFieldError as error:
            raise FormatError(self.path, "", str(error)) from None


def major(tree: Mapping[str, Any]) -> int | None:
    """Major format version that a file claims, None when it claims none that can be read."""
    value = tree.get("version", tree.get("_version"))
    head = str(value).strip()[:1]
    return int(head) if value is not None and head in {"1", "2", "3", "4"} else None


def claimed_version(tree: Mapping[str, Any]) -> int:
    """Major format version of a file, by its note list (3.x) where it claims none, else 2."""
    return major(tree) or (3 if "colorNotes" in tree else 2)
