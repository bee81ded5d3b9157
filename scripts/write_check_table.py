"""Writes docs/<game>-checks.md: the table of all rules of each game, from the rules themselves.

    python scripts/write_check_table.py

Run it after changing a rule; a test holds each page to its rules.
"""

from __future__ import annotations

from pathlib import Path

from automapper.beatsaber import checks as beatsaber_checks
from automapper.bms import checks as bms_checks
from automapper.osumania import checks as osumania_checks

DOCS = Path(__file__).resolve().parent.parent / "docs"
BEAT_SABER = """\
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

`bsa-check LEVEL --json` prints one object: `path`, `version` (1), `title`, `preset`, `errors`,
`warnings` (counts), `reading` (warnings about the files), `charts` and `issues`. A chart has `part`
(its name: `Expert`, or `Lawless Expert`), `errors`, `warnings`, the numbers of `notes`, `bombs`,
`walls`, `arcs`, `chains` and `lights`, `njs` (m/s), `jump_distance` (m), `reaction_ms` and
`statistics` (by name). An issue has `severity` (`error` or `warning`), `check`, `part` ("" for the
level), `seconds` and `beat` (null: everywhere), `what` and `why`. Keys may be added, never changed;
a change of meaning raises `version`. Of several levels, or a folder of them, it prints `version`
and `levels`, such an object for each that could be read.

Exit codes: 0 without errors, 1 with errors, 2 when the level cannot be read.

## Rules
"""

OSU_MANIA = """\
# osu!mania checks

What `osu-check` looks for. E is an error, W a warning, - is not asked; one column per preset. This
page is written by `scripts/write_check_table.py` from the rules in `automapper.osumania.checks`:
change it there.

The presets: `ranking` sees a mapset as a nominator does, so rules of the ranking criteria are
errors and guidelines warnings; in `default` errors are what spoils a chart for whoever plays it;
`play` asks only what concerns playing, for charts that nobody will submit.

A chart is judged as the difficulty that its name tells (by whole words: Easy, EZ, Beginner;
Normal, NM, Basic, Novice; Hard, HD, Advanced, Hyper; Insane, MX, Another; Expert, SC, Extra and
more), else as the one in whose band its stars lie: below 2.0 Easy, 2.7 Normal, 4.0 Hard, 5.3
Insane, beyond Expert. Rules about rhythm speak of 180 BPM; tempi are doubled or halved to 120-240
BPM first, as the wiki scales them. What is forbidden for a difficulty is forbidden for the easier
ones too. A chart file alone is not asked about the files beside it, nor (.osu, .qua) about the
spread; charts from other games' files not about HP and OD.

What rows ask of the hands (anchors, jacks, trills, runs, held columns, gaps) is counted by the
state machine in `lanes.py` and judged by `limits.py`; a generator asks the same functions. An
anchor is a column pressed again and again within 1/2 beat, a jack within 1/4; a trill is two
groups of columns that take turns within 1/4. How often human charts break each rule is counted by
`benchmarks/osumania_check_rates.py`.

Sources: "ranking criteria" and "osu!mania ranking criteria" are the pages of those names in the
osu! wiki, in which rules must be kept and guidelines may be broken for a reason; MapsetVerifier is
the checker by Naxess and others; lazer is the checks of osu!'s own editor.

## JSON

`osu-check MAP... --json` prints one object: `version` (1) and `maps`, one for each mapset that
could be read; a folder without charts of its own stands for all mapsets below it. A map has `path`,
`title`, `preset`, `errors`, `warnings` (counts), `reading` (warnings about the files), `charts` and
`issues`. A chart has `part` (its name, alone in its mapset), `difficulty` (what it is judged as),
`errors`, `warnings`, `keys`, `notes`, `holds`, `nps` (notes per second), `stars` (null: not known),
`seconds` (play time without breaks), `bpm` (lowest and highest), `hp` and `od`. An issue has
`severity` (`error` or `warning`), `check`, `part` ("" for the mapset), `seconds` (null:
everywhere), `columns` (from 0), `editor` (the place as osu!'s editor takes it:
`01:02:003 (62003|0,62003|2)`), `what` and `why`. Keys may be added, never changed; a change of
meaning raises `version`.

Exit codes: 0 without errors, 1 with errors, 2 when a map cannot be read.

## Rules

"""
BMS = """\
# BMS checks

What `bms-check` looks for and what `bms-generate` keeps. E is an error, W a warning. This page is
written by `scripts/write_check_table.py` from the rules in `automapper.bms.checks`: change it
there.

There are three families. The first is asked of every chart file; how often human charts break each
rule is counted by `benchmarks/bms_check_rates.py` (of 101 charts none breaks a rule that is an
error). The `placed-` rules are the laws of placement, A to K in the order of the published method's
table, asked of the notes against their source, its sounds and the constants of the levels. J, which
that method leaves to inspection, is a real check here: every note of the finished chart is taken
off the board and passed through gates 1 to 9 again, among all others. The `written-` rules are the
laws of the writer, asked of the file's bytes against the source's.

The generator asks all of the second and third family of its own output: an error means that
nothing is written. G (`placed-reproducible`) places everything twice and is asked with `--verify`.
K is kept by measure, as published; four beats of the whole chart that hold more than the cap are a
warning, since scaled measures can come close together.

`bms-check CHART --source FILE` asks the third family and the two laws of the second that need no
level (`placed-timing`, `placed-collision`). With `--result` the levels are known: then all laws but
G are asked of the notes that stand in the file, and the file is compared with the notes of the
result, so that a chart that was spliced or edited by hand is told from the one that was made.

## JSON

`bms-check CHART --json` prints one object: `version` (1), `path`, `errors`, `warnings` (counts),
`reading` (warnings of reading the files), `charts` and `issues`. A chart has `part` (its file),
`title`, `keys`, `notes` (with `holds` and `scratches`), `seconds` from the first note to the last,
`nps` (notes a second), `peak` (the most in one second), `chord` (the most at once), `jacks`
(repeats of a key faster than the generator lets them at level 5), `bpm` (lowest and highest),
`level` (an estimate), `told` (the file's own), `errors` and `warnings`. An issue has `severity`
(`error` or `warning`), `check`, `part`, `seconds` and `beat` (null: everywhere), `columns` (from 0,
scratches outside), `what` and `why`. Keys may be added, never changed; a change of meaning raises
`version`.

Exit codes: 0 without errors, 1 with errors, 2 when something cannot be read or asked.

## Rules
"""
# Name in file names -> what stands before the table, presets, rules.
PAGES = {
    "bms": (BMS, bms_checks.Preset, bms_checks.ALL_CHECKS),
    "beatsaber": (BEAT_SABER, beatsaber_checks.Preset, beatsaber_checks.ALL_CHECKS),
    "osumania": (OSU_MANIA, osumania_checks.Preset, osumania_checks.ALL_CHECKS),
}


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def page(game: str = "beatsaber") -> str:
    """A game's whole page."""
    introduction, presets, rules = PAGES[game]
    names = " | ".join(preset.value for preset in presets)
    lines = [
        introduction,
        f"| check | rule | threshold | {names} | why | source |",
        "|---" * (5 + len(presets)) + "|",
    ]
    for rule in rules:
        texts = (rule.rule, rule.threshold, *rule.grades.split("/"), rule.why, rule.source)
        lines.append(f"| `{rule.name}` | {' | '.join(map(_cell, texts))} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for name in PAGES:
        (DOCS / f"{name}-checks.md").write_text(page(name), encoding="utf-8", newline="\n")
