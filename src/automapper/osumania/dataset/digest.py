"""A fingerprint of a song's files, by which a run knows what it has done."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from automapper.errors import AutomapperError
from automapper.osumania.song_sources import read_files

# Of what is made, the newest first; a new one makes every song anew.
VERSIONS = ("2", "1")


def digest(files: Mapping[str, bytes], version: str = VERSIONS[0]) -> str:
    """A fingerprint of files and of the version of what is made of them, 32 hexadecimal digits."""
    whole = hashlib.blake2b(digest_size=16)
    whole.update(f"{version}\0".encode())
    for name in sorted(files):
        whole.update(hashlib.blake2b(name.encode("utf-8")).digest())
        whole.update(hashlib.blake2b(files[name]).digest())
    return whole.hexdigest()


def source_digests(path: Path) -> tuple[str, ...]:
    """The fingerprints of the song at a path in all versions; () for what cannot be read."""
    try:
        files = read_files(path)
    except AutomapperError:
        return ()
    return tuple(digest(files, version) for version in VERSIONS)
