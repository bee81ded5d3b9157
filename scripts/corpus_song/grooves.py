"""Drum patterns: one bar of hits for any style, metre and feel, and the fills between."""

from __future__ import annotations

import numpy as np

KICK, RIM, SNARE, CLAP, CLOSED, PEDAL, OPEN, CRASH, RIDE = 36, 37, 38, 39, 42, 44, 46, 49, 51
TAMB, COWBELL, CONGA, SHAKER, CLAVE = 54, 56, 63, 70, 75
TOMS = (50, 47, 45, 41)  # high to low

Hit = tuple[int, int, int]  # drum, step of the bar, velocity
Lines = tuple[tuple[int, str, int], ...]  # drum, steps of four beats, velocity

_X4, _OFF = "x...x...x...x...", "..x...x...x...x."
_BACK, _HALF = "....x.......x...", "........x......."
_EIGHTHS, _ALL = "x.x.x.x.x.x.x.x.", "xxxxxxxxxxxxxxxx"

# x: always, o: drawn half of the time when the song is made, '.': rest.
GROOVES: dict[str, Lines] = {
    "edm": ((KICK, _X4, 120), (CLAP, _BACK, 100), (OPEN, _OFF, 80), (CLOSED, _EIGHTHS, 50)),
    "house": ((KICK, _X4, 118), (SNARE, _BACK, 86), (CLOSED, "..x...xo..x...xo", 80)),
    "techno": ((KICK, _X4, 124), (CLOSED, "ooxoooxoooxoooxo", 66), (RIM, "...o..o....o..o.", 70)),
    "pulse": ((KICK, _X4, 112),),
    "trance": ((KICK, _X4, 120), (OPEN, _OFF, 84), (CLAP, _BACK, 90), (SHAKER, _ALL, 40)),
    "rock": ((KICK, "x.....o.x.x...o.", 112), (SNARE, _BACK, 112), (CLOSED, _EIGHTHS, 76)),
    "ride": ((KICK, "x..o..x.x.....o.", 112), (SNARE, _BACK, 110), (RIDE, _EIGHTHS, 80)),
    "crashes": ((KICK, "x.x...o.x.x...o.", 116), (SNARE, _BACK, 116), (CRASH, _X4, 80)),
    "double": ((KICK, _ALL, 100), (SNARE, _BACK, 118), (RIDE, _X4, 84)),
    "gallop": ((KICK, "x.xxx.xxx.xxx.xx", 104), (SNARE, _BACK, 116), (CLOSED, _X4, 84)),
    "blast": ((KICK, _EIGHTHS, 104), (SNARE, ".x.x.x.x.x.x.x.x", 96), (RIDE, _EIGHTHS, 70)),
    "skank": ((KICK, _X4, 108), (SNARE, _OFF, 110), (CLOSED, _EIGHTHS, 66)),
    "dnb": ((KICK, "x.........x....o", 118), (SNARE, _BACK, 116), (CLOSED, _EIGHTHS, 66)),
    "amen": (
        (KICK, "x.x.......xx....", 112),
        (SNARE, "....x..o.o..x..o", 104),
        (CLOSED, _EIGHTHS, 72),
    ),
    "broken": (
        (KICK, "x..o..x....x..o.", 112),
        (SNARE, "....x..o.....x..", 106),
        (CLOSED, "x.xox.xxx.xox.xo", 62),
    ),
    "hiphop": ((KICK, "x......ox.x...o.", 112), (SNARE, _BACK, 106), (CLOSED, _EIGHTHS, 64)),
    "trap": (
        (KICK, "x.....o...x..o..", 120),
        (SNARE, _HALF, 110),
        (CLOSED, "xoxoxoxxxoxoxoxx", 64),
    ),
    "half": ((KICK, "x.......o.x.....", 112), (SNARE, _HALF, 112), (CLOSED, _X4, 74)),
    "funk": (
        (KICK, "x.o...o..ox..o..", 110),
        (SNARE, "....x..o.o..x..o", 96),
        (CLOSED, "xoxoxxxoxoxoxxxo", 64),
    ),
    "pop": ((KICK, "x.....x.x.....o.", 106), (SNARE, _BACK, 100), (TAMB, _EIGHTHS, 44)),
    "ballad": ((KICK, "x.....o.x.......", 94), (RIM, _BACK, 84), (CLOSED, _EIGHTHS, 52)),
    "reggae": ((KICK, _HALF, 108), (RIM, _HALF, 92), (CLOSED, "x.xxx.x.x.xxx.x.", 58)),
    "bossa": ((KICK, "x..xx..xx..xx..x", 78), (RIM, "x..x..x...x..x..", 76), (SHAKER, _ALL, 44)),
    "latin": (
        (KICK, "...x..x....x..x.", 92),
        (CLAVE, "..x.x...x..x..x.", 84),
        (CONGA, "..o...xx..o...xx", 78),
        (COWBELL, _EIGHTHS, 56),
    ),
    "tresillo": ((KICK, _X4, 112), (SNARE, "...x..x....x..x.", 96), (SHAKER, _EIGHTHS, 44)),
    "syncopated": (
        (KICK, "x..x..x..x..x.x.", 120),
        (CLAP, _BACK, 104),
        (OPEN, "..x...x...x...x.", 80),
    ),
    "hardcore": ((KICK, _X4, 127), (OPEN, _OFF, 70), (CLAP, "o...x...o...x...", 90)),
    "march": (
        (KICK, "x.......x.......", 100),
        (SNARE, "..x.x.xx..x.x.xx", 80),
        (CRASH, "o" + "." * 15, 70),
    ),
    "soft": ((SHAKER, _EIGHTHS, 46), (RIM, _BACK, 50)),
}


