"""Listeners to compare: the Ear with any net, and steady lines through the beats of others."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np

from automapper.audio import Waveform
from automapper.ear.activations import BeatSource
from automapper.ear.ears import Ears, shipped_ears
from automapper.ear.evaluation.judge import Found
from automapper.ear.evaluation.metrics import Times, straight_line
from automapper.ear.evaluation.truths import Truth
from automapper.ear.evaluation.usual_decoder import decode_beats
from automapper.ear.listen import listen
from automapper.ear.pulse import Pulse
from automapper.ear.redlines import redlines
from automapper.ear.rests import outside
from automapper.ear.sources import SourceName, beat_source, ears_with
from automapper.ear.weights import read_weights
from automapper.errors import ConfigError

_CODE = (".py", ".onnx", ".safetensors", ".json")
_LINES = ("ear/evaluation/listeners.py", "ear/evaluation/metrics.py")  # of a tracker's beats
# Files of "ear/evaluation" that change no answer.
_JUDGES = ("__init__.py", "judge.py", "note_grid.py", "run.py", "table.py", "truths.py")


@dataclass(frozen=True, slots=True)
class EarListener:
    """The Ear. ``source``: "shipped", or the name of a net whose weights ``checkpoint`` is.

    ``weights`` is a file of the weights that were fitted with the net. With
    ``folds`` (a folder) a song is heard by the net, and judged by the weights, that were made
    without its fold: ``fold0.onnx`` and ``weights0.json`` to 4.
    """

    source: SourceName | Literal["shipped"] = "shipped"
    checkpoint: Path | None = None
    weights: Path | None = None
    folds: Path | None = None
    name: str = "ear"

    @property
    def key(self) -> str:
        """Source, and contents of the code and of every file of weights."""
        files = [path for path in (self.checkpoint, self.weights) if path]
        files += sorted(self.folds.glob("*[0-4].*")) if self.folds else []
        return f"{self.source} {_code('audio', 'ear', 'models', 'timing')} {_contents(files)}"

    def __call__(self, truth: Truth, waveform: Waveform) -> Found:
        """What the Ear finds. Raises ConfigError and WeightsError for files it cannot have."""
        begin = time.perf_counter()
        pulse = listen(waveform, ears=self._ears(truth.fold))
        return found_in(pulse, time.perf_counter() - begin)

    def _ears(self, fold: int | None) -> Ears:
        if self.folds is not None:
            net, weights = self.folds / f"fold{fold}.onnx", self.folds / f"weights{fold}.json"
            return _ears("tcn", net, weights if weights.is_file() else None)
        return _ears(self.source, self.checkpoint, self.weights)


@lru_cache(maxsize=5)  # a net a fold: no song waits for one to be opened again
def _ears(
    source: SourceName | Literal["shipped"], checkpoint: Path | None, weights: Path | None
) -> Ears:
    ears = shipped_ears() if source == "shipped" else ears_with(source, checkpoint)
    return ears if weights is None else Ears(ears.source, read_weights(weights))


def found_in(pulse: Pulse, seconds: float) -> Found:
    """A pulse as something to be judged; a song without one has no beats."""
    points = pulse.tempo_map.points
    if pulse.profile == "none":
        nothing = np.zeros(0)
        return Found(nothing, nothing, nothing, float("nan"), "none", pulse.confidence)
    starts = [max(float(pulse.tempo_map.seconds(point.beat)), 0.0) for point in points]
    starts[0] = 0.0
    held = [max(end - start, 0.0) for start, end in pairwise([*starts, pulse.duration])]
    return Found(
        beats=outside(pulse.beats, pulse.rests),
        downbeats=outside(pulse.downbeats, pulse.rests),
        grid=pulse.beats,
        bpm=float(points[int(np.argmax(held))].bpm),
        profile=pulse.profile,
        confidence=pulse.confidence,
        redlines=tuple((mark.time, mark.bpm) for mark in redlines(pulse)),
        seconds=seconds,
        duration=pulse.duration,
    )


def found_of_beats(beats: Times, downbeats: Times, seconds: float, duration: float) -> Found:
    """Beats of a tracker, with the steady line that fits them best as its timing."""
    bpm, offset = straight_line(beats)
    grid = np.zeros(0)
    if np.isfinite(bpm):
        grid = np.arange(offset % (60.0 / bpm), duration, 60.0 / bpm)
    return Found(beats, downbeats, grid, bpm, "line", seconds=seconds, duration=duration)


@lru_cache(maxsize=16)
def _code(*parts: str) -> str:
    """A digest of files and folders of the package: other code, other answers."""
    package = Path(__file__).parents[2]
    files = [
        path
        for part in parts
        for path in [package / part, *sorted((package / part).rglob("*"))]
        if path.suffix in _CODE and not (path.parent.name == "evaluation" and path.name in _JUDGES)
    ]
    return _contents(files)


def _contents(files: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in files:
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class LibrosaListener:
    """librosa's beat tracker and the line through its beats."""

    name: str = "librosa"

    @property
    def key(self) -> str:
        """The contents of the code."""
        return _code("audio", "models/librosa_tracker.py", *_LINES)

    def __call__(self, truth: Truth, waveform: Waveform) -> Found:
        """What it finds. Raises ConfigError where librosa is not installed."""
        from automapper.models.librosa_tracker import track

        begin = time.perf_counter()
        beats = track(waveform)
        seconds = time.perf_counter() - begin
        found = found_of_beats(beats, np.zeros(0), seconds, waveform.seconds)
        return replace(found, tells_bars=False)


@dataclass(frozen=True, slots=True)
class BeatNetListener:
    """BeatNet's weights, the usual decoder, and the line through the beats."""

    checkpoint: Path
    name: str = "beatnet"

    @property
    def key(self) -> str:
        """The contents of code and weights."""
        net = ("models/beatnet_features.py", "models/run.py", "ear/nets/beatnet.py")
        code = _code("audio", *net, "ear/evaluation/usual_decoder.py", *_LINES)
        return f"{code} {_contents([self.checkpoint])}"

    def __call__(self, truth: Truth, waveform: Waveform) -> Found:
        """What they find."""
        begin = time.perf_counter()
        source = _beatnet(self.checkpoint)
        beats, downbeats = decode_beats(source(waveform))
        return found_of_beats(beats, downbeats, time.perf_counter() - begin, waveform.seconds)


@lru_cache(maxsize=1)
def _beatnet(checkpoint: Path) -> BeatSource:
    source = beat_source("beatnet", checkpoint)
    if source is None:
        raise ConfigError("BeatNet needs its weights")
    return source
