"""Charts as a file can hold them: exact places, ids of two characters, decimal numbers."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from automapper.bms.formats.channels import Kind
from automapper.bms.formats.keys_of import keys_of, nine_keys
from automapper.bms.formats.lay_out import channel_of
from automapper.bms.game import ChartSet
from automapper.bms.model import (
    Chart,
    Halt,
    Hidden,
    Lane,
    Mine,
    Note,
    Place,
    Sound,
    TempoChange,
    WavId,
)

MARKER = "ZZ"
LANES = [Lane(side, key) for side in (0, 1) for key in range(9)]
lanes = st.sampled_from(LANES)
denominators = st.sampled_from((1, 2, 3, 4, 16, 28, 43, 48, 192))
fractions = denominators.flatmap(
    lambda d: st.integers(0, d - 1).map(lambda numerator: Fraction(numerator, d))
)
places = st.builds(Place, st.integers(0, 6), fractions)
ids = st.sampled_from(("01", "0A", "1Z", "Z0", "ZY"))
decimals = st.builds(Fraction, st.integers(1, 10**6), st.sampled_from((1, 2, 8, 1000)))
words = st.text(st.sampled_from("aZ9 #%:;.,ßé音歌노"), max_size=12).map(lambda s: s.strip(" :"))
names = ("TITLE", "ARTIST", "GENRE", "PLAYER", "RANK", "SUBTITLE", "MY-OWN")


@st.composite
def notes(draw: st.DrawFn, lane: Lane, marker: WavId | None) -> list[Note]:
    """Taps and long notes of a lane, none inside another."""
    free = sorted(draw(st.lists(places, max_size=6, unique=True)))
    found = []
    while free:
        place = free.pop(0)
        if free and draw(st.booleans()):
            ends = [draw(ids)] if marker is None else [draw(ids), marker]
            found.append(Note(place, lane, draw(ids), free.pop(0), draw(st.sampled_from(ends))))
        else:
            found.append(Note(place, lane, draw(ids)))
    return found


def _channel(note: Note, marker: WavId | None) -> str:
    paired = note.end is not None and note.end_id != marker
    return channel_of(Kind.LONG if paired else Kind.VISIBLE, note.lane)


@st.composite
def halts(draw: st.DrawFn) -> tuple[Halt, ...]:
    """Stops in beats, then pauses in seconds on thousandths of measures."""
    beats = draw(st.lists(st.tuples(places, decimals), max_size=3, unique_by=lambda one: one[0]))
    stops = [Halt(place, length / 48) for place, length in beats]
    thousandths = st.builds(Fraction, st.integers(0, 999), st.just(1000))
    spots = st.builds(Place, st.integers(0, 6), thousandths)
    pauses = draw(st.lists(st.tuples(spots, decimals), max_size=2))
    stops += [Halt(place, Fraction(0), length / 1000) for place, length in pauses]
    return tuple(sorted(stops, key=lambda halt: halt.place))


@st.composite
def charts(draw: st.DrawFn, name: str = "a.bms") -> Chart:
    """Any chart that a file of this name holds."""
    marker = draw(st.sampled_from((None, MARKER)))
    used = draw(st.lists(lanes, max_size=4, unique=True))
    played = [note for lane in used for note in draw(notes(lane, marker))]
    if name.endswith(".pms"):  # whose keys 6-9 may be spelt on the first side, but are read alike
        played = [*nine_keys(tuple(played))]
    played.sort(key=lambda note: (note.place, _channel(note, marker)))
    bpm = draw(decimals)
    headers = {key: draw(words) for key in draw(st.lists(st.sampled_from(names), unique=True))}
    headers["BPM"] = f"{float(bpm):.6f}"
    if marker:
        headers["LNOBJ"] = draw(st.sampled_from((MARKER, "zz")))
    on_lanes = st.tuples(places, lanes)
    unseen = draw(st.lists(on_lanes, max_size=3, unique=True))
    mined = draw(st.lists(on_lanes, max_size=3, unique=True))
    changes = draw(st.dictionaries(places, decimals, max_size=4))
    lengths = draw(
        st.dictionaries(st.integers(0, 9), decimals.filter(lambda x: x != 1), max_size=3)
    )
    sounds = [Sound(draw(places), draw(ids)) for _ in range(draw(st.integers(0, 12)))]
    samples = draw(st.dictionaries(ids, words.filter(bool), max_size=4))
    return Chart(
        mode=keys_of([note.lane for note in played], name),
        bpm=bpm,
        headers=tuple(headers.items()),
        samples=tuple(sorted(samples.items())),
        notes=tuple(played),
        background=tuple(sorted(sounds, key=lambda sound: sound.place)),
        hidden=tuple(Hidden(*one, draw(ids)) for one in _by_channel(unseen, Kind.INVISIBLE)),
        mines=tuple(
            Mine(*one, draw(st.integers(1, 1295))) for one in _by_channel(mined, Kind.MINE)
        ),
        lengths=tuple(sorted((m, share) for m, share in lengths.items() if share <= 10**5)),
        tempo=tuple(TempoChange(*one) for one in sorted(changes.items())),
        halts=draw(halts()),
        long_note_end=marker,
    )


def _by_channel(found: list[tuple[Place, Lane]], kind: Kind) -> list[tuple[Place, Lane]]:
    return sorted(found, key=lambda one: (one[0], channel_of(kind, one[1])))


@st.composite
def chart_sets(draw: st.DrawFn) -> ChartSet:
    """One to three charts and a file."""
    found = draw(
        st.lists(st.sampled_from(("a.bms", "b.pms", "c.bme")), min_size=1, max_size=3, unique=True)
    )
    held = tuple((name, draw(charts(name))) for name in sorted(found))
    return ChartSet(held, (("kick.wav", draw(st.binary(max_size=8))),))
