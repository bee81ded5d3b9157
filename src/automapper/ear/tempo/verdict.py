"""Whether a song keeps to one tempo, moves, or keeps no beat at all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.ear.activations import Activations
from automapper.ear.moving.tracked import track
from automapper.ear.sound.heard import Heard
from automapper.ear.sound.net_evidence import at_beats
from automapper.ear.speech import is_speech
from automapper.ear.tempo.counts import whole_beats
from automapper.ear.tempo.steadiness import Comparison, chance_pulse, compare, sharpness
from automapper.ear.wish import Wish
from automapper.timing import TempoMap

_Met = tuple[NDArray[np.float64], NDArray[np.float64]]

_MIN_BEATS = 16  # for a pulse to be believed
# Against attacks at random times: noise stands at 1.4-2.8 under its best steady count and at up to
# 3.9 when followed; the weakest charted song at 5.3, the next at 11.
_STEADY_PULSE, _LIVE_PULSE = 3.0, 6.0
# Where a net hears few beats on the count the pulse must be this much clearer, and where it hears
# most of them a pulse is there, however soft the attacks: (beats heard on average, factor). On hits
# at random it hears .50; of 506 songs three lie lower, none of them with a clear pulse.
_NET_DOUBTS = ((0.3, 3.0), (0.5, 2.5), (0.53, 1.0))
# Of speech it hears up to .65 where that is followed, and the pulse stands at up to 13.
_SPOKEN_DOUBT = 3.0
_NET_TRUST = 0.5
# A followed song that moves stands more sharply on its beats than at one tempo, the net hears more
# of them, and one tempo leaves some of it out: the first times the second squared by the third
# squared. Of 580 charted and rendered songs those that move stand at 3.2 and more, those of one
# tempo at 2.7 and less; or they are hardly sharper, and the net may be wrong.
_SHARPER, _MOVES, _LEAST_SHARE, _FAINT = 1.2, 2.9, 0.1, 0.01
_CALM = 0.0625  # tempi a beat
# Two sections in a row that one tempo leaves out have a tempo of their own where the net hears most
# of the followed beats, and so much fewer of the steady ones.
_OTHER_BEATS, _FEWER = 0.5, 0.7
# Shares of the sharpness, and of the net's beats, that a song has when it is followed: with one of
# these pairs parts explain it. Rendered steps stand at .93-1.6 and .97-1.03, drift, accelerando and
# rubato at .8 of the sharpness at most. And the shares of what it has at one tempo that speak for
# parts: songs that were cut hear a quarter more of the net's beats, or are far sharper.
_AS_GOOD = ((0.95, 0.9), (1.1, 0.85))
# Where parts need no more than half of the tempi they may explain a little less: what follows a
# song bends with every passage in which little is played.
_SIMPLE, _NEARLY_AS_GOOD = 0.5, (0.87, 0.96)
_BETTER = ((1.3, 1.0), (1.0, 1.25))
_LOST, _BETTER_ALONE = 0.5, 2.5  # share of a song explained; gain that shows the net misleads


def followed(heard: Heard, hz: float) -> tuple[TempoMap | None, Comparison]:
    """The song as it is played, and how that compares with one tempo of ``hz``.

    None for a song of too few beats to be followed.
    """
    found = _followed(heard, hz, heard.activations)
    if heard.activations is None or found[1].share >= _LOST:
        return found
    # Neither the tempo nor the net explains the song: free playing, of which it may know nothing.
    alone = _followed(heard, hz, None)
    return alone if alone[1].live > _BETTER_ALONE * found[1].live else found


def moves(
    heard: Heard, wish: Wish, counted: tuple[TempoMap, TempoMap], comparison: Comparison
) -> bool:
    """Whether the song is taken as followed; a pulse must be there even where that was asked.

    ``counted``: as followed, and steadily.
    """
    tracked, steady = counted
    if wish.profile == "steady" or comparison.live < _LIVE_PULSE * _least(heard, tracked):
        return False
    return wish.profile == "live" or _varies(heard, tracked, steady, comparison)


def _varies(heard: Heard, tracked: TempoMap, steady: TempoMap, comparison: Comparison) -> bool:
    """Whether following the song says clearly more than one tempo for it."""
    sharper = sharpness(heard.novelty, tracked.beats_array)
    sharper /= max(sharpness(heard.novelty, steady.beats_array), 1e-9)
    by_beat = _beats_met(heard, tracked), _beats_met(heard, steady)
    clearer = max(_mean(*by_beat[0]), _FAINT) / max(_mean(*by_beat[1]), _FAINT)
    evidence = sharper * (clearer / max(comparison.share, _LEAST_SHARE)) ** 2
    if sharper > _SHARPER and evidence > _MOVES:
        return True
    calm = len(tracked.points) <= _CALM * float(tracked.beat(heard.duration) - tracked.beat(0.0))
    return calm and _has_another_tempo(by_beat, comparison)


def _has_another_tempo(by_beat: tuple[_Met, _Met], comparison: Comparison) -> bool:
    """Whether a part of the song, short as it may be, is played at a tempo of its own.

    ``by_beat``: what the net hears at the beats of the song as followed, and at one tempo.
    """
    parts = [span for span in comparison.left_out if _hears_other_beats(by_beat, span)]
    return any(before[1] == after[0] for before, after in pairwise(parts))


def _hears_other_beats(by_beat: tuple[_Met, _Met], span: tuple[float, float]) -> bool:
    means = []
    for beats, heard in by_beat:
        own = slice(*np.searchsorted(beats, span))
        means.append(_mean(beats[own], heard[own]))
    return means[0] > _OTHER_BEATS and means[1] < _FEWER * means[0]


def parts_explain(heard: Heard, parts: TempoMap, rival: TempoMap, *, moving: bool) -> bool:
    """Whether a count of parts that are steady each is believed rather than the rival.

    ``moving``: the rival follows the song, and parts need only explain as much: they say less. Else
    it is one tempo for the song, which says less still.
    """
    sharp, other = (sharpness(heard.novelty, count.beats_array) for count in (parts, rival))
    met, as_met = _met(heard, parts), _met(heard, rival)
    shares: tuple[tuple[float, float], ...] = _AS_GOOD if moving else _BETTER
    if moving and len(parts.points) <= _SIMPLE * len(rival.points):
        shares = (*shares, _NEARLY_AS_GOOD)
    if heard.activations is None:
        shares = shares[:1]
    better = any(sharp >= a * other and met >= b * as_met for a, b in shares)
    if moving or not better:
        return better
    compared = compare(heard.novelty, parts.beats_array, rival.beats_array)
    return compared.steady >= _LIVE_PULSE * _least(heard, parts)


def keeps_a_beat(heard: Heard, hz: float, steady: TempoMap, comparison: Comparison) -> bool:
    """Whether a song of one tempo, whose strongest pulse is ``hz``, has a pulse at all."""
    enough = heard.duration * hz >= _MIN_BEATS
    return enough and comparison.steady >= _STEADY_PULSE * _least(heard, steady)


def _followed(
    heard: Heard, hz: float, activations: Activations | None
) -> tuple[TempoMap | None, Comparison]:
    def steady(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        return seconds * hz

    tracked = track(heard.novelty, activations)
    if tracked is None:
        return None, compare(heard.novelty, steady, steady)
    return tracked, compare(heard.novelty, steady, tracked.beats_array)


def _least(heard: Heard, counted: TempoMap) -> float:
    """The pulse of attacks at random times, doubted or trusted by what a net hears on the count."""
    chance = chance_pulse(heard.novelty)
    if heard.activations is None:
        return chance
    met = _met(heard, counted)
    if is_speech(heard):
        return chance * _SPOKEN_DOUBT
    return chance * next((more for limit, more in _NET_DOUBTS if met < limit), _NET_TRUST)


def _met(heard: Heard, counted: TempoMap) -> float:
    """Mean activation 0-1 at the beats of a count; 0 without net or beats."""
    return _mean(*_beats_met(heard, counted))


def _beats_met(heard: Heard, counted: TempoMap) -> _Met:
    """The beats of a count in s, and the activation at each; none without a net."""
    if heard.activations is None:
        return np.zeros(0), np.zeros(0)
    beats = counted.seconds_array(np.array(whole_beats(counted, heard.duration)))
    return beats, at_beats(heard.activations.beat, beats)


def _mean(beats: NDArray[np.float64], found: NDArray[np.float64]) -> float:
    # Counted twice as fast as the net does, every other beat is still one.
    places = range(min(2, len(beats)))
    return max((float(found[place::2].mean()) for place in places), default=0.0)
