"""The table of ``osu-timing``: what was found, where the tempo changes, and why."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rich.table import Table
from rich.text import Text

from automapper.cli.output_console import OutputConsole
from automapper.osumania.timing.sheet import TimingSheet
from automapper.osumania.timing.sound import plays_in_osu

POINTS = 40  # timing points shown; files hold all of them
LOW_CONFIDENCE = 0.6
_LISTEN = "listen to --click, or say"
UNSURE_BATCH_HINT = "not sure: time such a song by itself with --click, and listen"
METRE_HINT = "not sure of the metre: say --metre if you know it"
APART_HINT = "a .osu names the song beside it: put it there, or say --format osz"
WRITTEN = "written: {}".format
_PLAYED = "osu! plays MP3 and Ogg Vorbis only: --format osz packs {which} as Ogg Vorbis"
PACKAGE_HINT = _PLAYED.format(which="this song")
PACKAGES_HINT = _PLAYED.format(which="songs of other kinds")
_RIVAL = 0.02  # confidence from which another tempo is worth a word
_LATE = "--convention osu puts everything {lead:g} ms earlier, as osu! maps stand"


def print_sheet(sheet: TimingSheet, written: list[Path]) -> None:
    """The table of one song, and the files that were written."""
    console = OutputConsole()
    # Text, not str: names from files are no markup.
    console.print(Text(sheet.name, style="bold"), _clock(sheet.seconds)[:-4])
    console.print(summary(sheet), soft_wrap=True)
    if sheet.points:
        console.print(_points(sheet))
        if len(sheet.points) > POINTS:
            more = len(sheet.points) - POINTS
            console.print(f"  and {more} more; --format txt -o - shows them all")
        console.print(_convention(sheet), soft_wrap=True)
    for line in sheet.reasons if sheet.points else sheet.reasons[:-1]:  # the last is told above
        console.print(Text(f"  - {line}"), soft_wrap=True)
    if is_unsure(sheet):
        console.print(Text(unsure_hint(sheet), style="yellow"), soft_wrap=True)
    elif _is_unsure_of_metre(sheet):
        console.print(Text(METRE_HINT, style="yellow"), soft_wrap=True)
    if needs_package(sheet, written[0] if written else None):
        console.print(Text(PACKAGE_HINT, style="yellow"), soft_wrap=True)
    elif written and is_apart(sheet, written[0]):
        console.print(Text(APART_HINT, style="yellow"), soft_wrap=True)
    for path in written:
        console.print(Text(WRITTEN(path)), soft_wrap=True)


def is_unsure(sheet: TimingSheet) -> bool:
    """Whether a timing should be listened to before it is believed."""
    if sheet.pulse is None or not sheet.points or sheet.options.bpm is not None:
        return False
    return sheet.pulse.confidence < LOW_CONFIDENCE


def unsure_hint(sheet: TimingSheet) -> str:
    """What a timing is least sure of, and what to say if it is wrong; "" without a pulse."""
    if sheet.pulse is None or not sheet.points:
        return ""
    sure = sheet.pulse.confidences
    if sheet.profile == "steady" and sure.beat < min(sure.tempo, sure.profile):
        given = f"--bpm {sheet.points[0].bpm:.7g} --offset MS"
        return f"not sure where the beat lies: {_LISTEN} {given}"
    if sure.profile < sure.tempo:
        other = "steady" if sheet.profile == "live" else "live"
        return f"not sure whether the tempo holds: {_LISTEN} --profile {other}"
    return f"not sure of the tempo: {_LISTEN} --bpm-range or --octave"


def _is_unsure_of_metre(sheet: TimingSheet) -> bool:
    if sheet.pulse is None or not sheet.points or sheet.options.meter is not None:
        return False
    return sheet.pulse.confidences.meter < LOW_CONFIDENCE


def is_apart(sheet: TimingSheet, written: Path) -> bool:
    """Whether a .osu was written elsewhere than beside the song that it names."""
    folders = (path.resolve().parent for path in (sheet.path, written))
    return written.suffix.lower() == ".osu" and len(set(folders)) > 1


def needs_package(sheet: TimingSheet, written: Path | None) -> bool:
    """Whether a .osu was written whose song the game cannot play."""
    return written is not None and written.suffix.lower() == ".osu" and not plays_in_osu(sheet.path)


def summary(sheet: TimingSheet) -> str:
    """One line: tempo, offset, metre, profile, confidence and the rivals."""
    if sheet.pulse is None or not sheet.points:
        return f"no pulse was found ({sheet.reasons[-1] if sheet.reasons else 'no reason known'})"
    first, pulse = sheet.points[0], sheet.pulse
    tempi = sheet.tempi
    bpm = f"{tempi[0]:.7g} bpm" if len(tempi) == 1 else f"{tempi[0]:.6g}-{tempi[-1]:.6g} bpm"
    rivals = [other for other in pulse.alternatives[:2] if other.confidence >= _RIVAL]
    # The one that was turned down would lead them; one that was given has none.
    if sheet.options.octave != "auto" or sheet.options.bpm is not None:
        rivals = []
    others = ", ".join(f"{other.bpm:.6g} ({other.confidence:.0%})" for other in rivals)
    changes = f", {len(sheet.points)} timing points" if len(sheet.points) > 1 else ""
    return (
        f"{bpm}, offset {1000 * first.time:.1f} ms, {first.meter} beats a bar,"
        f" {sheet.profile}{changes}, confidence {sheet.confidence}"
        + (f"; next best {others}" if others else "")
    )


def _convention(sheet: TimingSheet) -> str:
    lead = sheet.options.lead_ms
    if sheet.options.convention == "osu":
        return f"times in convention osu: {lead:g} ms before the audio's attacks"
    return f"times in convention exact: the audio's attacks; {_LATE.format(lead=lead)}"


def _points(sheet: TimingSheet) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("time", "ms", "bpm", "metre", "bar"):
        table.add_column(column, justify="right")
    for point, bar in zip(sheet.points[:POINTS], bars_of(sheet), strict=False):
        table.add_row(
            _clock(point.time), f"{1000 * point.time:.1f}", f"{point.bpm:.7g}",
            str(point.meter), f"{bar:.5g}",
        )  # fmt: skip
    return table


def bars_of(sheet: TimingSheet) -> list[float]:
    """In which bar each point stands, counted from 1 at the first; in one, with its share."""
    pulse, first = sheet.pulse, sheet.points[0].beat
    lines = {first}
    if pulse is not None:
        lines |= set(np.round(pulse.tempo_map.beats_array(pulse.downbeats)).astype(int).tolist())
    known = np.array(sorted(line for line in lines if line >= first))
    bars = []
    for point in sheet.points:
        bar = int(np.searchsorted(known, point.beat, side="right"))
        bars.append(bar + (point.beat - int(known[bar - 1])) / point.meter)
    return bars


def _clock(seconds: float) -> str:
    sign, ms = ("-" if seconds < 0 else ""), round(abs(seconds) * 1000)
    return f"{sign}{ms // 60000}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
