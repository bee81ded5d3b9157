"""Every error automapper raises on purpose; the doors print each as one line."""

from __future__ import annotations

from pathlib import Path


class AutomapperError(Exception):
    """Base of all errors a user may see; its text is one clear line."""


class FormatError(AutomapperError):
    """A file does not hold what its format promises.

    ``path`` names the file, ``where`` the place inside it (a key path, a line, "" for the
    whole file) and ``what`` the reason.
    """

    def __init__(self, path: str | Path, where: str, what: str) -> None:
        self.path, self.where, self.what = str(path), where, what
        super().__init__(f"{path}: {where}: {what}" if where else f"{path}: {what}")


class AudioError(AutomapperError):
    """Audio that cannot be decoded, or that holds nothing to chart."""


class SilentAudioError(AudioError):
    """Audio in which nothing sounds, for ``seconds`` (0: not told)."""

    def __init__(self, what: str, seconds: float = 0.0) -> None:
        self.seconds = seconds
        super().__init__(what)


class ConfigError(AutomapperError):
    """Options that contradict each other, do not exist or are out of range."""


class WeightsError(AutomapperError):
    """Weights that are missing or do not fit; the text names the command that gets them."""


class OutputError(AutomapperError):
    """A result that cannot be written: no permission, no space, or it exists already."""


class ConformanceError(AutomapperError):
    """A chart of our own that breaks a law of its game: it is not written."""
