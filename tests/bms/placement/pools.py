"""Sources and sounds for the tests of placement, written by hand or drawn by Hypothesis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import strategies as st

from automapper.bms.keysounds.features import SoundFeatures
from automapper.bms.model import KeyMode, Lane, Place
from automapper.bms.placement.model import Event, Source
from automapper.timing import TempoMap

KEY, SCRATCH = Lane(0, 3), Lane(0, 0)


def sound(
    duration_ms: float = 200.0,
    attack: float = 0.5,
    centroid: float = 1000.0,
    peak: float = 0.9,
) -> SoundFeatures:
    """A keysound of which only what matters is said."""
    return SoundFeatures(
        duration_ms=duration_ms,
        rms=attack / 2,
        peak=peak,
        attack=attack,
        centroid=centroid,
        centroid_sd=0.0,
        flatness=0.1,
        low_ratio=0.1,
        zero_crossing=0.1,
        zero_crossing_sd=0.0,
        content="",
    )


def events(written: Sequence[tuple[int, Fraction | int, str, Lane | None]]) -> tuple[Event, ...]:
    """Events of (measure, fraction, wav_id, lane of the source), in measures of four beats."""
    ranked = sorted(written, key=lambda item: (item[0], item[1], item[2]))
    return tuple(
        Event(i, Place(measure, Fraction(part)), 4 * (measure + Fraction(part)), wav_id, lane)
        for i, (measure, part, wav_id, lane) in enumerate(ranked)
    )


def source(
    written: Sequence[tuple[int, Fraction | int, str, Lane | None]],
    unplayable: tuple[str, ...] = (),
) -> Source:
    """A seven-key source at 120 BPM, one measure longer than its last event."""
    measures = max((item[0] for item in written), default=0) + 1
    return Source(
        mode=KeyMode.SEVEN,
        source_mode=KeyMode.SEVEN,
        events=events(written),
        bars=tuple(Fraction(4 * measure) for measure in range(measures + 1)),
        tempo_map=TempoMap.constant(120),
        unplayable=unplayable,
    )


IDS = tuple(f"{number:02X}" for number in range(1, 25))


@st.composite
def songs(draw: st.DrawFn) -> tuple[Source, Mapping[str, SoundFeatures | None]]:
    """A source of up to 24 samples in up to 20 measures, some samples unknown."""
    lanes = st.sampled_from([None, None, KEY, Lane(0, 5), SCRATCH])
    parts = st.sampled_from([Fraction(n, 8) for n in range(8)] + [Fraction(1, 28)])
    one = st.tuples(st.integers(0, 19), parts, st.sampled_from(IDS), lanes)
    written = draw(st.lists(one, max_size=150))
    features = st.builds(
        sound,
        duration_ms=st.integers(1, 4000).map(float),
        attack=st.integers(0, 100).map(lambda n: n / 100),
        centroid=st.integers(50, 9000).map(float),
    )
    sounds = {wav_id: draw(st.one_of(st.none(), features, features, features)) for wav_id in IDS}
    unplayable = draw(st.sampled_from([(), (), ("01",)]))
    return source(written, unplayable), sounds
