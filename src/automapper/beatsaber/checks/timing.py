"""When things happen: the grid, the start and the end."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from automapper.beatsaber.checks.rule import ROUNDING_S, Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject, first_and_last
from automapper.beatsaber.formats.editor_tempo import editor_bpm_changes

FIRST_S, AFTER_LAST_S, LONGEST_OUTRO_S = 1.5, 2.0, 15.0
DIVISORS = (8, 6)
GRID_TOLERANCE = Fraction(1, 200)  # beats; files round thirds to .333
LIVE_TEMPI = 8  # with more tempo changes than this a song is played live


def _is_off(beat: Fraction) -> bool:
    return all(
        abs(beat - Fraction(round(beat * divisor), divisor)) > GRID_TOLERANCE
        for divisor in DIVISORS
    )


def _off_grid(subject: ChartSubject) -> Iterator[Finding]:
    own_grid = len(editor_bpm_changes(subject.chart)) > 1
    if own_grid or len(subject.chart.bpm_events) > LIVE_TEMPI:
        return
    firsts = [swing.notes[0] for swings in subject.swings for swing in swings]
    off = sorted(note.beat for note in firsts if _is_off(note.beat))
    if off:
        what = f"{len(off)} of {len(firsts)} swings off the 1/8 and 1/6 grid"
        yield Finding(what, subject.time(off[0]), off[0])


def _hot_start(subject: ChartSubject) -> Iterator[Finding]:
    first, _ = first_and_last(subject)
    if first < FIRST_S - ROUNDING_S:
        yield Finding(f"the first object comes after {first:.2f} s", first)


def _cold_end(subject: ChartSubject) -> Iterator[Finding]:
    _, last = first_and_last(subject)
    length = None if subject.audio is None else subject.audio.seconds
    if length is not None and length - last < AFTER_LAST_S - ROUNDING_S:
        yield Finding(f"the audio ends {length - last:.2f} s after the last object", last)


def _long_outro(subject: ChartSubject) -> Iterator[Finding]:
    _, last = first_and_last(subject)
    length = None if subject.audio is None else subject.audio.seconds
    events = subject.chart.lights.events
    if length is None or not subject.notes:
        return
    until = max([last, *(subject.time(event.beat) for event in events[-1:])])
    if length - until > LONGEST_OUTRO_S:
        yield Finding(f"{length - until:.1f} s of audio after the last object and light", until)


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "off-grid",
        "Notes lie on the beat grid; the later parts of a slider are free.",
        "1/8 or 1/6 of a beat, to 1/200; not asked of songs with more than 8 tempo changes, "
        "nor where an old editor kept a grid of its own",
        "W/W/W",
        "ScoreSaber R.3.B; MapCheck (beat precision)",
        "notes off the grid are most often off the music",
        _off_grid,
    ),
    Rule(
        "hot-start",
        "There is time to get ready.",
        "nothing to react to before 1.5 s",
        "E/E/W",
        "ScoreSaber R.6.B; BeatLeader R1.D",
        "the first notes come while the level still fades in",
        _hot_start,
    ),
    Rule(
        "cold-end",
        "The song ends after the chart.",
        "2 s of audio after the last object",
        "E/E/W",
        "ScoreSaber R.6.B; BeatLeader R1.D",
        "the level breaks off soon after the last swing",
        _cold_end,
    ),
    Rule(
        "long-outro",
        "The level ends when it is over.",
        "less than 15 s of audio after the last object and light",
        "W/-/-",
        "ScoreSaber R.6.B",
        "the player waits with nothing to do or to see",
        _long_outro,
    ),
)
