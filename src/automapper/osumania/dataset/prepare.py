"""A charted song -> a verified learning example, or the reason why it is none."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
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
from automapper.osumania.dataset.alignment import Alignment
from automapper.osumania.dataset.annotation import annotate
from automapper.osumania.dataset.digest import digest
from automapper.osumania.dataset.fit import Fit, Misfit, judged
from automapper.osumania.dataset.identity import StoreSong
from automapper.osumania.dataset.verdict import (
    DROPPED,
    FAILED,
    KEPT,
    ChartVerdict,
    Verdict,
    song_verdict,
)
from automapper.osumania.song_charts import SongChart, song_charts
from automapper.osumania.song_sources import read_files, song_file


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A verdict and, for a kept song, what the store gets; ``audio`` (name, bytes) where asked."""

    verdict: Verdict
    entry: Entry | None = None
    mel: NDArray[np.float16] | None = None
    annotation: dict[str, Any] | None = None
    audio: tuple[str, bytes] | None = None


def prepare_song(source: StoreSong, keep_audio: bool = False, ears: Ears | None = None) -> Prepared:
    """Reads, decodes, verifies and annotates one song; errors become its verdict."""
    mark = ""
    try:
        files = read_files(source.path)
        mark = digest(files)
        return _prepare(source, files, mark, keep_audio, ears)
    except AutomapperError as error:
        return Prepared(Verdict(source.name, source.id, FAILED, _one_line(error), mark))


def _prepare(
    source: StoreSong, files: Mapping[str, bytes], mark: str, keep_audio: bool, ears: Ears | None
) -> Prepared:
    charts, lost = song_charts(files)
    unread = [ChartVerdict(name, "", DROPPED, f"no chart: {why}") for name, why in lost]
    playable, misfits = _playable(charts, files)
    if not playable:
        lines = [*(_misfit(one) for one in misfits), *unread]
        none = ChartVerdict("", "", DROPPED, "no chart: no chart file")
        return Prepared(song_verdict(source.name, source.id, mark, lines or [none]))

    name = song_file(files, playable[0].chart.audio) or ""
    waveform = _decoded(name, files[name])
    ears = ears or shipped_ears()
    heard = measure(waveform, ears.source)
    found = judged(playable, heard.novelty)
    kept = [one for one in found if isinstance(one, Fit)]
    misfits = [*(one for one in found if isinstance(one, Misfit)), *misfits]
    lines = [*(_misfit(one) for one in misfits), *unread]
    if not kept:
        return Prepared(song_verdict(source.name, source.id, mark, lines))

    annotation = annotate(kept, conclude(heard, Wish(), ears.weights))
    annotation["source"] = {"name": source.name, "digest": mark, "audio": name}
    lines = [*map(_kept, kept, annotation["charts"]), *lines]
    verdict = song_verdict(source.name, source.id, mark, lines)
    mel = log_mel(waveform, BEAT_MEL).values.astype(np.float16)
    audio = (f"{AUDIO}{PurePosixPath(name).suffix.lower()}", files[name]) if keep_audio else None
    entry = _entry(source, kept[0].song, waveform.seconds)
    return Prepared(verdict, entry, mel, annotation, audio)


def _playable(
    charts: Sequence[SongChart], files: Mapping[str, bytes]
) -> tuple[list[SongChart], list[Misfit]]:
    """(charts for as many keys as the first, played to one file of sound; the others).

    The file is that of the fullest chart which has one.
    """
    playable: list[SongChart] = []
    misfits: list[Misfit] = []
    sounds = [song_file(files, song.chart.audio) for song in charts]
    sound = next((name for name in sounds if name is not None), None)
    for song, own in zip(charts, sounds, strict=True):
        if song.chart.keys != charts[0].chart.keys:
            misfits.append(Misfit(song, f"other keys: {song.chart.keys}"))
        elif own is None:
            why = f"no audio: the chart names {song.chart.audio or 'none'!r}"
            misfits.append(Misfit(song, why))
        elif own != sound:
            misfits.append(Misfit(song, f"other audio: the chart is played to {own!r}"))
        else:
            playable.append(song)
    return playable, misfits


def _entry(source: StoreSong, song: SongChart, seconds: float) -> Entry:
    words = song.chart.words
    title = words.title_unicode or words.song.title
    return Entry(
        id=source.id,
        title=title,
        artist=words.artist_unicode or words.song.artist,
        source=source.name,
        kind="steady" if song.is_constant else "variable",
        seconds=round(seconds, 3),
        fold=fold_of(words.song.title or title, source.id),
        constant=song.is_constant,
        downbeats=True,
    )


def _decoded(name: str, data: bytes) -> Waveform:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"song{PurePosixPath(name).suffix.lower()}"
        path.write_bytes(data)
        try:
            return decode(path, mono=True)
        except AudioError as error:
            raise AudioError(str(error).replace(str(path), name)) from None


def _kept(fit: Fit, record: Mapping[str, Any]) -> ChartVerdict:
    grids = {"human": record["human_10ms"], "ear": record["ear_10ms"]}
    return ChartVerdict(**_named(fit.song), state=KEPT, **_measured(fit.alignment), **grids)


def _misfit(one: Misfit) -> ChartVerdict:
    measured = _measured(one.alignment) if one.alignment else {}
    return ChartVerdict(**_named(one.song), state=DROPPED, why=one.why, **measured)


def _named(song: SongChart) -> dict[str, Any]:
    chart = song.chart
    return {"file": song.file, "version": chart.words.version, "notes": len(chart.notes)}


def _measured(alignment: Alignment) -> dict[str, Any]:
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
