from __future__ import annotations

import dataclasses
from functools import partial

import numpy as np

from automapper.data.augment import Augmentation
from automapper.data.beat_crops import BeatCrops, CropPlan, crop
from automapper.data.store import ANY_FOLD, Entry, Example
from automapper.generation.seeds import part_rng

ENTRY = Entry("song", "T", "A", "fourkey", "steady", 60.0, 0, True, True)


def song(entry: Entry = ENTRY, period: float = 0.5) -> Example:
    """A minute of clicks: a frame of sound on every beat, of more on every downbeat."""
    beats = np.arange(0.2, 60.0, period)
    mel = np.full((3001, 128), 0.2, dtype=np.float16)
    mel[np.rint(beats * 50).astype(int)] = 3.0
    return Example(
        entry, mel, {"beats": beats.tolist(), "downbeats": beats[::4].tolist(), "meter": 4}
    )


DRAW = partial(part_rng, 7)
PLAN = CropPlan(seconds=8, crops=40)


def test_crops_depend_on_seed_epoch_and_index_alone() -> None:
    one, two = (BeatCrops([song()], PLAN, Augmentation(), DRAW) for _ in range(2))
    assert np.array_equal(one[3]["mel"], two[3]["mel"])
    assert not np.array_equal(one[3]["mel"], one[4]["mel"])
    two.epoch = 1
    assert not np.array_equal(one[3]["mel"], two[3]["mel"])


def test_a_book_ends() -> None:
    crops = BeatCrops([song()], PLAN, Augmentation(), DRAW)
    assert sum(1 for _ in crops) == 40


def test_beats_stay_on_their_sounds_through_every_change() -> None:
    how = dataclasses.replace(
        Augmentation.none(), stretch=0.2, free=0.5, level=0.5, colour=1.0, shift=3
    )
    for index in range(40):
        item = crop(song(), 400, how, DRAW("crop", index))
        loud = item["mel"].mean(axis=1)
        on = [loud[max(at - 1, 0) : at + 2].max() for at in np.flatnonzero(item["beat"])]
        assert min(on) > 1.5 * np.median(loud)
        assert item["downbeat"][item["beat"] == 0].sum() == 0


def test_rendered_and_charted_songs_are_mixed_by_the_plan() -> None:
    rendered = song(dataclasses.replace(ENTRY, fold=ANY_FOLD), period=0.8)
    crops = BeatCrops([song(), rendered], CropPlan(8, 200, 0.25), Augmentation.none(), DRAW)
    charted = sum(int(item["beat"].sum() > 13) for item in crops)
    assert 30 < charted < 70


def test_a_song_shorter_than_a_crop_stands_in_silence() -> None:
    item = crop(song(), 4000, Augmentation.none(), DRAW("long"))
    assert item["mel"].shape == (4000, 128)
    assert item["beat"].sum() == 120
    assert (item["known"] == 0).any()
