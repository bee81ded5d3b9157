"""What the cache keeps, and what it does not believe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from automapper.bms.keysounds import cache
from automapper.bms.keysounds.cache import (
    cache_folder,
    content_name,
    load_features,
    save_features,
)
from automapper.bms.keysounds.features import SoundFeatures
from automapper.bms.keysounds.measure import measure
from bms.keysounds.tones import stroke, waveform

CONTENT = content_name(b"sound")


@pytest.fixture
def features() -> SoundFeatures:
    return measure(waveform(stroke(440.0)), CONTENT)


def entry(folder: Path) -> Path:
    (path,) = (item for item in folder.rglob("*") if item.is_file())
    return path


def test_what_was_kept_comes_back(tmp_path: Path, features: SoundFeatures) -> None:
    assert load_features(tmp_path, CONTENT) is None
    assert save_features(tmp_path, features) == ""
    assert load_features(tmp_path, CONTENT) == features
    assert load_features(tmp_path, content_name(b"another")) is None
    assert save_features(tmp_path, features) == ""  # again: what concurrent runs do
    assert entry(tmp_path).name == f"{CONTENT}.json"


def changed(record: dict[str, object], **values: object) -> bytes:
    return json.dumps({**record, **values}).encode()


def test_entries_that_are_not_ours_are_ignored(tmp_path: Path, features: SoundFeatures) -> None:
    save_features(tmp_path, features)
    path = entry(tmp_path)
    good = json.loads(path.read_bytes())
    numbers = good["features"]
    for bad in (
        b"",
        b"{",
        b"null",
        b"[1]",
        b"\xff\xfe",
        b"[" * 4000,
        path.read_bytes()[:-9],
        path.read_bytes() + b" " * 5000 + b"x",
        changed(good, format="another"),
        changed(good, version=0),
        changed(good, content=content_name(b"other")),
        changed(good, features=None),
        changed(good, features={**numbers, "rms": "1"}),
        changed(good, features={**numbers, "rms": True}),
        changed(good, features={**numbers, "rms": -1}),
        changed(good, features={**numbers, "rms": float("nan")}),
        changed(good, features={**numbers, "rms": float("inf")}),
        changed(good, features={**numbers, "rms": 10**400}),
        changed(good, features={name: v for name, v in numbers.items() if name != "peak"}),
    ):
        path.write_bytes(bad)
        assert load_features(tmp_path, CONTENT) is None, bad[:80]
    assert save_features(tmp_path, features) == ""
    assert load_features(tmp_path, CONTENT) == features


def test_a_new_definition_does_not_read_old_measures(
    tmp_path: Path, features: SoundFeatures, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_features(tmp_path, features)
    monkeypatch.setattr(cache, "MEASURE_VERSION", 99)
    assert load_features(tmp_path, CONTENT) is None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, features: SoundFeatures) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    assert "cannot be written" in save_features(file, features)


def test_where_the_cache_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOMAPPER_CACHE", str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine"
    monkeypatch.delenv("AUTOMAPPER_CACHE")
    for platform, variable in (("linux", "XDG_CACHE_HOME"), ("win32", "LOCALAPPDATA")):
        monkeypatch.setattr(cache.sys, "platform", platform)
        monkeypatch.setenv(variable, str(tmp_path))
        assert cache_folder() == tmp_path / "automapper"
    monkeypatch.setattr(cache.sys, "platform", "darwin")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert cache_folder() == tmp_path / "Library" / "Caches" / "automapper"
    monkeypatch.setattr(cache.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert cache_folder() == tmp_path / ".cache" / "automapper"


def test_without_a_home_there_is_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("AUTOMAPPER_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(cache.sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None
