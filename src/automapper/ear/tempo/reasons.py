"""Why one reading of a song was taken and not another, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from automapper.ear.tempo.answer import same_tempo
from automapper.ear.tempo.reading_names import EVIDENCE_WITH_NET
from automapper.ear.tempo.readings import Reading

# First words of the evidence's names, and what a musician would call them together.
_FAMILIES = {
    "octaves": "a usual tempo",
    "fast": "a usual tempo",
    "low": "bass and kick",
    "middle": "snare and voices",
    "high": "hats and cymbals",
    "all": "all attacks together",
    "harmony": "where the harmony changes",
    "pulse": "how the beat divides",
    "repeated": "what comes back after whole phrases",
    "net": "the beat net",
}
_NAMED = 2  # how many of them are worth a line
_WORTH_SAYING = 0.1  # share of the evidence from which another phase is a real alternative


def tempo_reasons(
    found: Sequence[Reading], odds: Sequence[float], weights: Sequence[float]
) -> tuple[str, ...]:
    """What spoke for the best of ``found`` (best first, with shares 0-1) against its rivals.

    One line for the next tempo, with the evidence that decided, and one for another beat phase of
    the same tempo where that is a real alternative.
    """
    best = found[0]
    lines = []
    rival = next((r for r in found if not same_tempo(r.bpm, best.bpm)), None)
    if rival is not None:
        same = sum(o for r, o in zip(found, odds, strict=True) if same_tempo(r.bpm, best.bpm))
        names = _decisive(best, rival, weights)
        lines.append(
            f"{best.bpm:.5g} rather than {rival.bpm:.5g} bpm ({100 * same:.0f} % sure)"
            + (f": {', '.join(names)}" if names else "")
        )
    for other, share in list(zip(found, odds, strict=True))[1:]:
        if same_tempo(other.bpm, best.bpm) and share > _WORTH_SAYING:
            later = 1000.0 * ((other.phase - best.phase) % (1.0 / best.hz))
            lines.append(f"the beat may lie {later:.0f} ms later ({100 * share:.0f} %)")
            break
    return tuple(lines)


def _decisive(best: Reading, rival: Reading, weights: Sequence[float]) -> list[str]:
    """The families of evidence that spoke most for ``best``."""
    gain = (best.evidence - rival.evidence) * np.array(weights)
    total = dict.fromkeys(_FAMILIES.values(), 0.0)
    for name, value in zip(EVIDENCE_WITH_NET, gain.tolist(), strict=False):  # without a net: fewer
        total[_FAMILIES[name.split()[0]]] += value
    ranked = sorted(total.items(), key=lambda item: -item[1])
    return [name for name, value in ranked[:_NAMED] if value > 0.1]
