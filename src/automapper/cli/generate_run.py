"""What ``bsa-generate`` does with a song, a batch or a stretch, and what it says about it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from automapper.beatsaber.generate import GeneratedLevel, generate_level
from automapper.beatsaber.install import custom_levels_folder
from automapper.beatsaber.names import safe_name
from automapper.beatsaber.options import GenerateOptions
from automapper.beatsaber.package import save_package, write_file
from automapper.beatsaber.report import (
    LOW_CONFIDENCE,
    LevelReport,
    report_level,
    sync_hint,
)
from automapper.errors import AudioError, AutomapperError, ConfigError, OutputError

AUDIO_SUFFIXES = {
    ".mp3", ".ogg", ".egg", ".oga", ".opus", ".wav", ".flac", ".m4a", ".aac", ".mp4", ".wma",
    ".aif", ".aiff", ".webm", ".mka",
}  # fmt: skip
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
        """From parsed words."""
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


def find_songs(names: Sequence[Path]) -> list[Path]:
    """The songs named, with the audio files of each folder named, in order."""
    if not names:
        raise ConfigError("name at least one SONG (bsa-generate --help shows examples)")
    songs: list[Path] = []
    for name in names:
        if name.is_dir():
            inside = (file for file in name.rglob("*") if file.suffix.lower() in AUDIO_SUFFIXES)
            songs.extend(sorted(file for file in inside if file.is_file()))
        else:
            songs.append(name)
    if not songs:
        raise AudioError(f"{names[0]}: no audio files in this folder")
    return songs


def run_one(song: Path, options: GenerateOptions, outputs: Outputs) -> None:
    """One song: generate, save, and print the summary."""
    outputs.check(outputs.click, outputs.picture, outputs.report)
    if outputs.output is not None and outputs.output.suffix.lower() == ".zip":
        outputs.check(outputs.output)
    console = Console(stderr=True)
    with console.status(f"listening to {song.name} ..."):
        made = generate_level(song, options, refuse=outputs.check_title)
    report = report_level(made)
    path = outputs.level_path(made.level.song.title)
    _save(made, report, path, outputs)
    print_summary(report, str(song), path)


def run_batch(songs: Sequence[Path], options: GenerateOptions, outputs: Outputs) -> int:
    """Many songs with a progress bar; a bad one is reported at the end. 1 if any failed."""
    if outputs.click or outputs.picture:
        raise ConfigError("--click and --picture are for one song")
    if outputs.output is not None and outputs.output.suffix.lower() == ".zip":
        raise ConfigError("several songs need a folder as --output, not one zip")
    failed: list[str] = []
    reports: list[dict[str, object]] = []
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    batch = _Batch(options, outputs, set())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("levels", total=len(songs))
        for song in songs:
            progress.update(task, description=song.name[:40])
            try:
                reports.append({"song": str(song), **batch.make(song)})
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
    taken: set[Path]

    def make(self, song: Path) -> dict[str, object]:
        """One song to its level; returns its report."""

        def refuse(title: str) -> None:
            self.outputs.check(self._path(title, song))

        made = generate_level(song, self.options, refuse=refuse)
        path = self._path(made.level.song.title, song)
        save_package(path, made.files, force=self.outputs.force)
        self.taken.add(path)
        return {"level": str(path), **report_level(made).record()}

    def _path(self, title: str, song: Path) -> Path:
        """The level's path; with the file's name added when another song here has its title."""
        path = self.outputs.level_path(title)
        if path not in self.taken:
            return path
        return path.with_name(f"{path.stem} ({safe_name(song.stem)}){path.suffix}")


def run_reroll(source: Path, stretch: tuple[float, float], seed: int, outputs: Outputs) -> None:
    """Draw one stretch of a level again, in place with --force or into --output."""
    from automapper.beatsaber.reroll import reroll_package

    target = outputs.output or source
    if target.exists() and not outputs.force:
        raise OutputError(f"{target} exists already; --force overwrites it, --output OUT keeps it")
    files, changed = reroll_package(source, stretch, seed)
    save_package(target, files, force=outputs.force)
    print(f"{target}: {changed.start:.2f}-{changed.end:.2f} s drawn again with seed {seed}")
    for name, notes in changed.notes:
        print(f"  {name}: {notes} notes in the stretch")


def _save(made: GeneratedLevel, report: LevelReport, path: Path, outputs: Outputs) -> None:
    save_package(path, made.files, force=outputs.force)
    if outputs.install is not None and outputs.output is not None:
        game = custom_levels_folder(Path(outputs.install) if outputs.install else None)
        folder = game / safe_name(made.level.song.title)
        save_package(folder, made.files, force=outputs.force)
    if outputs.picture is not None:
        from automapper.beatsaber.picture import draw_level

        picture = draw_level(made.level, made.pulse.sections, made.padding.seconds, made.seconds)
        write_file(outputs.picture, picture, force=outputs.force)
    if outputs.click is not None:
        write_file(outputs.click, made.click(), force=outputs.force)
    if outputs.report is not None:
        write_file(outputs.report, _json(report.record()), force=outputs.force)


def _json(record: object) -> bytes:
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def print_summary(report: LevelReport, song: str, path: Path) -> None:
    """The summary of one level on screen."""
    console = Console()
    name = " - ".join(part for part in (report.artist, report.title) if part)
    others = ", ".join(f"{bpm:g}" for bpm in report.alternatives[:2])
    tempo = f"{report.bpm:g} BPM"
    if report.tempo_changes:
        tempo += f" and {report.tempo_changes} tempo changes"
    console.print(
        f"[bold]{name}[/bold]  {int(report.seconds) // 60}:{int(report.seconds) % 60:02d}"
    )
    console.print(
        f"tempo {tempo}, confidence {report.confidence:.0%}"
        + (f"; next best {others}" if others else "")
    )
    table = Table(box=None, pad_edge=False)
    for column in (
        "difficulty",
        "notes",
        "nps",
        "njs",
        "reaction",
        "arcs",
        "chains",
        "bombs",
        "walls",
        "lights",
    ):
        table.add_column(column, justify="left" if column == "difficulty" else "right")
    for chart in report.charts:
        table.add_row(
            chart.difficulty, str(chart.notes), f"{chart.nps:.2f}", f"{chart.njs:g}",
            f"{chart.reaction_ms} ms", str(chart.arcs), str(chart.chains), str(chart.bombs),
            str(chart.walls), str(chart.lights),
        )  # fmt: skip
    console.print(table)
    for warning in report.warnings:
        console.print(f"[yellow]warning:[/yellow] {warning}")
    console.print(f"level: {path}", soft_wrap=True)
    doubt = "The tempo is a guess" if report.confidence < LOW_CONFIDENCE else "If the sync is wrong"
    console.print(f"{doubt}, try: {sync_hint(report, song)}", soft_wrap=True, highlight=False)
