"""Which song of a store a found one is, and names for those that the store does not know.

A song is the one that lay at its place before; else the one that had the same files under the same
name, moved here. Any other song is a new one, whose name and id nobody else has: two songs of one
name never share a folder of the store, whether they come in one run or in two.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from automapper.data.store import ANNOTATION, Entry, read_manifest
from automapper.files import is_device_name
from automapper.osumania.dataset.digest import source_digests
from automapper.osumania.dataset.verdict import Verdict
from automapper.osumania.song_sources import SongSource

_ID_LENGTH = 80  # characters: leaves room for a folder below Windows' 260


@dataclass(frozen=True, slots=True)
class StoreSong:
    """A found song under the names that one store has for it, unlike those of any other there.

    ``name`` stands in the report, ``id`` is its folder, ``place`` a fingerprint of ``path``.
    """

    path: Path
    name: str
    id: str
    place: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A song of the store. ``id`` is "" where its folder became another's (earlier versions).

    ``is_reported``: its name is its own; songs that only the manifest lists may share one.
    """

    name: str
    id: str
    digest: str
    place: str
    is_reported: bool


def identified(
    sources: Sequence[SongSource], store: Path, verdicts: Mapping[str, Verdict]
) -> tuple[StoreSong, ...]:
    """The sources, in their order, as songs of a store with such a report (by name).

    Known songs keep their names and ids, so the same sources get the same again.
    """
    entries = read_manifest(store)
    places = [_mark(str(source.path), 8) for source in sources]
    same = _same(sources, places, _known(store, entries, verdicts.values()))
    names = set(verdicts)
    ids = {entry.id.casefold() for entry in entries}
    ids |= {verdict.id.casefold() for verdict in verdicts.values()}
    songs = []
    for source, place, before in zip(sources, places, same, strict=True):
        keeps_name = before is not None and before.is_reported
        name = before.name if before and keeps_name else _free_name(source, names)
        id = before.id if before and before.id else _free_id(name, ids)
        names.add(name)
        ids.add(id.casefold())
        songs.append(StoreSong(source.path, name, id, place))
    return tuple(songs)


def _known(
    store: Path, entries: Sequence[Entry], verdicts: Collection[Verdict]
) -> tuple[_Known, ...]:
    """The songs of the report, then those of the manifest that the report does not name."""
    owners = {entry.id.casefold(): entry.source for entry in entries}
    known = []
    for one in verdicts:
        is_own = owners.setdefault(one.id.casefold(), one.name) == one.name
        known.append(_Known(one.name, one.id if is_own else "", one.digest, one.place, True))
    reported = {(one.id, one.name) for one in verdicts}
    for entry in entries:
        if (entry.id, entry.source) not in reported and (mark := _digest_in(store, entry)):
            known.append(_Known(entry.source, entry.id, mark, "", False))
    return tuple(known)


def _digest_in(store: Path, entry: Entry) -> str:
    """The fingerprint that an example carries, "" for none."""
    try:
        record = json.loads((store / entry.id / ANNOTATION).read_text(encoding="utf-8"))
        return str(record["source"]["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _same(
    sources: Sequence[SongSource], places: Sequence[str], known: Sequence[_Known]
) -> list[_Known | None]:
    """For each source the song that it is, None for a new one; no song is two sources."""
    at = {one.place: one for one in known if one.place}
    same = [at.get(place) for place in places]
    here = set(places)
    left: dict[str, list[_Known]] = defaultdict(list)
    for one in known:
        if one.place not in here:
            left[_last(one.name)].append(one)
    for number, source in enumerate(sources):
        alike = left.get(_last(source.name), [])
        if same[number] is None and alike:
            moved = _moved(source, alike)
            if moved is not None:
                alike.remove(moved)
                same[number] = moved
    return same


def _moved(source: SongSource, alike: Sequence[_Known]) -> _Known | None:
    """The song with the same files; one without files or place has nothing but its name."""
    digests = source_digests(source.path)
    for one in alike:
        if one.digest in digests:
            return one
        if not one.digest and not one.place and one.name == source.name:
            return one
    return None


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _free_name(source: SongSource, taken: Collection[str]) -> str:
    """The source's name, with as many folders before it as tell it from the others."""
    parts = source.path.parts
    shortest = source.name.count("/") + 2
    longer = ("/".join(parts[-length:]) for length in range(shortest, len(parts)))
    names = (source.name, *longer)
    return next((name for name in names if name not in taken), source.path.as_posix())


def _free_id(name: str, taken: Collection[str]) -> str:
    """A name for a folder of a store on any system; ``taken`` holds ids without letter case."""
    stem = re.sub(r"\.(osz|zip|osu|qua|sm|ssc)$", "", _last(name), flags=re.IGNORECASE)
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", stem)[:_ID_LENGTH].strip("-.") or "song"
    if plain.casefold() not in taken and plain != "song" and not is_device_name(plain):
        return plain
    text = name
    while (marked := f"{plain}-{_mark(text, 4)}").casefold() in taken:
        text += "'"
    return marked


def _mark(text: str, size: int) -> str:
    """``size`` bytes of a fingerprint, in hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=size).hexdigest()
