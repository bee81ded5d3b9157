from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.learning.columns import POOL
from automapper.bms.learning.view import view_of
from automapper.bms.placement.model import Source
from bms.placement.pools import KEY, SCRATCH, sound, source

COLUMN = {column.name: number for number, column in enumerate(POOL)}
SOUNDS: SoundTable = {"0A": sound(300.0, 0.9), "0B": sound(100.0, 0.1), "0C": None}


def written() -> Source:
    return source(
        [
            (0, 0, "0A", KEY),
            (0, Fraction(1, 4), "0A", SCRATCH),
            (0, Fraction(1, 4), "0B", None),
            (0, Fraction(1, 2), "0C", KEY),
            (2, 0, "0C", None),
            (3, Fraction(1, 2), "0B", KEY),
            (3, Fraction(1, 2), "0C", None),
        ]
    )


def test_known_sounds_are_rows_in_the_order_of_their_ids() -> None:
    view = view_of(written(), SOUNDS)
    assert view.wav_ids == ("0A", "0B")
    assert view.pool[:, COLUMN["intensity_origin"]].tolist() == [100.0, 0.0]
    counts = view.pool[:, COLUMN["key_count"] : COLUMN["bgm_count"] + 1]
    assert counts.tolist() == [[1, 1, 0], [1, 0, 1]]


def test_measures_in_which_nothing_known_sounds_are_left_out() -> None:
    view = view_of(written(), SOUNDS)
    assert [measure.index for measure in view.measures] == [0, 3]
    assert [view.before(index) for index in (0, 1, 3, 4)] == [0, 1, 1, 2]


def test_figures_of_a_measure_count_everything_that_sounds() -> None:
    first, last = view_of(written(), SOUNDS).measures
    assert (first.sounding, last.sounding) == (4, 2)
    assert (first.density, last.density) == (1.0, 0.0)
    assert (first.tick, last.tick) == (0, 3 * 192)
    assert first.events == (0, 1, 2) and first.tokens == (0, 0, 1)
    assert first.positions == (0.0, 0.25, 0.25) and first.together == (1, 2, 2)


def test_who_plays_an_event_changes_counts_alone() -> None:
    plain = written()
    silent = replace(plain, events=tuple(replace(e, source=None) for e in plain.events))
    view, other = view_of(plain, SOUNDS), view_of(silent, SOUNDS)
    assert view.measures == other.measures
    sounds = [name for name in COLUMN if not name.endswith("_count") and name != "whitelisted"]
    for name in sounds:
        assert view.pool[:, COLUMN[name]].tolist() == other.pool[:, COLUMN[name]].tolist()
    assert other.pool[:, COLUMN["whitelisted"]].tolist() == [0, 0]  # never played: effects


def test_a_chart_of_unknown_sounds_has_nothing_to_show() -> None:
    view = view_of(written(), {})
    assert view.pool.shape == (0, len(POOL)) and view.measures == ()
