from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.placement.selection.attack import attack_percentiles
from bms.placement.pools import sound


def test_the_hardest_is_100_and_the_softest_0() -> None:
    sounds = {"01": sound(attack=0.5), "02": sound(attack=0.1), "03": sound(attack=0.9)}
    assert attack_percentiles(sounds, sounds) == {"02": 0.0, "01": 50.0, "03": 100.0}


def test_ties_go_to_the_peak_then_to_the_id() -> None:
    sounds = {"0B": sound(), "0A": sound(), "0C": sound(peak=0.5)}
    assert attack_percentiles(sounds, sounds) == {"0C": 0.0, "0A": 50.0, "0B": 100.0}


def test_a_lone_sample_is_hard_and_unknown_ones_have_no_rank() -> None:
    assert attack_percentiles(["01", "02", "03"], {"01": sound(), "02": None}) == {"01": 100.0}
    assert attack_percentiles([], {}) == {}


def test_differences_that_cannot_be_heard_do_not_decide() -> None:
    sounds = {"0A": sound(attack=0.30000001), "0B": sound(attack=0.3)}
    assert attack_percentiles(sounds, sounds) == {"0A": 0.0, "0B": 100.0}


@given(
    st.dictionaries(st.text("0123456789AB", min_size=2, max_size=2), st.floats(0, 1)),
    st.randoms(use_true_random=False),
)
def test_every_rank_is_taken_once_in_any_order(attacks: dict[str, float], random) -> None:
    sounds = {wav_id: sound(attack=attack) for wav_id, attack in attacks.items()}
    ids = list(sounds) * 2
    random.shuffle(ids)
    found = attack_percentiles(ids, sounds)
    assert found == attack_percentiles(sorted(sounds), sounds)
    last = max(len(sounds) - 1, 1)
    ranks = sorted(found.values())
    assert ranks == ([100.0] if len(sounds) == 1 else [100.0 * n / last for n in range(len(ranks))])
