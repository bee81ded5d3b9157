"""Every module has its tests where one looks for them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from source_tree import MODULES, PACKAGE, ROOT, name_of

# Modules without a test file of their own name or family, and where their tests are.
TESTED_ELSEWHERE: dict[str, str] = {
    "audio/read_pcm.py": "audio/test_decode.py writes a file for each codec and fault",
    "beatsaber/generate/compose.py": "test_generate.py beside it and rework/test_reroll.py",
    "beatsaber/rework/convert.py": "cli/beatsaber/test_convert.py",
    "beatsaber/formats/custom_data.py": "formats/test_write.py, between versions",
    "beatsaber/game.py": "contract/test_every_game.py",
    "beatsaber/order.py": "beatsaber/formats/test_write.py: what is written is sorted",
    "beatsaber/formats/wire.py": "formats/test_read.py and test_read_fuzz.py",
    "bms/placement/scene.py": "values without behaviour; test_loop.py beside it places with them",
    "cli/check_run.py": "test_check.py of cli/osumania/ and cli/beatsaber/, through the doors",
    "cli/output_console.py": "cli/test_closed_output.py, through the doors",
    "ear/nets/beat_this.py": "ear/test_sources.py, beside the other sources",
    "ear/nets/beatnet.py": "ear/test_sources.py, beside the other sources",
    "ear/redlines/tempo_mark.py": "a value without behaviour",
    "ear/sound/blocks.py": "ear/test_listen.py, on a long song",
    "files/saving.py": "files/test_package.py",
    "osumania/timing/proofs.py": "cli/osumania/test_timing.py: clicks and picture",
    "generation/onset.py": "a value without behaviour",
}
TESTS = ROOT / "tests"


def mirrors(path: Path) -> list[Path]:
    """The test files that may hold a module's tests: its own, or its family's.

    ``beatsaber/read_v3.py`` belongs to the family of ``read``: test_read_v3.py or test_read.py.
    """
    folder = TESTS / path.parent.relative_to(PACKAGE)
    parts = path.stem.split("_")
    return [folder / f"test_{'_'.join(parts[:n])}.py" for n in range(len(parts), 0, -1)]


@cache
def imported_by_tests(folder: Path) -> frozenset[str]:
    """Modules that the tests in a folder, or in folders inside it, import by name."""
    found: set[str] = set()
    for path in folder.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
    return frozenset(found)


def has_tests(path: Path) -> bool:
    """Whether a module has tests of its name or family, or tests of its folder import it."""
    place = path.relative_to(PACKAGE)
    module = "automapper." + ".".join(place.with_suffix("").parts)
    beside = imported_by_tests(TESTS / place.parent)
    return any(test.is_file() for test in mirrors(path)) or module in beside


@pytest.mark.parametrize("path", [p for p in MODULES if p.name != "__init__.py"], ids=name_of)
def test_a_module_has_tests(path: Path) -> None:
    assert has_tests(path) or name_of(path) in TESTED_ELSEWHERE


@pytest.mark.parametrize("name", TESTED_ELSEWHERE)
def test_an_exception_is_needed(name: str) -> None:
    assert PACKAGE / name in MODULES, "there is no such module"
    assert not has_tests(PACKAGE / name), "has tests where one looks for them"
