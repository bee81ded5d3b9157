"""The lights of a stretch drawn again; at its end everything shines as it did before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from automapper.beatsaber.light_codes import LASER_SPEEDS, LIGHTS, OFF
from automapper.beatsaber.lighting import LightRequest, light_show
from automapper.beatsaber.lighting.environments import ENVIRONMENTS
from automapper.beatsaber.model import BoostEvent, Chart, LightEvent, Lightshow
from automapper.beatsaber.options import GenerateOptions, LightMode
from automapper.beatsaber.order import timed
from automapper.ear import Pulse

# The old state is set again this long before the seam, so that it holds when the rest goes on.
_BEFORE_SEAM = Fraction(1, 16)


def spliced_lights(
    chart: Chart,
    pulse: Pulse,
    stretch: tuple[Fraction, Fraction],
    seed: int,
    options: GenerateOptions,
) -> Lightshow:
    """``chart``'s lights with those in [start, end) beats drawn again for its present notes.

    Charts without lights stay dark, and stages that do not answer to basic events keep theirs.
    """
    old = chart.lights
    if not old.events or options.environment not in ENVIRONMENTS:
        return old
    mode = LightMode.CHROMA if options.lights is LightMode.CHROMA else LightMode.BASIC
    show = light_show(LightRequest(pulse, chart.notes, mode, seed, options.environment))
    start, end = stretch
    events = [event for event in show.events if start <= event.beat < end - _BEFORE_SEAM]
    boosts = [boost for boost in show.boosts if start <= boost.beat < end - _BEFORE_SEAM]
    seam = end - _BEFORE_SEAM
    return replace(
        old,
        events=timed(
            (
                *(event for event in old.events if not start <= event.beat < end),
                *events,
                *_restored_events(old.events, events, stretch, seam),
            )
        ),
        boosts=timed(
            (
                *(boost for boost in old.boosts if not start <= boost.beat < end),
                *boosts,
                *_restored_boost(old.boosts, boosts, stretch, seam),
            )
        ),
    )


def _restored_events(
    old: Sequence[LightEvent],
    new: Sequence[LightEvent],
    stretch: tuple[Fraction, Fraction],
    seam: Fraction,
) -> list[LightEvent]:
    """Events that bring every lamp and laser into the state in which the old show left it."""
    restored = []
    for kind in (*LIGHTS, *LASER_SPEEDS):
        was = _last(old, kind, stretch[1])
        before = _last(old, kind, stretch[0])
        now = _last(new, kind, stretch[1]) or before
        if was is None and now is not None:
            restored.append(LightEvent(seam, kind, OFF))
        elif was is not None and (now is None or _look(now) != _look(was)):
            restored.append(replace(was, beat=seam))
    return restored


def _last(events: Sequence[LightEvent], kind: int, end: Fraction) -> LightEvent | None:
    return next((e for e in reversed(events) if e.kind == kind and e.beat < end), None)


def _look(event: LightEvent) -> tuple[int, float, object]:
    return event.value, event.intensity, event.extra


def _restored_boost(
    old: Sequence[BoostEvent],
    new: Sequence[BoostEvent],
    stretch: tuple[Fraction, Fraction],
    seam: Fraction,
) -> list[BoostEvent]:
    was = _is_boosted(old, stretch[1])
    now = new[-1].on if new else _is_boosted(old, stretch[0])
    return [] if was == now else [BoostEvent(seam, was)]


def _is_boosted(boosts: Sequence[BoostEvent], end: Fraction) -> bool:
    return next((boost.on for boost in reversed(boosts) if boost.beat < end), False)
