"""Bass, chords and tunes of a drawn song, from a few words each ("offbeat", "alberti")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from corpus_song.grooves import KICK, Hit, groups_of
from song_note import Note

_SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 3, 5, 7, 9, 10))
_ROWS = (
    (0, 4, 5, 3), (5, 3, 0, 4), (0, 5, 3, 4), (3, 4, 2, 5), (0, 3, 0, 4), (0, 5, 6, 3),
    (0, 6, 5, 4), (5, 4, 3, 4), (0, 2, 3, 3), (1, 4, 0, 0), (0, 3, 4, 4, 5, 3, 1, 4),
    (3, 4, 5, 5, 3, 4, 0, 0), (0, 0, 3, 4), (0, 6, 0, 6),
)  # fmt: skip
Tune = tuple[tuple[int, int], ...]  # step of its two bars, scale steps moved
_GAP = Fraction(1, 16)  # beats of silence before the next note of a voice


@dataclass(frozen=True, slots=True)
class Key:
    """Tonic (MIDI pitch class), scale and the row of chord degrees."""

    tonic: int
    scale: tuple[int, ...]
    row: tuple[int, ...]

    def pitch(self, degree: int, octave: int) -> int:
        """A scale degree, any whole number, in MIDI octave ``octave``."""
        turn, place = divmod(degree, len(self.scale))
        return 12 * (octave + 1 + turn) + self.tonic + self.scale[place]

    def triad(self, degree: int, octave: int) -> tuple[int, int, int]:
        """A chord on a degree, folded into about an octave above C of ``octave``."""
        low = 12 * (octave + 1) + 4
        pitches = sorted((self.pitch(degree + i, octave) - low) % 12 + low for i in (0, 2, 4))
        return pitches[0], pitches[1], pitches[2]


def draw_key(rng: np.random.Generator) -> Key:
    """A random key and row of chords."""
    row = _ROWS[int(rng.integers(len(_ROWS)))]
    return Key(int(rng.integers(12)), _SCALES[int(rng.choice([0, 1, 1, 2]))], row)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar to fill: its first beat, beats, steps a beat, chord degree and the drums' hits."""

    start: Fraction
    meter: int
    division: int
    degree: int
    hits: tuple[Hit, ...]

    def at(self, step: float) -> Fraction:
        """Beat of a step of the bar."""
        return self.start + Fraction(step).limit_denominator(64) / self.division


@dataclass(frozen=True, slots=True)
class Words:
    """How a part plays all song long: its word, velocity and the steps drawn for it."""

    word: str
    velocity: int
    drawn: tuple[int, ...]


def draw_words(
    word: str, velocity: int, meter: int, division: int, rng: np.random.Generator
) -> Words:
    """Draw the rhythm that a word leaves open, once for the song."""
    total = meter * division
    drawn: Sequence[int] = ()
    if word in ("syncopated", "reese"):
        weights = np.array([1.0 if s % division else 0.55 for s in range(total)])
        count = int(np.clip(rng.integers(3, 7), 1, total))
        drawn = sorted(rng.choice(total, count, replace=False, p=weights / weights.sum()).tolist())
    elif word == "groups":
        drawn = [beat * division for beat in groups_of(meter, rng)]
    elif word == "tresillo":
        drawn = [s for s in range(total) if s % (4 * division) in (0, 3, 6, 8, 11, 14)]
        drawn = drawn if division == 4 else list(range(0, total, division))
    return Words(word, velocity, tuple(drawn))


