"""What a listening test is made of."""

from __future__ import annotations

from dataclasses import dataclass

from automapper.errors import ConfigError

MAX_PAIRS = 200
QUESTIONS = ("stable", "human")  # in this order on every sheet


@dataclass(frozen=True, slots=True)
class ListeningOptions:
    """``segments`` pieces of the song of about ``seconds``, drawn by ``seed``.

    ``background_db`` is how much softer the background is than what the player plays (12 dB: the
    song stays clear and the played notes stand out). ``clicks`` adds a soft tick on every note.
    """

    segments: int = 8
    seconds: float = 12.0
    seed: int = 42
    background_db: float = 12.0
    clicks: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.segments <= MAX_PAIRS:
            raise ConfigError(f"a test has 1-{MAX_PAIRS} segments, not {self.segments}")
        if not 2.0 <= self.seconds <= 120.0:
            raise ConfigError(f"a segment lasts 2-120 s, not {self.seconds:g}")
        if not 0.0 <= self.background_db <= 60.0:
            raise ConfigError(f"the background is 0-60 dB softer, not {self.background_db:g}")
