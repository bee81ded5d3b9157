from __future__ import annotations

import pytest

from automapper.bms.generate.analyse import Analysis, analyse
from automapper.bms.generate.chart import GeneratedChart, make_chart
from automapper.bms.generate.place import Rules, rules_of
from automapper.bms.options import GenerateOptions
from automapper.bms.package import BmsPackage
from automapper.bms.read import read_chart
from render_bms_package import package

OPTIONS = GenerateOptions(intensity=8)


@pytest.fixture(scope="session")
def song() -> Analysis:
    """A rendered song of 40 samples and 16 measures."""
    files = package(40, 16)
    name = "sounds.bms"
    return analyse(BmsPackage(files, ((name, read_chart(files[name], name)),), ()), OPTIONS)


@pytest.fixture(scope="session")
def rules(song: Analysis) -> Rules:
    return rules_of(song, OPTIONS)


@pytest.fixture(scope="session")
def made(song: Analysis, rules: Rules) -> GeneratedChart:
    return make_chart(song, OPTIONS, rules, verify=True)
