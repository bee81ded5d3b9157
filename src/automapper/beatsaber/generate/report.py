"""What there is to say about a generated level: the summary on screen and the JSON report."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from automapper import __version__
from automapper.beatsaber.difficulty_words import WORD_OF
from automapper.beatsaber.generate import GeneratedLevel
from automapper.beatsaber.jump import reaction_time
from automapper.beatsaber.model import Chart, Hand, Level
from automapper.beatsaber.tempo import level_tempo

_RATIOS = (1 / 3, 1 / 2, 2 / 3, 3 / 4, 4 / 3, 3 / 2, 2.0, 3.0)
_SAME_TEMPO = 0.002


@dataclass(frozen=True, slots=True)
class ChartReport:
    """One difficulty in numbers: notes per second of the played part, block speed in m/s."""

    difficulty: str
    notes: int
    nps: float
    njs: float
    reaction_ms: int
    red_share: float
    arcs: int
    chains: int
    bombs: int
    walls: int
    lights: int


@dataclass(frozen=True, slots=True)
class LevelReport:
    """A level in numbers; times in s, tempi in beats a minute."""

    version: str
    title: str
    artist: str
    seconds: float
    bpm: float
    tempo_changes: int
    profile: str
    tempo_given: bool
    confidence: float
    confidences: dict[str, float]
    reasons: tuple[str, ...]
    alternatives: tuple[float, ...]
    padding: float
    sections: tuple[tuple[float, float, str, str], ...]
    charts: tuple[ChartReport, ...]
    warnings: tuple[str, ...]

    def record(self) -> dict[str, object]:
        """Plain values for JSON."""
        return asdict(self)


def report_level(made: GeneratedLevel) -> LevelReport:
    """The report of a generated level."""
    pulse = made.pulse
    tempo_map = pulse.tempo_map
    return LevelReport(
        version=__version__,
        title=made.level.song.title,
        artist=made.level.song.artist,
        seconds=round(made.seconds, 3),
        bpm=made.level.bpm,
        tempo_changes=len(tempo_map.points) - 1,
        profile=pulse.profile,
        tempo_given=made.options.bpm is not None,
        confidence=round(pulse.confidence, 3),
        confidences={name: round(sure, 3) for name, sure in asdict(pulse.confidences).items()},
        reasons=pulse.reasons,
        alternatives=tuple(_related(other.bpm, made.level.bpm) for other in pulse.alternatives),
        padding=round(made.padding.seconds, 6),
        sections=tuple(
            (
                round(section.start + made.padding.seconds, 3),
                round(section.end + made.padding.seconds, 3),
                section.label,
                section.name.value,
            )
            for section in pulse.sections
        ),
        charts=tuple(report_chart(made.level, chart) for chart in made.level.charts),
        warnings=made.warnings,
    )


def report_chart(level: Level, chart: Chart) -> ChartReport:
    """The numbers of one difficulty."""
    times = level_tempo(level, chart).seconds_array([float(note.beat) for note in chart.notes])
    span = float(times.max() - times.min()) if len(times) > 1 else 0.0
    red = sum(note.hand == Hand.LEFT for note in chart.notes)
    return ChartReport(
        difficulty=WORD_OF[chart.difficulty],
        notes=len(chart.notes),
        nps=round(len(chart.notes) / span, 3) if span else 0.0,
        njs=chart.njs,
        reaction_ms=round(1000 * reaction_time(level.bpm, chart.njs, chart.jump_offset)),
        red_share=round(red / max(1, len(chart.notes)), 4),
        arcs=len(chart.arcs),
        chains=len(chart.chains),
        bombs=len(chart.bombs),
        walls=len(chart.walls),
        lights=len(chart.lights.events),
    )


def _related(bpm: float, main: float) -> float:
    """A rival tempo as the simple ratio to the main one that it is, where it is one."""
    for ratio in _RATIOS:
        if abs(bpm / (main * ratio) - 1.0) < _SAME_TEMPO:
            return round(main * ratio, 3)
    return round(bpm, 3)
