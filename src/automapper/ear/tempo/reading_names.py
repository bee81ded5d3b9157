"""Names of the evidence for a reading, in the order in which it is gathered."""

from __future__ import annotations

from automapper.ear.sound.net_evidence import NET_EVIDENCE
from automapper.ear.sound.repetition import REPETITION_EVIDENCE

_REGISTERS = ("low", "middle", "high", "all")

EVIDENCE: tuple[str, ...] = (
    "octaves",
    "octaves squared",
    "fast squared",
    *(
        f"{register} {contrast}"
        for register in _REGISTERS
        for contrast in ("beat over half", "beat over quarters", "half over quarters")
    ),
    *(f"{register} by {n}" for register in _REGISTERS for n in ("twos", "fours")),
    "harmony beat over half",
    "harmony beat over quarters",
    "harmony half over quarters",
    "harmony by twos",
    "harmony by fours",
    "pulse",
    "pulse twice",
    "pulse four times",
    "pulse half",
    "pulse three times",
    *REPETITION_EVIDENCE,
)

EVIDENCE_WITH_NET: tuple[str, ...] = (*EVIDENCE, *NET_EVIDENCE)
