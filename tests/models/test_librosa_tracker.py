"""The baseline without the extra that brings it; ear/evaluation tests its beats."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.errors import ConfigError
from automapper.models.librosa_tracker import track


def test_a_light_install_is_told_what_to_get(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "librosa", None)  # as if it were not installed
    with pytest.raises(ConfigError, match=r'"\.\[train\]" in the checkout'):
        track(Waveform(np.zeros((1, 22050), np.float32), 22050))
