"""Weights of the evidence for a reading, fitted by ``benchmarks/ear_readings_fit.py``."""

from __future__ import annotations

from automapper.ear.net_evidence import NET_EVIDENCE

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
)

EVIDENCE_WITH_NET: tuple[str, ...] = (*EVIDENCE, *NET_EVIDENCE)

WEIGHTS: tuple[float, ...] = (
    -0.2235,
    -1.5502,
    -3.3268,
    0.924,
    0.7624,
    0.2877,
    0.8959,
    0.3058,
    -0.1704,
    -0.3535,
    0.1294,
    0.3267,
    0.2902,
    0.2921,
    0.1518,
    -0.6722,
    -0.6109,
    -0.3423,
    0.3678,
    -0.1182,
    -0.083,
    0.399,
    -0.3966,
    0.7091,
    5.0249,
    2.9595,
    2.4331,
    1.5973,
    0.3882,
    0.5403,
    0.6021,
    -0.3762,
    -0.0822,
)
