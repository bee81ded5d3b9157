"""Where the results of ``osu-timing`` go, and in which format."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from automapper.audio import SOUND_FORMATS, SOUND_SUFFIXES
from automapper.cli.osumania.timing_arguments import FORMATS
from automapper.cli.songs import own_path, plain_case
from automapper.errors import ConfigError, OutputError
from automapper.files import is_folder, refuse_unwritable

SCREEN = Path("-")
_READABLE = ("txt", "json", "osu", "sm")
# What is read or written elsewhere: a folder of such a name is not meant.
_UNWRITTEN = ("qua", "ssc", "zip", "png", *(suffix[1:] for suffix in sorted(SOUND_SUFFIXES)))
_ALIKE = 0.65  # of 1: a letter of three or four is wrong, missing or too many


@dataclass(frozen=True, slots=True)
class Outputs:
    """``output``: a file, a folder where ``to_folder``, ``SCREEN``, or None: beside the audio."""

    output: Path | None
    to_folder: bool
    kind: str
    force: bool
    click: Path | None
    plot: Path | None

    @classmethod
    def of(cls, arguments: argparse.Namespace, many: bool) -> Outputs:
        """From parsed words; ``many`` songs need a folder. Raises :class:`ConfigError`."""
        output, click, plot = arguments.output, arguments.click, arguments.plot
        if click is not None and click.suffix.lower() not in SOUND_FORMATS:
            names = ", ".join(SOUND_FORMATS)
            raise ConfigError(f"--click writes a sound: name a file that ends in {names}")
        if plot is not None and plot.suffix.lower() != ".png":
            raise ConfigError("--plot writes a picture: name a file that ends in .png")
        folder = output is not None and (arguments.output_folder or is_folder(output))
        named = "" if output is None or folder else output.suffix.lower()[1:]
        if output is not None and named:
            _refuse_unknown(output, named, many)
        kind = arguments.format or (named if named in FORMATS else "osu")
        if named in FORMATS and named != kind:
            raise ConfigError(f"--format {kind} does not fit a file that ends in .{named}")
        if many and (click is not None or plot is not None):
            raise ConfigError("--click and --plot are for one song")
        if many and output is not None and (output == SCREEN or named in FORMATS):
            raise ConfigError("several songs need a folder as -o, not one file")
        if output == SCREEN and kind not in _READABLE:
            raise ConfigError(f"-o - shows {', '.join(_READABLE)}; name a file for {kind}")
        return cls(output, folder or many or not named, kind, arguments.force, click, plot)

    @property
    def to_screen(self) -> bool:
        """Whether the file itself is the output, and no table."""
        return self.output == SCREEN

    def path(self, song: Path) -> Path:
        """The file for one song."""
        name = f"{song.stem}.{self.kind}"
        if self.output is None:
            return song.with_name(name)
        return self.output / name if self.to_folder else self.output

    def paths(self, songs: Sequence[Path]) -> list[Path]:
        """A file for each song, no two the same whatever the letter case."""
        taken: set[str] = set()
        out = []
        for song in songs:
            path = own_path(self.path(song), f".{self.kind}", taken)
            taken.add(plain_case(path))
            out.append(path)
        return out

    def check(self, song: Path, *paths: Path | None) -> None:
        """Refuse early what cannot be written or would be lost; the song itself never may."""
        for path in paths:
            if path is None:
                continue
            if path.exists() and song.exists() and path.samefile(song):
                raise OutputError(f"{path} is the song itself; name another file")
            if path.exists() and not self.force:
                raise OutputError(f"{path} exists already; --force overwrites it")
            refuse_unwritable(path, self.force)


def _refuse_unknown(output: Path, named: str, many: bool) -> None:
    """ConfigError for a file whose format is none.

    ``many`` songs go into a folder, which may be called anything that is not meant as a file.
    """
    close = difflib.get_close_matches(named, FORMATS, 1, _ALIKE)
    if named not in FORMATS and (not many or named in _UNWRITTEN or close):
        kinds = ", ".join(f".{kind}" for kind in FORMATS)
        raise ConfigError(f"{output}: files end in {kinds}; end it with / if a folder is meant")
