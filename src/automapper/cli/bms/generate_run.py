"""What ``bms-generate`` does with a package or a batch of them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from automapper.bms.generate.analyse import Analysis, analyse
from automapper.bms.generate.chart import GeneratedChart, make_chart
from automapper.bms.generate.place import rules_of
from automapper.bms.keysounds.cache import cache_folder
from automapper.bms.options import GenerateOptions
from automapper.bms.package import open_bms_package
from automapper.bms.picture import draw_chart
from automapper.bms.read import CHART_SUFFIXES
from automapper.cli.bms.generate_summary import print_record, print_summary, summary_record
from automapper.cli.bms.targets import default_output, package_name
from automapper.errors import AutomapperError, ConfigError
from automapper.files import write_file


def run_one(folder: Path, arguments: argparse.Namespace, options: GenerateOptions) -> None:
    """One package: generate, save, and print the summary."""
    target = arguments.output or default_output(folder)
    made = make(folder, arguments, options)
    made.save(target, arguments.force)
    if arguments.picture is not None:
        write_file(arguments.picture, draw_chart(made.chart()), force=arguments.force)
    if arguments.json:
        print_record(summary_record(made, target))
    else:
        print_summary(made, target)


def run_batch(arguments: argparse.Namespace, options: GenerateOptions) -> int:
    """Many packages with a progress bar; a bad one is reported at the end. 1 if any failed."""
    from automapper.cli.song_progress import song_progress

    if arguments.output is not None and arguments.output.suffix.lower() == ".zip":
        raise ConfigError("several packages need a folder as --output, not one zip")
    if arguments.picture is not None:
        raise ConfigError("--picture is for one package")
    failed: list[str] = []
    records: list[dict[str, object]] = []
    with song_progress() as progress:
        task = progress.add_task("packages", total=len(arguments.folder))
        for folder in arguments.folder:
            progress.update(task, description=folder.name[:40])
            target = (arguments.output or Path("outputs")) / package_name(folder)
            try:
                made = make(folder, arguments, options)
                made.save(target, arguments.force)
            except AutomapperError as error:
                said = str(error)
                failed.append(said if said.startswith(f"{folder}: ") else f"{folder}: {said}")
                records.append({"package": str(folder), "error": str(error)})
            else:
                records.append({"package": str(folder), **summary_record(made, target)})
                if not arguments.json:
                    print(f"{target / made.name}: {len(made.placed)} notes, level {made.level:g}")
            progress.advance(task)
    if arguments.json:
        print_record({"packages": records})
    else:
        print(f"{len(records) - len(failed)} of {len(records)} packages became charts")
    for line in failed:
        print(f"bms-generate: {line}", file=sys.stderr)
    return 1 if failed else 0


def make(folder: Path, arguments: argparse.Namespace, options: GenerateOptions) -> GeneratedChart:
    """A package's new chart, which passed every check."""
    analysis = analysed(folder, arguments, options)
    return make_chart(analysis, options, rules_of(analysis, options), arguments.verify)


def analysed(
    folder: Path,
    arguments: argparse.Namespace,
    options: GenerateOptions,
) -> Analysis:
    """A package's source chart and sounds, with a bar on the screen while samples are measured."""
    if folder.suffix.lower() in CHART_SUFFIXES and folder.is_file():
        raise ConfigError(
            f"{folder}: is a chart; name its package: "
            f'--folder "{folder.parent}" --bms "{folder.name}"'
        )
    package = open_bms_package(folder, options.seed)
    cache = None if arguments.no_cache else cache_folder()
    if not sys.stderr.isatty():
        return analyse(package, options, cache)
    from automapper.cli.song_progress import song_progress

    with song_progress() as progress:
        task = progress.add_task("samples", total=None)
        return analyse(
            package,
            options,
            cache,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
