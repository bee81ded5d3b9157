"""Processes that stop when they are told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from automapper.workers import Workers

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="sends a signal to a group")


def rooted(number: float) -> float:
    if number < 0:
        raise ValueError(f"{number} has no root")
    return float(number**0.5)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def slow(folder: Path, number: int) -> None:
    """Says that it began, and that it was interrupted in time to clean up."""
    try:
        (folder / f"begun {number}").touch()
        time.sleep(60.0)
    except KeyboardInterrupt:
        (folder / f"cleaned {number}").touch()
        raise


def test_work_is_done_and_errors_come_back() -> None:
    with Workers(2) as workers:
        futures = [workers.submit(rooted, number) for number in (4.0, 9.0, -1.0)]
        assert [future.result() for future in futures[:2]] == [2.0, 3.0]
        with pytest.raises(ValueError, match=r"-1\.0 has no root"):
            futures[2].result()


@POSIX
def test_a_killed_process_is_told() -> None:
    with Workers(1) as workers, pytest.raises(BrokenProcessPool):
        workers.submit(killed).result()


@POSIX
def test_what_is_under_way_is_interrupted_and_what_waits_is_dropped(tmp_path: Path) -> None:
    begin = time.monotonic()
    with pytest.raises(RuntimeError, match="enough"), Workers(2) as workers:
        for number in range(6):
            workers.submit(slow, tmp_path, number)
        while len(list(tmp_path.glob("begun *"))) < 2:
            time.sleep(0.05)
        raise RuntimeError("enough")
    assert time.monotonic() - begin < 30.0
    begun = {path.name.split()[1] for path in tmp_path.glob("begun *")}
    assert begun == {path.name.split()[1] for path in tmp_path.glob("cleaned *")}
    assert len(begun) < 6


PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_workers import slow
from automapper.workers import Workers
if __name__ == "__main__":
    try:
        with Workers(2) as workers:
            for future in [workers.submit(slow, Path(sys.argv[1]), number) for number in range(6)]:
                future.result()
    except KeyboardInterrupt:
        sys.exit(130)
"""


@POSIX
@pytest.mark.parametrize("times", [1, 3])
def test_ctrl_c_stops_at_once_however_often_it_is_pressed(times: int, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    folder = tmp_path / "work"
    folder.mkdir()
    words = [sys.executable, str(program), str(folder), str(Path(__file__).parent)]
    door = subprocess.Popen(words, stderr=subprocess.PIPE, start_new_session=True)
    while len(list(folder.glob("begun *"))) < 2:
        time.sleep(0.05)
    begin = time.monotonic()
    for _ in range(times):  # a terminal sends it to the children too
        os.killpg(door.pid, signal.SIGINT)
        time.sleep(0.1)
    _, said = door.communicate(timeout=30)
    # The last may come when the interpreter has gone so far that it can only end by it.
    assert door.returncode == 130 or (times > 1 and door.returncode == -signal.SIGINT)
    assert said == b""
    assert time.monotonic() - begin < 10.0
    assert len(list(folder.glob("cleaned *"))) >= 2
