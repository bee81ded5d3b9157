"""File names that Windows keeps for its devices."""

from __future__ import annotations

# Windows reads the superscripts of Latin-1 as digits too (Microsoft: Naming Files, Paths, and
# Namespaces).
_DIGITS = "0123456789¹²³"
_PORTS = frozenset(f"{port}{digit}" for port in ("com", "lpt") for digit in _DIGITS)
_DEVICES = frozenset({"con", "conin$", "conout$", "prn", "aux", "nul"}) | _PORTS


def is_device_name(name: str) -> bool:
    """Whether Windows refuses a name, as it does for these stems whatever the suffix.

    Spaces before the dot do not make another name of it.
    """
    return name.partition(".")[0].rstrip(" ").casefold() in _DEVICES
