"""``osu-timing``: songs in, their timing out."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from automapper.cli.closed_output import output_may_close
from automapper.cli.osumania.timing_arguments import build_parser, options_of
from automapper.errors import AutomapperError

_ARCHIVE_HINT = " (unpack it: the song is inside)"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the door.

    Returns 0; 1 when some songs of a batch failed; 2 when nothing could be done; 3 when nothing
    failed, but one song or more has no pulse.
    """
    arguments = build_parser().parse_args(argv)
    try:
        options = options_of(arguments)
        # Imported late: --help must not wait for it.
        from automapper.cli.osumania.timing_outputs import Outputs
        from automapper.cli.songs import find_songs, is_batch

        songs = find_songs(arguments.songs, "osu-timing", _ARCHIVE_HINT)
        many = is_batch(arguments.songs, songs)
        outputs = Outputs.of(arguments, many)
        from automapper.cli.osumania.timing_batch import run_batch
        from automapper.cli.osumania.timing_run import run_one

        with output_may_close():
            if many:
                return run_batch(songs, options, outputs, arguments.jobs)
            return run_one(songs[0], options, outputs)
    except AutomapperError as error:
        print(f"osu-timing: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("osu-timing: stopped; nothing half-written is left", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
