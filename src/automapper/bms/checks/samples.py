"""The sounds of a chart: whether what is played has a sample, and whether the package holds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from automapper.bms.checks.subject import ChartSubject
from automapper.chart import Finding, Rule

# Beyond this share of its notes or samples a chart is not the song any more.
MOST_SILENT = 0.25


def _named(subject: ChartSubject) -> dict[str, str]:
    return dict(subject.chart.samples)


def _no_samples(subject: ChartSubject) -> Iterator[Finding]:
    if not subject.chart.samples:
        yield Finding("no #WAV")


def _undefined(subject: ChartSubject) -> Iterator[Finding]:
    known = subject.defined
    uses = Counter(note.wav_id for note in subject.chart.notes if note.wav_id not in known)
    for wav_id in sorted(uses):
        first = next(one for one in subject.presses if one.note.wav_id == wav_id)
        what = f"{wav_id} has no sample ({_times(uses[wav_id])})"
        yield Finding(what, first.seconds, first.beat)


def _silent(subject: ChartSubject) -> Iterator[Finding]:
    known = subject.defined - set(subject.missing or ())
    notes = subject.chart.notes
    silent = sum(note.wav_id not in known for note in notes)
    if notes and silent > MOST_SILENT * len(notes):
        yield Finding(f"{silent / len(notes):.0%} of the notes make no sound")


def _missing(subject: ChartSubject) -> Iterator[Finding]:
    names = _named(subject)
    chart = subject.chart
    sounding = Counter(note.wav_id for note in chart.notes)
    sounding.update(sound.wav_id for sound in chart.background)
    for wav_id in subject.missing or ():
        if sounding[wav_id]:
            yield Finding(f"{names[wav_id]} ({wav_id}, {_times(sounding[wav_id])})")


def _times(uses: int) -> str:
    return "once" if uses == 1 else f"{uses} times"


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "no-samples",
        "A chart names its sounds.",
        "1 #WAV or more",
        "E",
        "BMS format",
        "nothing sounds",
        _no_samples,
    ),
    Rule(
        "silent-notes",
        "Most notes make a sound.",
        "a sample, present where the package is known, for three in four notes",
        "E",
        "house rule",
        "the player plays and hears nothing",
        _silent,
    ),
    Rule(
        "undefined-id",
        "Every note names a sample.",
        "its id has a #WAV",
        "W",
        "BMS format; charts use such ids for silent notes on purpose",
        "the note makes no sound",
        _undefined,
    ),
    Rule(
        "missing-sample",
        "The package holds every sample that sounds.",
        "by name without letter case, as .wav, .ogg, .flac or .mp3",
        "W",
        "BMS players (fallback of suffixes)",
        "a part of the song is silent",
        _missing,
    ),
)
