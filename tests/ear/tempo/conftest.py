from __future__ import annotations

import pytest

from automapper.ear.sound.heard import Heard, measure
from render import band, steady_beats, stepped_beats


@pytest.fixture(scope="session")
def steady() -> Heard:
    return measure(band(steady_beats(128.37, 0.743, 40.0)).waveform)


@pytest.fixture(scope="session")
def stepped() -> Heard:
    return measure(band(stepped_beats([(120, 48), (150, 60)], 0.5)).waveform)
