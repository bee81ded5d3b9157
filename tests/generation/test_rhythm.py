import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from automapper.chart import Difficulty
from automapper.ear.pulse import Pulse
from automapper.errors import ConfigError
from automapper.generation.density import NpsWish
from automapper.generation.ladder import LEAST_GAP
from automapper.generation.rhythm import Reroll, RhythmPlan, RhythmRequest, plan_rhythm


@pytest.fixture(scope="module")
def plan(pulse: Pulse) -> RhythmPlan:
    return plan_rhythm(pulse, RhythmRequest(seed=3))


def beats_of(plan: RhythmPlan, difficulty: Difficulty) -> list:
    return [onset.beat for onset in plan.onsets[difficulty]]


def test_each_difficulty_holds_every_onset_of_the_easier_one(plan) -> None:
    for easier, harder in pairwise(Difficulty):
        assert set(beats_of(plan, easier)) < set(beats_of(plan, harder))


def test_density_is_as_planned(plan) -> None:
    for difficulty, onsets in plan.onsets.items():
        span = onsets[-1].seconds - onsets[0].seconds
        assert len(onsets) * 1.15 / span == pytest.approx(plan.nps[difficulty], rel=0.15)


def test_onsets_stay_inside_the_playable_time(pulse, plan) -> None:
    for onsets in plan.onsets.values():
        assert onsets[0].seconds >= 1.5
        assert onsets[-1].seconds <= pulse.duration - 2.0


def test_silence_in_front_lets_the_first_onset_come_sooner(pulse) -> None:
    onsets = plan_rhythm(pulse, RhythmRequest(seed=3, lead_in=1.5)).onsets[Difficulty.EXPERT]
    assert onsets[0].seconds < 1.5


def test_onsets_are_in_order_and_no_closer_than_the_difficulty_bears(plan) -> None:
    for difficulty, onsets in plan.onsets.items():
        gaps = np.diff([onset.seconds for onset in onsets])
        assert gaps.min() >= LEAST_GAP[difficulty] - 1e-6


def test_seconds_are_those_of_the_tempo_map(pulse, plan) -> None:
    for onset in plan.onsets[Difficulty.EXPERT_PLUS]:
        assert onset.seconds == pytest.approx(float(pulse.tempo_map.seconds(onset.beat)), abs=1e-9)


def test_facts_stay_in_their_ranges(pulse, plan) -> None:
    for onset in plan.onsets[Difficulty.EXPERT_PLUS]:
        assert 0 <= onset.strength <= 1
        assert 0 <= onset.accent <= 1
        assert -1 <= onset.brightness <= 1
        assert onset.sustain >= 0
        assert 0 <= onset.section < len(pulse.sections)
        assert onset.bar >= 0


def test_the_busy_half_gets_more(pulse, plan) -> None:
    seconds = np.array([onset.seconds for onset in plan.onsets[Difficulty.EXPERT]])
    assert (seconds > pulse.duration / 2).mean() > 0.55


def test_the_same_seed_draws_the_same_and_another_does_not(pulse, plan) -> None:
    assert plan_rhythm(pulse, RhythmRequest(seed=3)).onsets == plan.onsets
    other = plan_rhythm(pulse, RhythmRequest(seed=4))
    assert other.onsets[Difficulty.EXPERT] != plan.onsets[Difficulty.EXPERT]


def test_a_reroll_changes_its_range_alone(pulse, plan) -> None:
    reroll = Reroll(20.1, 37.3, 99)
    again = plan_rhythm(pulse, RhythmRequest(seed=3, rerolls=(reroll,)))
    for difficulty in Difficulty:
        before, after = (
            [o for o in p.onsets[difficulty] if not reroll.start <= o.seconds < reroll.end]
            for p in (plan, again)
        )
        assert before == after
        gaps = np.diff([onset.seconds for onset in again.onsets[difficulty]])
        assert gaps.min() >= LEAST_GAP[difficulty] - 1e-6
    assert again.onsets[Difficulty.EXPERT] != plan.onsets[Difficulty.EXPERT]
    for easier, harder in pairwise(Difficulty):
        assert set(beats_of(again, easier)) <= set(beats_of(again, harder))


def test_more_notes_where_more_are_asked(pulse) -> None:
    counts = [
        len(plan_rhythm(pulse, RhythmRequest(nps=NpsWish(factor=f))).onsets[Difficulty.EXPERT])
        for f in (0.8, 1.0, 1.25)
    ]
    assert counts[0] < counts[1] < counts[2]


def test_wishes_for_single_difficulties_are_met(pulse) -> None:
    wish = NpsWish(((Difficulty.NORMAL, 1.5), (Difficulty.HARD, 2.0), (Difficulty.EXPERT, 5.5)))
    made = plan_rhythm(pulse, RhythmRequest(seed=3, nps=wish))
    for difficulty, nps in wish.fixed:
        onsets = made.onsets[difficulty]
        span = onsets[-1].seconds - onsets[0].seconds
        assert len(onsets) * 1.15 / span == pytest.approx(nps, rel=0.15)


def test_steps_between_difficulties_are_even(plan) -> None:
    rates = [len(o) / (o[-1].seconds - o[0].seconds) for o in plan.onsets.values()]
    for easier, harder in pairwise(rates):
        assert 0.10 <= 1 - easier / harder <= 0.40


def test_beginners_play_less_between_the_beats_than_experts(plan) -> None:
    def fine(difficulty: Difficulty, coarsest: int) -> float:
        return float(np.mean([b.denominator > coarsest for b in beats_of(plan, difficulty)]))

    assert fine(Difficulty.EASY, 1) < fine(Difficulty.EXPERT, 1) - 0.1
    assert fine(Difficulty.EASY, 2) < fine(Difficulty.EXPERT, 2)


@pytest.mark.parametrize("meter", [3, 5])
def test_other_metres_and_tempi_work(pulse_maker, meter) -> None:
    made = plan_rhythm(pulse_maker(duration=30.0, bpm=203.0, meter=meter))
    assert len(made.onsets[Difficulty.EXPERT]) > 30


def test_a_song_without_sections_works(pulse) -> None:
    made = plan_rhythm(replace(pulse, sections=()))
    assert {onset.section for onset in made.onsets[Difficulty.EXPERT]} == {0}


def test_a_clip_too_short_for_a_note_gives_none(pulse_maker) -> None:
    for duration in (0.3, 3.0):
        made = plan_rhythm(pulse_maker(duration=duration, sections=0))
        assert not any(made.onsets.values())


def test_an_impossible_share_of_doubles_is_refused(pulse) -> None:
    with pytest.raises(ConfigError, match="share of doubles"):
        plan_rhythm(pulse, RhythmRequest(doubles={Difficulty.EASY: 1.5}))


def test_hash_seed_and_threads_change_nothing() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from conftest import make_pulse\n"
        "from automapper.generation.rhythm import plan_rhythm\n"
        "import hashlib\n"
        "plan = plan_rhythm(make_pulse(duration=20.0))\n"
        "print(hashlib.sha256(repr(sorted(plan.onsets.items())).encode()).hexdigest())\n"
    )
    digests = set()
    for hash_seed, threads in (("0", "1"), ("1", "2"), ("77", "1")):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed, "OMP_NUM_THREADS": threads}
        command = [sys.executable, "-c", code, str(Path(__file__).parent)]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        digests.add(run.stdout)
    assert len(digests) == 1
