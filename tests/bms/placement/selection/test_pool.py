from __future__ import annotations

from hypothesis import given

from automapper.bms.model import Lane
from automapper.bms.placement.selection.pool import Occurrence, pool_of
from bms.placement.pools import KEY, SCRATCH, songs, sound, source


def test_uses_are_counted_by_who_plays_them() -> None:
    song = source([(0, 0, "02", KEY), (0, 0, "02", None), (1, 0, "01", SCRATCH),
                   (2, 0, "02", Lane(0, 8)), (2, 0, "02", None)])  # fmt: skip
    pool = pool_of(song, {"01": sound(centroid=500.0), "09": sound()})
    assert pool.occurrences == {"01": Occurrence(scratch=1), "02": Occurrence(key=2, bgm=2)}
    assert (pool.occurrences["02"].total, pool.occurrences["02"].played) == (4, 2)
    assert pool.events == song.events
    assert pool.centroids == {"01": 500.0}
    assert pool.percentiles == {"01": 100.0}


def test_samples_that_do_not_sound_have_no_rank() -> None:
    pool = pool_of(source([(0, 0, "01", KEY)]), {"01": sound(), "02": sound(attack=0.9)})
    assert pool.percentiles == {"01": 100.0}


@given(songs())
def test_every_event_is_counted_once(song) -> None:
    written, sounds = song
    pool = pool_of(written, sounds)
    assert sum(uses.total for uses in pool.occurrences.values()) == len(written.events)
    assert list(pool.occurrences) == sorted({event.wav_id for event in written.events})
    assert set(pool.percentiles) == set(pool.centroids)
