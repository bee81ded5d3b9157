"""What a test may be made of."""

from __future__ import annotations

import pytest

from automapper.bms.render.listening.options import ListeningOptions
from automapper.errors import ConfigError


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"segments": 0}, "1-200 segments"),
        ({"segments": 201}, "1-200 segments"),
        ({"seconds": 1.0}, "2-120 s"),
        ({"seconds": float("nan")}, "2-120 s"),
        ({"background_db": -1.0}, "0-60 dB"),
    ],
)
def test_options_out_of_range_are_refused(words: dict[str, float], reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        ListeningOptions(**words)  # type: ignore[arg-type]
