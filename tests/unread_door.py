"""A door whose standard output nobody reads, as after ``| head`` has seen enough."""

from __future__ import annotations

import os
import subprocess
import sys


def unread(door: str, *words: str) -> tuple[int, bytes]:
    """Exit code and standard error of a door that prints into a closed pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", f"automapper.cli.{door}", *words]
    try:
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, timeout=60)
    finally:
        os.close(writer)
    return done.returncode, done.stderr
