"""Which events may become notes: a quota in each band of brightness, and two rescues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.model import WavId
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event, Reason
from automapper.bms.placement.selection.fx import FxReading, HardFilter, hard_filter
from automapper.bms.placement.selection.pool import Pool
from automapper.bms.placement.selection.rescue import windowed_rescue

BANDS = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Band:
    """One third of the candidates by centroid: how many there are, how many the quota keeps."""

    name: str
    samples: int
    kept: int
    centroid_min: float
    centroid_max: float


@dataclass(frozen=True, slots=True)
class SelectionFigures:
    """What the selection did, for the result file.

    Samples: ``unknown``, ``fx``, ``unplayable``, ``quota`` (kept by their band), ``rare``
    (brought back as rare), ``excluded``. Events: ``events``, ``candidates`` (not filtered out for
    good), ``allowed``, ``rescued`` (brought back in a poor measure), ``rescued_measures``.
    Of the source's own notes: ``played`` and ``played_allowed``. ``keys_lost`` counts the source's
    key onsets that each reading of the FX filter takes away.
    """

    reading: FxReading
    bands: tuple[Band, ...]
    unknown: int
    fx: int
    unplayable: int
    quota: int
    rare: int
    excluded: int
    events: int
    candidates: int
    allowed: int
    rescued: int
    rescued_measures: int
    played: int
    played_allowed: int
    keys_lost: Mapping[FxReading, int]


@dataclass(frozen=True, slots=True)
class Selection:
    """The verdict on every event.

    ``reasons`` are the samples filtered out for good, ``whitelist`` those that may be played
    anywhere, ``rescued`` the indices of events of other samples that may be played.
    """

    reasons: Mapping[WavId, Reason]
    whitelist: frozenset[WavId]
    rescued: frozenset[int]
    figures: SelectionFigures

    @property
    def fx(self) -> frozenset[WavId]:
        """The samples that are effects."""
        return frozenset(i for i, reason in self.reasons.items() if reason is Reason.FX)

    @property
    def unknown(self) -> frozenset[WavId]:
        """The samples that are missing or broken."""
        return frozenset(i for i, reason in self.reasons.items() if reason is Reason.UNKNOWN)

    def allows(self, event: Event) -> bool:
        """Whether the event may become a note."""
        return event.wav_id in self.whitelist or event.index in self.rescued

    def reason(self, event: Event) -> Reason:
        """Why the event may not become a note; ValueError if it may."""
        if self.allows(event):
            raise ValueError(f"the event of {event.wav_id} at {event.beat} is allowed")
        return self.reasons.get(event.wav_id, Reason.BAND_QUOTA)


def quota(samples: int, tuning: Tuning) -> int:
    """How many samples of a band are kept: its share, halves up, at least three, at most all."""
    # Thousandths keep the halves exact.
    thousandths = round(tuning.band_quota_ratio * 1000)
    share = (2 * thousandths * samples + 1000) // 2000
    return min(samples, max(tuning.band_quota_least, share))


def select(pool: Pool, sounds: SoundTable, tuning: Tuning, fx: FxReading = "and") -> Selection:
    """Choose the events that may become notes."""
    filtered = hard_filter(pool, sounds, tuning, fx)
    eligible = [wav_id for wav_id in pool.occurrences if wav_id not in filtered.reasons]
    bands, kept = _by_band(eligible, pool, sounds, tuning)
    most = tuning.rare_occurrence_threshold
    rare = {i for i in eligible if i not in kept and pool.occurrences[i].total <= most}
    candidates = [event for event in pool.events if event.wav_id not in filtered.reasons]
    whitelist = frozenset(kept | rare)
    rescued = windowed_rescue(candidates, whitelist, tuning)
    return Selection(
        reasons=filtered.reasons,
        whitelist=whitelist,
        rescued=frozenset(event.index for event in rescued),
        figures=SelectionFigures(
            reading=fx,
            bands=bands,
            unknown=_count(filtered, Reason.UNKNOWN),
            fx=_count(filtered, Reason.FX),
            unplayable=_count(filtered, Reason.UNPLAYABLE),
            quota=len(kept),
            rare=len(rare),
            excluded=len(eligible) - len(whitelist),
            events=len(pool.events),
            candidates=len(candidates),
            rescued_measures=len({event.place.measure for event in rescued}),
            keys_lost=filtered.keys_lost,
            **_allowed(pool.events, whitelist, rescued),
        ),
    )


def _count(filtered: HardFilter, reason: Reason) -> int:
    return sum(other is reason for other in filtered.reasons.values())


def _allowed(
    events: Sequence[Event], whitelist: Set[WavId], rescued: Sequence[Event]
) -> dict[str, int]:
    back = {event.index for event in rescued}
    allowed = [e for e in events if e.wav_id in whitelist or e.index in back]
    return {
        "allowed": len(allowed),
        "rescued": len(rescued),
        "played": sum(event.source is not None for event in events),
        "played_allowed": sum(event.source is not None for event in allowed),
    }


def _by_band(
    eligible: Sequence[WavId], pool: Pool, sounds: SoundTable, tuning: Tuning
) -> tuple[tuple[Band, ...], set[WavId]]:
    """Thirds by centroid (ties by id), the darker ones larger where three does not divide."""

    def rank(wav_id: WavId) -> float:
        sound, most = sounds[wav_id], tuning.whitelist_duration_max
        assert sound is not None  # the unknown were filtered out
        over = max(0.0, (sound.duration_ms - most) / most)
        return pool.occurrences[wav_id].total - tuning.rank_duration_weight * over

    ordered = sorted(eligible, key=lambda wav_id: (pool.centroids[wav_id], wav_id))
    bands: list[Band] = []
    kept: set[WavId] = set()
    for number, name in enumerate(BANDS):
        first, last = (-(-len(ordered) * bound // len(BANDS)) for bound in (number, number + 1))
        band = ordered[first:last]
        best = sorted(band, key=lambda wav_id: (-rank(wav_id), wav_id))[: quota(len(band), tuning)]
        kept.update(best)
        brightness = [pool.centroids[wav_id] for wav_id in band] or [0.0]
        bands.append(Band(name, len(band), len(best), min(brightness), max(brightness)))
    return tuple(bands), kept
