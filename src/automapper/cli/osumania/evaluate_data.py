"""Which kind of songs a folder holds, and who hears them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from automapper.beatsaber import truths as beatsaber
from automapper.cli.osumania.evaluate_arguments import Request
from automapper.data.store import FOLDS, MANIFEST, fold_of, read_manifest
from automapper.data.truths import store_truths
from automapper.ear.evaluation.listeners import BeatNetListener, EarListener, LibrosaListener
from automapper.ear.evaluation.run import Listener
from automapper.ear.evaluation.truths import INDEX, Truth, beat_files, read_index, rendered
from automapper.errors import ConfigError
from automapper.osumania import truths as osumania


def truths_of(request: Request) -> list[Truth]:
    """The songs of every folder, at most ``limit`` of each group, with the fold they belong to."""
    known = (
        {entry.id: entry.fold for entry in read_manifest(request.folds)} if request.folds else {}
    )
    out = []
    counts: Counter[str] = Counter()
    for folder in request.data:
        for truth in truths_in(folder):
            counts[truth.group] += 1
            if request.limit is not None and counts[truth.group] > request.limit:
                continue
            own = fold_of(truth.title, truth.name) if truth.fold is None else truth.fold
            fold = known.get(truth.name, own)
            out.append(replace(truth, fold=fold % FOLDS))  # what belongs to any fold, to the last
    if not out:
        raise ConfigError("the folders hold no song whose beats are known")
    return out


def truths_in(folder: Path) -> Iterator[Truth]:
    """The songs of one folder, by what lies in it."""
    if any(folder.glob("*.beats")):
        return beat_files(folder)
    rows = read_index(folder)
    if rows and osumania.COLUMN in rows[0]:
        return osumania.four_key_truths(folder)
    if rows and beatsaber.COLUMN in rows[0]:
        return beatsaber.level_truths(folder)
    if (folder / MANIFEST).is_file():
        return store_truths(folder)
    if any(folder.glob("*.json")):
        return rendered(folder)
    raise ConfigError(
        f"{folder}: no .beats files, no packages with {INDEX}, no rendered music beside JSON"
    )


def listeners_of(request: Request) -> list[Listener]:
    """The Ear first, then the baselines in the order asked for."""
    ear = EarListener(request.source, request.checkpoint, request.weights, request.folds)
    out: list[Listener] = [ear]
    for name in request.baselines:
        if name == "librosa":
            out.append(LibrosaListener())
        elif name == "ear-none":
            out.append(EarListener("none", name=name))
        elif name == "ear-beatnet":
            out.append(EarListener("beatnet", request.beatnet, name=name))
        elif request.beatnet is not None:
            out.append(BeatNetListener(request.beatnet))
    return out
