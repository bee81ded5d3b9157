"""What the wrists can do: parity, strain, doubled directions, as ``swings.trace`` judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from automapper.beatsaber.checks.rule import Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.swings import Strain, Swing

HAND_NAME = ("left", "right")


def _swings_that(
    wrong: Callable[[Swing], bool], what: str
) -> Callable[[ChartSubject], Iterator[Finding]]:
    """One finding per such swing, ``what`` with {gap} in ms since the start of the one before."""

    def find(subject: ChartSubject) -> Iterator[Finding]:
        found = (swing for swings in subject.swings for swing in swings if wrong(swing))
        for swing in sorted(found, key=lambda swing: (swing.start, swing.hand)):
            word = swing.cut.name.replace("_", "-").lower()
            text = (
                f"{HAND_NAME[swing.hand]} hand, {word}: {what.format(gap=round(swing.gap * 1000))}"
            )
            yield Finding(text, swing.start, swing.notes[0].beat)

    return find


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "parity-break",
        "Each swing starts where the one before left the wrist.",
        "wrist within 135 degrees of neutral and turned by less than 135; free after 1 s or a bomb",
        "E/E/E",
        "ScoreSaber G.1.A (resets); measured on 955 community charts",
        "the wrist must be turned back within 1 s of its previous swing",
        _swings_that(
            lambda swing: swing.strain == Strain.BREAK, "a reset {gap} ms after its last swing"
        ),
    ),
    Rule(
        "wrist-strain",
        "The wrist is not bent far.",
        "over 90 and up to 135 degrees from neutral",
        "W/W/W",
        "ScoreSaber glossary (pronation to 90-100 degrees)",
        "it is uncomfortable, and can hurt when repeated",
        _swings_that(lambda swing: swing.strain == Strain.STRAINED, "a strained wrist"),
    ),
    Rule(
        "double-directional",
        "No hand swings twice in one direction without a reset.",
        "swings within 45 degrees of each other, less than 1 s apart, no bomb between",
        "E/E/E",
        "ScoreSaber G.1.A; MapCheck",
        "the player has to swing back through the air first",
        _swings_that(
            lambda swing: swing.double_directional, "the same direction again after {gap} ms"
        ),
    ),
)
