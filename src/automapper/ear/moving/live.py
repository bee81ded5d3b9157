"""Beats of a song whose tempo moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.ear.activations import Activations
from automapper.ear.moving.beat_evidence import evidence
from automapper.ear.moving.beat_path import beat_path
from automapper.ear.moving.counting import even_count
from automapper.ear.moving.settling import settle, strengths
from automapper.ear.sound.net_evidence import at_beats
from automapper.ear.sound.novelty import Novelty

_SHORTEST_S = 2.0
_CLOSEST_S = 0.1  # between two beats
_FEWEST = 32  # beats of a song whose ends are judged
_END = 12  # beats that are left out at an end, at most
# Without a tenth of the usual attack nothing tells where a beat lies. Where music breaks off there
# may be one that means no beat: a gap, as many beats in a row, reaches from a full one to the next.
_HEARD, _FULL, _GAP = 0.1, 0.5, 8
_NET_HEARD = 0.3  # probability of a beat that a net hears without an attack


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """``beats`` in s, increasing, the first and the last heard as a rule.

    ``gaps``: (last beat heard, next beat heard) around every 8 or more that are not, by index.
    """

    beats: NDArray[np.float64]
    gaps: tuple[tuple[int, int], ...] = ()


def follow(
    curve: Novelty,
    activations: Activations | None = None,
    span: tuple[float, float] | None = None,
) -> Followed:
    """The beats of a song with a moving tempo, within ``span`` (bpm); none for very short songs.

    The likeliest path of tempo and phase under what a net and the attacks say, then each beat on
    the attack it means, as smooth as the playing is. Beats before and after the music are left out.
    """
    if curve.seconds < _SHORTEST_S:
        return Followed(np.zeros(0))
    known = evidence(curve, activations)
    rough = beat_path(known if span is None else known.within(*span))
    if activations is not None:
        rough = even_count(rough, activations)
    beats = _apart(settle(curve, rough))
    if len(beats) < _FEWEST:
        return Followed(beats)
    strong = strengths(curve, beats)
    heard = strong >= _HEARD
    first, last = (int(np.append(end[:_END], True).argmax()) for end in (heard, heard[::-1]))
    kept = slice(first, len(beats) - last)
    if activations is not None:
        heard |= at_beats(activations.beat, beats) >= _NET_HEARD
    return Followed(beats[kept], _gaps(strong[kept], heard[kept]))


def _gaps(strong: NDArray[np.float64], heard: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """(last full beat, next full beat) around every long run of beats that are not heard."""
    known, full = np.flatnonzero(heard), np.flatnonzero(strong >= _FULL)
    gaps: list[tuple[int, int]] = []
    for i in np.flatnonzero(np.diff(known) > _GAP):
        before = full[full <= known[i]]
        after = full[full >= known[i + 1]]
        if len(before) and len(after) and (not gaps or before[-1] >= gaps[-1][1]):
            gaps.append((int(before[-1]), int(after[0])))
    return tuple(gaps)


def _apart(beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """The beats without those that come too soon after the last one kept, or before it."""
    kept: list[float] = []
    for beat in beats.tolist():
        if not kept or beat - kept[-1] > _CLOSEST_S:
            kept.append(beat)
    return np.array(kept)
