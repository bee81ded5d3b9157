from __future__ import annotations

import pytest

from automapper.cli.jobs import MOST_JOBS, vet_jobs
from automapper.errors import ConfigError


def test_jobs_are_as_many_as_every_system_can_run() -> None:
    assert [vet_jobs("--jobs", jobs) for jobs in (1, MOST_JOBS)] == [1, 61]
    for jobs in (-1, 0, MOST_JOBS + 1):
        with pytest.raises(ConfigError, match=f"--jobs takes 1 to 61 processes, not {jobs}"):
            vet_jobs("--jobs", jobs)
