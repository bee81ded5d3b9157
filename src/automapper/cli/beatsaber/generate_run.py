"""What ``bsa-generate`` does with a song, a batch or a stretch, and what it says about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from automapper.beatsaber.generate import GeneratedLevel, generate_level
from automapper.beatsaber.generate.report import LevelReport, report_level
from automapper.beatsaber.install import custom_levels_folder
from automapper.beatsaber.names import safe_name
from automapper.beatsaber.options import GenerateOptions
from automapper.cli.beatsaber.generate_outputs import Outputs
from automapper.cli.beatsaber.generate_summary import print_summary, tempo_line
from automapper.cli.song_progress import song_progress
from automapper.cli.songs import own_path, plain_case
from automapper.errors import AutomapperError, ConfigError, OutputError
from automapper.files import save_package, write_file


def run_one(song: Path, options: GenerateOptions, outputs: Outputs, words: Sequence[str]) -> None:
    """One song: generate, save, and print the summary; ``words``: what the user typed."""
    outputs.check(outputs.click, outputs.picture, outputs.report)
    if outputs.output is not None and outputs.output.suffix.lower() == ".zip":
        outputs.check(outputs.output)
    console = Console(stderr=True)
    with console.status(Text(f"listening to {song.name} ...")):
        made = generate_level(song, options, refuse=outputs.check_title)
    report = report_level(made)
    path = outputs.level_path(made.level.song.title)
    _save(made, report, path, outputs)
    print_summary(report, path, words, options)


def run_batch(songs: Sequence[Path], options: GenerateOptions, outputs: Outputs) -> int:
    """Many songs with a progress bar; a bad one is reported at the end. 1 if any failed."""
    if outputs.click or outputs.picture:
        raise ConfigError("--click and --picture are for one song")
    if outputs.output is not None and outputs.output.suffix.lower() == ".zip":
        raise ConfigError("several songs need a folder as --output, not one zip")
    failed: list[str] = []
    reports: list[dict[str, object]] = []
    batch = _Batch(options, outputs, set())
    with song_progress() as progress:
        task = progress.add_task("levels", total=len(songs))
        for song in songs:
            progress.update(task, description=song.name[:40])
            try:
                path, report = batch.make(song)
                reports.append({"song": str(song), "level": str(path), **report.record()})
                print(f"{path}: {tempo_line(report)}")
            except AutomapperError as error:
                failed.append(str(error))
                reports.append({"song": str(song), "error": str(error)})
            progress.advance(task)
    if outputs.report is not None:
        write_file(outputs.report, _json(reports), force=outputs.force)
    print(f"{len(songs) - len(failed)} of {len(songs)} songs became levels")
    for line in failed:
        print(f"bsa-generate: {line}", file=sys.stderr)
    return 1 if failed else 0


@dataclass(frozen=True, slots=True)
class _Batch:
    """Songs of one run; ``taken`` are the levels it has written."""

    options: GenerateOptions
    outputs: Outputs
    taken: set[str]

    def make(self, song: Path) -> tuple[Path, LevelReport]:
        """One song to its level; returns where it is and its report."""

        def refuse(title: str) -> None:
            self.outputs.check(self._path(title))

        made = generate_level(song, self.options, refuse=refuse)
        path = self._path(made.level.song.title)
        save_package(path, made.files, force=self.outputs.force)
        self.taken.add(plain_case(path))
        return path, report_level(made)

    def _path(self, title: str) -> Path:
        """The level's path; with a number when another song here has its title."""
        return own_path(self.outputs.level_path(title), ".zip", self.taken)


def run_reroll(source: Path, stretch: tuple[float, float], seed: int, outputs: Outputs) -> None:
    """Draw one stretch of a level again, in place with --force or into --output."""
    from automapper.beatsaber.rework.reroll import reroll_package

    target = outputs.output or source
    if target.exists() and not outputs.force:
        raise OutputError(f"{target} exists already; --force overwrites it, --output OUT keeps it")
    files, changed = reroll_package(source, stretch, seed)
    save_package(target, files, force=outputs.force)
    print(f"{target}: {changed.start:.2f}-{changed.end:.2f} s drawn again with seed {seed}")
    for name, notes in changed.notes:
        print(f"  {name}: {notes} notes in the stretch")


def _save(made: GeneratedLevel, report: LevelReport, path: Path, outputs: Outputs) -> None:
    """Write what was asked for; the level last, so that a failure leaves no level to trip over."""
    if outputs.picture is not None:
        from automapper.beatsaber.generate.picture import draw_level

        picture = draw_level(made.level, made.pulse.sections, made.padding.seconds, made.seconds)
        write_file(outputs.picture, picture, force=outputs.force)
    if outputs.click is not None:
        write_file(outputs.click, made.click(), force=outputs.force)
    if outputs.report is not None:
        write_file(outputs.report, _json(report.record()), force=outputs.force)
    if outputs.install is not None and outputs.output is not None:
        game = custom_levels_folder(Path(outputs.install) if outputs.install else None)
        folder = game / safe_name(made.level.song.title)
        save_package(folder, made.files, force=outputs.force)
        print(f"installed: {folder}")
    save_package(path, made.files, force=outputs.force)


def _json(record: object) -> bytes:
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
