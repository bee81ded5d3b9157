"""The tempo of a song whose parts keep to a tempo each: steps, cuts and pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from automapper.ear.pulse import Confidences, TempoCandidate
from automapper.ear.sound.periodicity import refine, spectrum, together
from automapper.ear.tempo.answer import Tempo, alternatives, odds, of_readings, same_tempo
from automapper.ear.tempo.counts import whole_beats
from automapper.ear.tempo.parts import Part
from automapper.ear.tempo.question import Question
from automapper.ear.tempo.readings import RATIOS, Reading
from automapper.ear.tempo.runs import Run, border, continued, joined, rested
from automapper.ear.tempo.steady import in_octave, rounded, steady_tempi
from automapper.timing import TempoMap

_FEWEST = 12  # beats of a part
_CONSIDERED = 12  # readings of a part
_OCTAVE = 4.0  # log odds that an octave between two neighbours costs
_AS_FOLLOWED, _NEAR_S = 3.0, 0.04  # log odds of beats that lie where the song was followed, s
_TOLD = 8  # tempi that are named


def piecewise_tempo(ask: Question, parts: Sequence[Part], tracked: TempoMap | None) -> Tempo | None:
    """The song counted part by part, None where all parts are too short to be counted.

    ``tracked``: the song as it is followed.
    """
    if not parts:
        return None
    beats = np.zeros(0)
    if tracked is not None:
        beats = tracked.seconds_array(np.array(whole_beats(tracked, ask.heard.duration)))
    cases = _chosen([(part, _readings(ask, part)) for part in parts], beats)
    if ask.wish.octave != "auto":
        cases = [replace(case, told=_in_octave(ask, case.part, case.heard)) for case in cases]
    cases = [case for case in cases if case.beats >= _FEWEST]
    if not cases:
        return None
    heard = [Run(case.part, case.told.hz, case.told.phase) for case in cases]
    runs = continued(_one_tempo(ask, heard))
    steady = all(same_tempo(run.hz, runs[0].hz) for run in runs)
    return Tempo(
        joined(runs),
        "steady" if steady else "live",
        min((case.confidences for case in cases), key=lambda sure: sure.pulse),
        (*ask.wish.reasons, *_reasons(runs, steady=steady)),
        _alternatives(cases),
        tuple(after.time(border(before, after)[1]) for before, after in pairwise(runs)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A part with the reading that was ``heard``, its rivals among all that were ``found``.

    ``told`` is the same in the wished octave.
    """

    part: Part
    found: Sequence[Reading]
    heard: Reading
    told: Reading

    @property
    def beats(self) -> float:
        return (self.part.end - self.part.start) * self.told.hz

    @property
    def confidences(self) -> Confidences:
        """How sure the reading is among all that were found."""
        shares = odds([other.score for other in self.found])
        index = [other is self.heard for other in self.found].index(True)
        return of_readings([other.hz for other in self.found], shares, index)


def _chosen(
    asked: Sequence[tuple[Part, list[Reading]]], tracked: NDArray[np.float64]
) -> list[_Case]:
    """The reading of each part, such that neighbours are counted alike."""
    found = [
        sorted(
            (_as_followed(reading, part, tracked) for reading in own),
            key=lambda pair: (-pair[1], pair[0].hz),
        )[:_CONSIDERED]
        for part, own in asked
    ]
    return [
        _Case(part, own, one, one) for (part, own), one in zip(asked, _together(found), strict=True)
    ]


def _about(ask: Question, part: Part) -> tuple[Question, float]:
    """What is asked, of a part alone, and when its time begins, s."""
    heard, begin = ask.heard.excerpt(part.start, part.end)
    return replace(ask, heard=heard, shape=spectrum(heard.novelty)), begin


def _readings(ask: Question, part: Part) -> list[Reading]:
    """The readings of a part, best first, in the time of the song."""
    own, begin = _about(ask, part)
    found = own.readings(steady_tempi(own, part.hz), None)
    return [_later(reading, begin) for reading in found]


def _in_octave(ask: Question, part: Part, reading: Reading) -> Reading:
    own, begin = _about(ask, part)
    return _later(in_octave(own, _later(reading, -begin)), begin)