def bar_of(name: str, meter: int, division: int, rng: np.random.Generator) -> list[Hit]:
    """One bar of a groove; metres and divisions it was not written for get a made one."""
    if meter not in (2, 4) or division != 4:
        return _made(meter, division, rng)
    hits: list[Hit] = []
    for drum, steps, velocity in GROOVES[name]:
        keep = rng.random(16) < 0.5
        for step, mark in enumerate(steps[: 4 * meter]):
            if mark == "x" or (mark == "o" and keep[step]):
                accent = 0 if step % 4 == 0 else -8 if step % 2 == 0 else -16
                hits.append((drum, step, velocity + (accent if mark == "x" else accent - 14)))
    return hits


def groups_of(meter: int, rng: np.random.Generator) -> list[int]:
    """How a bar divides: 5 = 3+2, 7 = 2+2+3, and so on; first beats of the groups."""
    choices = {
        2: ((2,),),
        3: ((3,),),
        4: ((2, 2), (4,)),
        5: ((3, 2), (3, 2), (2, 3)),
        6: ((3, 3), (3, 3), (2, 2, 2)),
        7: ((2, 2, 3), (2, 2, 3), (3, 2, 2), (4, 3)),
    }[meter]
    groups = choices[int(rng.integers(len(choices)))]
    return [0, *(int(edge) for edge in np.cumsum(groups)[:-1])]


def _made(meter: int, division: int, rng: np.random.Generator) -> list[Hit]:
    """Kick on the bar, snare inside the groups, hats on beats or steps."""
    starts = groups_of(meter, rng)
    kicks = {0} | {s * division for s in starts[1:] if rng.random() < 0.5}
    snare_on_starts = len(starts) > 1 and rng.random() < 0.5
    if snare_on_starts:
        snares = {s * division for s in starts[1:]}
    elif meter <= 3:
        snares = {b * division for b in range(1, meter) if meter == 2 or rng.random() < 0.7}
    else:
        snares = {(s + 1) * division for s in starts}
    extra = {int(s) for s in rng.integers(1, meter * division, 2) if rng.random() < 0.6}
    drum = int(rng.choice([CLOSED, CLOSED, RIDE, SHAKER, TAMB]))
    step = division if rng.random() < 0.35 else 1 if division == 3 else max(1, division // 2)
    snare = int(rng.choice([SNARE, SNARE, CLAP, RIM]))
    hits = [(KICK, s, 114 if s == 0 else 100) for s in sorted((kicks | extra) - snares)]
    hits += [(snare, s, 104) for s in sorted(snares - {0})]
    hits += [(drum, s, 72 if s % division == 0 else 56) for s in range(0, meter * division, step)]
    return hits


def fill_of(meter: int, division: int, rng: np.random.Generator) -> list[Hit]:
    """The last one or two beats of a section: a roll, or toms downwards."""
    total = meter * division
    length = division * int(rng.integers(1, 3 if meter > 2 else 2))
    steps = [s for s in range(total - length, total) if rng.random() < 0.8]
    if rng.random() < 0.5:
        return [(SNARE, s, 80 + 3 * (s - total + length)) for s in steps]
    return [(TOMS[min(3, 4 * (s - total + length) // length)], s, 98) for s in steps]
