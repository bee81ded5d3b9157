"""What each section does in its song, where that can be told."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.form.structure import Span
from automapper.ear.pulse import SectionName

# Ranks of energy over the song's bars.
_CALM, _LOUD = 0.35, 0.55
_DROP_RISE = 0.35
_MAX_END = 0.2  # an intro or outro holds at most this share of the song
_BASS_GONE = 0.5  # of the song's median low-register accents


def name_sections(
    spans: tuple[Span, ...], energy: NDArray[np.float64], bass: NDArray[np.float64]
) -> tuple[SectionName, ...]:
    """A name per span; ``energy`` (0-1) and ``bass`` (low accents, median 1) are per bar.

    The most energetic label that returns is the chorus, other returning ones are verses; calm
    stretches inside are breaks, and what bursts out of one is a drop.
    """
    loud = [float(energy[span.first : span.last].mean()) for span in spans]
    low = [float(bass[span.first : span.last].mean()) for span in spans]
    chorus = _chorus(spans, loud)
    bars = spans[-1].last if spans else 0
    names: list[SectionName] = []
    for i, span in enumerate(spans):
        calm = loud[i] < _CALM or (low[i] < _BASS_GONE and loud[i] < 0.5)
        short = span.last - span.first <= max(4.0, _MAX_END * bars)
        neighbours = loud[i + 1] if i + 1 < len(spans) else 0.0
        if i == 0 and len(spans) > 2 and short and loud[i] < neighbours:
            names.append(SectionName.INTRO)
        elif i == len(spans) - 1 and len(spans) > 2 and short and loud[i] < loud[i - 1]:
            names.append(SectionName.OUTRO)
        elif calm and span.label != chorus:
            names.append(SectionName.BREAK if i > 0 else SectionName.OTHER)
        elif i > 1 and names[-1] is SectionName.BREAK and loud[i] - loud[i - 1] >= _DROP_RISE:
            # A song with a chorus bursts into it; without one it drops.
            names.append(SectionName.CHORUS if span.label == chorus else SectionName.DROP)
        elif span.label == chorus:
            names.append(SectionName.CHORUS)
        elif _returns(spans, span.label) or (chorus and loud[i] < _LOUD):
            names.append(SectionName.VERSE)
        else:
            names.append(SectionName.OTHER)
    return tuple(names)


def _chorus(spans: tuple[Span, ...], loud: list[float]) -> str:
    """Label of the loudest section that returns and stands out of the calm, or ""."""
    best, label = _LOUD, ""
    for name in dict.fromkeys(span.label for span in spans):
        own = [loud[i] for i, span in enumerate(spans) if span.label == name]
        if len(own) > 1 and float(np.mean(own)) > best:
            best, label = float(np.mean(own)), name
    return label


def _returns(spans: tuple[Span, ...], label: str) -> bool:
    return sum(span.label == label for span in spans) > 1
