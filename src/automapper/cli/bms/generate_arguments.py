"""The words of ``bms-generate`` and their meaning as options."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Sequence
from pathlib import Path

from automapper.bms.model import KeyMode
from automapper.bms.options import MAX_SEED, GenerateOptions, MlWeights
from automapper.cli.bms.targets import packages_of
from automapper.cli.door_parser import DoorParser
from automapper.errors import ConfigError

EXAMPLES = """examples:
  bms-generate --folder package/                 a chart of intensity 5 -> outputs/package/
  bms-generate --folder package.zip --intensity 12 --scratch 8 --ln
  bms-generate --folder package/ --keys 14 --seed random --output new.zip
  bms-generate --folder songs/ --output charts/     every package in it, a folder each
  bms-generate --folder package/ --reroll 58 --from outputs/package/NAME.result.json --seed 7
                                                 another idea for measure 58, all else untouched

for editors (see docs/formats/bms-result.md):
  --resume-state STATE.json --start-measure 58 --end-measure 58 [--next-chord-lookahead P.json]
                                                 raw events of a range and the state after it
  --finalize EVENTS.json                         long notes, scratches and density over all events
"""
STAGES = ("analyse", "place", "emit")


def build_parser() -> DoorParser:
    """The parser of the door."""
    parser = DoorParser(
        "bms-generate",
        "Rebuild a playable BMS chart from a package's own keysounds.",
        EXAMPLES,
    )
    add = parser.add_argument
    add("packages", nargs="*", type=Path, metavar="PKG", help="packages, or folders of them")
    add("--folder", nargs="+", type=Path, default=[], metavar="PKG", help="the same, by name")
    _add_chart(parser.add_argument_group("chart"))
    _add_output(parser.add_argument_group("output"))
    _add_parts(parser.add_argument_group("part of a chart again"))
    return parser


def _add_chart(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--intensity", type=int, default=5, metavar="1-20", help="how many notes (default 5)")
    add("--scratch", type=int, default=5, metavar="1-20", help="how much to scratch (default 5)")
    add("--ln", action="store_true", help="let long sounds become long notes")
    add("--keys", type=int, choices=[int(mode) for mode in KeyMode], help="default: the source's")
    add("--bms", metavar="FILE", help="the source chart; default: the one that sounds most")
    add("--seed", default=None, metavar="N|random", help="another number, another chart (42)")
    add("--fx", choices=("struck", "report"), default="struck", help="which sounds are effects")
    add("--ml", action="store_true", help="let learned rankers reorder what the rules allow")
    add("--model-token", type=Path, metavar="F", help="their weights: .onnx or .safetensors")
    add("--model-lane", type=Path, metavar="F")
    add("--verify", action="store_true", help="place everything twice and compare")


def _add_output(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("-o", "--output", type=Path, metavar="DIR|ZIP", help="default: outputs/<package>/")
    add("--force", action="store_true", help="overwrite what is there")
    add("--no-cache", action="store_true", help="neither use nor keep measures of samples")
    add("--stage", choices=STAGES, help="stop after this stage; emit starts from --from")
    add("--picture", type=Path, metavar="OUT.png", help="the whole chart to look at")
    add("--json", action="store_true", help="the summary as JSON on standard output")


def _add_parts(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--reroll", metavar="M[-N]", help="place these measures anew by --seed")
    add("--from", dest="base", type=Path, metavar="RESULT", help="the chart's .result.json")
    add("--resume-state", type=Path, metavar="F", help="state before --start-measure, JSON")
    add("--start-measure", type=int, metavar="M")
    add("--end-measure", type=int, metavar="N")
    add("--next-chord-lookahead", type=Path, metavar="P", help="the chord behind N, JSON")
    add("--finalize", type=Path, metavar="F", help="a result with spliced events, JSON")


def options_of(arguments: argparse.Namespace) -> GenerateOptions:
    """Parsed words -> options; raises ConfigError for what does not fit together."""
    arguments.folder = packages_of([*arguments.packages, *arguments.folder])
    _vet(arguments)
    weights = MlWeights(arguments.model_token, arguments.model_lane)
    if not arguments.ml and weights != MlWeights():
        raise ConfigError("--model-token and --model-lane are for --ml")
    return GenerateOptions(
        intensity=arguments.intensity,
        scratch=arguments.scratch,
        long_notes=arguments.ln,
        mode=KeyMode(arguments.keys) if arguments.keys else None,
        seed=seed_of(arguments.seed),
        chart=chart_of(arguments.bms, arguments.folder),
        fx="or" if arguments.fx == "report" else "and",
        ml=weights if arguments.ml else None,
    )


def chart_of(words: str | None, packages: Sequence[Path]) -> str | None:
    """A chart's name in its package, also where it was typed as a path."""
    if words is None or not Path(words).is_file():
        return words
    path = Path(words).resolve()
    inside = [one.resolve() for one in packages if path.is_relative_to(one.resolve())]
    return path.relative_to(inside[0]).as_posix() if inside else words


def _vet(arguments: argparse.Namespace) -> None:
    """Refuses words that contradict or need each other."""
    if not arguments.folder:
        raise ConfigError("name a package: --folder PKG")
    ways = [
        word
        for word, value in (
            ("--reroll", arguments.reroll),
            ("--resume-state", arguments.resume_state),
            ("--finalize", arguments.finalize),
            ("--stage", arguments.stage),
        )
        if value is not None
    ]
    if len(ways) > 1:
        raise ConfigError(f"{ways[0]} and {ways[1]} are two ways; choose one")
    if ways and len(arguments.folder) > 1:
        raise ConfigError(f"{ways[0]} is for one package")
    if (arguments.reroll is None and arguments.stage != "emit") != (arguments.base is None):
        if arguments.stage == "emit":
            raise ConfigError("--stage emit needs the result to write: --from RESULT.json")
        raise ConfigError("a re-roll needs both: --reroll M[-N] --from RESULT.json")
    if arguments.resume_state is None:
        for word in ("next_chord_lookahead", "start_measure", "end_measure"):
            if getattr(arguments, word) is not None:
                raise ConfigError(f"--{word.replace('_', '-')} needs --resume-state")
    elif arguments.start_measure is None or arguments.end_measure is None:
        raise ConfigError("--resume-state needs --start-measure and --end-measure")


def seed_of(text: str | None) -> int:
    """The seed of ``42``, ``random`` or nothing (42); ConfigError for other words."""
    if text is None:
        return 42
    if text == "random":
        return secrets.randbelow(10**6)
    if text.isascii() and text.isdigit() and len(text) < 20:
        return int(text)
    raise ConfigError(f"--seed is a whole number from 0 to {MAX_SEED} or random, not {text!r}")


def measures_of(text: str) -> range:
    """``"58"`` or ``"58-61"`` -> the measures, both ends in; ConfigError for anything else."""
    first, dash, last = text.partition("-")
    parts = [first, last] if dash else [first, first]
    if all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
        start, end = int(parts[0]), int(parts[1])
        if start <= end:
            return range(start, end + 1)
    raise ConfigError(f"--reroll takes a measure or a range such as 58-61, not {text!r}")
