"""StepMania simfiles (.sm, .ssc) -> the neutral model, with each chart's exact tempo map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath

from automapper.chart import Song
from automapper.errors import FormatError
from automapper.osumania.formats.losses import Losses
from automapper.osumania.formats.stepmania_msd import MsdValue, number, read_values
from automapper.osumania.formats.stepmania_notes import read_notes
from automapper.osumania.formats.stepmania_redlines import redlines
from automapper.osumania.formats.stepmania_segments import TIMING_TAGS, Dialect, read_timing
from automapper.osumania.formats.stepmania_segments import WARPS_HAVE_LENGTHS as SPLIT_TIMING
from automapper.osumania.formats.stepmania_timing import FileTime
from automapper.osumania.model import Chart, Words
from automapper.timing import TempoMap

# Steps type -> columns. Other styles are for other pads or two players.
STYLES = {"dance-single": 4}
MAX_CHARTS = 200
LEFT_OUT = ": left out: "  # in the line that tells of a whole chart
# Names that older files give to the six difficulties (the game's StringToDifficulty).
DIFFICULTIES = {
    "beginner": "Beginner",
    **dict.fromkeys(("easy", "basic", "light"), "Easy"),
    **dict.fromkeys(("medium", "another", "trick", "standard", "difficult"), "Medium"),
    **dict.fromkeys(("hard", "ssr", "maniac", "heavy"), "Hard"),
    **dict.fromkeys(("challenge", "smaniac", "expert", "oni"), "Challenge"),
    "edit": "Edit",
}


@dataclass(frozen=True, slots=True)
class Simfile:
    """One chart of a simfile.

    ``tempo_map`` is its exact time, stops included; a beat that a warp jumps over is not counted
    in it. ``level`` is the number the author gives the difficulty (0: none).
    """

    chart: Chart
    tempo_map: TempoMap
    style: str
    difficulty: str
    level: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class _Steps:
    """The tags of one chart, before they are understood."""

    style: str
    description: str
    difficulty: str
    level: str
    notes: str
    tags: dict[str, str]
    line: int

    @property
    def rank(self) -> str:
        """The difficulty by its present name."""
        return DIFFICULTIES.get(self.difficulty.lower(), self.difficulty)


def read_simfile(data: bytes, name: str) -> tuple[tuple[Simfile, ...], tuple[str, ...]]:
    """The charts for four keys, and a line for everything left out or repaired.

    ``name`` is the file's; its suffix tells .ssc from .sm. Charts of other styles and damaged
    charts are left out with the reason. Raises FormatError for what is no simfile at all, or has
    no chart.
    """
    values, warnings = read_values(data, name)
    is_ssc = PurePath(name.lower()).suffix == ".ssc"
    header = _header(values)
    steps = list(_ssc_steps(values) if is_ssc else _sm_steps(values))
    if not steps:
        raise FormatError(name, "", "holds no chart (no #NOTES)")
    if len(steps) > MAX_CHARTS:
        raise FormatError(name, "", f"holds more than {MAX_CHARTS} charts")
    dialect = Dialect(is_ssc, number(header.get("VERSION", "")) or Fraction(1))
    said = list(warnings)
    charts: list[Simfile] = []
    for item in steps:
        losses = Losses(f"{name}: {item.style or 'chart'} {item.rank or f'line {item.line}'}")
        if item.style not in STYLES:
            said.append(f"{losses.where}{LEFT_OUT}{item.style or 'no style'} is not 4 keys")
            continue
        try:
            charts.append(_simfile(header, item, dialect, losses))
        except FormatError as error:
            said.append(f"{losses.where}{LEFT_OUT}{error.what}")
        said.extend(losses.lines())
    return tuple(charts), tuple(said)


def _header(values: tuple[MsdValue, ...]) -> dict[str, str]:
    """Tags of the song: those before the first chart; the last of equals holds."""
    header: dict[str, str] = {}
    for value in values:
        if value.tag in ("NOTEDATA", "NOTES", "NOTES2"):
            break
        header[value.tag] = value.text
    return header


def _sm_steps(values: tuple[MsdValue, ...]) -> Iterator[_Steps]:
    for value in values:
        if value.tag in ("NOTES", "NOTES2"):
            parts = [*value.parameters, *[""] * 6]
            style, description, difficulty, level = (_line(part) for part in parts[:4])
            yield _Steps(style.lower(), description, difficulty, level, parts[5], {}, value.line)


def _ssc_steps(values: tuple[MsdValue, ...]) -> Iterator[_Steps]:
    tags: dict[str, str] | None = None
    for value in values:
        if value.tag == "NOTEDATA":
            tags = {}
        elif value.tag in ("NOTES", "NOTES2") and tags is not None:
            yield _Steps(
                _line(tags.get("STEPSTYPE", "")).lower(),
                _line(tags.get("DESCRIPTION", "") or tags.get("CHARTNAME", "")),
                _line(tags.get("DIFFICULTY", "")),
                tags.get("METER", ""),
                value.text,
                tags,
                value.line,
            )
            tags = None
        elif tags is not None:
            tags[value.tag] = value.text


def _simfile(header: dict[str, str], steps: _Steps, dialect: Dialect, losses: Losses) -> Simfile:
    tags = _timing_tags(header, steps.tags, dialect, losses)
    time = FileTime(read_timing(tags, dialect, losses))
    keys = STYLES[steps.style]
    notes = read_notes(steps.notes, keys, time, losses)
    if not notes:
        losses.say("has no notes")
    difficulty = steps.rank
    level = number(steps.level)
    level_number = int(level) if level is not None and 0 <= level < 10_000 else 0
    described = steps.description if difficulty in ("", "Edit") else difficulty
    chart = Chart(
        keys=keys,
        notes=notes,
        points=redlines(time),
        words=_words(header, steps, f"{described or 'Edit'} {level_number or ''}".strip()),
        audio=_line(steps.tags.get("MUSIC", "") or header.get("MUSIC", "")),
        preview=_preview(header),
        background=_line(header.get("BACKGROUND", "")),
    )
    return Simfile(chart, time.tempo_map, steps.style, difficulty, level_number, steps.description)


def _timing_tags(
    header: dict[str, str], own: dict[str, str], dialect: Dialect, losses: Losses
) -> dict[str, str]:
    """The song's timing tags, or the chart's own, of which one is enough to replace them all."""
    song = {tag: header.get(tag, "") for tag in (*TIMING_TAGS, "FREEZES")}
    mine = {tag: own[tag] for tag in TIMING_TAGS if own.get(tag)}
    for tag in ("SCROLLS", "SPEEDS"):
        if "," in (own.get(tag) or header.get(tag, "")):
            losses.say(f"#{tag} (how notes move on screen) left out")
    if dialect.version < SPLIT_TIMING or not mine.keys() - {"OFFSET"}:
        return song
    if "BPMS" not in mine:
        losses.say("has timing of its own without tempi; the song's are taken")
        mine["BPMS"] = song["BPMS"]
    return {"OFFSET": song["OFFSET"], **mine}


def _words(header: dict[str, str], steps: _Steps, version: str) -> Words:
    def word(tag: str) -> str:
        return _line(header.get(tag, ""))

    title = " ".join(part for part in (word("TITLE"), word("SUBTITLE")) if part)
    latin = " ".join(
        part for tag in ("TITLE", "SUBTITLE") if (part := word(f"{tag}TRANSLIT") or word(tag))
    )
    mapper = _line(steps.tags.get("CREDIT", "")) or word("CREDIT")
    return Words(
        song=Song(
            title=latin,
            subtitle="",
            artist=word("ARTISTTRANSLIT") or word("ARTIST"),
            mapper=mapper,
        ),
        title_unicode=title,
        artist_unicode=word("ARTIST"),
        version=version,
        tags=tuple(word("GENRE").split()),
    )


def _preview(header: dict[str, str]) -> int:
    start = number(header.get("SAMPLESTART", ""))
    return int(start * 1000) if start is not None and 0 < start < 24 * 3600 else -1


def _line(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())
