"""Shared by all tests: its folder puts the tiny band of render.py within reach.

On the build server the same examples are drawn every time, so that a change is judged by what it
changed; on a desk new ones are drawn, so that faults are found.
"""

import os

from hypothesis import settings

settings.register_profile("server", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("server")
