"""A song drawn by chance: what kind it is, its form, its notes and its true beats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from automapper.generation.seeds import part_rng
from corpus_song.grooves import CRASH, KICK, Hit, bar_of, fill_of
from corpus_song.parts import (
    Bar,
    Key,
    Tune,
    Words,
    bass,
    chords,
    draw_key,
    draw_tune,
    draw_words,
    lead,
)
from corpus_song.styles import FREE, LIVE, PLAIN, STYLES, Style
from corpus_song.timeline import Span, Timeline, timeline
from song_note import Note

_KIND_SHARES = {
    "steady": 0.48, "swing": 0.07, "steps": 0.1, "accelerando": 0.07, "drift": 0.13,
    "rubato": 0.08, "pickup": 0.07,
}  # fmt: skip
_SECTIONS = (4, 4, 8, 8, 8, 6, 5)  # bars
_LAYERS = {  # what plays in a section; "lead?" is drawn
    "intro": ("chords", "lead?"), "soft": ("chords", "bass?", "lead"), "beat": ("drums", "bass?"),
    "verse": ("drums", "bass", "chords", "lead?"), "chorus": ("drums", "bass", "chords", "lead"),
    "break": ("chords", "lead?"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller fixes; None and empty are drawn. ``clean``: no jitter, plain style."""

    kind: str = ""
    meter: int | None = None
    clean: bool = False


@dataclass(frozen=True, slots=True)
class Song:
    """All there is to render: notes in beats, the timeline and how exactly it is played."""

    style: Style
    kind: str
    meter: int
    bars: int
    pickup: int
    swing: float
    jitter: float  # s, one standard deviation
    kit: int
    programs: tuple[int, int, int]
    ducking: bool
    line: Timeline
    notes: tuple[Note, ...]

    @property
    def beats(self) -> range:
        """Numbers of all beats; 0 is the first downbeat."""
        return range(-self.pickup, self.bars * self.meter)

    def times(self, beats: np.ndarray, *, swung: bool = False) -> np.ndarray:
        """Seconds of beats, with the swing applied to what lies between them."""
        return self.line.seconds(_swung(beats, self.swing) if swung else beats)


def _swung(beats: np.ndarray, ratio: float) -> np.ndarray:
    """The second half of every beat starts at ``ratio`` of it instead of a half."""
    whole = np.floor(beats)
    inside = beats - whole
    bent = np.where(inside < 0.5, inside * 2 * ratio, ratio + (inside - 0.5) * 2 * (1 - ratio))
    return np.asarray(whole + bent)


def draw_song(seed: int, song: str, wish: Wish = Wish()) -> Song:
    """The song of this seed and name."""
    rng = part_rng(seed, song, "plan")
    kind = wish.kind or str(rng.choice(list(_KIND_SHARES), p=list(_KIND_SHARES.values())))
    style = _draw_style(kind, wish, rng)
    meter = wish.meter or int(rng.choice(style.meters))
    bpm = float(np.exp(rng.uniform(*np.log(style.bpm))))
    if kind == "steady" and rng.random() < 0.5:
        bpm = float(round(bpm))  # most made music has a whole tempo
    swing = float(rng.uniform(*style.swing))
    if kind == "swing":
        swing = float(rng.uniform(0.56, 0.7))
    elif kind == "steady" and wish.clean:
        swing = 0.5
    target = float(rng.uniform(60, 95))
    bars = max(8, round(target * bpm / 60 / meter))
    pickup = int(rng.integers(1, meter)) if kind == "pickup" else 0
    lead_in = float(rng.uniform(0.02, 3.0)) if rng.random() < 0.75 else 0.0
    line = timeline(kind, Span(-pickup, bars * meter, bpm, meter), lead_in, rng)
    loose = 0.0 if wish.clean else style.loose * (1.0 if rng.random() < 0.8 else 0.0)
    drums = bool(rng.random() < style.drums) and kind != "rubato"
    base = Song(
        style=style,
        kind=kind,
        meter=meter,
        bars=bars,
        pickup=pickup,
        swing=swing,
        jitter=min(0.012, loose * float(rng.uniform(0.001, 0.009))),
        kit=int(rng.choice(style.kits)),
        programs=_programs(style, rng),
        ducking=bool(rng.random() < style.ducking),
        line=line,
        notes=(),
    )
    return replace(base, notes=tuple(_compose(base, drums, seed, song)))


def _programs(style: Style, rng: np.random.Generator) -> tuple[int, int, int]:
    low, mid, high = (int(rng.choice(programs)) for programs in style.programs)
    return low, mid, high


def _draw_style(kind: str, wish: Wish, rng: np.random.Generator) -> Style:
    usual = [style for style in STYLES if wish.meter is None or wish.meter in style.meters]
    pool = usual
    names: tuple[str, ...] = ()
    if wish.clean:
        names = PLAIN
    elif kind == "rubato":
        names = FREE
    elif kind in ("drift", "accelerando"):
        names = LIVE
    elif kind == "pickup":
        pool = [style for style in pool if set(style.meters) - {2} or style.division == 4]
    elif kind == "swing":
        pool = [style for style in pool if style.division == 4]
    pool = [style for style in pool if not names or style.name in names] or usual
    shares = np.array([style.share for style in pool])
    return pool[int(rng.choice(len(pool), p=shares / shares.sum()))]


