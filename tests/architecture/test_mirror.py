"""Every module has its tests where one looks for them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from source_tree import MODULES, PACKAGE, ROOT, name_of

# Modules without a test file of their own name or family, and where their tests are.
TESTED_ELSEWHERE: dict[str, str] = {
    "audio/read_compressed.py": "audio/test_decode.py writes a file for each codec and fault",
    "audio/read_pcm.py": "audio/test_decode.py writes a file for each codec and fault",
    "beatsaber/generate/compose.py": "test_generate.py beside it and rework/test_reroll.py",
    "beatsaber/rework/convert.py": "cli/test_bsa_convert.py",
    "beatsaber/formats/audio_data.py": "formats/test_read.py and test_write.py",
    "beatsaber/formats/custom_data.py": "formats/test_write.py, between versions",
    "beatsaber/game.py": "contract/test_every_game.py",
    "beatsaber/order.py": "beatsaber/formats/test_write.py: what is written is sorted",
    "beatsaber/read.py": "beatsaber/formats/test_read.py",
    "beatsaber/formats/wire.py": "formats/test_read.py and test_read_fuzz.py",
    "beatsaber/write.py": "beatsaber/formats/test_write.py",
    "bms/placement/scene.py": "values without behaviour; test_loop.py beside it places with them",
    "cli/abtest_run.py": "cli/test_bms_abtest.py, through the door",
    "cli/bms_dataset_run.py": "cli/test_bms_dataset.py, through the door",
    "cli/check_run.py": "cli/test_osu_check.py and test_bsa_check.py, through the doors",
    "cli/dataset_run.py": "cli/test_osu_dataset.py, through the door",
    "cli/generate_run.py": "cli/test_bsa_generate.py, through the door",
    "cli/output_console.py": "cli/test_closed_output.py, through the doors",
    "cli/render_run.py": "cli/test_bms_render.py, through the door",
    "cli/timing_run.py": "cli/test_osu_timing.py, through the door",
    "cli/train_bms.py": "cli/test_bms_train.py, through the door",
    "ear/activations.py": "ear/sound/test_net_evidence.py",
    "ear/sound/blocks.py": "ear/test_listen.py, on a long song",
    "ear/ears.py": "ear/test_listen.py: what is heard by default",
    "ear/moving/live.py": "ear/tempo/test_choice.py, on music that drifts",
    "ear/tempo/readings.py": "ear/tempo/test_choice.py: octave and phase",
    "ear/tempo/reading_names.py": "ear/tempo/test_choice.py and ear/test_weights.py",
    "ear/tempo/steadiness.py": "ear/tempo/test_choice.py: profiles",
    "ear/tempo/varying.py": "ear/tempo/test_choice.py, on music with two tempi",
    "files/saving.py": "files/test_package.py",
    "ear/wish.py": "ear/tempo/test_choice.py: what cannot be, and what is believed",
    "osumania/timing/proofs.py": "cli/test_osu_timing.py: clicks and picture",
    "generation/onset_facts.py": "generation/test_rhythm.py: what a planned onset says",
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
def imported_by_tests(room: str) -> frozenset[str]:
    """Modules that the tests of a room import by name."""
    found: set[str] = set()
    for path in (TESTS / room).rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
    return frozenset(found)


def has_tests(path: Path) -> bool:
    room = path.relative_to(PACKAGE).parts[0]
    module = "automapper." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    return any(test.is_file() for test in mirrors(path)) or module in imported_by_tests(room)


@pytest.mark.parametrize("path", [p for p in MODULES if p.name != "__init__.py"], ids=name_of)
def test_a_module_has_tests(path: Path) -> None:
    assert has_tests(path) or name_of(path) in TESTED_ELSEWHERE


def test_the_list_of_exceptions_names_modules() -> None:
    assert set(TESTED_ELSEWHERE) <= {name_of(path) for path in MODULES}
