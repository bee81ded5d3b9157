"""An opened audio file as a stream of blocks, whatever library reads it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

# Channel orders that files use when they do not say (WAVE_FORMAT_EXTENSIBLE's default masks).
DEFAULT_CHANNELS: dict[int, tuple[str, ...]] = {
    1: ("FC",),
    2: ("FL", "FR"),
    3: ("FL", "FR", "FC"),
    4: ("FL", "FR", "BL", "BR"),
    5: ("FL", "FR", "FC", "BL", "BR"),
    6: ("FL", "FR", "FC", "LFE", "BL", "BR"),
    7: ("FL", "FR", "FC", "LFE", "BC", "SL", "SR"),
    8: ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"),
}


@dataclass(frozen=True, slots=True)
class AudioSource:
    """``blocks`` yields float32 arrays of shape (channels, frames) at ``sample_rate`` Hz.

    ``channels`` names the loudspeakers in order (FL, FR, FC, LFE, ...). ``declared`` is how many
    frames the file says it holds, None where it does not say.
    """

    sample_rate: int
    channels: tuple[str, ...]
    declared: int | None
    blocks: Iterator[NDArray[np.float32]]


class NamelessFile(io.RawIOBase):
    """A file opened for reading whose name no library can see.

    libsndfile and FFmpeg let the extension sway their guess of the format; without a name only
    the content speaks. It also spares both of them names that the system's code page cannot hold.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb")

    def readinto(self, buffer: Buffer) -> int:
        """Fill ``buffer``; how many bytes were left to read."""
        return self._file.readinto(memoryview(buffer).cast("B"))

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """New position; the old one where damaged headers ask for a place before the start.

        A decoder's callback cannot pass an exception on: it would be printed instead.
        """
        try:
            return self._file.seek(offset, whence)
        except (OSError, ValueError, OverflowError):
            return self._file.tell()

    def tell(self) -> int:
        """Position."""
        return self._file.tell()

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Close the file below too."""
        self._file.close()
        super().close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