def _later(reading: Reading, seconds: float) -> Reading:
    return replace(reading, phase=(reading.phase + seconds) % (1.0 / reading.hz))


def _as_followed(
    reading: Reading, part: Part, tracked: NDArray[np.float64]
) -> tuple[Reading, float]:
    """A reading with its log odds, higher where the song was followed beat by beat like that."""
    near = tracked[slice(*np.searchsorted(tracked, (part.start, part.end)))]
    first, last = ((time - reading.phase) * reading.hz for time in (part.start, part.end))
    beats = reading.phase + np.arange(ceil(first), ceil(last)) / reading.hz
    return reading, reading.score + _AS_FOLLOWED * _common(beats, near)


def _common(beats: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    """F measure 0-1 of two lists of beats."""
    if not len(beats) or not len(others):
        return 0.0
    place = np.clip(np.searchsorted(others, beats), 1, max(len(others) - 1, 1))
    off = np.minimum(np.abs(beats - others[place - 1]), np.abs(beats - others[place % len(others)]))
    return float(2 * (off < _NEAR_S).sum() / (len(beats) + len(others)))


def _together(found: Sequence[Sequence[tuple[Reading, float]]]) -> list[Reading]:
    """A reading of each part, of readings with their log odds: neighbours are counted alike."""
    total = np.array([score for _, score in found[0]])
    came = []
    for before, after in pairwise(found):
        ratio = np.divide.outer([r.hz for r, _ in after], [r.hz for r, _ in before])
        way = total[None, :] - _OCTAVE * np.abs(np.log2(ratio))
        came.append(way.argmax(axis=1))
        total = np.array([score for _, score in after]) + way.max(axis=1)
    path = [int(total.argmax())]
    for back in came[::-1]:
        path.append(int(back[path[-1]]))
    return [own[i][0] for own, i in zip(found, path[::-1], strict=True)]


def _one_tempo(ask: Question, runs: Sequence[Run]) -> list[Run]:
    """Runs whose tempi differ by no more than is misheard have one, heard from all of them."""
    out = list(runs)
    plain = replace(ask, wish=replace(ask.wish, octave="auto"))  # runs are in their octave
    left = set(range(len(runs)))
    while left:
        known = runs[min(left)]
        own = [i for i in sorted(left) if same_tempo(runs[i].hz, known.hz)]
        left -= set(own)
        if len(own) == 1:
            continue
        curves = [ask.heard.novelty.between(runs[i].part.start, runs[i].part.end) for i in own]
        shape = together([spectrum(curve) for curve in curves])
        hz = rounded(replace(plain, shape=shape), refine(shape, known.hz, span=0.001))
        for i in own:
            out[i] = runs[i].at_tempo(hz, ask.heard.novelty)
    return out


def _alternatives(cases: Sequence[_Case]) -> tuple[TempoCandidate, ...]:
    """The mean tempi at which all parts may be counted instead."""
    scores: dict[float, float] = {}
    for factor in RATIOS:
        alike = [
            [other.score for other in case.found if same_tempo(other.hz, factor * case.heard.hz)]
            for case in cases
        ]
        if all(alike):
            scores[factor] = float(np.mean([max(own) for own in alike]))
    seconds = sum(case.part.end - case.part.start for case in cases)
    told = 60.0 * sum(case.beats for case in cases) / seconds
    heard = told * cases[0].heard.hz / cases[0].told.hz  # before an octave was asked for
    return alternatives([heard * f for f in scores], odds(list(scores.values())), told)


def _reasons(runs: Sequence[Run], *, steady: bool) -> tuple[str, ...]:
    if len(runs) == 1:
        return ("all parts keep to one tempo",)
    if not steady:
        tempi = [f"{60.0 * run.hz:.5g}" for run in runs[:_TOLD]] + ["..."] * (len(runs) > _TOLD)
        return (f"the tempo steps, and holds between: {', '.join(tempi)} bpm",)
    pauses, borders = rested(runs), len(runs) - 1
    if pauses < borders:
        return (f"one tempo, counted anew {_times(borders, 'time')}",)
    return (f"one tempo, counted anew after {_times(pauses, 'pause')}",)


def _times(count: int, word: str) -> str:
    return {"pause": "a pause", "time": "once"}[word] if count == 1 else f"{count} {word}s"
