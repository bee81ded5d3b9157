"""One call from sound to pulse."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform
from automapper.ear.bars.downbeats import Bars, Stretch, find_bars
from automapper.ear.ears import Ears, shipped_ears
from automapper.ear.form.bar_likeness import bar_energy, bar_likeness, twin_bars
from automapper.ear.form.section_names import name_sections
from automapper.ear.form.structure import find_form
from automapper.ear.pulse import Confidences, Pulse, Section
from automapper.ear.rests import Rests, find_rests
from automapper.ear.sound.heard import Heard, measure
from automapper.ear.tempo.answer import Tempo
from automapper.ear.tempo.choice import find_tempo
from automapper.ear.tempo.counts import recount, whole_beats
from automapper.ear.weights import Weights
from automapper.ear.wish import Octave, Profile, Wish
from automapper.errors import AudioError
from automapper.timing import Meter, TempoMap

_SILENCE = 1e-4  # peak sample, -80 dB
_ON_A_BEAT_S, _FUZZY_S = 0.02, 0.1  # how early a beat may be to be the first after a break, a rest
_PSEUDO_BAR_S = 2.0  # where there is no pulse, form is looked for in steps of this


def listen(
    waveform: Waveform,
    *,
    bpm: float | None = None,
    offset: float | None = None,
    octave: Octave = "auto",
    profile: Profile = "auto",
    bpm_range: tuple[float, float] | None = None,
    meter: int | None = None,
    ears: Ears | None = None,
) -> Pulse:
    """The pulse of a song: tempo map, beats, bars, sections and onset salience.

    ``bpm`` and ``offset`` (the time of any beat, s) are believed exactly where given; ``octave``
    takes the tempo heard ("auto"), "half" or "double" of it; ``profile`` "steady" keeps to one
    tempo and "live" follows the playing ("auto": whichever fits); ``bpm_range`` and ``meter`` limit
    what is looked for; ``ears`` are the shipped ones by default. Time and memory grow linearly with
    the song. Raises :class:`AudioError` for silence and :class:`ConfigError` for impossible
    wishes.
    """
    wish = Wish(bpm, offset, octave, profile, bpm_range, meter)
    ears = ears or shipped_ears()
    # Not abs(): a second copy of an hour of sound would be the largest thing in memory.
    loudest = max(waveform.samples.max(initial=0.0), -waveform.samples.min(initial=0.0))
    if float(loudest) < _SILENCE:
        raise AudioError("the audio is silent")
    heard = measure(waveform, ears.source)
    return conclude(heard, wish, ears.weights)


def conclude(heard: Heard, wish: Wish, weights: Weights) -> Pulse:
    """The pulse of a song that has been measured."""
    tempo = find_tempo(heard, wish, weights.readings)
    numbers = whole_beats(tempo.tempo_map, heard.duration)
    beats = tempo.tempo_map.seconds_array(np.array(numbers))
    rests = () if tempo.profile == "none" else find_rests(heard, beats)
    bars = _bars_of(heard, tempo, wish, weights, rests)
    downbeats = beats[bars.lines]
    sections, twins = _form(heard, tempo, downbeats)
    first = int(bars.lines[0]) if len(bars.lines) else 0
    return Pulse(
        tempo_map=recount(tempo.tempo_map, Fraction(1), Fraction(numbers.start + first)),
        meter=Meter(bars.meter),
        beats=beats,
        downbeats=downbeats,
        sections=sections,
        salience=heard.salience,
        twin_bar=twins,
        profile=tempo.profile,
        confidences=_with_bars(tempo.confidences, bars),
        reasons=tempo.reasons
        if tempo.profile == "none"
        else (*tempo.reasons, _bar_reason(bars, wish), *_rest_reasons(rests)),
        alternatives=tempo.alternatives,
        duration=heard.duration,
        rests=rests,
    )


def _bars_of(heard: Heard, tempo: Tempo, wish: Wish, weights: Weights, rests: Rests) -> Bars:
    """Bars of the tempo that is told; at half of the tempo heard those that are heard there."""

    def bars(tempo_map: TempoMap, meter: int | None) -> Bars:
        beats = tempo_map.seconds_array(np.array(whole_beats(tempo_map, heard.duration)))
        stretches = _stretches(beats, tempo.breaks, rests)
        return find_bars(heard, beats, weights.bars, meter, stretches)

    # Without a pulse there is no metre to be heard either.
    meter = wish.meter or (4 if tempo.profile == "none" else None)
    if meter is None and wish.octave == "half":
        whole = bars(recount(tempo.tempo_map, Fraction(2)), None)
        if whole.meter in (4, 6):
            halved = bars(tempo.tempo_map, whole.meter // 2)
            return replace(halved, meter_confidence=whole.meter_confidence)
    return bars(tempo.tempo_map, meter)


def _stretches(
    beats: NDArray[np.float64], breaks: tuple[float, ...], rests: Rests
) -> tuple[Stretch, ...]:
    """The beats between rests and breaks of the count (s); what lies in a rest is in none."""
    spans = np.searchsorted(beats, np.array(rests).reshape(-1, 2) - (0.0, _FUZZY_S)).tolist()
    anew = {int(np.searchsorted(beats, time - _ON_A_BEAT_S)) for time in breaks}
    starts = {0: False, **{end: False for _, end in spans}, **dict.fromkeys(anew, True)}
    for first, end in spans:
        # A count that begins in a rest is first heard after it.
        inside = [starts.pop(start) for start in sorted(starts) if first <= start < end]
        if inside:
            starts[end] = any(inside) or starts.get(end, False)
    firsts = [start for start in sorted(starts) if start < len(beats)]
    lasts = [*firsts[1:], len(beats)]
    ends = [
        min([last, *(begin for begin, _ in spans if first < begin)])
        for first, last in zip(firsts, lasts, strict=True)
    ]
    return tuple(
        Stretch(first, end, starts[first]) for first, end in zip(firsts, ends, strict=True)
    )


def _form(
    heard: Heard, tempo: Tempo, downbeats: NDArray[np.float64]
) -> tuple[tuple[Section, ...], NDArray[np.int64]]:
    """Sections on bar lines (on a plain grid where there is no pulse), and the twin bars."""
    pulse = tempo.profile != "none" and len(downbeats) > 1
    starts = downbeats if pulse else np.arange(0.0, max(heard.duration, 0.01), _PSEUDO_BAR_S)
    edges = np.append(starts, max(heard.duration, float(starts[-1]) + 0.01))
    likeness = bar_likeness(heard, edges)
    energy = bar_energy(heard, edges)
    spans = find_form(likeness)
    names = name_sections(spans, energy, _bass(heard, edges))
    sections = tuple(
        Section(
            start=0.0 if span.first == 0 else float(edges[span.first]),
            end=heard.duration if span.last == len(starts) else float(edges[span.last]),
            label=span.label,
            repeat=span.repeat,
            name=name,
            energy=float(energy[span.first : span.last].mean()),
            confidence=span.confidence * (1.0 if pulse else 0.5),
        )
        for span, name in zip(spans, names, strict=True)
    )
    twins = twin_bars(likeness) if pulse else np.full(len(downbeats), -1, np.int64)
    return sections, twins


def _bass(heard: Heard, edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Low onsets per bar relative to the song's median bar."""
    frames = np.clip(heard.salience.grid.frame(edges), 0, len(heard.accents))
    total = np.concatenate([[0.0], np.cumsum(heard.accents[:, 0], dtype=float)])
    mean = np.diff(total[frames]) / np.maximum(np.diff(frames), 1)
    return np.asarray(mean / max(float(np.median(mean)), 1e-9))


def _with_bars(sure: Confidences, bars: Bars) -> Confidences:
    """Of bars too; where there is no pulse there are none."""
    if sure.pulse == 0.0:
        return sure
    return replace(sure, meter=bars.meter_confidence, bars=bars.confidence)


def _bar_reason(bars: Bars, wish: Wish) -> str:
    sure = "as was asked for" if wish.meter else f"({100 * bars.meter_confidence:.0f} % sure)"
    return f"bars of {bars.meter} beats {sure}, {100 * bars.confidence:.0f} % where they begin"


def _rest_reasons(rests: Rests) -> tuple[str, ...]:
    """What names the stretches left alone; none where there are none."""
    until = [f"no pulse before {_clock(end)}" for start, end in rests if start == 0.0]
    spans = ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in rests if start > 0.0)
    held = [f"no pulse at {spans}: the timing before it holds there"] if spans else []
    return (*until, *held)


def _clock(seconds: float) -> str:
    tenths = round(10 * seconds)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"