def steps_of(words: Words, bar: Bar) -> list[tuple[float, float]]:
    """(step, length) of every note of a part in a bar, in steps."""
    beat, total = bar.division, bar.meter * bar.division
    half = beat / 2 if beat % 2 == 0 else beat - 1  # a triplet's last third swings
    even: dict[str, float] = {
        "eighths": half if beat % 2 == 0 else 1,
        "octaves": half if beat % 2 == 0 else 1,
        "quarters": beat,
        "walking": beat,
        "halves": 2 * beat,
        "sixteenths": 1,
        "alberti": half if beat % 2 == 0 else 1,
        "arpeggio": 1 if bar.meter * beat <= 12 or words.velocity % 2 else half,
    }
    word = words.word
    if word in even:
        starts = [float(s) for s in np.arange(0, total, max(even[word], 1))]
    elif word in ("offbeat", "skank", "stabs"):
        starts = [b * beat + half for b in range(bar.meter)]
        if word == "stabs" and words.velocity % 3 == 0:
            starts = [s for i, s in enumerate(starts) if i % 2 == 0]
    elif word in ("roll", "gallop"):
        rests = (0,) if word == "roll" else (1,)
        starts = [float(s) for s in range(total) if s % beat not in rests]
    elif word == "kick":
        starts = sorted({float(step) for drum, step, _ in bar.hits if drum == KICK}) or [0.0]
    elif word == "bossa":
        starts = [s for b in range(0, bar.meter, 2) for s in (b * beat, (b + 2) * beat - 1.0)]
    elif word == "oompah":
        starts = [float(b * beat) for b in range(1, bar.meter)]
    elif word in ("syncopated", "reese", "groups", "tresillo"):
        starts = [float(s) for s in words.drawn]
    elif word == "none":
        starts = []
    else:  # whole, pad, bar
        starts = [0.0]
    starts = [s for s in starts if s < total]
    ends = [*starts[1:], float(total)] if starts else []
    short = {"stabs": beat / 3, "skank": beat / 4, "bar": float(beat), "oompah": beat / 2}
    return [(s, min(e - s, short.get(word, e - s))) for s, e in zip(starts, ends, strict=True)]


def bass(key: Key, words: Words, bar: Bar) -> list[Note]:
    """The bass of a bar."""
    notes = []
    for index, (step, length) in enumerate(steps_of(words, bar)):
        pitch = key.pitch(bar.degree, 2)
        pitch = pitch - 12 if pitch > 47 else pitch
        if words.word == "octaves":
            pitch += 12 * (index % 2)
        elif words.word == "walking":
            pitch += (0, 4, 7, 9, 7, 4, 5)[index % 7] if index else 0
        elif words.word in ("bossa", "bar") and index % 2:
            pitch += 7
        notes.append(_note("bass", bar, (step, length), pitch, words.velocity))
    return notes


def chords(key: Key, words: Words, bar: Bar) -> list[Note]:
    """The chords of a bar, broken or struck."""
    triad = key.triad(bar.degree, 4)
    notes = []
    for index, span in enumerate(steps_of(words, bar)):
        if words.word in ("alberti", "arpeggio"):
            order = (0, 2, 1, 2) if words.word == "alberti" else (0, 1, 2, 3, 2, 1)
            place = order[index % len(order)]
            pitch = triad[place % 3] + 12 * (place // 3)
            notes.append(_note("chords", bar, span, pitch, words.velocity - (8 if index else 0)))
        else:
            notes += [_note("chords", bar, span, pitch, words.velocity) for pitch in triad]
    return notes


def draw_tune(meter: int, division: int, density: float, rng: np.random.Generator) -> Tune:
    """Two bars of melody; it need not start on the bar."""
    late = int(rng.choice([0, 0, 0, 1, 2, 3])) * division // 2
    push = rng.random() < 0.3  # syncopated tunes avoid the beat
    tune = []
    for step in range(late, 2 * meter * division):
        inside = step % division
        weight = (0.35 if push else 0.8) if inside == 0 else 0.55 if inside * 2 == division else 0.2
        if division == 3:
            weight = 0.8 if inside == 0 else 0.45
        if rng.random() < density * weight:
            tune.append((step, int(rng.choice([-2, -1, -1, 0, 1, 1, 2, 3, -3]))))
    return tuple(tune)


def lead(key: Key, tune: Tune, bar: Bar, odd: bool, velocity: int) -> list[Note]:
    """The bar's half of the tune, walked through the scale around the chord."""
    total = bar.meter * bar.division
    mine = [(s - total * odd, m) for s, m in tune if (s >= total) == odd]
    degree = bar.degree % 7
    notes = []
    for index, (step, move) in enumerate(mine):
        degree += move
        degree = degree - 7 if degree > 11 else degree + 7 if degree < -2 else degree
        if step % bar.division == 0 and (degree - bar.degree) % 7 not in (0, 2, 4):
            degree += 1
        end = mine[index + 1][0] if index + 1 < len(mine) else total
        accent = 8 if step == 0 else 0
        span = (float(step), float(min(end - step, 2 * bar.division)))
        notes.append(_note("lead", bar, span, key.pitch(degree, 5), velocity + accent))
    return notes


def _note(part: str, bar: Bar, span: tuple[float, float], pitch: int, velocity: int) -> Note:
    start = bar.at(span[0])
    length = max(bar.at(span[0] + span[1]) - start - _GAP, _GAP)
    return Note(part, start, length, int(np.clip(pitch, 21, 108)), int(np.clip(velocity, 1, 127)))
