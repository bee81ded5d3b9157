from __future__ import annotations

import torch
from torch import Tensor, nn

from automapper.models.beat_tcn import BeatTCN
from automapper.training.half_width import bf16_is_sound


class Wrong(nn.Module):
    """Answers otherwise in half width, as a broken kernel does."""

    def forward(self, mel: Tensor) -> tuple[Tensor]:
        out = mel @ torch.ones(128, 1)
        return (out if out.dtype == torch.float32 else -out,)


def test_our_net_is_sound_here_and_a_broken_kernel_is_found() -> None:
    mel = torch.rand(1, 400, 128) * 5
    net = BeatTCN().train()
    assert bf16_is_sound(net, mel)
    assert net.training
    assert not bf16_is_sound(Wrong(), mel)