@dataclass(frozen=True, slots=True)
class _Band:
    """Everything that stays the same through the song."""

    key: Key
    bass: Words
    chords: Words
    pad: Words
    tunes: tuple[Tune, Tune]
    grooves: tuple[tuple[Hit, ...], tuple[Hit, ...]]
    chord_bars: int
    velocity: int


def _draw_band(song: Song, seed: int, name: str) -> _Band:
    rng = part_rng(seed, name, "band")
    style, meter, division = song.style, song.meter, song.style.division
    word = {part: str(rng.choice(getattr(style, part))) for part in ("bass", "chords")}
    density = float(rng.uniform(0.35, 1.0))
    grooves = [str(rng.choice(style.grooves)) for _ in range(2)]
    return _Band(
        draw_key(rng),
        draw_words(word["bass"], int(rng.integers(88, 112)), meter, division, rng),
        draw_words(word["chords"], int(rng.integers(66, 96)), meter, division, rng),
        draw_words("pad", int(rng.integers(40, 66)), meter, division, rng),
        (draw_tune(meter, division, density, rng), draw_tune(meter, division, density, rng)),
        (
            tuple(bar_of(grooves[0], meter, division, rng)),
            tuple(bar_of(grooves[1], meter, division, rng)),
        ),
        int(rng.choice([1, 1, 1, 2])),
        int(rng.integers(80, 112)),
    )


def _form(bars: int, rng: np.random.Generator) -> list[tuple[str, int]]:
    """Sections in order: name and bars; some songs start at once, some break down."""
    head = ["intro", "verse"] if rng.random() < 0.4 else ["verse"]
    if rng.random() < 0.2:
        head = ["beat", "verse"]
    cycle = ["chorus", "verse", "break", "chorus", "soft", "chorus", "beat"]
    names = [*head, *cycle, *cycle, *cycle, *cycle, *cycle, *cycle]
    form: list[tuple[str, int]] = []
    for name in names:
        if name in ("break", "soft", "beat") and form and rng.random() < 0.45:
            continue
        length = int(rng.choice([2, 4, 4])) if name == "intro" else int(rng.choice(_SECTIONS))
        length = min(length, bars)
        bars -= length
        form.append((name, length))
        if bars <= 0:
            break
    return form


def _compose(song: Song, drums: bool, seed: int, name: str) -> list[Note]:
    rng = part_rng(seed, name, "notes")
    band = _draw_band(song, seed, name)
    notes: list[Note] = []
    first = 0
    for index, (section, bars) in enumerate(_form(song.bars, rng)):
        layers = {
            layer.rstrip("?")
            for layer in _LAYERS[section]
            if not layer.endswith("?") or rng.random() < 0.6
        }
        if not drums:
            layers |= {"bass", "chords", "lead"} if "drums" in layers else {"chords"}
            layers -= {"drums"}
        for bar in range(bars):
            last = bar == bars - 1 and rng.random() < 0.7
            place = _Place(section, opens=bar == 0 and index > 0, fills=last)
            notes += _bar(song, band, first + bar, layers, place, rng)
        first += bars
    return notes + _pickup(song, band, rng)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a bar stands: its section, whether it is its first, whether a fill ends it."""

    section: str
    opens: bool
    fills: bool


def _bar(
    song: Song,
    band: _Band,
    number: int,
    layers: set[str],
    place: _Place,
    rng: np.random.Generator,
) -> list[Note]:
    """The notes of one bar."""
    division = song.style.division
    row = band.key.row
    degree = row[number // band.chord_bars % len(row)]
    groove = band.grooves[place.section == "chorus"]
    bar = Bar(Fraction(number * song.meter), song.meter, division, degree, groove)
    notes: list[Note] = []
    if "drums" in layers:
        hits = list(groove)
        if place.fills:
            fill = fill_of(song.meter, division, rng)
            from_step = min((step for _, step, _ in fill), default=10**6)
            hits = [hit for hit in hits if hit[1] < from_step or hit[0] == KICK] + fill
        if place.opens:
            hits.append((CRASH, 0, 104))
        notes += [
            Note(
                "drums", bar.at(s), Fraction(1, 8), d, int(np.clip(v + rng.integers(-6, 7), 1, 127))
            )
            for d, s, v in hits
        ]
    if "bass" in layers:
        notes += bass(band.key, band.bass, bar)
    if "chords" in layers:
        words = band.pad if place.section == "break" and rng.random() < 0.3 else band.chords
        notes += chords(band.key, words if words.word != "none" else band.pad, bar)
    if "lead" in layers:
        tune = band.tunes[place.section == "chorus"]
        notes += lead(band.key, tune, bar, bool(number % 2), band.velocity)
    return notes


def _pickup(song: Song, band: _Band, rng: np.random.Generator) -> list[Note]:
    """The notes before the first downbeat: a run of the lead, on the beats and between."""
    notes = []
    degree = band.key.row[0] + 4
    for beat in range(-song.pickup, 0):
        for half in (0, 1) if rng.random() < 0.5 else (0,):
            start = Fraction(beat) + Fraction(half, 2 if song.style.division != 3 else 3)
            notes.append(Note("lead", start, Fraction(2, 5), band.key.pitch(degree, 5), 96))
            degree += int(rng.choice([-1, 1]))
    return notes
