"""The tempo of a song: what a listener hears, what a user insists on, and how sure that is."""

from __future__ import annotations

from dataclasses import replace

from automapper.ear.pulse import Confidences
from automapper.ear.rests import find_pauses
from automapper.ear.sound.heard import Heard
from automapper.ear.sound.periodicity import refine, spectrum, strongest_pulse
from automapper.ear.tempo.answer import Tempo
from automapper.ear.tempo.moving import moving_tempo
from automapper.ear.tempo.parts import find_parts
from automapper.ear.tempo.piecewise import piecewise_tempo
from automapper.ear.tempo.question import Question
from automapper.ear.tempo.splices import find_splices
from automapper.ear.tempo.steady import heard_in_range, steady_tempi, steady_tempo, wished_tempo
from automapper.ear.tempo.verdict import followed, keeps_a_beat, moves, parts_explain
from automapper.ear.wish import Wish

_FALLBACK_BPM = 120.0
_FORCED = 0.3  # of the confidence, where the tempo is not one that is heard
_TELLING_S = 8.0  # of music, from which it can be told that nothing keeps a beat
_WHOLE = 0.95  # share of a song that keeps to one tempo: the rest is no part


def find_tempo(heard: Heard, wish: Wish, weights: tuple[float, ...]) -> Tempo:
    """The tempo of a song, steady or moving; see :func:`automapper.ear.listen`."""
    ask = Question(heard, spectrum(heard.novelty), wish, weights)
    if wish.bpm is not None:
        return steady_tempo(ask, [wish.bpm / 60.0])
    hz = strongest_pulse(ask.shape)
    if hz <= 0.0:
        none = steady_tempo(ask, [wished_tempo(ask, _FALLBACK_BPM / 60.0)])
        return _without_pulse(none, heard.duration)
    hz = refine(ask.shape, hz)
    best = _of_a_pulse(ask, hz)
    if best.profile == "none" or heard_in_range(ask, hz):
        return best
    forced = (*best.reasons, "nothing in the wanted range is heard: the best of what is not")
    sure = replace(best.confidences, tempo=_FORCED * best.confidences.tempo)
    return replace(best, confidences=sure, reasons=forced)


def _of_a_pulse(ask: Question, hz: float) -> Tempo:
    """The tempo of a song whose strongest pulse is ``hz``: of parts, moving, steady or none."""
    heard, wish = ask.heard, ask.wish
    tracked, comparison = followed(heard, hz)
    steady = steady_tempo(ask, steady_tempi(ask, hz))
    moving = None
    if tracked is not None and moves(heard, wish, (tracked, steady.tempo_map), comparison):
        moving = moving_tempo(ask, tracked, comparison)
    if _may_have_parts(wish):
        pauses = find_pauses(heard)
        bpm = float(steady.tempo_map.points[0].bpm / wish.octave_factor)  # as it is heard
        splices = find_splices(heard, bpm / 60.0)
        if moving or pauses or splices or comparison.share < _WHOLE:
            parts = piecewise_tempo(ask, find_parts(heard.novelty, hz, pauses, splices), tracked)
            rival = (moving or steady).tempo_map
            if parts and parts_explain(heard, parts.tempo_map, rival, moving=moving is not None):
                return parts
    if moving is not None:
        return moving
    if not keeps_a_beat(heard, hz, steady.tempo_map, comparison):
        return _without_pulse(steady, heard.duration)
    share = f"{100 * comparison.share:.0f} % of the song keeps to one tempo"
    # A song half of which says something else is a guess, however good the rest.
    sure = replace(steady.confidences, profile=min(1.0, 0.4 + 0.6 * comparison.share))
    return replace(steady, confidences=sure, reasons=(*steady.reasons, share))


def _may_have_parts(wish: Wish) -> bool:
    """Whether nothing was asked that only one count through the whole song answers."""
    return wish.profile == "auto" and wish.offset is None


def _without_pulse(tempo: Tempo, duration: float) -> Tempo:
    short = duration < _TELLING_S
    reasons = ("it is too short to tell" if short else "nothing in it keeps a beat",)
    sure = Confidences(0.0, 0.0, 0.0, 0.0, 0.0)
    return Tempo(tempo.tempo_map, "none", sure, reasons, tempo.alternatives)
