"""Hypothesis strategies for Beat Saber levels: everything that a format version can hold."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from automapper.beatsaber.formats.wire import DATA_KEY, canonical
from automapper.beatsaber.model import (
    Arc,
    Bomb,
    BoostEvent,
    BpmEvent,
    Chain,
    Chart,
    Cut,
    Extra,
    Hand,
    Level,
    LightEvent,
    Lightshow,
    Note,
    RotationEvent,
    Wall,
)
from automapper.beatsaber.order import sorted_chart
from automapper.chart import Difficulty, Song

CUSTOM = {2: "_customData", 3: "customData", 4: "customData"}
DIVISORS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
# Positions may be any integer: mods put objects far outside the grid.
columns = st.one_of(st.integers(0, 3), st.integers(-4000, 8000))
rows = st.one_of(st.integers(0, 2), st.integers(-4000, 8000))
reals = st.floats(-1000, 1000, allow_nan=False)
positives = st.floats(0.125, 1000, allow_nan=False)
hands, cuts = st.sampled_from(Hand), st.sampled_from(Cut)


@st.composite
def beats(draw: st.DrawFn, least: int = -4, most: int = 600) -> Fraction:
    """A beat as editors place it."""
    divisor = draw(st.sampled_from(DIVISORS))
    return Fraction(draw(st.integers(least * divisor, most * divisor)), divisor)


_json_leaves = st.one_of(st.booleans(), st.integers(-(2**40), 2**40), reals, texts)
_json_values = st.recursive(
    _json_leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2),
        st.dictionaries(texts, inner, min_size=1, max_size=2),
    ),
    max_leaves=4,
)
# No version gives these names a meaning.
_unknown = st.dictionaries(
    st.from_regex(r"\Aunknown[A-Za-z_]{0,6}\Z"), _json_values, min_size=1, max_size=2
)


@st.composite
def extras(draw: st.DrawFn, version: int, with_data: bool = True) -> Extra | None:
    """Unknown fields and custom data, as a file of the version would hold them."""
    if draw(st.integers(0, 3)):
        return None
    content = dict(draw(_unknown)) if draw(st.booleans()) else {}
    custom = draw(_unknown)
    if version == 4 and with_data:
        content[DATA_KEY] = {CUSTOM[4]: custom}
    else:
        content[CUSTOM[version]] = custom
    return Extra(version, canonical(content))


def notes(version: int) -> st.SearchStrategy[Note]:
    """Notes; version 2 knows no angle beside the direction."""
    angles = st.just(0) if version == 2 else st.integers(-360, 360)
    return st.builds(Note, beats(), columns, rows, hands, cuts, angles, extras(version))


def bombs(version: int) -> st.SearchStrategy[Bomb]:
    """Bombs."""
    return st.builds(Bomb, beats(), columns, rows, extras(version))


def walls(version: int) -> st.SearchStrategy[Wall]:
    """Walls, also ones of no or negative length (mods and old maps have them)."""
    size = st.integers(-3, 4000)
    return st.builds(Wall, beats(), beats(-2, 40), columns, rows, size, size, extras(version))


def arcs(version: int) -> st.SearchStrategy[Arc]:
    """Arcs, not necessarily sensible ones."""
    return st.builds(
        Arc,
        beat=beats(),
        x=columns,
        y=rows,
        hand=hands,
        cut=cuts,
        multiplier=reals,
        tail_beat=beats(),
        tail_x=columns,
        tail_y=rows,
        tail_cut=cuts,
        tail_multiplier=reals,
        mid_anchor=st.integers(0, 2),
        extra=extras(version),
    )


def chains(version: int) -> st.SearchStrategy[Chain]:
    """Chains."""
    return st.builds(
        Chain,
        beat=beats(),
        x=columns,
        y=rows,
        hand=hands,
        cut=cuts,
        tail_beat=beats(),
        tail_x=columns,
        tail_y=rows,
        slices=st.integers(0, 60),
        squish=reals,
        extra=extras(version),
    )


@st.composite
def lightshows(draw: st.DrawFn, version: int) -> Lightshow:
    """Lights; version 2 gives types 5, 14, 15 and 100 to other events."""
    kinds = st.integers(0, 200).filter(lambda kind: version > 2 or kind not in (5, 14, 15, 100))
    events = st.builds(LightEvent, beats(), kinds, st.integers(0, 2**31), reals, extras(version))
    boosts = st.builds(BoostEvent, beats(), st.booleans(), extras(version))
    key = {2: "_waypoints", 3: "waypoints", 4: "eventBoxGroups"}[version]
    groups = [{"unknown": 1, "b": draw(st.integers(0, 9))}]
    return Lightshow(
        tuple(draw(st.lists(events, max_size=4))),
        tuple(draw(st.lists(boosts, max_size=2))),
        Extra(version, canonical({key: groups})) if draw(st.booleans()) else None,
    )


def rotations(version: int) -> st.SearchStrategy[RotationEvent]:
    """Lane rotations; version 2 holds whole degrees up to a turn."""
    whole = st.integers(-360, 360).map(float)
    degrees = whole if version == 2 else reals
    return st.builds(RotationEvent, beats(), st.booleans(), degrees, extras(version))


@st.composite
def charts(draw: st.DrawFn, version: int, tempo: tuple[BpmEvent, ...] = ()) -> Chart:
    """One difficulty with its lists in order."""

    def some(strategy: st.SearchStrategy[object]) -> tuple[object, ...]:
        return tuple(draw(st.lists(strategy, max_size=3)))

    named = st.lists(texts, max_size=2).map(tuple)
    chart = Chart(
        difficulty=draw(st.sampled_from(Difficulty)),
        characteristic=draw(st.sampled_from(["Standard", "OneSaber", "360Degree", "../odd name"])),
        njs=draw(positives),
        jump_offset=draw(reals),
        label=draw(texts),
        notes=some(notes(version)),  # type: ignore[arg-type]
        bombs=some(bombs(version)),  # type: ignore[arg-type]
        walls=some(walls(version)),  # type: ignore[arg-type]
        arcs=some(arcs(version)),  # type: ignore[arg-type]
        chains=some(chains(version)) if version > 2 else (),  # type: ignore[arg-type]
        rotations=some(rotations(version)),  # type: ignore[arg-type]
        bpm_events=tempo,
        lights=draw(lightshows(version)),
        requirements=draw(named),
        suggestions=draw(named),
        extra=draw(extras(version, with_data=False)),
        info_extra=draw(extras(4 if version == 4 else 2, with_data=False)),
    )
    return sorted_chart(chart)


@st.composite
def tempo_tracks(draw: st.DrawFn) -> tuple[BpmEvent, ...]:
    """Tempo changes far enough apart that sample counts tell the tempi exactly."""
    places = draw(st.lists(st.integers(1, 20), unique=True, max_size=3).map(sorted))
    tempi = st.integers(60, 800).map(lambda halves: halves / 2)
    return tuple(BpmEvent(Fraction(16 * place), draw(tempi)) for place in places)


@st.composite
def levels(draw: st.DrawFn, version: int = 3) -> Level:
    """A level that ``version`` (2, 3 or 4) holds without loss."""
    info = 4 if version == 4 else 2
    tempo = draw(tempo_tracks())
    found = draw(st.lists(charts(version, tempo), min_size=1, max_size=3))
    unique = {(chart.characteristic, chart.difficulty): chart for chart in found}
    level = Level(
        song=Song(draw(texts), draw(texts), draw(texts), draw(texts)),
        bpm=draw(st.floats(20, 1000)),
        charts=tuple(unique[key] for key in sorted(unique)),
        audio_file=draw(texts),
        cover_file=draw(texts),
        preview=(draw(reals), draw(reals)),
        environment=draw(st.sampled_from(["DefaultEnvironment", "TimbalandEnvironment"])),
        origin=draw(st.one_of(st.just(""), _unknown.map(canonical))),
        extra=draw(extras(info, with_data=False)),
    )
    if version == 4:
        return level
    odd = {"song_offset": draw(reals), "shuffle": draw(reals), "shuffle_period": draw(reals)}
    return replace(level, **odd)  # type: ignore[arg-type]
