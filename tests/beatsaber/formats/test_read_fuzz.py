"""Whatever is done to a level's files, reading gives a level, warnings or a FormatError."""

from __future__ import annotations

import contextlib
import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automapper.beatsaber.formats.editor_tempo import editor_bpm_changes
from automapper.beatsaber.read import read_level
from automapper.beatsaber.tempo import level_tempo
from automapper.beatsaber.write import VERSIONS, write_level
from automapper.errors import FormatError
from beatsaber.sample import sample_level

FILES = {version: write_level(sample_level(), version)[0] for version in VERSIONS}
ODD = [
    None, True, False, 0, -1, 3, 0.5, -0.0, 1e9, 1e308, 2**70, "", "x", "1", [], {}, [[]], [None],
    {"a": []}, float("nan"), float("inf"), "\ud800", "../../x", [1, 2], {"b": {"c": [{}]}},
]  # fmt: skip


def survives(files: dict[str, bytes]) -> None:
    """Reads; what could be read can also be played and written in every version."""
    with contextlib.suppress(FormatError):
        level, warnings = read_level(files)
        assert all("\n" not in line for line in warnings)
        for chart in level.charts:
            level_tempo(level, chart).seconds(4)
            editor_bpm_changes(chart)
        for version in VERSIONS:
            written, _ = write_level(level, version)
            again, faults = read_level(written)
            assert faults == []
            assert write_level(again, version)[0] == written


@pytest.mark.parametrize("version", VERSIONS)
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_changed_bytes(version: int, data: st.DataObject) -> None:
    files = dict(FILES[version])
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 3))
        content[start : start + length] = data.draw(st.binary(max_size=3))
    files[name] = bytes(content)
    survives(files)


def spots(tree: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a tree."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
    found = []
    for key, value in list(pairs):
        found.append((tree, key))
        if isinstance(value, dict | list):
            found += spots(value)
    return found


@pytest.mark.parametrize("version", VERSIONS)
@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_changed_trees(version: int, data: st.DataObject) -> None:
    files = dict(FILES[version])
    name = data.draw(st.sampled_from(sorted(files)))
    tree = json.loads(files[name])
    for _ in range(data.draw(st.integers(1, 3))):
        places = spots(tree)
        container, key = places[data.draw(st.integers(0, len(places) - 1))]
        if data.draw(st.booleans()):
            container[key] = deepcopy(data.draw(st.sampled_from(ODD)))
        elif isinstance(container, dict):
            del container[key]
            container["odd"] = deepcopy(data.draw(st.sampled_from(ODD)))
    files[name] = json.dumps(tree).encode()
    survives(files)


@given(data=st.binary(max_size=40), version=st.sampled_from(VERSIONS))
@settings(max_examples=15, deadline=None)
def test_any_bytes_as_a_file(data: bytes, version: int) -> None:
    for name in FILES[version]:
        survives(FILES[version] | {name: data})


@pytest.mark.parametrize("depth", [50, 500, 900, 990, 5000])
def test_deep_nesting_is_no_crash(depth: int) -> None:
    deep = b'{"_mine":' + b"[" * depth + b"]" * depth + b"}"
    tree = FILES[3]["ExpertStandard.dat"].removesuffix(b"}") + b',"deep":' + deep + b"}"
    survives(FILES[3] | {"ExpertStandard.dat": tree})
    info = FILES[3]["Info.dat"].removesuffix(b"}") + b',"deep":' + deep + b"}"
    survives(FILES[3] | {"Info.dat": info})
    note = FILES[3]["EasyOneSaber.dat"].replace(b'"b":4', b'"b":4,"deep":' + deep, 1)
    survives(FILES[3] | {"EasyOneSaber.dat": note})
