from __future__ import annotations

import pytest

from automapper.bms.options import MAX_SEED, GenerateOptions
from automapper.errors import ConfigError


def test_defaults_are_the_level_that_the_method_was_calibrated_at() -> None:
    options = GenerateOptions()
    assert (options.intensity, options.scratch, options.seed) == (5, 5, 42)


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"intensity": 0}, "--intensity is a level from 1 to 20, not 0"),
        ({"scratch": 21}, "--scratch is a level from 1 to 20, not 21"),
        ({"seed": -1}, "--seed is a whole number"),
        ({"seed": MAX_SEED + 1}, "--seed is a whole number"),
    ],
)
def test_numbers_out_of_range_are_refused(words: dict[str, int], match: str) -> None:
    with pytest.raises(ConfigError, match=match):
        GenerateOptions(**words)  # type: ignore[arg-type]
