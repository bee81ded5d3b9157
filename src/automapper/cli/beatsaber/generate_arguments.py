"""The words of ``bsa-generate`` and their meaning as options."""

from __future__ import annotations

import argparse
from pathlib import Path

from automapper.beatsaber.options import (
    Amount,
    GenerateOptions,
    LightMode,
    Style,
    parse_difficulties,
    parse_scale,
)
from automapper.cli.door_parser import DoorParser
from automapper.errors import ConfigError

EXAMPLES = """examples:
  bsa-generate song.mp3                        five difficulties with lights -> outputs/<title>.zip
  bsa-generate song.mp3 --install              the same, straight into the game
  bsa-generate song.mp3 --difficulty Expert,ExpertPlus --style tech --seed 7
  bsa-generate song.mp3 --bpm 174 --offset 35  when the sync is wrong: a beat lies at 35 ms
  bsa-generate music/ --output levels/         a folder of songs, one level each
  bsa-generate --reroll 1:00-1:20 --from outputs/song.zip --seed 3
                                               another idea for twenty seconds, the rest untouched
"""


def build_parser() -> DoorParser:
    """The parser of the door."""
    parser = DoorParser("bsa-generate", "Turn songs into Beat Saber levels.", EXAMPLES)
    add = parser.add_argument
    add("songs", nargs="*", type=Path, metavar="SONG", help="audio files, or folders of them")
    _add_output(parser.add_argument_group("output"))
    _add_music(parser.add_argument_group("music and names"))
    _add_play(parser.add_argument_group("play"))
    _add_reroll(parser.add_argument_group("part of a level again"))
    return parser


def _add_output(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("-o", "--output", type=Path, metavar="DIR|ZIP", help="default: outputs/<title>.zip")
    add("--force", action="store_true", help="overwrite what is there")
    add("--format", choices=("v2", "v3", "v4"), default="v3", help="file version (default v3)")
    add("--install", nargs="?", const="", metavar="GAME_FOLDER", help="put it into the game")
    add("--click", type=Path, metavar="OUT.ogg", help="the song with a tick on every note")
    add("--picture", type=Path, metavar="OUT.png", help="sections, density and a stretch of it")
    add("--json", type=Path, metavar="REPORT", help="the summary as JSON")


def _add_music(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--bpm", type=float, metavar="X", help="the tempo, if you know it")
    add("--offset", type=float, metavar="MS", help="time of any beat, ms from the start")
    add("--octave", choices=("auto", "half", "double"), default="auto", help="count slower/faster")
    add("--title", metavar="TEXT", help="default: the file's tag, else its name")
    add("--artist", metavar="TEXT", help="default: the file's tag")
    add("--mapper", metavar="TEXT", default="automapper", help="default: automapper")
    add("--cover", type=Path, metavar="PNG", help="a picture; else the file's own, else drawn")
    add("--preview", type=float, metavar="S", help="start of the ten preview seconds")


def _add_play(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--difficulty", default="all", metavar="D,...", help="Easy,Normal,Hard,Expert,ExpertPlus")
    add("--seed", type=int, default=0, metavar="N", help="another number, another level")
    add("--style", choices=[style.value for style in Style], help="lean of the patterns")
    add("--nps", metavar="X", help="notes per second: 4.5, Expert=4.5,Hard=3 or x1.2")
    add("--njs", metavar="X", help="block speed, m/s: 16, Expert=16,Hard=12 or x1.1")
    amounts = [amount.value for amount in Amount]
    add("--bombs", choices=amounts, default="low", help="how many (default low)")
    add("--walls", choices=amounts, default="medium", help="how many (default medium)")
    add("--decorative-walls", action="store_true", help="walls out of reach, for looks")
    add("--arcs", action=argparse.BooleanOptionalAction, default=True)
    add("--chains", action=argparse.BooleanOptionalAction, default=True)
    add("--lights", choices=[mode.value for mode in LightMode], default="basic", help="the show")
    add("--environment", default="DefaultEnvironment", metavar="NAME", help="the stage")
    add("--engine", choices=("rules",), default="rules", help="who decides (default rules)")


def _add_reroll(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--reroll", metavar="1:00-1:20", help="draw this stretch again with --seed")
    add("--from", dest="source", type=Path, metavar="LEVEL", help="the level to change")


def options_of(arguments: argparse.Namespace) -> GenerateOptions:
    """Parsed words -> options; raises :class:`ConfigError` for what does not fit together."""
    # Imported late: --help must not wait for the light room.
    from automapper.beatsaber.lighting.environments import environment_name

    difficulties = parse_difficulties(arguments.difficulty)
    if arguments.offset is not None and arguments.bpm is None:
        raise ConfigError("--offset needs --bpm: an offset alone does not fix the beat")
    return GenerateOptions(
        difficulty=difficulties,
        bombs=Amount(arguments.bombs),
        walls=Amount(arguments.walls),
        lights=LightMode(arguments.lights),
        style=Style(arguments.style) if arguments.style else None,
        version=int(arguments.format[1:]),
        environment=environment_name(arguments.environment),
        nps=parse_scale("--nps", arguments.nps, difficulties),
        njs=parse_scale("--njs", arguments.njs, difficulties),
        **{word: getattr(arguments, word) for word in _SAME_WORDS},
    )


_SAME_WORDS = (
    "seed", "bpm", "offset", "octave", "title", "artist", "mapper", "cover", "preview",
    "decorative_walls", "arcs", "chains", "engine",
)  # fmt: skip


def parse_range(text: str) -> tuple[float, float]:
    """``"1:00-1:20"`` or ``"60-80.5"`` -> (start, end) in s."""
    first, dash, second = text.partition("-")
    start, end = _clock(first), _clock(second)
    if not dash or start is None or end is None or not 0 <= start < end:
        raise ConfigError(f"--reroll takes a stretch like 1:00-1:20, not '{text}'")
    return start, end


def _clock(text: str) -> float | None:
    try:
        parts = [float(part) for part in text.strip().split(":")]
    except ValueError:
        return None
    if len(parts) > 3 or any(part < 0 or part != part for part in parts):
        return None
    return sum(part * 60.0**power for power, part in enumerate(reversed(parts)))
