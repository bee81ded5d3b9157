"""The timing of a song: what ``osu-timing`` finds and every format is written from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automapper import __version__
from automapper.audio import decode, read_tags, tags_from_name
from automapper.chart import Song
from automapper.ear import Pulse, listen
from automapper.ear.redlines import TempoMark
from automapper.ear.rests import outside
from automapper.ear.sources import ears_with
from automapper.errors import SilentAudioError
from automapper.osumania.timing.options import TimingOptions
from automapper.osumania.timing.points import written_points

RECORD_FORMAT = 1  # of the JSON; docs/formats/timing-json.md
_RIVAL = 0.001  # confidence from which another tempo is kept


@dataclass(frozen=True, slots=True, eq=False)
class TimingSheet:
    """The timing of one song. ``pulse`` is None for silence, its times are the audio's attacks.

    ``points`` are the timing points to write, in the convention of ``options``; none where there
    is no pulse. ``seconds`` is the audio's length.
    """

    path: Path
    song: Song
    pulse: Pulse | None
    points: tuple[TempoMark, ...]
    options: TimingOptions
    source: str
    seconds: float

    @property
    def profile(self) -> str:
        """steady, live (the tempo changes) or none (no pulse was found)."""
        return "none" if self.pulse is None else self.pulse.profile

    @property
    def reasons(self) -> tuple[str, ...]:
        """What the result rests on, in words."""
        return ("the audio is silent",) if self.pulse is None else self.pulse.reasons

    @property
    def confidence(self) -> str:
        """How sure the tempo is, as people read it: a share, or that it was given."""
        if self.pulse is None or not self.points:
            return "0%"
        return "given" if self.options.bpm is not None else f"{self.pulse.confidence:.0%}"

    @property
    def tempi(self) -> tuple[float, ...]:
        """The timing points' tempi in bpm to three decimals, each once, ascending.

        What holds for less than a bar only leads from one tempo to the next and is none.
        """
        held = [p for p, after in pairwise(self.points) if after.beat - p.beat >= p.meter]
        return tuple(sorted({round(point.bpm, 3) for point in (*held, *self.points[-1:])}))

    @property
    def name(self) -> str:
        """Artist and title."""
        return " - ".join(part for part in (self.song.artist, self.song.title) if part)

    @property
    def played(self) -> dict[int, float]:
        """When the beats are played, s, by their numbers as of the points; none without a pulse."""
        if self.pulse is None or not self.points:
            return {}
        beats, first = self.pulse.beats, self.points[0]
        times = beats + self.options.shift
        number = first.beat - int(np.abs(times - first.time).argmin())
        return {number + index: time for index, time in enumerate(times.tolist())}

    @property
    def main_bpm(self) -> float | None:
        """The tempo that holds longest; None without one."""
        if self.pulse is None or not self.points:
            return None
        ends = [*(point.time for point in self.points[1:]), self.pulse.duration]
        held: dict[float, float] = {}
        for point, end in zip(self.points, ends, strict=True):
            held[point.bpm] = held.get(point.bpm, 0.0) + max(0.0, end - point.time)
        return max(held, key=lambda bpm: (held[bpm], -bpm))

    def record(self) -> dict[str, Any]:
        """The JSON of docs/formats/timing-json.md."""
        pulse, shift, points = self.pulse, self.options.shift, self.points
        heard = pulse if pulse is not None and points else None
        return {
            "format": RECORD_FORMAT,
            "generator": f"automapper {__version__}",
            "audio": self.path.name,
            "title": self.song.title,
            "artist": self.song.artist,
            "seconds": round(self.seconds, 3),
            "profile": self.profile,
            "confidence": round(heard.confidence, 4) if heard else 0.0,
            "confidences": {
                name: round(value, 4) for name, value in asdict(heard.confidences).items()
            }
            if heard
            else {},
            "convention": self.options.convention,
            "lead_ms": -1000.0 * shift if shift else 0.0,
            "source": self.source,
            "bpm": None if self.main_bpm is None else round(self.main_bpm, 6),
            "offset_ms": round(1000.0 * points[0].time, 3) if points else None,
            "meter": points[0].meter if points else None,
            "beats": _seconds(outside(heard.beats, heard.rests), shift) if heard else [],
            "downbeats": _seconds(outside(heard.downbeats, heard.rests), shift) if heard else [],
            "timing_points": [_point(point) for point in points],
            "rests": [_seconds(np.array(rest), shift) for rest in heard.rests] if heard else [],
            "reasons": list(self.reasons),
            "alternatives": [
                {"bpm": round(other.bpm, 6), "confidence": round(other.confidence, 4)}
                for other in (heard.alternatives if heard else ())
                if other.confidence >= _RIVAL
            ],
        }

    def text(self) -> str:
        """Tab-separated timing points under a head of comments; docs/formats/timing-json.md."""
        record = self.record()
        if self.confidence == "given":
            record["confidence"] = "given"
        words = ("audio", "title", "artist", "profile", "confidence", "convention", "lead_ms")
        lines = [f"# {word}: {record[word]}" for word in words]
        lines.append("# time_ms\tbpm\tmeter\tbeat")
        lines += ["\t".join(str(value) for value in p.values()) for p in record["timing_points"]]
        return "\n".join(lines) + "\n"


def _seconds(times: NDArray[np.float64], shift: float) -> list[float]:
    return [round(time + shift, 6) for time in times.tolist()]


def _point(point: TempoMark) -> dict[str, float]:
    return {
        "time_ms": round(1000.0 * point.time, 3),
        "bpm": round(point.bpm, 6),
        "meter": point.meter,
        "beat": point.beat,
    }


def time_song(path: str | Path, options: TimingOptions | None = None) -> TimingSheet:
    """Listen to an audio file; silence and what has no pulse give a sheet without points.

    Raises :class:`AudioError` for what is no audio, :class:`ConfigError` for wishes that cannot
    be and :class:`WeightsError` for a source without its weights. Time and memory grow linearly
    with the song.
    """
    wishes, file = options or TimingOptions(), Path(path)
    ears = ears_with(wishes.source, wishes.checkpoint, wishes.device)
    source = ears.source.name if ears.source is not None else "none"
    song = _song(file)
    try:
        waveform = decode(file, mono=True)
    except SilentAudioError as silence:
        return TimingSheet(file, song, None, (), wishes, source, silence.seconds)
    pulse = listen(
        waveform,
        octave=wishes.octave,
        profile=wishes.profile,
        bpm=wishes.bpm,
        offset=None if wishes.offset is None else wishes.offset - wishes.shift,
        bpm_range=wishes.bpm_range,
        meter=wishes.meter,
        ears=ears,
    )
    points = written_points(pulse, wishes.shift)
    return TimingSheet(file, song, pulse, points, wishes, source, waveform.seconds)


def _song(path: Path) -> Song:
    tags, named = read_tags(path), tags_from_name(path)
    title = tags.title or named.title or path.stem
    return Song(title=title, artist=tags.artist or named.artist, mapper="automapper")
