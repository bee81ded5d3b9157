"""The run behind ``bms-train``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from automapper.bms.learning.columns import LANE_COLUMNS, TOKEN_COLUMNS, columns_text
from automapper.bms.learning.examples import Past, lane_examples, token_examples
from automapper.bms.learning.pool_table import Counts
from automapper.bms.learning.rankers import LANE_SPEC, TOKEN_SPEC
from automapper.cli.config_folder import compose, typed
from automapper.cli.config_words import whole, yes_or_no
from automapper.data.ranked_rows import PackageSplit
from automapper.errors import ConfigError
from automapper.training.quiet import quiet
from automapper.training.ranker_files import EXPORTS, write_ranker
from automapper.training.ranker_module import RankerSchedule
from automapper.training.ranker_training import RankerRun, train_ranker

_SPECS = {"token": TOKEN_SPEC, "lane": LANE_SPEC}
_COLUMNS = {"token": TOKEN_COLUMNS, "lane": LANE_COLUMNS}
# What brought most at generation on packages kept apart (docs/model-cards/bms-rankers.md).
DEFAULT_PASTS = {"token": Past.SOURCE, "lane": Past.SOURCE}


def train_bms(overrides: Sequence[str]) -> Iterator[str]:
    """Trains as told and yields what to say about it, line by line."""
    config = compose("bms", overrides)
    stage, run = str(config["stage"]), run_of(config)
    counts, export = str(config["counts"]), str(config["export"] or "")
    if counts not in tuple(Counts):
        raise ConfigError(f"counts={counts}: choose one of {', '.join(Counts)}")
    if export not in EXPORTS:
        raise ConfigError(f"export={export}: torchscript or nothing")
    past = str(config["past"] or DEFAULT_PASTS[stage])
    if past not in tuple(Past):
        raise ConfigError(f"past={past}: choose one of {', '.join(Past)}")
    examples = token_examples if stage == "token" else lane_examples
    rows = examples(Path(config["store"]), Counts(counts), Past(past))
    quiet()
    trained = train_ranker(rows, run)
    yield (
        f"{len(rows.rows)} rows of {len(rows.names)} packages: "
        f"{len(trained.learned)} learned from, {len(trained.stopping)} to stop by, "
        f"{len(trained.apart)} kept apart"
    )
    if trained.val_loss is not None:
        yield f"best after {trained.epoch} passes, loss {trained.val_loss:.4f} where it stopped"
    if trained.apart_right is not None:
        yield f"right on {', '.join(trained.apart)}: {trained.apart_right:.3f}"
    about = {
        "stage": stage,
        "counts": counts,
        "past": past,
        "columns": columns_text(_COLUMNS[stage]),
    }
    for path in write_ranker(trained, run, about, export):
        yield f"{path}: written"


def run_of(config: dict[str, Any]) -> RankerRun:
    """The run that a configuration describes."""
    training, stage = config["training"], str(config["stage"])
    split = {
        "apart": str(config["val_package"] or ""),
        "val_share": config["val_share"],
        "seed": config["split_seed"],
    }
    fold = config["fold"]
    if fold is not None and not isinstance(fold, int):
        raise ConfigError(f"fold={fold}: a whole number")
    if fold is not None and split["apart"]:
        raise ConfigError("fold and val_package are two ways to keep packages apart; choose one")
    return RankerRun(
        output=Path(str(config["output"]) or f"outputs/bms-{stage}"),
        spec=_SPECS[stage],
        split=typed(PackageSplit, {**split, "fold": fold}, "split"),
        schedule=typed(RankerSchedule, training["schedule"], "training.schedule"),
        batch=whole(training["batch"], "training.batch", 1),
        seed=whole(config["seed"], "seed", 0),
        accelerator=str(training["accelerator"]),
        threads=whole(training["threads"], "training.threads", 0),
        smoke=yes_or_no(config["smoke"], "smoke"),
    )
