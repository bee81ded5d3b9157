"""A small song of our own: charts as values and as files, and the samples that they play."""

from __future__ import annotations

from fractions import Fraction

from automapper.bms.model import Chart, KeyMode, Lane, Note, Place, Sound, TempoChange
from bms.keysounds.tones import noise, sound_file, stroke, tone

KICK, SNARE, LEAD, PAD = "01", "02", "03", "04"
FILES = {
    "kick.wav": sound_file(stroke(60.0, 0.3)),
    "snare.ogg": sound_file(noise(0.15, 22_050), 22_050, "OGG"),
    "lead.flac": sound_file(tone(880.0, 0.2), kind="FLAC"),
    "pad.wav": sound_file(tone(220.0, 1.5, peak=0.1)),
}
SAMPLES = ((KICK, "kick.wav"), (SNARE, "snare.wav"), (LEAD, "LEAD.wav"), (PAD, "pad.wav"))


def at(measure: int, numerator: int = 0, denominator: int = 1) -> Place:
    """A place."""
    return Place(measure, Fraction(numerator, denominator))


def chart_of(
    notes: list[tuple[Place, int, str]],
    background: list[tuple[Place, str]],
    bpm: int = 120,
    tempo: tuple[TempoChange, ...] = (),
) -> Chart:
    """A seven-key chart; notes are (place, key, wav_id)."""
    return Chart(
        mode=KeyMode.SEVEN,
        bpm=Fraction(bpm),
        headers=(),
        samples=SAMPLES,
        notes=tuple(sorted((Note(p, Lane(0, k), w) for p, k, w in notes), key=lambda n: n.place)),
        background=tuple(sorted((Sound(p, w) for p, w in background), key=lambda s: s.place)),
        tempo=tempo,
    )


# Eight measures of drums under a lead; what is played differs between the two.
_HEAD = """#PLAYER 1
#TITLE little song
#BPM 120
#WAV01 kick.wav
#WAV02 snare.wav
#WAV03 lead.wav
#WAV04 pad.wav
"""


def chart_file(played: str, measures: int = 16) -> bytes:
    """A chart file in which the "drums" or the "lead" are played by hand, the rest by itself."""
    lines = [_HEAD]
    drums, lead = ("11", "01") if played == "drums" else ("01", "13")
    for measure in range(measures):
        lines.append(f"#{measure:03d}{drums}:0102010201020102\n")
        lines.append(f"#{measure:03d}{lead}:00030003\n")
        lines.append(f"#{measure:03d}01:04\n")
    return "".join(lines).encode("ascii")


def package() -> dict[str, bytes]:
    """Two charts of one song and its samples."""
    return {"drums.bms": chart_file("drums"), "lead.bms": chart_file("lead"), **FILES}
