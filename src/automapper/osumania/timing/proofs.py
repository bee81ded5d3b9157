"""What lets a person hear and see whether a timing is right."""

from __future__ import annotations

from automapper.audio import decode, mix_clicks, sound_bytes
from automapper.ear.picture import draw_pulse, draw_unpulsed
from automapper.ear.redlines import drawn_beats
from automapper.ear.sound.novelty import novelty
from automapper.osumania.timing.points import written_points
from automapper.osumania.timing.sheet import TimingSheet


def click_bytes(sheet: TimingSheet, suffix: str) -> bytes:
    """The song with a click on every beat of the timing points, by the suffix of a file name.

    Downbeats click higher. What is heard is what is written, in the audio's own time whatever the
    convention of the files; there are no clicks where the song has no pulse.
    """
    song = decode(sheet.path, allow_silence=True)
    if sheet.pulse is not None and sheet.points:
        beats, downbeats = drawn_beats(written_points(sheet.pulse, 0.0), sheet.pulse)
        song = mix_clicks(song, beats.tolist(), high=downbeats.tolist())
    return sound_bytes(song, suffix)


def plot_bytes(sheet: TimingSheet) -> bytes:
    """PNG of the timing against what sounds in the song; of the sound alone without a pulse."""
    heard = novelty(decode(sheet.path, mono=True, allow_silence=True))
    if sheet.pulse is None or not sheet.points:
        return draw_unpulsed(heard, f"{sheet.name}   no pulse was found ({sheet.reasons[-1]})")
    title = f"{sheet.name}   {sheet.profile}, confidence {sheet.confidence}"
    return draw_pulse(sheet.pulse, written_points(sheet.pulse, 0.0), heard, title)
