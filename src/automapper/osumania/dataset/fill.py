"""Filling a store from charted songs: what is done already is left, what changed is made anew."""

from __future__ import annotations

import json
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from automapper.data.store import ANNOTATION, AUDIO, MANIFEST, read_manifest, write_example
from automapper.errors import OutputError
from automapper.files import write_file
from automapper.osumania.dataset.digest import source_digests
from automapper.osumania.dataset.identity import StoreSong, identified
from automapper.osumania.dataset.prepare import Prepared, prepare_song
from automapper.osumania.dataset.report import read_report, write_report
from automapper.osumania.dataset.verdict import DROPPED, FAILED, Verdict
from automapper.osumania.song_sources import SongSource
from automapper.workers import Workers

_AHEAD = 2  # songs handed out for each process, so that none waits and few lie in memory


@dataclass(frozen=True, slots=True)
class Plan:
    """``jobs`` processes fill ``store``; ``keep_audio`` keeps each song's audio file there too."""

    store: Path
    jobs: int = 1
    keep_audio: bool = False


def fill_store(
    sources: Sequence[SongSource], plan: Plan, done: Callable[[Verdict, bool], None]
) -> tuple[Verdict, ...]:
    """Prepares every song and writes the kept ones; the verdicts in the order of the sources.

    ``done`` hears each verdict and whether it stood there already. The report is written after
    every song, so a stopped run goes on where it was. Songs of earlier runs stay in the store and
    in the report. Raises OutputError where the store cannot be written.
    """
    known = read_report(plan.store)
    listed = {entry.id for entry in read_manifest(plan.store)}
    verdicts = dict(known)
    songs = identified(sources, plan.store, known)
    waiting: list[StoreSong] = []
    for song in songs:
        before = known.get(song.name)
        if before is not None and _stands(before, song, plan, listed):
            verdicts[song.name] = replace(before, place=song.place)
            done(before, True)
        else:
            waiting.append(song)
    if verdicts != known:
        _report(plan.store, verdicts)
    for song, prepared in zip(waiting, _prepared(waiting, plan), strict=True):
        _keep(plan.store, prepared)
        verdicts[song.name] = replace(prepared.verdict, place=song.place)
        _report(plan.store, verdicts)
        done(prepared.verdict, False)
    return tuple(verdicts[song.name] for song in songs)


def _report(store: Path, verdicts: Mapping[str, Verdict]) -> None:
    write_report(store, [verdicts[name] for name in sorted(verdicts)])


def _stands(before: Verdict, song: StoreSong, plan: Plan, listed: set[str]) -> bool:
    """Whether a song was done and has not changed; what failed is tried again."""
    if before.state == FAILED or before.id != song.id:
        return False
    if before.digest not in source_digests(song.path)[:1]:
        return False
    if before.state == DROPPED:
        return True
    folder = plan.store / song.id
    whole = song.id in listed and (folder / ANNOTATION).is_file()
    return whole and not (plan.keep_audio and not any(folder.glob(f"{AUDIO}.*")))


def _prepared(songs: Sequence[StoreSong], plan: Plan) -> Iterator[Prepared]:
    """In the order of the songs, so that a store does not depend on who was quickest."""
    if plan.jobs == 1 or len(songs) < 2:
        for song in songs:
            yield prepare_song(song, plan.keep_audio)
        return
    queue = list(reversed(songs))
    running: deque[Future[Prepared]] = deque()
    with Workers(plan.jobs) as workers:
        try:
            while queue or running:
                while queue and len(running) < plan.jobs * _AHEAD:
                    running.append(workers.submit(prepare_song, queue.pop(), plan.keep_audio))
                yield running.popleft().result()
        except BrokenProcessPool:
            raise OutputError("a process was ended from outside; try fewer --jobs") from None


def _keep(store: Path, prepared: Prepared) -> None:
    """Writes a kept song; takes an older example of a dropped one out of the store.

    The id is the song's own (:func:`identified`), so no other song's example is touched.
    """
    if prepared.entry is None or prepared.mel is None or prepared.annotation is None:
        _forget(store, prepared.verdict.id)
        return
    folder = store / prepared.entry.id
    for old in folder.glob(f"{AUDIO}.*"):
        old.unlink(missing_ok=True)
    if prepared.audio is not None:
        name, data = prepared.audio
        write_file(folder / name, data, force=True)
    write_example(store, prepared.entry, prepared.mel, prepared.annotation)


def _forget(store: Path, id: str) -> None:
    entries = read_manifest(store)
    if id not in {entry.id for entry in entries}:
        return
    rows = [json.dumps(asdict(entry), ensure_ascii=False) for entry in entries if entry.id != id]
    write_file(store / MANIFEST, "".join(f"{row}\n" for row in rows).encode("utf-8"), force=True)
    shutil.rmtree(store / id, ignore_errors=True)
