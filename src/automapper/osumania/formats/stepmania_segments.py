"""The timing tags of StepMania files -> :class:`Timing`: read, cleaned, and what was wrong said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from automapper.errors import FormatError
from automapper.osumania.formats.losses import Losses
from automapper.osumania.formats.stepmania_msd import number
from automapper.osumania.formats.stepmania_timing import Timing
from automapper.osumania.formats.stepmania_warps import Forward, Pair, forward
from automapper.timing import Meter, MeterChange, Stop, TempoPoint, snap

TIMING_TAGS = ("BPMS", "STOPS", "DELAYS", "WARPS", "FAKES", "TIMESIGNATURES", "OFFSET")
# No chart is longer than a day at 700 BPM; what lies beyond is damage.
MAX_BEAT = 1_000_000
MAX_CHANGES = 10_000
SLOWEST_BPM = Fraction(1, 10)
FASTEST_BPM = 10**12  # .ssc charts use tempi of ten milliards between stops to the same end
LONGEST_SECONDS = 3600
ROWS_PER_BEAT = 48  # the game rounds the beats of timing tags to these
DEFAULT_BPM = Fraction(60)  # the game's own, for files that give none
WARPS_HAVE_LENGTHS = Fraction(7, 10)  # .ssc versions before this wrote where a warp ends


@dataclass(frozen=True, slots=True)
class Dialect:
    """What decides how tags are meant: .sm or .ssc, and the version an .ssc file names."""

    is_ssc: bool
    version: Fraction = Fraction(1)


def read_timing(tags: Mapping[str, str], dialect: Dialect, losses: Losses) -> Timing:
    """The timing that tags give, by their names in capitals; FormatError for absurd amounts."""
    origin = -_offset(tags.get("OFFSET", ""), losses)
    bpms = _pairs(tags.get("BPMS", ""), "tempo changes", losses)
    stops = _pairs(tags.get("STOPS", "") or tags.get("FREEZES", ""), "stops", losses)
    delays = _pairs(tags.get("DELAYS", ""), "delays", losses)
    bpms = _first_at_zero([pair for pair in bpms if _tempo_fits(pair, dialect, losses)], losses)
    stops = [pair for pair in stops if _stop_fits(pair, "stops", dialect.is_ssc, losses)]
    delays = [pair for pair in delays if _stop_fits(pair, "delays", True, losses)]
    early = [seconds for beat, seconds in (*stops, *delays) if beat < 0]
    if early:
        losses.add("stops before beat 0 were added to the offset", len(early))
    run = _forward(bpms, [pair for pair in stops if pair[0] >= 0], dialect)
    if run.warps:
        losses.add("negative tempi or stops were read as warps", len(run.warps))
    tempi = sorted(dict(run.bpms).items()) or [(Fraction(0), DEFAULT_BPM)]
    warps = _warps(_pairs(tags.get("WARPS", ""), "warps", losses), dialect, losses)
    fakes = _pairs(tags.get("FAKES", ""), "fake stretches", losses)
    return Timing(
        points=tuple(TempoPoint(beat, bpm) for beat, bpm in tempi),
        origin=origin + sum(early, Fraction(0)),
        stops=_held(run.stops),
        delays=_held([pair for pair in delays if pair[0] >= 0]),
        warps=_apart([*run.warps, *warps]),
        fakes=_apart([(beat, beat + length) for beat, length in fakes if length > 0]),
        meters=_meters(tags.get("TIMESIGNATURES", ""), losses),
    )


def _forward(bpms: list[Pair], stops: list[Pair], dialect: Dialect) -> Forward:
    """.ssc files say warps by name; in the older ones negative values mean them."""
    if dialect.is_ssc:
        return Forward(bpms, stops, [])
    return forward(bpms, stops, Fraction(MAX_BEAT))


def _offset(text: str, losses: Losses) -> Fraction:
    value = number(text)
    if value is None or abs(value) > LONGEST_SECONDS:
        if text.strip():
            losses.say(f"the offset {text.strip()[:20]!r} is no number of seconds; 0 is assumed")
        return Fraction(0)
    return value


def _pairs(text: str, what: str, losses: Losses) -> list[Pair]:
    """``beat=value`` between commas, sorted by beat and on the game's rows; the last of equals."""
    found: dict[Fraction, Fraction] = {}
    for item in _items(text, what, losses):
        left, _, right = item.partition("=")
        beat, value = number(left), number(right)
        if beat is None or value is None or abs(beat) > MAX_BEAT:
            losses.add(f"{what} left out: no beat=value, or beyond beat {MAX_BEAT}")
            continue
        row = snap(beat, [ROWS_PER_BEAT])
        if row in found:
            losses.add(f"{what} left out: another stands on their beat")
        found[row] = value
    return sorted(found.items())


