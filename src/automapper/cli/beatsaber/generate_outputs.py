"""Where the results of ``bsa-generate`` go."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from automapper.beatsaber.install import custom_levels_folder
from automapper.beatsaber.names import safe_name
from automapper.errors import ConfigError, OutputError

DEFAULT_FOLDER = Path("outputs")


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where results go; None: not wanted. ``install`` "" means the game's usual place."""

    output: Path | None
    force: bool
    install: str | None
    click: Path | None
    picture: Path | None
    report: Path | None

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Outputs:
        """From parsed words; raises :class:`ConfigError` for names that do not fit."""
        for word, path, suffix in (
            ("--click", arguments.click, ".ogg"),
            ("--picture", arguments.picture, ".png"),
        ):
            if path is not None and path.suffix.lower() != suffix:
                raise ConfigError(f"{word} writes {suffix[1:]}: name a file that ends in {suffix}")
        return cls(
            arguments.output,
            arguments.force,
            arguments.install,
            arguments.click,
            arguments.picture,
            arguments.json,
        )

    def level_path(self, title: str) -> Path:
        """The package's path for a song of this title."""
        name = safe_name(title)
        if self.install is not None and self.output is None:
            return custom_levels_folder(Path(self.install) if self.install else None) / name
        if self.output is None:
            return DEFAULT_FOLDER / f"{name}.zip"
        return self.output if self.output.suffix.lower() == ".zip" else self.output / f"{name}.zip"

    def check_title(self, title: str) -> None:
        """Refuse early a level that exists."""
        self.check(self.level_path(title))

    def check(self, *paths: Path | None) -> None:
        """Refuse early what would be overwritten."""
        for path in paths:
            if path is not None and path.exists() and not self.force:
                raise OutputError(f"{path} exists already; --force overwrites it")
