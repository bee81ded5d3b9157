"""How wrong a beat net is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class LossWeights:
    """``beat_present`` and ``downbeat_present``: how many silent frames one beat outweighs.

    A beat stands on one frame in about 25: full balance would make the net shout, none would
    make it whisper; ``tempo`` keeps the help of the tempo head below the task itself.
    """

    beat_present: float = 3.0
    downbeat_present: float = 3.0
    downbeat: float = 1.0
    tempo: float = 0.03


def beat_loss(
    logits: tuple[Tensor, Tensor, Tensor | None], batch: Mapping[str, Tensor], weights: LossWeights
) -> dict[str, Tensor]:
    """Scalars ``beat``, ``downbeat``, ``tempo`` and their weighted sum ``loss``.

    ``logits`` as of :class:`~automapper.models.beat_tcn.BeatTCN`, ``batch`` as of
    :class:`~automapper.data.beat_crops.BeatCrops` with a first axis more. A net without a tempo
    head gives None there.
    """
    beat, downbeat, tempo = logits[0].float(), logits[1].float(), logits[2]
    parts = {
        "beat": tolerant_loss(beat, batch["beat"], batch["known"], weights.beat_present),
        "downbeat": tolerant_loss(
            downbeat, batch["downbeat"], batch["known_bars"], weights.downbeat_present
        ),
        "tempo": _tempo_loss(tempo, batch["tempo"]),
    }
    total = parts["beat"] + weights.downbeat * parts["downbeat"] + weights.tempo * parts["tempo"]
    return {**parts, "loss": total}


def tolerant_loss(logits: Tensor, marks: Tensor, known: Tensor, present: float) -> Tensor:
    """Cross-entropy of (batch, frames) that forgives an answer one frame (20 ms) early or late.

    People set beats by ear: a label a frame off must not teach the net to smear. As in Beat This
    (Foscarin et al. 2024), with one frame instead of three, for songs at 300 bpm.
    """
    peak = functional.max_pool1d(logits[:, None], 3, stride=1, padding=1)[:, 0]
    near = functional.max_pool1d(marks[:, None], 5, stride=1, padding=2)[:, 0]
    there = present * marks * functional.softplus(-peak)
    absent = (1.0 - near) * functional.softplus(logits)
    return ((there + absent) * known).sum() / known.sum().clamp(min=1.0)


def _tempo_loss(logits: Tensor | None, classes: Tensor) -> Tensor:
    """Cross-entropy where the tempo is known; 0 for a net that says nothing of it."""
    if logits is None or not bool((classes >= 0).any()):
        return torch.zeros((), device=classes.device)
    return functional.cross_entropy(
        logits.float().flatten(0, 1), classes.flatten(), label_smoothing=0.1
    )
