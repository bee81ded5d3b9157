"""Bringing events back where a measure would be left poor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from automapper.bms.model import WavId
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event


def windowed_rescue(
    candidates: Sequence[Event], whitelist: Set[WavId], tuning: Tuning
) -> tuple[Event, ...]:
    """The events of samples outside the whitelist that a poor measure gets back, in order.

    Measures are seen in windows of ``window_size``. Where less than ``window_rescue_threshold`` of
    a measure's candidates are whitelisted, its other events come back until that share is reached:
    those of the samples that the window uses most come first (then by id), each sample's by place.
    ``candidates`` are the events that are not filtered out for good, so no effect comes back.
    """
    windows: dict[int, dict[int, list[Event]]] = {}
    for event in candidates:
        measure = event.place.measure
        windows.setdefault(measure // tuning.window_size, {}).setdefault(measure, []).append(event)
    rescued: list[Event] = []
    for measures in windows.values():
        uses = Counter(event.wav_id for events in measures.values() for event in events)
        for events in measures.values():
            rescued += _of_measure(events, whitelist, uses, tuning.window_rescue_threshold)
    return tuple(sorted(rescued, key=lambda event: event.index))


def _of_measure(
    events: Sequence[Event], whitelist: Set[WavId], uses: Counter[WavId], threshold: float
) -> Iterable[Event]:
    left = [event for event in events if event.wav_id not in whitelist]
    # Thousandths keep the share exact; rounded up, since the share is to be reached.
    wanted = -(-round(threshold * 1000) * len(events) // 1000)
    missing = wanted - (len(events) - len(left))
    if missing <= 0:
        return ()
    left.sort(key=lambda event: (-uses[event.wav_id], event.wav_id, event.index))
    return left[:missing]
