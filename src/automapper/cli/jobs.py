"""How many processes a door may be told to use."""

from __future__ import annotations

from automapper.errors import ConfigError

MOST_JOBS = 61  # as many as Windows can wait for at once


def vet_jobs(option: str, jobs: int) -> int:
    """The number, if it is 1 to 61; else ConfigError naming the ``option``."""
    if not 1 <= jobs <= MOST_JOBS:
        raise ConfigError(f"{option} takes 1 to {MOST_JOBS} processes, not {jobs}")
    return jobs
