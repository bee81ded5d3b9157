"""One run of training for a ranker, from rows to weights on disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import torch
from lightning import Callback, Trainer, seed_everything
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from lightning.pytorch.loggers import Logger, TensorBoardLogger

from automapper.data.ranked_rows import PackageSplit, RankedRows
from automapper.errors import ConfigError
from automapper.models.ranker import Ranker
from automapper.models.ranker_spec import RankerSpec
from automapper.training.ranker_data import RankerData
from automapper.training.ranker_module import RankerSchedule, RankerTask, class_weights, right


@dataclass(frozen=True, slots=True)
class RankerRun:
    """Everything about a run but the rows.

    ``output``: folder for checkpoints and the TensorBoard log; ``batch``: groups at a time;
    ``accelerator``: cpu, gpu or auto; ``threads``: of the CPU, 0 leaves it to torch; ``smoke``: one
    batch, to see that all fits.
    """

    output: Path
    spec: RankerSpec
    split: PackageSplit = field(default_factory=PackageSplit)
    schedule: RankerSchedule = field(default_factory=RankerSchedule)
    batch: int = 256
    seed: int = 0
    accelerator: str = "cpu"
    threads: int = 1
    smoke: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TrainedRanker:
    """``net`` in eval mode, from the pass (``epoch``, from 1) that did best where it could be told.

    ``val_loss`` is that of the packages that said when to stop, ``apart_right`` the share of right
    answers on those kept apart; None without any.
    """

    net: Ranker
    epoch: int
    learned: tuple[str, ...]
    stopping: tuple[str, ...]
    apart: tuple[str, ...]
    val_loss: float | None
    apart_right: float | None


def train_ranker(rows: RankedRows, run: RankerRun) -> TrainedRanker:
    """Teaches a fresh ranker; its first weights and the order of rows depend on the seed alone.

    A run that was stopped goes on from ``output``/last.ckpt. ConfigError for impossible wishes.
    """
    learned, stopping, apart = run.split.of(rows.names)
    mine, theirs = rows.of(learned), rows.of(stopping)
    if not len(mine.rows) or (stopping and not len(theirs.rows)):
        raise ConfigError("there are no rows to learn from; see what bms-dataset reports")
    if run.threads:
        torch.set_num_threads(run.threads)
    seed_everything(run.seed, verbose=False)
    net = Ranker(run.spec)
    task = RankerTask(net, run.schedule, _weights(mine, run))
    best = _best(run) if stopping and not run.smoke else None
    trainer = _trainer(run, best, stopping=bool(stopping))
    last = run.output / "last.ckpt"
    # weights_only: a checkpoint is read without running anything that lies in it.
    data = RankerData(mine, theirs, run.batch, run.seed)
    trainer.fit(task, data, ckpt_path=str(last) if last.is_file() else None, weights_only=True)
    epoch, loss = trainer.current_epoch, trainer.callback_metrics.get("val/loss")
    if best is not None and best.best_model_path:
        kept = torch.load(best.best_model_path, map_location="cpu", weights_only=True)
        task.load_state_dict(kept["state_dict"])
        epoch, loss = int(kept["epoch"]) + 1, best.best_model_score
    net = net.cpu().eval()
    told = None if loss is None else float(loss)
    return TrainedRanker(net, epoch, learned, stopping, apart, told, _right(net, rows.of(apart)))


def _weights(rows: RankedRows, run: RankerRun) -> torch.Tensor:
    if run.spec.outputs == 1:  # whether, not which: there are no classes to weigh
        return torch.ones(1)
    return class_weights(rows.labels, rows.masks, run.schedule.class_weight_power)


def _right(net: Ranker, rows: RankedRows) -> float | None:
    if not len(rows.rows):
        return None
    with torch.inference_mode():
        scores = net(torch.from_numpy(rows.rows))
    parts = {"labels": torch.from_numpy(rows.labels), "masks": torch.from_numpy(rows.masks)}
    return float(right(scores, parts))


def _best(run: RankerRun) -> ModelCheckpoint:
    return ModelCheckpoint(
        run.output,
        filename="best",
        monitor="val/loss",
        enable_version_counter=False,
    )


def _trainer(run: RankerRun, best: ModelCheckpoint | None, *, stopping: bool) -> Trainer:
    logger: Logger | bool = False if run.smoke else TensorBoardLogger(run.output, name="log")
    keep = ModelCheckpoint(
        run.output, filename="last", enable_version_counter=False, save_on_train_epoch_end=True
    )
    callbacks: list[Callback] = [keep]
    if best is not None:
        callbacks += [best, EarlyStopping("val/loss", patience=run.schedule.patience)]
    return Trainer(
        accelerator=run.accelerator,
        devices=1,
        max_epochs=1 if run.smoke else run.schedule.epochs,
        max_steps=1 if run.smoke else -1,
        logger=logger,
        callbacks=callbacks,
        reload_dataloaders_every_n_epochs=1,  # each epoch has an order of its own
        num_sanity_val_steps=0,
        enable_model_summary=False,
        enable_progress_bar=False,
        log_every_n_steps=20,
        limit_val_batches=(1 if run.smoke else 1.0) if stopping else 0,
    )
