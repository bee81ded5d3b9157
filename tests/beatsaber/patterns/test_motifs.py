from dataclasses import replace
from fractions import Fraction

from automapper.beatsaber.patterns.motifs import Copy, bars_of, plan_copies
from automapper.beatsaber.patterns.style import median_style
from beatsaber.rhythms import onset, song

EAGER = replace(median_style(), repeats=0.35, mirrors=0.0)
HALF = Fraction(1, 2)


def bar_row(count, twin=lambda bar: -1, places=(0, 1, 2, 3)):
    rows = []
    for bar in range(count):
        rows += [onset(4 * bar + place, twin=twin(bar)) for place in places]
    return bars_of(rows)


def test_bars_hold_their_onsets():
    onsets = song(32)
    bars = bars_of(onsets)
    assert [one for bar in bars for one in range(bar.start, bar.end)] == list(range(len(onsets)))
    assert bars[0].positions == tuple(Fraction(n, 2) for n in range(8))


def test_equal_rhythms_have_equal_positions():
    bars = bars_of([onset(4), onset(5), onset(8), onset(9), onset(13), onset(14)])
    assert bars[0].positions == bars[1].positions != bars[2].positions


def test_no_wish_no_copies():
    plain = replace(median_style(), repeats=0.0, mirrors=0.0)
    plan = plan_copies(bar_row(64), plain, 0, "x")
    assert len(plan) <= 6  # a few by chance


def test_copies_follow_the_wish_and_look_back():
    plan = plan_copies(bar_row(64), EAGER, 0, "x")
    assert 0.5 * 64 <= len(plan) <= 0.8 * 64
    assert all(copy.source < number and not copy.mirrored for number, copy in plan.items())


def test_twins_come_first():
    plan = plan_copies(bar_row(64, twin=lambda bar: bar - 7 if bar >= 7 else -1), EAGER, 0, "x")
    late = [number - copy.source for number, copy in plan.items() if number > 8]
    assert late.count(7) > len(late) / 2


def test_mirrors_only_where_wished():
    mirrors = replace(median_style(), repeats=0.0, mirrors=0.5)
    plan = plan_copies(bar_row(64), mirrors, 0, "x")
    assert sum(copy.mirrored for copy in plan.values()) > 0.8 * len(plan) > 0


def test_runs_end_with_the_phrase():
    plan = plan_copies(bar_row(200), EAGER, 0, "x")
    lags = [number - copy.source for number, copy in sorted(plan.items())]
    assert lags.count(4) + lags.count(8) > 0.5 * len(lags)
    assert min(lags) >= 2


def test_other_rhythms_are_not_copied():
    rows = [onset(4 * bar + place * HALF) for bar in range(7) for place in range(bar + 2)]
    assert plan_copies(bars_of(rows), EAGER, 0, "x") == {}


def test_plan_depends_on_seed_and_part():
    plans = [plan_copies(bar_row(64), EAGER, seed, part) for seed in (0, 1) for part in "ab"]
    assert plans[0] == plan_copies(bar_row(64), EAGER, 0, "a")
    assert len({tuple(sorted(plan)) for plan in plans}) == 4
    assert all(isinstance(copy, Copy) for copy in plans[0].values())
