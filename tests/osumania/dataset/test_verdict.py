from __future__ import annotations

from automapper.osumania.dataset.verdict import ChartVerdict, song_verdict

GOOD = ChartVerdict("b.sm", "Hard", "kept")
FALSE = ChartVerdict("a.sm", "Hard", "dropped", "no match: sharpness 1.0, not 5")


def test_a_song_is_kept_for_one_of_its_charts() -> None:
    found = song_verdict("a", "a", "cd", [FALSE, GOOD])
    assert (found.state, found.why, found.first) == ("kept", "", GOOD)


def test_a_song_without_a_chart_that_fits_is_dropped_as_its_fullest_is() -> None:
    found = song_verdict(
        "a", "a", "cd", [FALSE, ChartVerdict("c.sm", "", "dropped", "no chart: x")]
    )
    assert (found.state, found.why, found.first) == ("dropped", FALSE.why, None)
