"""Chains: whether they may be there, and their shape."""

from __future__ import annotations

from collections.abc import Iterator

from automapper.beatsaber.checks.rule import Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.collisions import off_line
from automapper.beatsaber.model import Cut


def _any(subject: ChartSubject) -> Iterator[Finding]:
    for chain in subject.chart.chains:
        yield Finding("chain", subject.time(chain.beat), chain.beat)


def _loose(subject: ChartSubject) -> Iterator[Finding]:
    notes = {(note.beat, note.x, note.y, note.hand) for note in subject.notes}
    for chain in subject.chart.chains:
        if (chain.beat, chain.x, chain.y, chain.hand) not in notes:
            yield Finding("chain without its head note", subject.time(chain.beat), chain.beat)


def _shapes(subject: ChartSubject) -> Iterator[Finding]:
    for chain in subject.chart.chains:
        time = subject.time(chain.beat)
        dx, dy = chain.tail_x - chain.x, chain.tail_y - chain.y
        if chain.cut != Cut.DOT and (dx or dy):
            turn = off_line(chain.cut, dx, dy)
            if turn > 45 + 1e-6:
                yield Finding(f"chain turned by {turn:.0f} degrees", time, chain.beat)
        if chain.squish <= 0:
            yield Finding(f"chain with squish {chain.squish:g}", time, chain.beat)


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "chain",
        "There are no chains.",
        "0",
        "E/-/-",
        "ScoreSaber R.2.F, technical limitations",
        "the leaderboard cannot rank them",
        _any,
    ),
    Rule(
        "chain-head",
        "A chain has its head note.",
        "same beat, cell and hand",
        "E/E/W",
        "bsmg wiki, map format (burst sliders)",
        "the links hang in the air",
        _loose,
    ),
    Rule(
        "chain-shape",
        "A chain leads on in the direction of its head and has a length.",
        "tail within 45 degrees of the cut; squish above 0",
        "E/E/E",
        "BeatLeader R1 (squish) and R2",
        "the swing of the head may miss the links; a squish of 0 crashes the game",
        _shapes,
    ),
)
