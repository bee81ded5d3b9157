from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from automapper.data.ranked_rows import PackageSplit, RankedRows
from automapper.errors import ConfigError
from automapper.models.ranker_spec import RankerSpec
from automapper.models.run import open_net
from automapper.training.ranker_data import RankerData
from automapper.training.ranker_files import write_ranker
from automapper.training.ranker_module import (
    RankerSchedule,
    class_weights,
    masked,
    ranker_loss,
    right,
)
from automapper.training.ranker_training import RankerRun, train_ranker

SHORT = RankerSchedule(epochs=3)
WHETHER = RankerSpec("test-ranker", inputs=30, hidden=64, outputs=1)
WHICH = RankerSpec("test-ranker", inputs=56, hidden=128, outputs=7)


def rows_of(spec: RankerSpec, count: int = 600, packages: int = 6) -> RankedRows:
    """Rows whose first columns say the label."""
    rng = np.random.default_rng(4)
    rows = rng.normal(size=(count, spec.inputs)).astype(np.float32)
    if spec.outputs == 1:
        labels = (rows[:, 0] > 0).astype(np.int64)
        masks = np.ones((count, 1), dtype=bool)
    else:
        labels = rows[:, : spec.outputs].argmax(1)
        masks = rng.random((count, spec.outputs)) < 0.8
        masks[np.arange(count), labels] = True
    package = np.arange(count) * packages // count
    names = tuple(f"song{n}" for n in range(packages))
    return RankedRows(rows, labels, masks, np.arange(count) // 5, package, names)


def run_of(tmp_path: Path, spec: RankerSpec) -> RankerRun:
    return RankerRun(tmp_path, spec, PackageSplit("song1"), SHORT, batch=8)


@pytest.mark.parametrize("spec", [WHETHER, WHICH])
def test_a_ranker_learns_what_the_rows_say(spec: RankerSpec, tmp_path: Path) -> None:
    rows = rows_of(spec)
    trained = train_ranker(rows, replace(run_of(tmp_path, spec), schedule=RankerSchedule(8)))
    assert trained.apart == ("song1",) and len(trained.stopping) == 1
    assert trained.apart_right is not None
    assert trained.apart_right > (0.8 if spec.outputs == 1 else 0.4)  # chance: .5 and .2
    assert 1 <= trained.epoch <= 8
    assert list(tmp_path.glob("log/version_0/events.out.tfevents.*"))


def test_the_seed_decides_the_net(tmp_path: Path) -> None:
    rows = rows_of(WHETHER)
    nets = [
        train_ranker(rows, replace(run_of(tmp_path / name, WHETHER), seed=seed)).net
        for name, seed in (("a", 0), ("b", 0), ("c", 1))
    ]
    first, second, other = (net.layers[1].weight for net in nets)
    assert torch.equal(first, second) and not torch.equal(first, other)


def test_a_stopped_run_goes_on(tmp_path: Path) -> None:
    rows = rows_of(WHETHER)
    run = run_of(tmp_path / "stopped", WHETHER)
    train_ranker(rows, replace(run, schedule=RankerSchedule(epochs=1)))
    gone_on = train_ranker(rows, run)
    whole = train_ranker(rows, run_of(tmp_path / "whole", WHETHER))
    assert gone_on.epoch == whole.epoch
    # Dropout draws anew after a stop; the order of rows is the same.
    assert gone_on.val_loss == pytest.approx(whole.val_loss, rel=0.2)


def test_without_packages_to_stop_by_all_is_learned(tmp_path: Path) -> None:
    run = replace(run_of(tmp_path, WHETHER), split=PackageSplit(val_share=0))
    trained = train_ranker(rows_of(WHETHER), run)
    assert (trained.epoch, trained.val_loss, trained.apart_right) == (3, None, None)
    assert len(trained.learned) == 6


def test_packages_without_rows_are_one_line(tmp_path: Path) -> None:
    rows = rows_of(WHETHER, count=0)
    with pytest.raises(ConfigError, match="no rows to learn from"):
        train_ranker(rows, run_of(tmp_path, WHETHER))


def test_files_say_what_they_are(tmp_path: Path) -> None:
    run = replace(run_of(tmp_path, WHETHER), smoke=True)
    trained = train_ranker(rows_of(WHETHER), run)
    graph, weights, script = write_ranker(trained, run, {"columns": "a b"}, "torchscript")
    assert script.is_file()
    notes = [open_net(path, rankers=[WHETHER]).notes for path in (graph, weights)]
    for name in ("columns", "digest", "seed", "packages", "kept apart"):
        assert notes[0][name] == notes[1][name]
    assert notes[0]["kept apart"] == "song1"
    with pytest.raises(ConfigError, match="export=pickle: torchscript or nothing"):
        write_ranker(trained, run, {}, "pickle")


def test_batches_hold_whole_groups_once(tmp_path: Path) -> None:
    rows = rows_of(WHETHER, count=103)
    data = RankerData(rows, rows, batch=4, seed=0)
    batches = list(data.train_dataloader())
    assert [len(batch["rows"]) for batch in batches][:-1].count(20) >= 4
    seen = torch.cat([batch["rows"] for batch in batches])
    assert sorted(map(tuple, seen.tolist())) == sorted(map(tuple, rows.rows.tolist()))
    again = torch.cat([batch["rows"] for batch in data.train_dataloader()])
    assert torch.equal(seen, again)
    assert not torch.equal(seen, torch.from_numpy(rows.rows))
    in_order = torch.cat([batch["rows"] for batch in data.val_dataloader()])
    assert torch.equal(in_order, torch.from_numpy(rows.rows))


def test_lanes_that_may_not_be_cost_nothing_and_are_never_chosen() -> None:
    scores = torch.tensor([[1.0, 5.0, 2.0]])
    batch = {"labels": torch.tensor([2]), "masks": torch.tensor([[True, False, True]])}
    wanted = functional.cross_entropy(torch.tensor([[1.0, 2.0]]), torch.tensor([1]))
    assert torch.allclose(ranker_loss(scores, batch, torch.ones(3)), wanted)
    assert masked(scores, batch["masks"]).argmax() == 2
    assert right(scores, batch) == 1


def test_one_score_is_asked_whether() -> None:
    batch = {"labels": torch.tensor([1, 0]), "masks": torch.ones(2, 1, dtype=torch.bool)}
    scores = torch.tensor([[2.0], [1.0]])
    assert right(scores, batch) == 0.5
    wanted = (functional.softplus(torch.tensor(-2.0)) + functional.softplus(torch.tensor(1.0))) / 2
    assert torch.allclose(ranker_loss(scores, batch, torch.ones(1)), wanted)


def test_rare_classes_count_more() -> None:
    labels, masks = np.array([0] * 6 + [1] * 2), np.ones((8, 3), dtype=bool)
    assert class_weights(labels, masks, 1.0).tolist() == pytest.approx([4 / 6, 4 / 2, 0])
    assert class_weights(labels, masks, 2.0).tolist() == pytest.approx([4 / 9, 4, 0])
    assert class_weights(labels, masks, 0.0).tolist() == [1, 1, 0]


def test_a_class_that_may_seldom_be_is_not_rare() -> None:
    labels, masks = np.array([0, 0, 0, 1]), np.ones((4, 2), dtype=bool)
    masks[:2, 1] = False  # the second class may be in two rows, and is in one of them
    assert class_weights(labels, masks, 1.0).tolist() == pytest.approx([0.625 / 0.75, 0.625 / 0.5])
