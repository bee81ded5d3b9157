"""The words of ``osu-timing`` and their meaning as options."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from automapper.cli.door_parser import DoorParser
from automapper.cli.jobs import vet_jobs
from automapper.errors import ConfigError
from automapper.osumania.timing.options import OSU_LEAD_MS, TimingOptions

FORMATS = ("osu", "osz", "txt", "json", "sm")
EXAMPLES = """examples:
  osu-timing song.mp3                              a table, and song.osu beside the audio
  osu-timing song.mp3 --convention osu             22 ms earlier, as osu! maps stand
  osu-timing song.ogg --click heard.wav --plot seen.png
                                                   hear and see whether it is right
  osu-timing song.flac --bpm-range 80 120 --metre 3
  osu-timing song.mp3 --bpm 174                    you know the tempo: where are its beats?
  osu-timing song.mp3 --format json -o -           for programs; docs/formats/timing-json.md
  osu-timing music/ -o timed/ --format osz --jobs 2

Exit codes: 0 every song was timed; 1 some songs of a batch failed (no audio, cut off); 2 nothing
could be done: all failed, or the words do not fit; 3 nothing failed, but a song has no pulse
(silence, speech). Of such a song nothing is written; with --force it is, and counts as done."""


def _song(name: str) -> Path:
    """A path; an empty one (a variable of a script that is not set) would be the folder it is."""
    if not name.strip():
        raise argparse.ArgumentTypeError("the name is empty")
    return Path(name)


class _Output(argparse.Action):
    """A path, and as ``output_folder`` whether its end said that a folder is meant."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Paths forget a slash at their end, so it is looked for before."""
        typed = str(values)
        namespace.output = Path(typed)
        namespace.output_folder = typed.endswith(tuple(filter(None, (os.sep, os.altsep))))


def build_parser() -> DoorParser:
    """The parser of the door."""
    parser = DoorParser(
        "osu-timing",
        "Find the timing of songs: tempo, offset, metre and every tempo change.",
        EXAMPLES,
    )
    parser.add_argument(
        "songs", nargs="+", type=_song, metavar="AUDIO", help="audio files, or folders of them"
    )
    _add_music(parser.add_argument_group("what is known of the music"))
    _add_net(parser.add_argument_group("the net that hears beats"))
    _add_output(parser.add_argument_group("output"))
    return parser


def _add_music(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--bpm", type=float, metavar="X", help="the one tempo, if you know it")
    add("--offset", type=float, metavar="MS", help="with --bpm: time of any beat, from the start")
    add(
        "--profile",
        choices=("auto", "steady", "live"),
        default="auto",
        help="steady: one tempo; live: followed beat by beat (default: whichever fits)",
    )
    add(
        "--bpm-range",
        nargs=2,
        type=float,
        metavar=("A", "B"),
        help="lowest and highest tempo told, after --octave",
    )
    add("--octave", choices=("auto", "half", "double"), default="auto", help="count slower/faster")
    add("--metre", type=int, metavar="N", help="beats a bar, 2-7 (default: heard)")


def _add_net(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--source", choices=("tcn", "beatnet", "beatthis", "none"), help="default: the shipped one")
    add("--checkpoint", type=Path, metavar="F", help="its weights")
    add("--device", choices=("auto", "cpu", "cuda", "directml"), default="auto")


def _add_output(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add(
        "-o", "--output", action=_Output, metavar="FILE",
        help="file; folder/, one that exists or for several songs; or - for the screen"
        " (default: beside the audio)",
    )  # fmt: skip
    add("--format", choices=FORMATS, help="default: as the file's name ends, else osu")
    add(
        "--convention", choices=("exact", "osu"),
        help="exact: the audio's attacks (default); osu: earlier, where osu! maps stand",
    )  # fmt: skip
    add(
        "--osu-lead", type=float, metavar="MS",
        help=f"convention osu, with another lead than {OSU_LEAD_MS:g}",
    )  # fmt: skip
    add("--click", type=Path, metavar="OUT.wav", help="the song with a click on every beat")
    add("--plot", type=Path, metavar="OUT.png", help="novelty, beats, residuals and tempo")
    add("--force", action="store_true", help="overwrite; write even where there is no pulse")
    add("--jobs", type=int, default=1, metavar="N", help="songs at a time (default 1)")


def options_of(arguments: argparse.Namespace) -> TimingOptions:
    """Parsed words -> options; raises :class:`ConfigError` for what does not fit together."""
    vet_jobs("--jobs", arguments.jobs)
    if arguments.checkpoint is not None and arguments.source in (None, "none"):
        raise ConfigError("--checkpoint needs --source: whose weights they are")
    if arguments.offset is not None and arguments.bpm is None:
        raise ConfigError("--offset needs --bpm: an offset alone does not fix the beat")
    convention, lead = arguments.convention, arguments.osu_lead
    if convention == "exact" and lead is not None:
        raise ConfigError("--osu-lead is for --convention osu; exact times have no lead")
    return TimingOptions(
        bpm=arguments.bpm,
        offset=None if arguments.offset is None else arguments.offset / 1000.0,
        profile=arguments.profile,
        bpm_range=tuple(arguments.bpm_range) if arguments.bpm_range else None,
        octave=arguments.octave,
        meter=arguments.metre,
        convention=convention or ("exact" if lead is None else "osu"),
        lead_ms=OSU_LEAD_MS if lead is None else lead,
        source=arguments.source,
        checkpoint=arguments.checkpoint,
        device=arguments.device,
    )
