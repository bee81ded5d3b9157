"""What a beat net says for or against a count of beats."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from automapper.ear.activations import (
    NET_GRID,
    TEMPO_CLASSES,
    TEMPO_FRAMES,
    TEMPO_LOWEST,
    TEMPO_PER_OCTAVE,
    Activations,
)
from automapper.ear.sound.periodicity import tempo_prior

NET_EVIDENCE: tuple[str, ...] = (
    "net on beats",
    "net on halves",
    "net on quarters",
    "net on thirds",
    "net by twos",
    "net by fours",
    "net explained",
    "net downbeats",
    "net tempo",
    "net tempo share",
    "net tempo share squared",
)
_METERS = (2, 3, 4, 5, 7)
_REACH = 2  # frames of 20 ms within which an activation counts for a moment
_FLOOR, _TEMPO_FLOOR = 0.01, 0.05


def net_evidence(
    heard: Activations, beats: NDArray[np.float64], gaps: NDArray[np.float64]
) -> list[float]:
    """A number per name in :data:`NET_EVIDENCE` for beats at these times (s, ``gaps`` s apart).

    Means of the activation as logs; "by" numbers say how unlike the beats of a group are.
    """
    near = _widest(heard.beat)
    on = [_mean(near, beats + part * gaps) for part in (0.0, 0.5, 0.25, 0.75, 1 / 3, 2 / 3)]
    values = [_log(on[0]), _log(on[1]), _log(0.5 * (on[2] + on[3])), _log(0.5 * (on[4] + on[5]))]
    values += [_spread(near, beats, 2), _spread(near, beats, 4)]
    values.append(_log(_explained(heard.beat, beats)))
    down = _widest(heard.downbeat)
    # In whichever metre they stand out: a song in three is none the worse for it.
    values.append(max(_spread(down, beats, meter) for meter in _METERS))
    share = tempo_share(heard, beats, 60.0 / gaps)
    # The log says which tempo the net rules out, the shares how sure it is of one.
    values.append(float(np.log(share + _TEMPO_FLOOR).mean()))
    return [*values, float(share.mean()), float((share**2).mean())]


def tempo_share(heard: Activations, times: ArrayLike, bpm: ArrayLike) -> NDArray[np.float64]:
    """How much 0-1 of what a net thinks of the tempo at ``times`` (s) is for ``bpm``.

    A tempo a twelfth of an octave off counts half, one two twelfths off nothing. 0 for all where
    the net says nothing of it.
    """
    times, bpm = np.broadcast_arrays(np.asarray(times, np.float64), np.asarray(bpm, np.float64))
    if heard.tempo is None:
        return np.zeros(times.shape)
    row = np.clip(NET_GRID.frame(times) // TEMPO_FRAMES, 0, len(heard.tempo) - 1)
    place = TEMPO_PER_OCTAVE * np.log2(bpm / TEMPO_LOWEST)
    total = np.zeros(times.shape)
    for near in range(-1, 3):
        number = np.floor(place).astype(np.int64) + near
        known = heard.tempo[row, np.clip(number, 0, TEMPO_CLASSES - 1)]
        share = np.maximum(1.0 - np.abs(number - place) / 2, 0.0)
        total += np.where((number >= 0) & (number < TEMPO_CLASSES), share * known, 0.0)
    return total


def net_pulse(heard: Activations) -> float:
    """The frequency (Hz), or a multiple, at which the net hears beats; 0 where it hears none."""
    curve = heard.beat - heard.beat.mean()
    size = 4 * len(curve)
    magnitude = np.abs(np.fft.rfft(curve, size))
    hz = np.arange(len(magnitude)) * NET_GRID.fps / size
    inside = (hz >= 50 / 60) & (hz < 5.0)
    strength = magnitude[inside] * tempo_prior(60.0 * hz[inside])
    if not len(strength) or float(strength.max()) < 1e-6 * max(float(heard.beat.sum()), 1.0):
        return 0.0
    return float(hz[inside][int(strength.argmax())])


def net_phase(heard: Activations, period: float) -> float:
    """Where in a period (s) the net hears most beats, 0-1."""
    turns = np.arange(len(heard.beat)) / NET_GRID.fps / period
    vector = (heard.beat * np.exp(2j * np.pi * turns)).sum()
    return float(np.angle(vector) / (2 * np.pi)) % 1.0


def at_beats(values: NDArray[np.float32], beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """The activation near each beat (s), less for what lies farther off, shape (beats,)."""
    near = _widest(values)
    return near[_frames(near, beats)]


def _widest(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Each frame the maximum of its surroundings, less for what lies farther off."""
    out = values.astype(np.float64)
    for step in range(1, _REACH + 1):
        share = 1.0 - step / (_REACH + 1)
        out[step:] = np.maximum(out[step:], share * values[:-step])
        out[:-step] = np.maximum(out[:-step], share * values[step:])
    return out


def _mean(values: NDArray[np.float64], times: NDArray[np.float64]) -> float:
    return float(values[_frames(values, times)].mean())


def _frames(values: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.clip(NET_GRID.frame(times), 0, len(values) - 1)


def _spread(values: NDArray[np.float64], beats: NDArray[np.float64], group: int) -> float:
    """How much the strongest place of a group stands out from the mean of all, as a log."""
    found = values[_frames(values, beats)]
    places = [float(found[place::group].mean()) for place in range(min(group, len(found)))]
    return _log(max(places)) - _log(float(np.mean(places)))


def _explained(values: NDArray[np.float32], beats: NDArray[np.float64]) -> float:
    """Share of all activation that lies within a frame of a beat."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    middle = np.clip(NET_GRID.frame(beats), 0, len(values) - 1)
    first, last = np.maximum(middle - 1, 0), np.minimum(middle + 2, len(values))
    return float((total[last] - total[first]).sum() / max(float(total[-1]), 1e-6))


def _log(value: float) -> float:
    return float(np.log(value + _FLOOR))
