"""What a user may ask of a generated level; the words are those of ``bsa-generate``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Literal

from automapper.beatsaber.difficulty_words import DIFFICULTY_WORDS, WORD_OF
from automapper.beatsaber.jump import NJS_RANGE
from automapper.chart import Difficulty
from automapper.errors import ConfigError

Octave = Literal["auto", "half", "double"]
NPS_RANGE = (0.3, 16.0)
FACTOR_RANGE = (0.25, 4.0)
BPM_RANGE = (20.0, 999.0)


class Amount(Enum):
    """How many of something; each step gives strictly more."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class LightMode(Enum):
    """Lights: none, the game's own colours, or with Chroma's free colours."""

    NONE = "none"
    BASIC = "basic"
    CHROMA = "chroma"


class Style(Enum):
    """A lean of the patterns; without one, each level draws its own."""

    FLOW = "flow"
    TECH = "tech"
    CHILL = "chill"
    DANCE = "dance"


@dataclass(frozen=True, slots=True)
class Scale:
    """A number per difficulty: ``absolute`` values by difficulty, or one ``factor`` for all."""

    absolute: tuple[tuple[Difficulty, float], ...] = ()
    factor: float = 1.0

    def apply(self, difficulty: Difficulty, usual: float) -> float:
        """The wanted value where ``usual`` is the value without a wish."""
        return dict(self.absolute).get(difficulty, usual * self.factor)


@dataclass(frozen=True, slots=True)
class GenerateOptions:
    """All wishes for one level; the defaults make a good level of any song.

    ``bpm`` in beats a minute and ``offset`` in ms (time of any beat in the song's own audio)
    override the Ear. ``preview`` is the preview's start in s. ``version`` is the file format 2-4.
    Raises :class:`ConfigError` for values out of range.
    """

    difficulty: tuple[Difficulty, ...] = tuple(Difficulty)
    seed: int = 0
    bpm: float | None = None
    offset: float | None = None
    octave: Octave = "auto"
    title: str | None = None
    artist: str | None = None
    mapper: str = "automapper"
    cover: Path | None = None
    preview: float | None = None
    version: int = 3
    nps: Scale = Scale()
    njs: Scale = Scale()
    bombs: Amount = Amount.LOW
    walls: Amount = Amount.MEDIUM
    decorative_walls: bool = False
    arcs: bool = True
    chains: bool = True
    lights: LightMode = LightMode.BASIC
    environment: str = "DefaultEnvironment"
    style: Style | None = None
    engine: str = "rules"

    def __post_init__(self) -> None:
        if not self.difficulty:
            raise ConfigError("no difficulty was asked for")
        _within("--bpm", self.bpm, BPM_RANGE)
        if self.offset is not None and not abs(self.offset) < 1e7:
            raise ConfigError("--offset is out of range")
        if self.preview is not None and not 0 <= self.preview < 36000:
            raise ConfigError("--preview is out of range")
        for _, value in self.nps.absolute:
            _within("--nps", value, NPS_RANGE)
        for _, value in self.njs.absolute:
            _within("--njs", value, NJS_RANGE)
        for name, scale in (("--nps", self.nps), ("--njs", self.njs)):
            _within(f"{name} x", scale.factor, FACTOR_RANGE)
        if self.engine != "rules":
            raise ConfigError(f"no engine '{self.engine}': this version has 'rules'")
        if self.octave not in ("auto", "half", "double"):
            raise ConfigError(f"--octave is auto, half or double, not '{self.octave}'")
        if self.octave != "auto" and self.bpm is not None:
            raise ConfigError("--octave turns over a tempo that was heard: leave it out with --bpm")
        if self.version not in (2, 3, 4):
            raise ConfigError("--format is v2, v3 or v4")


def _within(name: str, value: float | None, bounds: tuple[float, float]) -> None:
    if value is not None and not bounds[0] <= value <= bounds[1]:
        raise ConfigError(f"{name} must lie within {bounds[0]:g} and {bounds[1]:g}, not {value:g}")


