from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator

import pytest
from lightning.pytorch import Trainer

from automapper.training.quiet import quiet


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    logger = logging.getLogger("lightning.pytorch")
    level = logger.level
    logger.setLevel(logging.INFO)  # as Lightning does
    with warnings.catch_warnings():
        yield
    logger.setLevel(level)


class Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


def told() -> list[str]:
    """What a trainer logs as it is made, and then an error."""
    logger, listener = logging.getLogger("lightning.pytorch"), Listener()
    logger.addHandler(listener)
    try:
        Trainer(accelerator="cpu", logger=False, enable_checkpointing=False)
        logging.getLogger("lightning.pytorch.trainer").error("a fault")
    finally:
        logger.removeHandler(listener)
    return listener.heard


def test_advice_is_not_logged_but_errors_are() -> None:
    assert len(told()) > 1
    quiet()
    assert told() == ["a fault"]


def test_only_lightning_warns_no_more() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        quiet()
        for module in ("lightning.pytorch.trainer", "automapper.training"):
            warnings.warn_explicit(module, UserWarning, "a.py", 1, module=module)
    assert [str(one.message) for one in caught] == ["automapper.training"]
