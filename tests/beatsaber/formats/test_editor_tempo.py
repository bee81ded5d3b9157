from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from automapper.beatsaber.formats.editor_tempo import editor_bpm_changes
from automapper.beatsaber.model import BpmEvent, Extra
from beatsaber.sample import sample_level


@pytest.mark.parametrize(
    "extra",
    [
        Extra(2, '{"_BPMChanges":[{"_BPM":90,"_time":8},{"_BPM":0,"_time":9}]}'),
        Extra(2, '{"_customData":{"_BPMChanges":[{"_BPM":90,"_time":8},null]}}'),
        Extra(2, '{"_customData":{"_bpmChanges":[{"_bpm":90,"_time":8}]}}'),
        Extra(3, '{"customData":{"BPMChanges":[{"b":8,"m":90}]}}'),
    ],
)
def test_changes_of_the_editor_are_told_apart(extra: Extra) -> None:
    chart = replace(sample_level().charts[0], extra=extra)
    assert editor_bpm_changes(chart) == (BpmEvent(Fraction(8), 90.0),)