def parse_difficulties(text: str) -> tuple[Difficulty, ...]:
    """``"Hard,Expert"`` or ``"all"`` -> difficulties, easiest first; case does not matter."""
    if text.strip().lower() == "all":
        return tuple(Difficulty)
    words = {word.lower(): value for word, value in DIFFICULTY_WORDS.items()}
    words |= {"expert+": Difficulty.EXPERT_PLUS, "expertplus": Difficulty.EXPERT_PLUS}
    found = []
    for word in text.split(","):
        if word.strip().lower() not in words:
            known = ", ".join(DIFFICULTY_WORDS)
            raise ConfigError(f"no difficulty '{word.strip()}': choose from {known} or all")
        found.append(words[word.strip().lower()])
    return tuple(sorted(set(found)))


def parse_scale(name: str, text: str | None, difficulties: tuple[Difficulty, ...]) -> Scale:
    """``"4.5"`` (one difficulty only), ``"Expert=4.5,Hard=3"`` or ``"x1.2"`` -> Scale.

    None leaves everything as usual.
    """
    if text is None:
        return Scale()
    if text[:1] in "x×X" and text[1:]:
        return Scale(factor=_number(name, text[1:]))
    if "=" not in text:
        value = _number(name, text)
        if len(difficulties) != 1:
            raise ConfigError(
                f"{name} {text} needs one --difficulty; for several write "
                f"{name} Expert=4.5,Hard=3 or a factor like {name} x1.2"
            )
        return Scale(absolute=((difficulties[0], value),))
    values: list[tuple[Difficulty, float]] = []
    for part in text.split(","):
        word, _, number = part.partition("=")
        named = parse_difficulties(word)
        if not set(named) <= set(difficulties):
            raise ConfigError(f"{name} names {word.strip()}, which is not among the --difficulty")
        values.extend((difficulty, _number(name, number)) for difficulty in named)
    return Scale(absolute=tuple(sorted(values)))


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ConfigError(f"{name}: '{text}' is not a number") from None


def options_record(options: GenerateOptions) -> dict[str, Any]:
    """The options as plain JSON values: what a level remembers to be re-rolled from itself."""
    record = asdict(options)
    record["difficulty"] = [WORD_OF[difficulty] for difficulty in options.difficulty]
    for key in ("bombs", "walls", "lights"):
        record[key] = getattr(options, key).value
    record["style"] = options.style.value if options.style else None
    for key in ("nps", "njs"):
        scale: Scale = getattr(options, key)
        record[key] = {
            "factor": scale.factor,
            **{WORD_OF[difficulty]: value for difficulty, value in scale.absolute},
        }
    del record["cover"]  # a path of the user's machine is nobody's business
    return record


def options_from_record(record: dict[str, Any]) -> GenerateOptions:
    """Inverse of :func:`options_record`; unknown or damaged entries fall back to the defaults."""
    known: dict[str, Any] = {}
    for key, build in _BUILD.items():
        if key in record:
            try:
                known[key] = build(record[key])
            except (ConfigError, ValueError, TypeError, KeyError, AttributeError):
                continue
    try:
        return GenerateOptions(**known)
    except (ConfigError, TypeError):
        return GenerateOptions()


def _scale_of(record: dict[str, Any]) -> Scale:
    values = [(DIFFICULTY_WORDS[word], float(v)) for word, v in record.items() if word != "factor"]
    return Scale(tuple(sorted(values)), float(record.get("factor", 1.0)))


def _optional_float(value: Any) -> float | None:
    return None if value is None else float(value)


def _flag(value: Any) -> bool:
    return value is True


_BUILD: dict[str, Callable[[Any], Any]] = {
    "difficulty": lambda words: parse_difficulties(",".join(words)),
    "seed": int,
    "bpm": _optional_float,
    "offset": _optional_float,
    "octave": str,
    "version": int,
    "nps": _scale_of,
    "njs": _scale_of,
    "bombs": Amount,
    "walls": Amount,
    "decorative_walls": _flag,
    "arcs": _flag,
    "chains": _flag,
    "lights": LightMode,
    "environment": str,
    "style": lambda word: None if word is None else Style(word),
}