def _items(text: str, what: str, losses: Losses) -> list[str]:
    """What stands between commas; FormatError for absurd amounts."""
    items = [item for item in text.split(",") if item.strip()]
    if len(items) > MAX_CHANGES:
        raise FormatError(losses.where, "", f"more than {MAX_CHANGES} {what}")
    return items


def _tempo_fits(pair: Pair, dialect: Dialect, losses: Losses) -> bool:
    bpm = pair[1]
    if abs(bpm) < SLOWEST_BPM or (dialect.is_ssc and not 0 < bpm <= FASTEST_BPM):
        losses.add("tempo changes left out: no tempo that music can have")
        return False
    return True


def _stop_fits(pair: Pair, what: str, forward_only: bool, losses: Losses) -> bool:
    seconds = pair[1]
    if abs(seconds) > LONGEST_SECONDS or (forward_only and seconds < 0):
        losses.add(f"{what} left out: negative, or longer than an hour")
        return False
    return seconds != 0


def _first_at_zero(bpms: list[Pair], losses: Losses) -> list[Pair]:
    """Tempi from beat 0 on; of those up to beat 0 the last holds there."""
    if not bpms:
        losses.say(f"no tempo is given; {DEFAULT_BPM} BPM is assumed")
        return [(Fraction(0), DEFAULT_BPM)]
    upto = [bpm for beat, bpm in bpms if beat <= 0]
    later = [pair for pair in bpms if pair[0] > 0]
    if not upto:
        losses.say("no tempo stands on beat 0; the first one is assumed there")
    return [(Fraction(0), upto[-1] if upto else bpms[0][1]), *later]


def _warps(pairs: list[Pair], dialect: Dialect, losses: Losses) -> list[Pair]:
    warps: list[Pair] = []
    for beat, value in pairs:
        ends = dialect.is_ssc and dialect.version < WARPS_HAVE_LENGTHS and value > beat
        end = value if ends else beat + value
        if beat < 0 or end <= beat or end > MAX_BEAT:
            losses.add("warps left out: before beat 0, backwards or endless")
            continue
        warps.append((beat, snap(end, [ROWS_PER_BEAT])))
    return warps


def _held(pairs: list[Pair]) -> tuple[Stop, ...]:
    seconds: dict[Fraction, Fraction] = {}
    for beat, value in pairs:
        seconds[beat] = seconds.get(beat, Fraction(0)) + value
    return tuple(Stop(beat, value) for beat, value in sorted(seconds.items()))


def _apart(stretches: list[Pair]) -> tuple[Pair, ...]:
    """Stretches of beats joined where they touch or overlap."""
    joined: list[Pair] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return tuple(joined)


def _meters(text: str, losses: Losses) -> tuple[MeterChange, ...]:
    """Time signatures as whole beats a bar; 6/8 is three beats, as the game counts beats."""
    found: dict[Fraction, Meter] = {}
    for item in _items(text, "time signatures", losses):
        numbers = [number(part) for part in item.split("=")]
        if len(numbers) != 3 or any(value is None for value in numbers):
            losses.add("time signatures left out: no beat=upper=lower")
            continue
        beat, upper, lower = (value or Fraction(0) for value in numbers)
        beats = upper * 4 / lower if lower > 0 else Fraction(0)
        if not 0 <= beat <= MAX_BEAT:
            far = "before beat 0" if beat < 0 else f"beyond beat {MAX_BEAT}"
            losses.add(f"time signatures left out: {far}")
            continue
        if beats.denominator != 1 or not 1 <= beats <= 64:
            losses.add("time signatures left out: their bars are not whole beats")
            continue
        found[snap(beat, [ROWS_PER_BEAT])] = Meter(int(beats))
    return tuple(MeterChange(beat, found[beat]) for beat in sorted(found))
