"""Charts as a .osu file can hold them: whole milliseconds, bare words, simple tempi."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hypothesis import strategies as st

from automapper.chart import Song
from automapper.osumania.model import (
    Break,
    Chart,
    Greenline,
    HitSample,
    Mapset,
    Note,
    Redline,
    SampleSet,
    TimingPoint,
    Words,
)

# Line ends and blanks at either end cannot be told in a file of lines; lone surrogates not at all.
_letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
words = st.text(_letters, max_size=12).map(str.strip)
file_names = st.text(st.sampled_from("abcXYZ0189 _-.,éß音"), min_size=1, max_size=12).map(
    lambda text: f"{text.strip()}.png"
)
times = st.integers(-5000, 10**7).map(Fraction)
tempi = st.integers(20_000, 400_000).map(lambda thousandths: Fraction(thousandths, 1000))
velocities = st.builds(Fraction, st.integers(1, 1000), st.sampled_from((1, 2, 3, 10, 100)))
bits = st.integers(0, 100)
samples = st.builds(
    HitSample, st.integers(0, 3), st.integers(0, 3), bits, bits, st.sampled_from(("", "a b.wav"))
)


@st.composite
def notes(draw: st.DrawFn, keys: int) -> Note:
    """A tap or a hold in one of the columns."""
    time = draw(times)
    lasts = draw(st.none() | st.integers(0, 5000))
    end = None if lasts is None else time + lasts
    return Note(time, draw(st.integers(0, keys - 1)), end, draw(bits), draw(samples))


@st.composite
def points(draw: st.DrawFn) -> TimingPoint:
    """A redline or a greenline."""
    rest = (
        draw(st.integers(1, 12)),
        draw(st.integers(0, 3)),
        draw(bits),
        draw(bits),
        draw(st.booleans()),
        draw(st.booleans()),
    )
    if draw(st.booleans()):
        return Redline(draw(times), 60000 / draw(tempi), *rest)
    return Greenline(draw(times), draw(velocities), *rest)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Any chart of 1 to 18 keys that a .osu file holds without rounding."""
    keys = draw(st.integers(1, 18))
    pauses = draw(st.lists(st.tuples(times, times), max_size=2))
    return Chart(
        keys=keys,
        notes=tuple(sorted(draw(st.lists(notes(keys), max_size=12)), key=lambda note: note.time)),
        points=tuple(sorted(draw(st.lists(points(), max_size=6)), key=_order)),
        words=Words(
            Song(draw(words), "", draw(words), draw(words)),
            draw(words),
            draw(words),
            draw(words),
            draw(words),
            tuple(draw(st.lists(st.sampled_from(("a", "b-c", "ß")), max_size=3))),
            draw(st.integers(0, 10**8)),
            draw(st.integers(-1, 10**8)),
        ),
        audio=draw(words),
        lead_in=draw(st.integers(0, 10**5)),
        preview=draw(st.integers(-1, 10**6)),
        hp=Fraction(draw(st.integers(0, 100)), 10),
        od=Fraction(draw(st.integers(0, 100)), 10),
        sample_set=draw(st.sampled_from(SampleSet)),
        background=draw(file_names),
        background_offset=draw(st.tuples(bits, bits)),
        breaks=tuple(sorted((Break(*pair) for pair in pauses), key=lambda pause: pause.start)),
        bookmarks=tuple(draw(st.lists(st.integers(0, 10**6), max_size=3))),
        beat_divisor=draw(st.integers(1, 16)),
    )


def _order(point: TimingPoint) -> tuple[Fraction, bool]:
    return point.time, isinstance(point, Greenline)


@st.composite
def mapsets(draw: st.DrawFn, chart: Callable[[], st.SearchStrategy[Chart]] = charts) -> Mapset:
    """One to three charts and some files."""
    names = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True))
    held = tuple(sorted((f"{name}.osu", draw(chart())) for name in names))
    return Mapset(held, (("song.ogg", draw(st.binary(max_size=8))),))
