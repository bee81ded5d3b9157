"""Processes that share work, and stop at once when somebody presses Ctrl-C, however often."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.synchronize import Event
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Workers:
    """So many processes; ``with`` them, else they outlive the work.

    What waits is dropped when the block is left early, and what is under way is interrupted there
    too: it cleans up as it would in one process. Futures raise ``BrokenProcessPool`` where a
    process was killed.
    """

    def __init__(self, jobs: int) -> None:
        # "spawn" is what every system has; a forked child would inherit locks and threads.
        context = multiprocessing.get_context("spawn")
        self._over = context.Event()  # a process has the next piece of work at hand already
        self._pool = ProcessPoolExecutor(jobs, context, _begin, (self._over,))

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        # A second Ctrl-C would leave the processes behind, and the first is answered already.
        with _deaf():
            self._over.set()
            if kind is not None and sys.platform != "win32":
                pids = [child.pid for child in multiprocessing.active_children()]
                for pid in filter(None, pids):
                    with suppress(ProcessLookupError):  # it may have ended meanwhile
                        os.kill(pid, signal.SIGINT)
            self._pool.shutdown(cancel_futures=True)

    def submit(
        self, work: Callable[Given, Result], *args: Given.args, **words: Given.kwargs
    ) -> Future[Result]:
        """The result of ``work(*args, **words)``, to come; all of it must be picklable."""
        with _deaf():  # children hear what their parent hears when it starts them
            return self._pool.submit(_interruptible, partial(work, *args, **words))


_over: Event | None = None  # of a child's parent


def _begin(over: Event) -> None:
    global _over
    _over = over


def _interruptible(work: Callable[[], Result]) -> Result:
    """The work, in a child that hears Ctrl-C only meanwhile."""
    if _over is not None and _over.is_set():
        raise CancelledError
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return work()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _deaf() -> Iterator[None]:
    """Ignores Ctrl-C; in another thread than the main one, which never hears it, does nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
