"""What ``bms-render`` does, and what it says about it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.text import Text

from automapper.audio import SOUND_FORMATS, sound_bytes
from automapper.bms.render import (
    Rendered,
    as_written,
    background_only,
    bar_frames,
    compare,
    keys_only,
    render_chart,
)
from automapper.bms.render.excerpt import excerpt, measure_range
from automapper.bms.render.open_chart import OpenedChart, open_chart, open_other
from automapper.cli.output_console import OutputConsole
from automapper.cli.song_progress import song_progress
from automapper.errors import ConfigError, OutputError
from automapper.files import write_file

DIFFERENT = 1  # exit code


def run_render(options: argparse.Namespace) -> int:
    """Renders one chart into a file and prints where it is; returns 0."""
    if options.output is not None and options.output.suffix.lower() not in SOUND_FORMATS:
        raise ConfigError(f"-o takes a file that ends in {', '.join(SOUND_FORMATS)}")
    if options.output is not None:
        _refuse(options.output, options.force)
    opened = _open(options.source, options)
    output = options.output or Path(f"{Path(opened.name).stem}.ogg")
    _refuse(output, options.force)
    cut = None
    if options.measures is not None:  # asked before the work, so that a slip costs no time
        cut = measure_range(options.measures, bar_frames(opened.chart, opened.tempo_map))
    rendered = _rendered(opened, options)
    sound = rendered.waveform if cut is None else excerpt(rendered.waveform, *cut)
    write_file(output, sound_bytes(sound, output.suffix), force=options.force)
    turned = "" if rendered.gain == 1.0 else f", turned down to {rendered.gain:.0%}"
    OutputConsole().print(Text(f"{output}: {sound.seconds:.1f} s{turned}"), soft_wrap=True)
    return 0


def run_compare(options: argparse.Namespace) -> int:
    """Renders two charts and prints how alike they sound; returns 0, or 1 if one can tell.

    The second chart uses the samples beside it where it has any, else those of the first.
    """
    if options.output is not None or options.measures is not None:
        raise ConfigError("--compare writes no file and hears the whole chart")
    first = _open(options.source, options)
    second = open_other(options.compare, first, options.seed)
    _warn(second.warnings)
    sounds = [_rendered(opened, options) for opened in (first, second)]
    found = compare(*(rendered.waveform for rendered in sounds))
    verdict = "the same" if found.is_same else "different"
    console = OutputConsole()
    console.print(Text(f"{first.name} and {second.name} sound {verdict}"), soft_wrap=True)
    console.print(f"correlation {found.correlation:.6f} (the same: above .9999)")
    console.print(f"largest difference {found.max_difference:.6f} of full scale")
    console.print(f"lag {found.lag * 1000:.2f} ms")
    return 0 if found.is_same else DIFFERENT


def _open(source: Path, options: argparse.Namespace) -> OpenedChart:
    opened = open_chart(source, options.chart, options.seed)
    _warn(opened.warnings)
    return opened


def _rendered(opened: OpenedChart, options: argparse.Namespace) -> Rendered:
    gains = as_written
    if options.keys_only:
        gains = keys_only
    elif options.bgm_only:
        gains = background_only
    with song_progress() as progress:
        task = progress.add_task(opened.name[:40], total=None)
        rendered = render_chart(
            opened.chart,
            opened.tempo_map,
            opened.files,
            gains,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
    _warn(rendered.warnings)
    return rendered


def _refuse(path: Path, force: bool) -> None:
    """Before any work is done."""
    if path.exists() and not force:
        raise OutputError(f"{path} exists already; --force overwrites it")


def _warn(lines: tuple[str, ...]) -> None:
    for line in lines:
        print(f"warning: {line}", file=sys.stderr)
