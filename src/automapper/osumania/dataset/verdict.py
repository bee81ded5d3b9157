"""What became of a song and of each of its charts: the lines of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KEPT, DROPPED, FAILED = "kept", "dropped", "failed"


@dataclass(frozen=True, slots=True)
class ChartVerdict:
    """One chart, by its ``file`` and ``version`` (difficulty). ``why`` is "" where it is kept.

    ``human``/``ear``: share of notes within 10 ms of a 1/3 or 1/4 line of each grid. Numbers are
    None where unmeasured.
    """

    file: str
    version: str
    state: str
    why: str = ""
    notes: int | None = None
    shift_ms: float | None = None
    sharpness: float | None = None
    drift_ms: float | None = None
    human: float | None = None
    ear: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One song. ``why`` is "" for a kept one; ``digest`` is the fingerprint of its files.

    ``place`` is the fingerprint of where they lie, "" in reports of earlier versions.
    ``state``: kept (a chart at least), dropped (no chart fits, or there is none) or failed (files
    that cannot be read).
    """

    name: str
    id: str
    state: str
    why: str
    digest: str
    charts: tuple[ChartVerdict, ...] = ()
    place: str = ""

    @property
    def first(self) -> ChartVerdict | None:
        """The chart that gives the song its beats, None where none does."""
        return next((chart for chart in self.charts if chart.state == KEPT), None)


def song_verdict(name: str, id: str, digest: str, charts: Sequence[ChartVerdict]) -> Verdict:
    """The verdict on a song whose charts, one at least, were judged; the fullest comes first."""
    if any(chart.state == KEPT for chart in charts):
        return Verdict(name, id, KEPT, "", digest, tuple(charts))
    return Verdict(name, id, DROPPED, charts[0].why, digest, tuple(charts))
