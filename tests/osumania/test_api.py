from __future__ import annotations

import subprocess
import sys

import pytest

import automapper.osumania as osumania


def test_every_public_name_is_there() -> None:
    for name in osumania.__all__:
        assert getattr(osumania, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        osumania.nonsense  # noqa: B018


def test_names_are_loaded_when_they_are_used() -> None:
    code = (
        "import sys, automapper.osumania as o; assert not any('formats' in m for m in sys.modules"
        " if m.startswith('automapper')); o.read_chart; assert 'rosu_pp_py' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
