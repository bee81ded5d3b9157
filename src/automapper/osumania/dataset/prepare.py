"""A charted song -> a verified learning example, or the reason why it is none."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automapper.audio import BEAT_MEL, Waveform, decode, log_mel
from automapper.data.store import AUDIO, Entry, fold_of
from automapper.ear.ears import Ears, shipped_ears
from automapper.ear.listen import conclude
from automapper.ear.sound.heard import measure
from automapper.ear.wish import Wish
from automapper.errors import AudioError, AutomapperError, FormatError
from automapper.osumania.dataset.alignment import REACH_S, Alignment, align
from automapper.osumania.dataset.annotation import annotate
from automapper.osumania.dataset.song_sources import SongSource, digest, read_files, song_file
from automapper.osumania.song_charts import SongChart, fullest_chart

VERSION = "1"  # of what is made; another one makes every song anew
MIN_NOTES = 30  # fewer say too little about where the attacks are
# Over 196 songs and 588 times their own notes at a false tempo: the true lie at 7.6 and more, the
# false at 3.5 and less.
MIN_SHARPNESS = 5.0
# Farther off, half of a 10 ms tolerance is used up at the ends of the song.
MAX_DRIFT_S, DRIFT_GAIN = 0.015, 1.1
WIDE_GAIN = 1.25


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the report. ``why`` is "" for a kept song; numbers are None where unmeasured.

    ``state``: kept, dropped (the chart does not fit, or there is none) or failed (files that
    cannot be read). ``human``/``ear``: share of notes within 10 ms of a 1/3 or 1/4 line of each
    grid. ``digest``: fingerprint of the source.
    """

    name: str
    id: str
    state: str
    why: str
    digest: str
    shift_ms: float | None = None
    sharpness: float | None = None
    drift_ms: float | None = None
    human: float | None = None
    ear: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A verdict and, for a kept song, what the store gets; ``audio`` (name, bytes) where asked."""

    verdict: Verdict
    entry: Entry | None = None
    mel: NDArray[np.float16] | None = None
    annotation: dict[str, Any] | None = None
    audio: tuple[str, bytes] | None = None


class _MismatchError(Exception):
    """A song that is no example, and what was measured on it."""

    def __init__(self, why: str, alignment: Alignment | None = None) -> None:
        super().__init__(why)
        self.why, self.alignment = why, alignment


def source_digest(source: SongSource) -> str:
    """The fingerprint by which a run knows what it has done; "" for what cannot be read."""
    try:
        return digest(read_files(source), VERSION)
    except AutomapperError:
        return ""


def prepare_song(
    source: SongSource, keep_audio: bool = False, ears: Ears | None = None
) -> Prepared:
    """Reads, decodes, verifies and annotates one song; errors become its verdict."""
    mark = ""
    try:
        files = read_files(source)
        mark = digest(files, VERSION)
        return _prepare(source, files, mark, keep_audio, ears or shipped_ears())
    except _MismatchError as mismatch:
        measured = _measured(mismatch.alignment) if mismatch.alignment else {}
        verdict = Verdict(source.name, source.id, "dropped", mismatch.why, mark, **measured)
        return Prepared(verdict)
    except AutomapperError as error:
        return Prepared(Verdict(source.name, source.id, "failed", _one_line(error), mark))


def _prepare(
    source: SongSource, files: Mapping[str, bytes], mark: str, keep_audio: bool, ears: Ears
) -> Prepared:
    song = _chart(files)
    name = song_file(files, song.chart.audio)
    if name is None:
        raise _MismatchError(f"no audio: the chart names {song.chart.audio or 'none'!r}")

    waveform = _decoded(name, files[name])
    heard = measure(waveform, ears.source)
    notes = np.unique([float(note.time) for note in song.chart.notes]) / 1000
    alignment = _verified(align(heard.novelty, notes))
    pulse = conclude(heard, Wish(), ears.weights)
    annotation, human, ear = annotate(song, alignment, pulse)
    annotation["source"] = {"name": source.name, "digest": mark, "audio": name}
    words = song.chart.words
    title = words.title_unicode or words.song.title
    entry = Entry(
        id=source.id,
        title=title,
        artist=words.artist_unicode or words.song.artist,
        source=source.name,
        kind="steady" if song.is_constant else "variable",
        seconds=round(waveform.seconds, 3),
        fold=fold_of(words.song.title or title, source.id),
        constant=song.is_constant,
        downbeats=True,
    )
    verdict = Verdict(
        source.name,
        source.id,
        "kept",
        "",
        mark,
        **_measured(alignment),
        human=round(human.within, 4),
        ear=round(ear.within, 4) if ear else None,
    )
    mel = log_mel(waveform, BEAT_MEL).values.astype(np.float16)
    audio = (f"{AUDIO}{PurePosixPath(name).suffix.lower()}", files[name]) if keep_audio else None
    return Prepared(verdict, entry, mel, annotation, audio)


def _chart(files: Mapping[str, bytes]) -> SongChart:
    song, said = fullest_chart(files)
    if song is None:
        raise _MismatchError(f"no chart: {'; '.join(said[:2]) or 'no chart file'}")
    if len(song.chart.notes) < MIN_NOTES:
        raise _MismatchError(f"no chart: the fullest has {len(song.chart.notes)} notes")
    return song


def _decoded(name: str, data: bytes) -> Waveform:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"song{PurePosixPath(name).suffix.lower()}"
        path.write_bytes(data)
        try:
            return decode(path, mono=True)
        except AudioError as error:
            raise AudioError(str(error).replace(str(path), name)) from None


def _verified(alignment: Alignment | None) -> Alignment:
    """The alignment, if notes stand on attacks and stay there."""
    if alignment is None:
        raise _MismatchError("no match: the notes lie outside the audio")
    reach = round(REACH_S * 1000)
    if alignment.sharpness < MIN_SHARPNESS:
        why = f"no match: sharpness {alignment.sharpness:.1f}, not {MIN_SHARPNESS:g}"
    elif alignment.wide_gain > WIDE_GAIN:
        far = alignment.wide_shift * 1000
        why = f"shifted: attacks are {far:+.0f} ms from the notes, beyond {reach} ms"
    elif abs(alignment.drift) > MAX_DRIFT_S and alignment.drift_gain > DRIFT_GAIN:
        why = f"drifts: attacks move by {alignment.drift * 1000:+.0f} ms over the song"
    else:
        return alignment
    raise _MismatchError(why, alignment)


def _measured(alignment: Alignment) -> dict[str, float]:
    return {
        "shift_ms": round(alignment.shift * 1000, 2),
        "sharpness": round(alignment.sharpness, 2),
        "drift_ms": round(alignment.drift * 1000, 1),
    }


def _one_line(error: AutomapperError) -> str:
    """What is wrong, without the path: reports name the song already, and may be moved."""
    text = str(error)
    if isinstance(error, FormatError):
        text = f"{error.where}: {error.what}" if error.where else error.what
    return " ".join(text.split())
