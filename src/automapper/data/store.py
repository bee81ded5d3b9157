"""A folder of learning examples: songs as features, with the beats that people gave them."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from automapper.errors import FormatError, OutputError
from automapper.files import write_file

MANIFEST = "manifest.jsonl"
FEATURES = "features.safetensors"
ANNOTATION = "annotation.json"
AUDIO = "audio"  # kept where asked for, with the suffix of the file it came from
FOLDS = 5
ANY_FOLD = -1  # rendered music: heard by every net, so it belongs to no fold

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the manifest: what is known of a song without opening its files.

    ``id`` is the name of its folder, ``kind`` what sort of truth it has (steady, variable,
    rendered ...), ``fold`` 0-4 or -1 for any, ``constant`` whether one tempo holds throughout,
    ``downbeats`` whether its bar lines are known, ``seconds`` its length.
    """

    id: str
    title: str
    artist: str
    source: str
    kind: str
    seconds: float
    fold: int
    constant: bool
    downbeats: bool


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One song: ``mel`` float16 of shape (frames, mels) at 50 frames/s, and its annotation.

    The annotation holds ``beats`` and ``downbeats`` (rising, s), ``meter`` (beats a bar) and
    whatever else its maker knew.
    """

    entry: Entry
    mel: NDArray[np.float16]
    annotation: dict[str, Any]

    @property
    def beats(self) -> NDArray[np.float64]:
        """Times of the beats, s."""
        return np.array(self.annotation["beats"], dtype=np.float64)

    @property
    def downbeats(self) -> NDArray[np.float64]:
        """Times of the beats that begin a bar, s; empty where they are not known."""
        return np.array(self.annotation["downbeats"], dtype=np.float64)


def fold_of(title: str, id: str) -> int:
    """The fold 0-4 of a song: the same for every chart of one title, on every machine.

    A title counts by its letters and digits alone, without what stands in brackets ("(TV Size)");
    an empty one by its ``id``.
    """
    text = unicodedata.normalize("NFKC", title).casefold()
    while (shorter := _BRACKETS.sub(" ", text)) != text:
        text = shorter
    kept = "".join(letter for letter in text if letter.isalnum()) or id
    digest = hashlib.blake2b(kept.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "little") % FOLDS


def write_example(store: Path, entry: Entry, mel: ArrayLike, annotation: Mapping[str, Any]) -> None:
    """Writes one song, replacing an older one of the same id; listed only once it is whole.

    ``mel``: log-mel features of shape (frames, mels), kept as float16; ``annotation``: at least
    ``beats``, ``downbeats`` (s) and ``meter``. One process at a time may write into a store.
    Raises OutputError where that cannot be done.
    """
    from safetensors.numpy import save

    if not _ID.fullmatch(entry.id):
        raise OutputError(f"{entry.id!r} is no name for a folder of a store")
    missing = {"beats", "downbeats", "meter"} - set(annotation)
    if missing:
        raise OutputError(f"{entry.id}: the annotation lacks {', '.join(sorted(missing))}")
    values = np.ascontiguousarray(mel, dtype=np.float16)
    if values.ndim != 2:
        raise OutputError(f"{entry.id}: features have the shape (frames, mels)")
    folder = store / entry.id
    write_file(folder / FEATURES, save({"mel": values}), force=True)
    write_file(folder / ANNOTATION, _line(dict(annotation)), force=True)
    listed = [kept for kept in read_manifest(store) if kept.id != entry.id]
    lines = b"".join(_line(asdict(kept)) for kept in [*listed, entry])
    write_file(store / MANIFEST, lines, force=True)


def read_manifest(store: Path) -> tuple[Entry, ...]:
    """The songs of a store in the order in which they were written; () where there are none.

    Raises FormatError with the line that cannot be understood.
    """
    path = store / MANIFEST
    if not path.is_file():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(path, "", f"cannot be read ({error})") from None
    return tuple(_entry(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def load_example(store: Path, entry: Entry) -> Example:
    """One song of a store; FormatError where its files are missing or damaged."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    folder = store / entry.id
    features, annotation = folder / FEATURES, folder / ANNOTATION
    try:
        mel = load(features.read_bytes())["mel"]
    except (OSError, SafetensorError, KeyError) as error:
        raise FormatError(features, "", f"holds no features ({error})") from None
    if mel.ndim != 2 or mel.dtype != np.float16:
        raise FormatError(features, "mel", "is not float16 of shape (frames, mels)")
    try:
        known = json.loads(annotation.read_text(encoding="utf-8"))
        for name in ("beats", "downbeats"):
            times = np.array(known[name], dtype=np.float64)
            if times.ndim != 1 or not np.isfinite(times).all() or (np.diff(times) <= 0).any():
                raise FormatError(annotation, name, "is no rising list of seconds")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FormatError(annotation, "", f"holds no beats ({error})") from None
    return Example(entry, mel, known)


def _line(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8")


def _entry(path: Path, number: int, line: str) -> Entry:
    where = f"line {number}"
    try:
        found = json.loads(line)
        values = {field.name: found[field.name] for field in fields(Entry)}
    except (ValueError, TypeError, KeyError) as error:
        raise FormatError(path, where, f"describes no example ({error})") from None
    kinds: dict[str, type | tuple[type, ...]] = {
        "seconds": (int, float),
        "fold": int,
        "constant": bool,
        "downbeats": bool,
    }
    for name, value in values.items():
        if not isinstance(value, kinds.get(name, str)):
            raise FormatError(path, f"{where}, {name}", f"cannot be {value!r}")
    if not _ID.fullmatch(values["id"]):
        raise FormatError(path, f"{where}, id", f"{values['id']!r} is no name for a folder")
    if not ANY_FOLD <= values["fold"] < FOLDS:
        raise FormatError(path, f"{where}, fold", f"is not {ANY_FOLD} to {FOLDS - 1}")
    return Entry(**values)
