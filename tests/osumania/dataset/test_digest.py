from __future__ import annotations

from pathlib import Path

from automapper.osumania.dataset.digest import digest, source_digests


def test_a_digest_covers_names_contents_and_version() -> None:
    marks = {
        digest({"a": b"b"}, "1"),
        digest({"a": b"c"}, "1"),
        digest({"b": b"b"}, "1"),
        digest({"a": b"b"}, "2"),
        digest({"a": b"b", "c": b""}, "1"),
    }
    assert len(marks) == 5
    assert digest({"a": b"b", "c": b"d"}) == digest({"c": b"d", "a": b"b"})


def test_a_song_has_a_digest_in_every_version(tmp_path: Path) -> None:
    (tmp_path / "a.sm").write_bytes(b"x")
    files = {"a.sm": b"x"}
    assert source_digests(tmp_path) == (digest(files), digest(files, "1"))
    (tmp_path / "a.osz").write_bytes(b"PK no")
    assert source_digests(tmp_path / "a.osz") == ()
