"""How hard a keysound strikes, as its percentile among the keysounds of the pool."""

from __future__ import annotations

from collections.abc import Iterable

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.model import WavId

# Four decimals of an amplitude are -80 dB: what lies below must not decide an order.
DECIMALS = 4


def attack_percentiles(wav_ids: Iterable[WavId], sounds: SoundTable) -> dict[WavId, float]:
    """The percentile, 0-100, of every known sample among the given ones: 0 softest, 100 hardest.

    Ranked by the RMS of the attack, then the peak, then the id, so that no two share a rank and
    nothing depends on the order of the input. A lone sample has 100. Unknown samples are left out.
    """
    ranked = sorted(
        (round(sound.attack, DECIMALS), round(sound.peak, DECIMALS), wav_id)
        for wav_id in set(wav_ids)
        if (sound := sounds.get(wav_id)) is not None
    )
    last = len(ranked) - 1
    return {
        wav_id: 100.0 * rank / last if last else 100.0 for rank, (_, _, wav_id) in enumerate(ranked)
    }
