"""Whether a processor's half-width arithmetic can be trusted."""

from __future__ import annotations

import torch
from torch import Tensor, nn

# What bfloat16's eight bits cost a net of ours is below .01; wrong kernels give more than 1.
_TOLERANCE = 0.1


def bf16_is_sound(net: nn.Module, mel: Tensor) -> bool:
    """Whether ``net`` answers alike in float32 and under bfloat16 autocast, where it now lies.

    Some CPU kernels (oneDNN's strided convolutions on AMX, torch 2.13) silently compute something
    else; a net that learned with them is worthless anywhere else.
    """
    was_training = net.training
    net.eval()
    with torch.inference_mode():
        plain = net(mel)[0]
        with torch.autocast(mel.device.type, torch.bfloat16):
            half = net(mel)[0].float()
    net.train(was_training)
    return bool((plain - half).norm() <= _TOLERANCE * plain.norm().clamp(min=1e-6))
