from __future__ import annotations

import numpy as np

from automapper.ear import bare_ears
from automapper.ear.tempo.reading_names import EVIDENCE, EVIDENCE_WITH_NET
from automapper.ear.tempo.readings import Reading
from automapper.ear.tempo.reasons import tempo_reasons


def reading(bpm: float, phase: float, **evidence: float) -> Reading:
    values = np.zeros(len(EVIDENCE))
    for name, value in evidence.items():
        values[EVIDENCE.index(name.replace("_", " "))] = value
    return Reading(bpm / 60, phase, 0.0, values)


def test_the_rival_tempo_and_what_decided_are_named() -> None:
    weights = np.ones(len(EVIDENCE))
    found = [
        reading(140, 0.1, low_beat_over_half=2.0, harmony_by_twos=1.0, pulse=-1.0),
        reading(70, 0.1),
        reading(140, 0.1 + 30 / 140),
    ]
    lines = tempo_reasons(found, [0.6, 0.2, 0.2], weights.tolist())
    assert lines == (
        "140 rather than 70 bpm (80 % sure): bass and kick, where the harmony changes",
        "the beat may lie 214 ms later (20 %)",
    )


def test_a_clear_case_needs_no_second_line() -> None:
    found = [reading(140, 0.1, pulse=1.0), reading(140, 0.2)]
    assert tempo_reasons(found, [0.97, 0.03], bare_ears().weights.readings) == ()


def test_all_evidence_has_a_name_for_musicians() -> None:
    best = Reading(2.0, 0.0, 0.0, np.ones(len(EVIDENCE_WITH_NET)))
    rival = Reading(1.0, 0.0, 0.0, np.zeros(len(EVIDENCE_WITH_NET)))
    weights = np.zeros(len(EVIDENCE_WITH_NET))
    for index in range(len(weights)):
        only = weights.copy()
        only[index] = 1.0
        (line,) = tempo_reasons([best, rival], [0.9, 0.1], only.tolist())
        assert line.startswith("120 rather than 60 bpm (90 % sure): ")
