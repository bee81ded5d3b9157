from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.model import KeyMode
from automapper.bms.similarity import TABLE_HEAD, chord_mix, portrait, similarities, similarity
from bms.charts import SAMPLES, chart, note

FOUR = [note(0, 0, 1, "01"), note(0, "1/4", 2, "02"), note(0, "1/2", 3, "01"), note(1, 0, 4, "03")]


def _compare(ours, theirs):
    return similarity(portrait("ours", ours), portrait("theirs", theirs))


def test_a_chart_is_itself() -> None:
    found = _compare(chart(FOUR), chart(FOUR))
    assert (found.jaccard, found.shared, found.same_lane) == (1.0, 4, 1.0)
    assert (found.nps_difference, found.chord_distance) == (0.0, 0.0)


def test_shared_notes_are_the_same_sound_at_the_same_position() -> None:
    # One on another lane, one of another sound, one that they have alone: 2 of 5 are shared.
    theirs = [FOUR[0], note(0, "1/4", 7, "02"), note(0, "1/2", 3, "02"), note(2, 0, 1, "01")]
    found = _compare(chart(FOUR[:3]), chart(theirs))
    assert (found.shared, found.jaccard, found.same_lane) == (2, 0.4, 0.5)


def test_sounds_are_matched_by_the_sample_not_by_the_id() -> None:
    renamed = (("0X", "KICK.ogg"),)
    found = _compare(chart([FOUR[0]]), chart([note(0, 0, 1, "0X")], samples=renamed))
    assert found.jaccard == 1.0


def test_positions_are_exact() -> None:
    found = _compare(chart([note(0, "1/28", 1)]), chart([note(0, Fraction(7, 192), 1)]))
    assert (found.jaccard, found.same_lane) == (0.0, None)


def test_two_of_one_sound_at_one_position_are_two() -> None:
    twice = [note(0, 0, 1), note(0, 0, 2)]
    assert _compare(chart(twice), chart(twice)).shared == 2
    assert _compare(chart(twice), chart(twice[:1])).jaccard == 0.5


def test_lanes_of_other_key_modes_are_not_compared() -> None:
    found = _compare(chart(FOUR), chart(FOUR, mode=KeyMode.FIVE))
    assert (found.jaccard, found.same_lane) == (1.0, None)


def test_chords_by_hand_and_size() -> None:
    keys = [(0, 1), (0, 2), (1, 1), (1, 7), (2, 3), (2, 4), (3, 5)]
    notes = [note(measure, 0, key) for measure, key in keys]
    mix = chord_mix(KeyMode.SEVEN, notes)
    assert mix.positions == 4
    assert mix.sizes == (0.25, 0.75, 0.0, 0.0, 0.0, 0.0)
    assert (mix.one_hand, mix.two_hands) == (0.667, 0.333)
    # The middle key goes with the left hand's key 3; the last position is the right hand's.
    assert mix.hand_only_streak == 1


def test_a_wall_of_chords_is_no_run_of_one_hand() -> None:
    wall = [note(measure, 0, key) for measure in range(20) for key in (1, 2, 3)]
    assert chord_mix(KeyMode.SEVEN, wall).hand_only_streak == 20
    both = [note(measure, 0, key) for measure in range(20) for key in (1, 2, 7)]
    assert chord_mix(KeyMode.SEVEN, both).hand_only_streak == 0


def test_the_scratch_belongs_to_its_hand_and_the_middle_key_ends_a_run() -> None:
    run = [note(0, 0, 1), note(1, 0, 0), note(2, 0, 2), note(3, 0, 4), note(4, 0, 1)]
    assert chord_mix(KeyMode.SEVEN, run).hand_only_streak == 3


def test_more_than_six_notes_are_counted_as_six() -> None:
    wide = [note(0, 0, key) for key in range(8)]
    assert chord_mix(KeyMode.SEVEN, wide).sizes == (0.0, 0.0, 0.0, 0.0, 0.0, 1.0)


def test_empty_charts_compare() -> None:
    found = _compare(chart([]), chart([]))
    assert (found.jaccard, found.same_lane, found.mix.positions) == (0.0, None, 0)


def test_the_record_is_json_with_stable_names() -> None:
    (found,) = similarities(chart(FOUR), [("their.bme", chart(FOUR))])
    record = found.record()
    assert json.loads(json.dumps(record)) == record
    assert list(record) == [
        "chart", "keys", "jaccard", "shared_notes", "same_lane_share", "nps", "nps_difference",
        "level_estimate", "one_hand_chord_difference", "two_hands_chord_difference",
        "chord_size_distance", "chord_mix",
    ]  # fmt: skip
    assert record["chart"] == "their.bme"


def test_the_row_fits_the_head() -> None:
    (found,) = similarities(chart(FOUR), [("their.bme", chart(FOUR[:2]))])
    assert len(found.row()) == len(TABLE_HEAD)
    assert found.row()[:4] == ("their.bme", "7", "50%", "100%")


NOTES = st.lists(
    st.builds(
        note,
        st.integers(0, 3),
        st.sampled_from(["0", "1/4", "1/2", "1/3"]),
        st.integers(0, 7),
        st.sampled_from([wav_id for wav_id, _ in SAMPLES] + ["ZZ"]),
    ),
    max_size=20,
)


@given(NOTES, NOTES)
def test_likeness_is_mutual_and_differences_change_their_sign(first, second) -> None:
    there, back = _compare(chart(first), chart(second)), _compare(chart(second), chart(first))
    assert there.jaccard == back.jaccard
    assert there.same_lane == back.same_lane
    assert there.chord_distance == back.chord_distance
    assert there.nps_difference == -back.nps_difference
    assert 0 <= there.jaccard <= 1
    assert sum(there.mix.sizes) == pytest.approx(1.0 if second else 0.0, abs=0.01)
