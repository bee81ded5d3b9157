"""Ctrl-C at the worst moment."""

from __future__ import annotations

import io
import signal
import threading
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile

from automapper.audio import Waveform, encode_ogg
from automapper.audio.uninterrupted import uninterrupted


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """Ctrl-C is heard here, though the tests may run in a background that ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_waits_until_the_block_is_left() -> None:
    done = []
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        signal.raise_signal(signal.SIGINT)
        done.append("the rest")
    assert done == ["the rest"]
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_goes_before_ctrl_c_and_the_handler_comes_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ValueError, match="broken"), uninterrupted():
        raise ValueError("broken")
    assert signal.getsignal(signal.SIGINT) is before


def test_other_threads_are_left_alone() -> None:
    seen = []

    def work() -> None:
        with uninterrupted():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]


class Pressed(io.BytesIO):
    """A file during whose third write somebody presses Ctrl-C."""

    def __init__(self) -> None:
        super().__init__()
        self.writes = 0

    def write(self, data: object) -> int:
        self.writes += 1
        if self.writes == 3:
            signal.raise_signal(signal.SIGINT)
        return super().write(data)  # type: ignore[arg-type]


def test_ctrl_c_is_not_lost_while_a_song_is_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    files: list[Pressed] = []
    opened = soundfile.SoundFile

    def open_pressed(_: object, *args: object, **words: object) -> soundfile.SoundFile:
        files.append(Pressed())
        return opened(files[-1], *args, **words)

    sound = Waveform(
        np.random.default_rng(3).normal(0, 0.1, (1, 48_000)).astype(np.float32), 48_000
    )
    monkeypatch.setattr(soundfile, "SoundFile", open_pressed)
    with pytest.raises(KeyboardInterrupt):
        encode_ogg(sound)
    assert files[0].writes > 3
