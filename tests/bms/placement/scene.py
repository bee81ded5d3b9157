"""Small sources for tests of placement, written as lines of sounds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from automapper.bms.keysounds.features import SoundFeatures
from automapper.bms.model import KeyMode, Lane, Place
from automapper.bms.placement.model import Event, Source
from automapper.timing import TempoMap
from automapper.timing.tempo_map import TempoPoint

# A sound of a scene: measure, fraction of it, id and the lane the source plays it on.
Onset = tuple[int, Fraction, str, Lane | None]


def onset(
    measure: int, fraction: str | int | Fraction, wav_id: str, lane: Lane | None = None
) -> Onset:
    """A sound at a fraction written as text ("1/4")."""
    return measure, Fraction(fraction), wav_id, lane


def sixteenths(measure: int, text: str, key: int | None = None) -> list[Onset]:
    """Sounds of one measure: its fractions are cut evenly, "." is a rest, x is the id "0x"."""
    return [
        (measure, Fraction(i, len(text)), f"0{sign}", None if key is None else Lane(0, key))
        for i, sign in enumerate(text)
        if sign != "."
    ]


def source_of_onsets(
    onsets: Sequence[Onset],
    mode: KeyMode = KeyMode.SEVEN,
    *,
    bpm: int = 120,
    lengths: Sequence[Fraction] = (),
    tempi: Sequence[tuple[Fraction, int]] = (),
    obstacles: Sequence[tuple[Lane, Fraction]] = (),
    unplayable: Sequence[str] = (),
) -> Source:
    """A source of these sounds; ``lengths`` are measures in beats (4 where there are no more)."""
    last = max((one[0] for one in onsets), default=0)
    bars = [Fraction(0)]
    for measure in range(max(last + 1, len(lengths))):
        bars.append(bars[-1] + (lengths[measure] if measure < len(lengths) else 4))
    sounds = sorted(onsets, key=lambda one: one[:3])
    events = tuple(
        Event(
            i,
            Place(measure, fraction),
            bars[measure] + fraction * (bars[measure + 1] - bars[measure]),
            wav_id,
            lane,
        )
        for i, (measure, fraction, wav_id, lane) in enumerate(sounds)
    )
    points = [TempoPoint(Fraction(0), Fraction(bpm))]
    points += [TempoPoint(beat, Fraction(value)) for beat, value in tempi]
    return Source(
        mode,
        mode,
        events,
        tuple(bars),
        TempoMap(tuple(points)),
        tuple(obstacles),
        tuple(unplayable),
    )


def sound(
    centroid: float = 1000.0, duration_ms: float = 200.0, attack: float = 0.5
) -> SoundFeatures:
    """A struck sound."""
    return SoundFeatures(
        duration_ms, 0.2, 0.9, attack, centroid, 100.0, 0.1, 0.2, 0.05, 0.01, f"{centroid:.0f}"
    )


def sounds_of(source: Source) -> dict[str, SoundFeatures | None]:
    """A sound for every id, each of its own brightness."""
    ids = sorted({event.wav_id for event in source.events})
    return {wav_id: sound(200.0 + 370.0 * (7 * i % 31)) for i, wav_id in enumerate(ids)}


def _fractions(draw: st.DrawFn) -> list[Fraction]:
    parts = draw(st.sampled_from([3, 4, 7, 8, 12, 16, 24, 43]))
    picks = draw(st.lists(st.integers(0, parts - 1), max_size=24))
    return [Fraction(pick, parts) for pick in picks]


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """Any small source: some measures, all modes, tempi, mines, layers and scaled measures."""
    mode = draw(st.sampled_from(list(KeyMode)))
    lanes: list[Lane | None] = [None, Lane(0, 1), Lane(0, 2), Lane(0, 4), Lane(0, 0)]
    if mode is KeyMode.NINE:
        lanes = [None, Lane(0, 1), Lane(1, 4)]
    if mode in (KeyMode.TEN, KeyMode.FOURTEEN):
        lanes += [Lane(1, 3), Lane(1, 0)]
    measures = draw(st.integers(1, 4))
    onsets: list[Onset] = []
    taken: set[tuple[int, Fraction, Lane]] = set()
    for measure in range(measures):
        for fraction in _fractions(draw):
            wav_id = f"{draw(st.integers(1, 30)):02d}"
            lane = draw(st.sampled_from(lanes))
            if lane is not None and (measure, fraction, lane) in taken:
                lane = None
            if lane is not None:
                taken.add((measure, fraction, lane))
            onsets.append((measure, fraction, wav_id, lane))
    lengths = [Fraction(draw(st.sampled_from([4, 4, 4, 2, 7])), 1) for _ in range(measures)]
    mines = [
        (Lane(0, draw(st.integers(1, 5))), Fraction(draw(st.integers(0, 32)), 8))
        for _ in range(draw(st.integers(0, 3)))
    ]
    tempi = [(Fraction(draw(st.integers(1, 8))), draw(st.sampled_from([60, 180, 400])))]
    return source_of_onsets(
        onsets,
        mode,
        bpm=draw(st.sampled_from([90, 150, 242])),
        lengths=lengths,
        tempi=tempi if draw(st.booleans()) else [],
        obstacles=mines,
        unplayable=["07"] if draw(st.booleans()) else [],
    )


def dense_source(measures: int, mode: KeyMode = KeyMode.SEVEN) -> Source:
    """A busy song: sixteenths, chords on quarters, some of them played, a scratch on the three."""
    onsets: list[Onset] = []
    sides = 2 if mode in (KeyMode.TEN, KeyMode.FOURTEEN) else 1
    for measure in range(measures):
        for step in range(16):
            size = 3 if step % 4 == 0 else 1
            for mate in range(size):
                number = (5 * measure + 3 * step + 7 * mate) % 40
                lane = Lane(mate % sides, 2 + (step + mate) % 4) if step % 2 == 0 else None
                onsets.append((measure, Fraction(step, 16), f"{number:02d}", lane))
        if mode is not KeyMode.NINE:
            onsets.append((measure, Fraction(1, 2), "S0", Lane(measure % sides, 0)))
    return source_of_onsets(onsets, mode)
