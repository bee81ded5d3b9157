from __future__ import annotations

from pathlib import Path

import pytest
import torch

from automapper.errors import WeightsError
from automapper.models.beat_tcn import (
    TEMPO_CLASSES,
    BeatTCN,
    BeatTCNSpec,
    load_beat_tcn,
    save_beat_tcn,
)

SMALL = BeatTCNSpec(channels=8, levels=3)


def test_shapes() -> None:
    beat, downbeat, tempo = BeatTCN(SMALL)(torch.zeros(2, 50, 128))
    assert beat.shape == downbeat.shape == (2, 50)
    assert tempo.shape == (2, 50, TEMPO_CLASSES)


def test_the_shipped_size_stays_within_its_budget() -> None:
    assert 75_000 <= sum(value.numel() for value in BeatTCN().parameters()) <= 600_000


def test_the_reach_is_exact() -> None:
    torch.manual_seed(0)
    net = BeatTCN(SMALL).eval()
    quiet = torch.zeros(1, 101, 128)
    loud = quiet.clone()
    loud[0, 50] = 3.0
    with torch.inference_mode():
        moved = (net(loud)[0] - net(quiet)[0])[0].abs() > 0
    touched = torch.nonzero(moved)[:, 0]
    assert (int(touched.min()), int(touched.max())) == (50 - SMALL.reach, 50 + SMALL.reach)


def test_weights_come_back(tmp_path: Path) -> None:
    net = BeatTCN(SMALL).eval()
    save_beat_tcn(tmp_path / "net.safetensors", net, {"seed": "3"})
    again = load_beat_tcn(tmp_path / "net.safetensors")
    mel = torch.rand(1, 40, 128)
    with torch.inference_mode():
        assert torch.equal(net(mel)[0], again(mel)[0])
    assert again.spec == SMALL
    assert not again.training


def test_what_is_no_net_is_refused(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    with pytest.raises(WeightsError, match="there are no weights here"):
        load_beat_tcn(tmp_path / "nowhere.safetensors")
    (tmp_path / "junk.safetensors").write_bytes(b"junk")
    with pytest.raises(WeightsError, match="cannot be read as a beat net"):
        load_beat_tcn(tmp_path / "junk.safetensors")
    save_file({"a": torch.zeros(1)}, tmp_path / "other.safetensors")
    with pytest.raises(WeightsError, match="no beat net of ours"):
        load_beat_tcn(tmp_path / "other.safetensors")
    notes = {"kind": "beat-tcn", "spec": '{"channels": 8, "levels": 3}'}
    save_file({"a": torch.zeros(1)}, tmp_path / "part.safetensors", notes)
    with pytest.raises(WeightsError, match="cannot be read as a beat net"):
        load_beat_tcn(tmp_path / "part.safetensors")
