"""``bsa-generate``: songs in, Beat Saber levels out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from automapper.cli.beatsaber.generate_arguments import build_parser, options_of, parse_range
from automapper.cli.closed_output import output_may_close
from automapper.errors import AutomapperError, ConfigError

_ARCHIVE_HINT = " (to change a level: --reroll 1:00-1:20 --from)"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the door; returns 0, 1 when songs of a batch failed, or 2 when nothing could be done."""
    arguments = build_parser().parse_args(argv)
    try:
        options = options_of(arguments)
        if arguments.reroll or arguments.source:
            return _reroll(arguments, options.seed)
        from automapper.cli.beatsaber.generate_outputs import Outputs
        from automapper.cli.beatsaber.generate_run import run_batch, run_one
        from automapper.cli.songs import find_songs, is_batch

        songs = find_songs(arguments.songs, "bsa-generate", _ARCHIVE_HINT)
        outputs = Outputs.of(arguments)
        with output_may_close():
            if is_batch(arguments.songs, songs):
                return run_batch(songs, options, outputs)
            run_one(songs[0], options, outputs, sys.argv[1:] if argv is None else argv)
        return 0
    except AutomapperError as error:
        print(f"bsa-generate: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bsa-generate: stopped; nothing half-written is left", file=sys.stderr)
        return 130


def _reroll(arguments: argparse.Namespace, seed: int) -> int:
    if arguments.source is None or arguments.reroll is None:
        raise ConfigError("a re-roll needs both: --reroll 1:00-1:20 --from LEVEL")
    if arguments.songs:
        raise ConfigError("--from takes the song from the level: name no SONG then")
    from automapper.cli.beatsaber.generate_outputs import Outputs
    from automapper.cli.beatsaber.generate_run import run_reroll

    run_reroll(arguments.source, parse_range(arguments.reroll), seed, Outputs.of(arguments))
    return 0


if __name__ == "__main__":
    sys.exit(main())
