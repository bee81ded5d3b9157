from __future__ import annotations

import torch

from automapper.training.beat_loss import LossWeights, beat_loss, tolerant_loss

FRAMES = 60
MARKS = torch.zeros(1, FRAMES)
MARKS[0, [10, 30, 50]] = 1.0
KNOWN = torch.ones(1, FRAMES)


def answer(frames: list[int]) -> torch.Tensor:
    logits = torch.full((1, FRAMES), -6.0)
    logits[0, frames] = 6.0
    return logits


def loss_at(frames: list[int]) -> float:
    return float(tolerant_loss(answer(frames), MARKS, KNOWN, 5.0))


def test_one_frame_early_or_late_is_forgiven() -> None:
    right = loss_at([10, 30, 50])
    assert loss_at([9, 31, 50]) == right
    assert loss_at([7, 33, 50]) > 10 * right


def test_a_missed_beat_and_an_invented_one_cost() -> None:
    right = loss_at([10, 30, 50])
    assert loss_at([10, 30]) > right + 0.1
    assert loss_at([10, 20, 30, 50]) > right + 0.05


def test_what_is_not_known_costs_nothing() -> None:
    known = KNOWN.clone()
    known[0, 40:] = 0.0
    wrong = tolerant_loss(answer([10, 30, 45]), MARKS, known, 5.0)
    right = tolerant_loss(answer([10, 30, 50]), MARKS, known, 5.0)
    assert torch.equal(wrong, right)


def test_parts_add_up_with_and_without_a_tempo_head() -> None:
    batch = {
        "beat": MARKS, "downbeat": MARKS, "known": KNOWN, "known_bars": 0 * KNOWN,
        "tempo": torch.full((1, FRAMES), -100),
    }  # fmt: skip
    batch["tempo"][0, :30] = 4
    weights = LossWeights()
    parts = beat_loss((answer([10]), answer([10]), torch.zeros(1, FRAMES, 48)), batch, weights)
    assert float(parts["downbeat"]) == 0.0
    assert abs(float(parts["tempo"]) - torch.log(torch.tensor(48.0))) < 1e-4
    assert torch.isclose(parts["loss"], parts["beat"] + weights.tempo * parts["tempo"])
    assert float(beat_loss((answer([10]), answer([10]), None), batch, weights)["tempo"]) == 0.0
