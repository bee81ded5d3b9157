from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from learning_songs import click_store

from automapper.data.augment import Augmentation
from automapper.data.beat_crops import CropPlan, crop
from automapper.data.store import load_example, read_manifest
from automapper.errors import ConfigError
from automapper.generation.seeds import part_rng
from automapper.models.beat_tcn import BeatTCN, BeatTCNSpec, load_beat_tcn, save_beat_tcn
from automapper.training.beat_data import Split, load_songs
from automapper.training.beat_module import Schedule
from automapper.training.beat_training import Run, freeze_for, fresh, keep_share, train
from automapper.training.trained_files import write_trained

SPEC = BeatTCNSpec(channels=8, levels=4, dropout=0.0)
DRAW = partial(part_rng, 0)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return click_store(tmp_path_factory.mktemp("store"))


def run(store: Path, output: Path, steps: int = 4, **more: object) -> Run:
    schedule = Schedule(steps=steps, rate=0.01, warm=2)
    plan = CropPlan(seconds=8, crops=8)
    return Run(
        data=(store,), output=output, schedule=schedule, plan=plan, batch=4,
        augmentation=Augmentation.none(), accelerator="cpu", bf16=False, threads=1, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def small() -> torch.nn.Module:
    return fresh(lambda: BeatTCN(SPEC), 0)


def test_it_learns_clicks(store: Path, tmp_path: Path) -> None:
    net = small()
    outcome = train(net, run(store, tmp_path, steps=60, split=Split(fold=2)), DRAW)
    assert (outcome.steps, outcome.songs, outcome.held) == (60, 5, 1)
    (held,) = [e for e in read_manifest(store) if e.fold == 2]
    item = crop(load_example(store, held), 400, Augmentation.none(), DRAW("test"))
    with torch.inference_mode():
        beat = torch.sigmoid(net(torch.from_numpy(item["mel"])[None])[0])[0].numpy()
    near = np.convolve(item["beat"], np.ones(3), "same") > 0  # a frame early or late is as good
    assert np.percentile(beat[near], 75) > 3 * np.percentile(beat[~near], 75)


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_a_net_keeps_a_share_of_what_it_was(share: float) -> None:
    net, first = small(), fresh(lambda: BeatTCN(SPEC), 1).state_dict()
    taught = {name: value.clone() for name, value in net.state_dict().items()}
    keep_share(net, first, share)
    for name, value in net.state_dict().items():
        if value.is_floating_point():
            assert torch.allclose(value, (1 - share) * taught[name] + share * first[name])


def test_a_run_that_was_stopped_goes_on(store: Path, tmp_path: Path) -> None:
    assert train(small(), run(store, tmp_path, steps=3), DRAW).steps == 3
    net = small()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    assert train(net, run(store, tmp_path, steps=5), DRAW).steps == 5
    assert any(not torch.equal(before[name], value) for name, value in net.state_dict().items())


def test_the_same_seed_gives_the_same_net(store: Path, tmp_path: Path) -> None:
    nets = [small(), small()]
    for place, net in enumerate(nets):
        train(net, run(store, tmp_path / str(place)), DRAW)
    one, two = (net.state_dict() for net in nets)
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_time_ends_a_run(store: Path, tmp_path: Path) -> None:
    wish = run(store, tmp_path)
    short = Run(
        data=wish.data, output=tmp_path, plan=wish.plan, batch=4, accelerator="cpu", bf16=False,
        threads=1, schedule=Schedule(steps=10_000, max_minutes=0.02),
    )  # fmt: skip
    assert train(small(), short, DRAW).steps < 10_000


def test_heads_alone_learn_when_asked(store: Path, tmp_path: Path) -> None:
    net = small()
    freeze_for(net, "heads")
    before = {name: value.clone() for name, value in net.state_dict().items()}
    train(net, run(store, tmp_path), DRAW)
    moved = {
        name for name, value in net.state_dict().items() if not torch.equal(before[name], value)
    }
    assert moved == {"heads.weight", "heads.bias"}
    with pytest.raises(ConfigError, match="heads or all"):
        freeze_for(net, "toes")
    with pytest.raises(ConfigError, match="no layer of that name"):
        freeze_for(torch.nn.Sequential(torch.nn.Linear(1, 1)), "heads")


def test_songs_are_held_out_by_fold_and_by_artist(store: Path) -> None:
    learned, held = load_songs([store], Split(artist="EVEN"))
    assert {song.entry.artist for song in held} == {"Even"}
    assert {song.entry.artist for song in learned} == {"Odd"}
    learned, held = load_songs([store, store], Split(fold=0))
    assert [song.entry.fold for song in held] == [0, 0]
    assert {song.entry.fold for song in learned} == {-1, 1, 2, 3, 4}


def test_impossible_splits_are_named(store: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no store of learning examples"):
        load_songs([tmp_path / "nowhere"], Split())
    with pytest.raises(ConfigError, match="no song by 'Nobody'"):
        load_songs([store], Split(artist="Nobody"))
    lonely = click_store(tmp_path / "one", songs=2)
    with pytest.raises(ConfigError, match="nothing is left to learn from"):
        load_songs([lonely], Split(fold=0, artist="odd"))


def test_the_trained_net_is_written_for_learning_and_for_running(
    store: Path, tmp_path: Path
) -> None:
    net = small()
    wish = run(store, tmp_path)
    weights, graph = write_trained(net, wish, train(net, wish, DRAW))
    assert graph.name == "net.onnx" and graph.is_file()
    again = load_beat_tcn(weights)
    assert all(
        torch.equal(net.state_dict()[name], value) for name, value in again.state_dict().items()
    )
    save_beat_tcn(weights, again)  # over itself
