"""Many songs through several listeners: in processes, and going on where a run was stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from automapper.audio import Waveform
from automapper.ear.evaluation.judge import Figures, Found, judge
from automapper.ear.evaluation.truths import Truth
from automapper.errors import AudioError, AutomapperError, FormatError
from automapper.files import write_file
from automapper.workers import Workers

_NOTHING = Found(np.zeros(0), np.zeros(0), np.zeros(0), float("nan"))


class Listener(Protocol):
    """Something that finds beats; a value that another process can be given."""

    @property
    def name(self) -> str:
        """What the table calls it."""
        ...

    @property
    def key(self) -> str:
        """Everything that decides its answer: code and weights by their contents."""
        ...

    def __call__(self, truth: Truth, waveform: Waveform) -> Found:
        """The pulse of a song; of the truth only title and fold may be looked at."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """How to run: processes, and the folder in which answers are kept (None: nowhere)."""

    jobs: int = 1
    cache: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One song by one listener; ``error`` says why nothing was found, "" otherwise."""

    truth: Truth
    listener: str
    found: Found
    figures: Figures
    error: str = ""


def evaluate(
    truths: Sequence[Truth], listeners: Sequence[Listener], run: Run
) -> Iterator[tuple[Outcome, ...]]:
    """The outcomes of each song, one for every listener, in the order in which songs finish.

    A song that cannot be read has outcomes with an error. Raises ConfigError and WeightsError where
    a listener lacks what it needs, and AutomapperError where a process was killed.
    """
    if run.jobs <= 1:
        for truth in truths:
            yield _one(truth, tuple(listeners), run.cache)
        return
    with Workers(run.jobs) as workers:
        waiting = [workers.submit(_one, truth, tuple(listeners), run.cache) for truth in truths]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BrokenProcessPool:
            raise AutomapperError("a process was killed (too little memory?); try jobs=1") from None


def _one(truth: Truth, listeners: tuple[Listener, ...], folder: Path | None) -> tuple[Outcome, ...]:
    """One song through every listener; it is decoded once, and not at all where all is known."""
    waveform: Waveform | None = None
    outcomes = []
    for listener in listeners:
        place = folder and folder / listener.name / f"{truth.name}-{_digest(truth, listener)}.json"
        found, error = _kept(place), ""
        if found is None:
            try:
                waveform = waveform or truth.sound.decode()
                found = listener(truth, waveform)
                if place:
                    write_file(place, json.dumps(_plain(found)).encode(), force=True)
            except (AudioError, FormatError) as problem:  # the song's fault, not the listener's
                found, error = _NOTHING, str(problem)
        outcomes.append(Outcome(truth, listener.name, found, judge(truth, found), error))
    return tuple(outcomes)


def _digest(truth: Truth, listener: Listener) -> str:
    about = truth.sound.path.stat()
    text = f"{listener.key} {truth.fold} {truth.sound} {about.st_size} {about.st_mtime_ns}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _plain(found: Found) -> dict[str, Any]:
    return {
        name: np.round(value, 7).tolist() if isinstance(value, np.ndarray) else value
        for name, value in asdict(found).items()
    }


def _kept(place: Path | None) -> Found | None:
    """The answer of an earlier run; None where there is none or it cannot be read."""
    try:
        kept = json.loads(place.read_text(encoding="utf-8")) if place else None
        if kept is None:
            return None
        for name in ("beats", "downbeats", "grid"):
            kept[name] = np.array(kept[name], np.float64)
        kept["redlines"] = tuple((float(time), float(bpm)) for time, bpm in kept["redlines"])
        return Found(**kept)
    except (OSError, ValueError, TypeError, KeyError):
        return None
