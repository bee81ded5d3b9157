"""MIDI -> sound by fluidsynth, trimmed, levelled and limited."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np

from automapper.audio import Waveform, decode

RATE = 44_100
RMS_TARGET = 0.16  # -16 dB over the whole song: as loud as released electronic pop, unclipped
# fluidsynth's drums sound this late: kick, snare, rim and claves at 4.3-5.4 ms, hi-hat at 2.5 ms
# (first sample over a tenth of the peak). Cut away, so that the truth means the attack.
LATE_SAMPLES = round(0.0044 * RATE)
CEILING = 0.89  # -1 dB: room for the codec


def render(midi: bytes, soundfont: Path) -> Waveform:
    """What the soundfont makes of the MIDI file, stereo at ``RATE``."""
    with tempfile.TemporaryDirectory() as folder:
        score, sound = Path(folder, "song.mid"), Path(folder, "song.wav")
        score.write_bytes(midi)
        command = ["fluidsynth", "-ni", "-q", "-r", str(RATE), "-g", "0.5", "-O", "float"]
        command += ["-F", str(sound), str(soundfont), str(score)]
        subprocess.run(command, check=True, timeout=300)
        return decode(sound)


def master(waveform: Waveform, seconds: float, fade: float) -> Waveform:
    """Cut to ``seconds`` with a fade at the end, levelled to ``RMS_TARGET``, softly limited."""
    frames = round(seconds * RATE)
    samples = np.zeros((2, frames), dtype=np.float64)
    kept = waveform.samples[:, LATE_SAMPLES : LATE_SAMPLES + frames]
    samples[:, : kept.shape[1]] = kept
    ramp = round(fade * RATE)
    samples[:, -ramp:] *= np.cos(np.linspace(0, np.pi / 2, ramp)) ** 2
    samples *= RMS_TARGET / np.sqrt(np.mean(samples**2))
    knee = 0.6 * CEILING  # straight below, bent towards the ceiling above
    over = np.maximum(np.abs(samples) - knee, 0.0)
    bent = knee + (CEILING - knee) * np.tanh(over / (CEILING - knee))
    limited = np.where(over > 0, np.sign(samples) * bent, samples)
    return Waveform(limited.astype(np.float32), RATE)
