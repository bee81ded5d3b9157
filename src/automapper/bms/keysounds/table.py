"""Every declared sample of a chart, found, decoded once and measured."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from automapper.bms.keysounds.cache import content_name, load_features, save_features
from automapper.bms.keysounds.decode import decode_sample
from automapper.bms.keysounds.features import SoundFeatures
from automapper.bms.keysounds.measure import measure
from automapper.bms.model import WavId
from automapper.bms.package import sample_index
from automapper.errors import AudioError

# Told how many are done, and how many there are.
Progress: TypeAlias = Callable[[int, int], None]
MAX_WORKERS = 8  # more only wait for each other
SINGLE_WARNINGS = 4  # of one kind; more are told in one line
_NAMED = 3  # samples named in a line that stands for many


@dataclass(frozen=True, slots=True)
class _Measured:
    """One file's features, or why it has none; ``unsaved`` says why the cache did not take it."""

    features: SoundFeatures | None
    reason: str = ""
    unsaved: str = ""


def sound_table(
    files: Mapping[str, bytes],
    samples: Sequence[tuple[WavId, str]],
    cache: Path | None,
    workers: int = 0,
    progress: Progress | None = None,
) -> tuple[dict[WavId, SoundFeatures | None], tuple[str, ...]]:
    """Features of every declared sample, None for what cannot be heard, and what was wrong.

    ``samples`` are (wav_id, name as written); the table has their order. Files are found as
    players find them (``find_sample``), decoded in memory by ``workers`` threads (0: one a core)
    and measured once for each content. ``cache`` is a folder that remembers contents (None: no
    memory; one that cannot be written is only a warning). ``progress`` is told (done, all) in this
    thread. The result does not depend on threads or cache.
    """
    index = sample_index(files)
    keys = {wav_id: index.find(name) for wav_id, name in samples}
    wanted = list(dict.fromkeys(key for key in keys.values() if key is not None))
    found: dict[str, _Measured] = {}
    contents = {key: content_name(files[key]) for key in wanted}
    first_keys = {content: key for key, content in reversed(contents.items())}
    jobs = [key for key in wanted if first_keys[contents[key]] == key]
    with ThreadPoolExecutor(workers or min(os.cpu_count() or 1, MAX_WORKERS)) as pool:
        results = pool.map(lambda key: _measured(files[key], contents[key], cache), jobs)
        for number, (job, result) in enumerate(zip(jobs, results, strict=True), start=1):
            found[contents[job]] = result
            if progress is not None:
                progress(number, len(jobs))
    table: dict[WavId, SoundFeatures | None] = {}
    faults: list[tuple[str, str]] = []
    for wav_id, name in samples:
        key = keys[wav_id]
        done = _Measured(None, "is missing") if key is None else found[contents[key]]
        table[wav_id] = done.features
        if done.reason:
            faults.append((done.reason, f"{wav_id} {name!r}"))
    unsaved = next((result.unsaved for result in found.values() if result.unsaved), "")
    lost = (f"the measures of samples are not kept: {unsaved}",) if unsaved else ()
    return table, (*grouped(faults), *lost)


def _measured(data: bytes, content: str, cache: Path | None) -> _Measured:
    if cache is not None and (known := load_features(cache, content)) is not None:
        return _Measured(known)
    try:
        features = measure(decode_sample(data), content)
    except AudioError as error:
        return _Measured(None, str(error))
    return _Measured(features, "", save_features(cache, features) if cache is not None else "")


def grouped(faults: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """One line for each (reason, sample), or for all samples of a reason when they are many."""
    by_reason: dict[str, list[str]] = {}
    for reason, sample in faults:
        by_reason.setdefault(reason, []).append(sample)
    lines: list[str] = []
    for reason, names in by_reason.items():
        if len(names) <= SINGLE_WARNINGS:
            lines += [f"sample {name}: {reason}" for name in names]
        else:
            some = ", ".join(names[:_NAMED])
            lines.append(f"{len(names)} samples: each {reason}: {some} and others")
    return tuple(lines)
