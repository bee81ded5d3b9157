"""A user's Beat This! checkpoint (Foscarin, Schlüter, Widmer: ISMIR 2024) on our features.

The net is the authors' own class, from their package; it asks for a torchaudio that has no build
to match every torch, and needs none of it here:

    pip install --no-deps beat-this einops rotary-embedding-torch
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from automapper.errors import ConfigError, WeightsError

INSTALL = "pip install --no-deps beat-this einops rotary-embedding-torch"
# As in the paper: pieces of 30 s, of which 6 frames at either end are not believed.
PIECE_FRAMES, BORDER_FRAMES = 1500, 6
_PREFIX = "model."  # the net inside the authors' LightningModule
_COMPILED = "_orig_mod."


def load_beat_this(path: str | Path) -> nn.Module:
    """The net of a checkpoint as its authors save theirs, in eval mode on the CPU.

    Called with log-mel (batch, frames, 128) of :data:`automapper.audio.BEAT_MEL`, it gives a dict
    of logits "beat" and "downbeat", each (batch, frames). Raises :class:`WeightsError`.
    """
    kind = _net_class()
    file = Path(path)
    if not file.is_file():
        raise WeightsError(f"{file}: no such checkpoint; Beat This! publishes some (final0.ckpt)")
    try:
        # weights_only: a checkpoint is a pickle, and nobody's pickle may run code here.
        held = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:  # what a damaged or a harmful file raises shares no base
        raise WeightsError(f"{file}: is no Beat This! checkpoint ({_first_line(error)})") from None
    try:
        sizes, weights = dict(held["hyper_parameters"]), dict(held["state_dict"])
    except (KeyError, TypeError, IndexError, ValueError):
        raise WeightsError(
            f"{file}: holds no Beat This! net (state_dict, hyper_parameters)"
        ) from None
    known = inspect.signature(kind).parameters
    try:
        net = kind(**{str(name): size for name, size in sizes.items() if name in known})
        net.load_state_dict(_own_weights(weights))
    except (RuntimeError, TypeError, ValueError, AssertionError, AttributeError) as error:
        raise WeightsError(f"{file}: does not fit Beat This! ({_first_line(error)})") from None
    return net.eval()


def beat_runner(
    path: str | Path, device: str = "auto"
) -> Callable[[NDArray[np.float32]], tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Log-mel (frames, 128) -> (beat, downbeat), on ``device`` auto, cpu or cuda."""
    if device not in ("auto", "cpu", "cuda"):
        raise ConfigError(f"Beat This! runs on cpu or cuda, not on {device}")
    if device == "cuda" and not torch.cuda.is_available():
        raise ConfigError("torch finds no CUDA device here")
    where = "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"
    net = load_beat_this(path).to(where)
    return lambda mel: beat_probabilities(net, mel, where)


def _net_class() -> type[nn.Module]:
    try:
        from beat_this.model.beat_tracker import BeatThis
    except ImportError as error:
        raise WeightsError(
            f"Beat This! needs its package ({error}); get it with: {INSTALL}"
        ) from None
    kind: type[nn.Module] = BeatThis
    return kind


def _own_weights(weights: Mapping[str, Any]) -> dict[str, Any]:
    """The net's own tensors by its own names; what belongs to its training is left out."""
    names = {str(name).replace(_COMPILED, ""): value for name, value in weights.items()}
    if any(name.startswith(_PREFIX) for name in names):
        return {name[len(_PREFIX) :]: v for name, v in names.items() if name.startswith(_PREFIX)}
    return names


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def beat_probabilities(
    net: nn.Module, mel: NDArray[np.float32], device: str = "cpu"
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(beat, downbeat) 0-1, each (frames,), of a song's log-mel (frames, 128), piece by piece.

    ``device`` is where the net is.
    """
    frames = len(mel)
    beat, downbeat = np.zeros(frames, np.float32), np.zeros(frames, np.float32)
    # Backwards: where pieces overlap, the earlier one is believed, as its authors do.
    for start in reversed(piece_starts(frames)):
        piece, inside = _piece(mel, start)
        with torch.inference_mode():
            found = net(torch.from_numpy(piece)[None].to(device))
        into = slice(
            max(start + BORDER_FRAMES, 0), min(start + PIECE_FRAMES - BORDER_FRAMES, frames)
        )
        beat[into] = _share(found["beat"])[inside][: into.stop - into.start]
        downbeat[into] = _share(found["downbeat"])[inside][: into.stop - into.start]
    return beat, downbeat


def piece_starts(frames: int) -> list[int]:
    """First frames of the pieces; the first begins in the silence before the song.

    The last ends with the song, however much of it the one before has seen.
    """
    step = PIECE_FRAMES - 2 * BORDER_FRAMES
    starts = list(range(-BORDER_FRAMES, frames - BORDER_FRAMES, step))
    if frames > step:
        starts[-1] = frames - (PIECE_FRAMES - BORDER_FRAMES)
    return starts


def _piece(mel: NDArray[np.float32], start: int) -> tuple[NDArray[np.float32], slice]:
    """A piece with zeros beyond both ends of the song, and which of its frames count."""
    end = min(start + PIECE_FRAMES, len(mel))
    after = max(0, min(BORDER_FRAMES, start + PIECE_FRAMES - len(mel)))
    piece = np.pad(mel[max(start, 0) : end], ((max(0, -start), after), (0, 0)))
    return piece, slice(BORDER_FRAMES, len(piece) - BORDER_FRAMES)


def _share(logits: Tensor) -> NDArray[np.float32]:
    """Probabilities of one piece, (frames,)."""
    return np.asarray(torch.sigmoid(logits[0].float()).cpu().numpy(), dtype=np.float32)
