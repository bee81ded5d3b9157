"""Signs of a bar line at each beat of a song."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.sound.heard import Heard
from automapper.ear.sound.net_evidence import at_beats

_BEATS_COMPARED = (1, 2, 4)
_WIDE = 4  # beats whose timbre is compared
BAR_SIGNS: tuple[str, ...] = (
    "bass and kick",
    "hats and cymbals",
    "all attacks",
    *(f"harmony over {beats} beats" for beats in _BEATS_COMPARED),
    "timbre over 4 beats",
)
BAR_SIGNS_WITH_NET: tuple[str, ...] = (
    *BAR_SIGNS,
    "net downbeat",
    "net downbeat, faint",
    "net beat",
)
_FAINT, _CLEAR = 0.02, 0.2  # floors under which activations do not differ
# Deviations of the signs over a song below which they say less: hardly any of 120 songs has less.
# Without them the rounding errors of a metronome would be read as bars.
_LEAST = (0.3, 0.3, 0.3, 0.02, 0.012, 0.008, 0.07, 0.3, 0.8, 0.02)


def bar_signs(heard: Heard, beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each sign at each beat (s), mean 0 over the song, shape (signs, beats).

    The deviation over the song is 1, or less where all beats are nearly alike.

    Harmony and timbre change at bar lines, kick drums and crashes stand on them, and a net has
    learned the rest; its signs are there where a net listened.
    """
    gap = np.gradient(beats)
    accents = np.log(heard.accent(beats) + 0.1)
    signs = [accents[:, 0], accents[:, 2], accents[:, 3]]
    signs += [heard.harmony.change(beats, width * gap) for width in _BEATS_COMPARED]
    signs.append(_timbre_change(heard, beats, _WIDE * gap))
    if heard.activations is not None:
        downbeat = at_beats(heard.activations.downbeat, beats)
        signs += [np.log(downbeat + _CLEAR), np.log(downbeat + _FAINT)]
        signs.append(np.log(at_beats(heard.activations.beat, beats) + 0.05))
    return np.stack([_standard(sign, least) for sign, least in zip(signs, _LEAST, strict=False)])


def _timbre_change(
    heard: Heard, beats: NDArray[np.float64], width: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean difference of the band levels in the ``width`` s after and before each beat."""
    level = heard.salience.level
    total = np.concatenate([np.zeros((1, level.shape[1])), np.cumsum(level, axis=0, dtype=float)])
    edges = [
        np.clip(heard.salience.grid.frame(beats + side * width), 0, len(level))
        for side in (-1, 0, 1)
    ]
    means = [
        (total[end] - total[start]) / np.maximum(end - start, 1)[:, None]
        for start, end in ((edges[0], edges[1]), (edges[1], edges[2]))
    ]
    change = np.abs(means[1] - means[0]).mean(axis=1)
    if len(beats) > 4 * _WIDE:
        # Before the first beats, some of which may be counted ahead of the music, and after the
        # last there is nothing to compare with.
        change[: 2 * _WIDE] = change[-_WIDE:] = np.median(change)
    return np.asarray(change)


def _standard(values: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    return np.asarray((values - values.mean()) / max(float(values.std()), least))
