"""Who is X and who is Y, and that nothing but the charts tells them apart."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from automapper.bms.model import TempoChange
from automapper.bms.render.listening.options import ListeningOptions
from automapper.bms.render.listening.pairs import (
    Played,
    pair_sounds,
    plan_pairs,
    played,
    song_warnings,
)
from automapper.bms.render.open_chart import OpenedChart
from automapper.bms.timeline import tempo_map
from automapper.errors import ConfigError
from bms.keysounds.tones import tone, waveform
from bms.render.little_song import FILES, KICK, LEAD, at, chart_of

OPTIONS = ListeningOptions(segments=6, seconds=2.0)
SECOND = 44_100


def silent(name: str, seconds: int = 100, loud: float = 0.1) -> Played:
    frames = seconds * SECOND
    return Played(
        name,
        waveform(np.full((2, frames), loud, np.float32)),
        tuple(range(0, frames, SECOND // 4)),
        tuple(range(0, frames + 1, 2 * SECOND)),
        frozenset(),
        (),
    )


def test_every_two_charts_meet_on_every_segment() -> None:
    pairs = plan_pairs([silent("a"), silent("b"), silent("c")], OPTIONS)
    assert [pair.number for pair in pairs] == list(range(1, 19))
    met = Counter((min(p.x, p.y), max(p.x, p.y), p.segment) for p in pairs)
    assert len(met) == 18 and set(met.values()) == {1}


def test_sides_are_even_and_the_order_is_drawn() -> None:
    pairs = plan_pairs([silent("a"), silent("b")], OPTIONS)
    assert sum(pair.x == 0 for pair in pairs) == 3
    assert any(a.segment > b.segment for a, b in pairwise(pairs))
    assert plan_pairs([silent("a"), silent("b")], OPTIONS) == pairs
    assert plan_pairs([silent("a"), silent("b")], ListeningOptions(6, 2.0, 7)) != pairs


def test_tests_that_cannot_be_are_refused() -> None:
    with pytest.raises(ConfigError, match="at least two"):
        plan_pairs([silent("a")], OPTIONS)
    with pytest.raises(ConfigError, match="more than 200 pairs"):
        plan_pairs([silent("a"), silent("b"), silent("c")], ListeningOptions(100, 2.0))


def test_both_of_a_pair_are_equally_loud_and_never_clip() -> None:
    charts = [silent("a", loud=1.4), silent("b", loud=0.3)]
    for pair in plan_pairs(charts, OPTIONS):
        x, y = pair_sounds(pair, charts)
        levels = [np.sqrt(np.mean(np.square(sound.samples))) for sound in (x, y)]
        assert levels[0] == pytest.approx(levels[1], rel=1e-4)
        assert x.samples.shape == y.samples.shape
        assert max(np.abs(x.samples).max(), np.abs(y.samples).max()) < 0.99


def opened(notes: list, background: list, **more: object) -> OpenedChart:
    chart = chart_of(notes, background, **more)
    return OpenedChart("a.bms", chart, tempo_map(chart), FILES, ("odd",))


def test_what_is_played_is_in_front_and_the_rest_behind() -> None:
    kicks = [(at(0, n, 4), 1, KICK) for n in range(4)]
    leads = [(at(0, n, 4), LEAD) for n in range(4)]
    quiet = ListeningOptions(clicks=False)
    one = played(opened(kicks, leads), quiet)
    other = played(opened([(p, 7, w) for p, w in leads], [(p, w) for p, _, w in kicks]), quiet)
    assert one.notes == other.notes == (0, 22_050, 44_100, 66_150)
    high = [np.abs(np.fft.rfft(chart.waveform.samples, axis=1)) for chart in (one, other)]
    at_lead = round(880 * one.waveform.seconds)
    behind, front = (spectrum[:, at_lead - 5 : at_lead + 6].max(axis=1) for spectrum in high)
    assert front[1] > 3 * behind[1]
    assert front[1] > 1.3 * front[0] and behind[0] == pytest.approx(behind[1], rel=0.01)
    assert one.warnings == ("odd",)


def test_ticks_are_heard_unless_they_are_not_wanted() -> None:
    song = opened([(at(0), 1, KICK)], [])
    with_them, without = (played(song, ListeningOptions(clicks=c)) for c in (True, False))
    assert with_them.waveform != without.waveform


def test_charts_of_other_timing_are_told() -> None:
    song = opened([(at(3), 1, KICK)], [])
    faster = opened([(at(3), 1, KICK)], [], tempo=(TempoChange(at(1), song.chart.bpm * 2),))
    charts = [played(song, OPTIONS), played(faster, OPTIONS)]
    assert song_warnings([charts[0], charts[0]]) == ()
    mix, bars = song_warnings(charts)
    assert "100.0% of all sounds" in mix and "3.00 s off" in bars


def test_charts_of_another_mix_are_told() -> None:
    both = [(at(0), LEAD), (at(1), LEAD)]
    songs = [opened([(at(0), 1, KICK)], both), opened([], [(at(0), KICK), *both])]
    assert song_warnings([played(song, OPTIONS) for song in songs]) == ()
    songs.append(opened([(at(0), 1, KICK)], [*both, (at(2), LEAD)]))
    (line,) = song_warnings([played(song, OPTIONS) for song in songs])
    assert line.startswith("a.bms: 25.0% of all sounds")


def test_a_tone_alone_is_no_pair() -> None:
    piece = silent("a", seconds=4)
    mute = Played(
        "b", waveform(0 * tone(440.0, 4.0).repeat(2, 0)), piece.notes, piece.bars, frozenset(), ()
    )
    (pair,) = plan_pairs([piece, mute], ListeningOptions(1, 2.0))
    assert {float(np.abs(s.samples).max()) for s in pair_sounds(pair, [piece, mute])} == {0.0}
