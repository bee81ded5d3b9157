"""File names that Windows keeps for its devices."""

from __future__ import annotations

_PORTS = frozenset(f"{port}{number}" for port in ("com", "lpt") for number in range(10))
_DEVICES = frozenset({"con", "prn", "aux", "nul"}) | _PORTS


def is_device_name(name: str) -> bool:
    """Whether Windows refuses a name, as it does for these stems whatever the suffix."""
    return name.partition(".")[0].casefold() in _DEVICES
