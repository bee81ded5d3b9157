"""Writes docs/beatsaber-checks.md: the table of all Beat Saber rules, from the rules themselves.

    python scripts/write_check_table.py

Run it after changing a rule; a test holds the page to the rules.
"""

from __future__ import annotations

from pathlib import Path

from automapper.beatsaber.checks import ALL_CHECKS, Preset

PAGE = Path(__file__).resolve().parent.parent / "docs" / "beatsaber-checks.md"
INTRODUCTION = """\
# Beat Saber checks

What `bsa-check` looks for. E is an error, W a warning, - is not asked; one column per preset.
This page is written by `scripts/write_check_table.py` from the rules in
`automapper.beatsaber.checks`: change it there.

Parity, strain and double-directionals come from the state machine in `swings.py`, pairs of notes
from `collisions.py`; the generator asks the same functions. Where a published criterion leaves a
number open, the definition was set so that clean community charts (157 charts, 103,616 notes) keep
it: at most 1 issue per 100 notes and rule, counted by `benchmarks/beatsaber_check_rates.py`.

Sources: ScoreSaber is the mapping criteria at wiki.scoresaber.com (R rules, G guidelines; R.5 the
page on difficulty spread), BeatLeader the criteria and glossary at beatleader.wiki, MapCheck the
checker by Kival Evan. A vision block is a guideline at ScoreSaber, which a mapper may justify; a
program cannot, so it is an error here.

## JSON

`bsa-check LEVEL --json` prints one object: `version` (1), `title`, `preset`, `errors`, `warnings`
(counts), `reading` (warnings about the files), `charts` and `issues`. A chart has `part` (its name:
`Expert`, or `Lawless Expert`), `errors`, `warnings`, the numbers of `notes`, `bombs`, `walls`,
`arcs`, `chains` and `lights`, `njs` (m/s), `jump_distance` (m), `reaction_ms` and `statistics` (by
name). An issue has `severity` (`error` or `warning`), `check`, `part` ("" for the level), `seconds`
and `beat` (null: everywhere), `what` and `why`. Keys may be added, never changed; a change of
meaning raises `version`.

Exit codes: 0 without errors, 1 with errors, 2 when the level cannot be read.

## Rules
"""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def page() -> str:
    """The whole page."""
    presets = " | ".join(preset.value for preset in Preset)
    lines = [
        INTRODUCTION,
        f"| check | rule | threshold | {presets} | why | source |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for rule in ALL_CHECKS:
        texts = (rule.rule, rule.threshold, *rule.grades.split("/"), rule.why, rule.source)
        lines.append(f"| `{rule.name}` | {' | '.join(map(_cell, texts))} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
