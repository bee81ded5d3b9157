"""The pool: every sounding event of the source, how often each sample is used, how it sounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.model import WavId
from automapper.bms.placement.model import Event, Source
from automapper.bms.placement.selection.attack import attack_percentiles


@dataclass(frozen=True, slots=True)
class Occurrence:
    """How often the source sounds a sample: on keys (free zone too), scratches, in the BGM."""

    key: int = 0
    scratch: int = 0
    bgm: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.key + self.scratch + self.bgm

    @property
    def played(self) -> int:
        """Those that the source's player plays."""
        return self.key + self.scratch


@dataclass(frozen=True, slots=True)
class Pool:
    """What the whitelist chooses from.

    ``events`` are all sounding events in the order of the source. ``occurrences`` has every
    sample that sounds, sorted by id. ``percentiles`` (attack, 0-100) and ``centroids`` (Hz) have
    the known ones. ``unplayable`` are ids that may never stand on a visible lane.
    """

    events: tuple[Event, ...]
    occurrences: Mapping[WavId, Occurrence]
    percentiles: Mapping[WavId, float]
    centroids: Mapping[WavId, float]
    unplayable: frozenset[WavId]


def pool_of(source: Source, sounds: SoundTable) -> Pool:
    """The pool of a source; a sample that ``sounds`` lacks or holds as None is unknown."""
    counts: dict[WavId, list[int]] = {}
    for event in source.events:
        kind = 2 if event.source is None else int(event.source.is_scratch)
        counts.setdefault(event.wav_id, [0, 0, 0])[kind] += 1
    ids = sorted(counts)
    known = [(wav_id, sound) for wav_id in ids if (sound := sounds.get(wav_id)) is not None]
    return Pool(
        events=source.events,
        occurrences={wav_id: Occurrence(*counts[wav_id]) for wav_id in ids},
        percentiles=attack_percentiles(ids, sounds),
        centroids={wav_id: sound.centroid for wav_id, sound in known},
        unplayable=frozenset(source.unplayable),
    )
