"""Parts of a chart through ``bms-generate``: re-rolls, ranges, spliced events, single stages."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from automapper.bms.generate.analyse import Analysis, analyse
from automapper.bms.generate.chart import GeneratedChart, chart_bytes, make_chart
from automapper.bms.generate.output import RESULT_SUFFIX, chart_name
from automapper.bms.generate.place import rules_of, selection_record
from automapper.bms.generate.reroll import finalize, reroll, resume
from automapper.bms.generate.result import (
    MAX_BYTES,
    Result,
    head_record,
    json_bytes,
    read_json,
    read_result,
)
from automapper.bms.generate.sounds_record import sounds_record
from automapper.bms.keysounds.cache import cache_folder
from automapper.bms.options import GenerateOptions
from automapper.bms.package import open_bms_package
from automapper.bms.placement.resume.carry import Carry
from automapper.bms.placement.resume.lookahead import Ahead
from automapper.cli.bms.generate_arguments import measures_of, seed_of
from automapper.cli.bms.generate_run import analysed
from automapper.cli.bms.targets import default_output
from automapper.errors import ConfigError
from automapper.files import read_file, write_file

_WORDS = {"long_notes": "ln", "mode": "keys"}  # where the door says it otherwise
ANALYSIS_NAME = "token_analysis.json"


def run_part(arguments: argparse.Namespace, options: GenerateOptions) -> bool:
    """Does what the words ask beside a whole chart; False where they ask for a whole chart."""
    if arguments.reroll is not None:
        _reroll(arguments, options)
    elif arguments.resume_state is not None:
        _resume(arguments, options)
    elif arguments.finalize is not None:
        _finalize(arguments, options)
    elif arguments.stage is not None:
        {"analyse": _analyse, "place": _place, "emit": _emit}[arguments.stage](arguments, options)
    else:
        return False
    return True


def analysed_again(arguments: argparse.Namespace, base: Result) -> Analysis:
    """The very source that a result was made from, its branch of #RANDOM too."""
    options = base.options()
    package = open_bms_package(arguments.folder[0], choices=base.choices or None)
    cache = None if arguments.no_cache else cache_folder()
    analysis = analyse(package, options, cache)
    base.verify(analysis)
    return analysis


def options_again(base: Result, given: GenerateOptions) -> GenerateOptions:
    """The options of a result; rankers of one's own are not in it and are given again.

    ConfigError for words that ask for another chart than the result's.
    """
    options, usual = base.options(), GenerateOptions()
    for word in ("intensity", "scratch", "long_notes", "mode", "fx"):
        asked = getattr(given, word)
        if asked not in (getattr(usual, word), getattr(options, word)):
            raise ConfigError(
                f"--{_WORDS.get(word, word)} cannot change here: "
                "parts are made by the options that stand in the result"
            )
    if options.ml is None or given.ml is None:
        return options
    return replace(options, ml=replace(given.ml, digests=options.ml.digests))


def _base(path: Path) -> Result:
    return read_result(read_file(path, MAX_BYTES), str(path))


def _reroll(arguments: argparse.Namespace, given: GenerateOptions) -> None:
    measures = measures_of(arguments.reroll)
    base = _base(arguments.base)
    analysis = analysed_again(arguments, base)
    seed = seed_of(arguments.seed)
    rules = rules_of(analysis, options_again(base, given))
    made = reroll(analysis, rules, base, measures, seed)
    target = arguments.output or arguments.base.parent
    _save_again(made, target, arguments)
    count = sum(one.event.place.measure in measures for one in made.placed)
    words = f"measure {measures.start}" if len(measures) == 1 else f"measures {arguments.reroll}"
    print(f"{target / made.name}: {words} placed anew with seed {seed}, {count} notes there")


def _save_again(made: GeneratedChart, target: Path, arguments: argparse.Namespace) -> None:
    same = (target / made.name).exists() and not arguments.force
    if same:
        raise ConfigError(
            f"{target / made.name} would be replaced: --force does that, --output DIR keeps it"
        )
    made.save(target, arguments.force)


def _resume(arguments: argparse.Namespace, options: GenerateOptions) -> None:
    path = arguments.resume_state
    carry = Carry.from_record(read_json(read_file(path, MAX_BYTES), str(path)))
    ahead = None
    if arguments.next_chord_lookahead is not None:
        path = arguments.next_chord_lookahead
        ahead = Ahead.from_record(read_json(read_file(path, MAX_BYTES), str(path)))
    if arguments.start_measure > arguments.end_measure:
        raise ConfigError("--start-measure lies behind --end-measure")
    measures = range(arguments.start_measure, arguments.end_measure + 1)
    # A range belongs to the chart of its own seed, and so to that branch of #RANDOM.
    analysis = analysed(arguments.folder[0], arguments, replace(options, seed=carry.seed))
    record = resume(analysis, options, rules_of(analysis, options), measures, carry, ahead)
    name = chart_name(analysis.name, analysis.source.mode, options.intensity)
    part = f"{name}.{measures.start:03}-{measures.stop - 1:03}{RESULT_SUFFIX}"
    _write_record(arguments, part, record)


def _finalize(arguments: argparse.Namespace, given: GenerateOptions) -> None:
    base = _base(arguments.finalize)
    analysis = analysed_again(arguments, base)
    options = options_again(base, given)
    made = finalize(analysis, options, rules_of(analysis, options), base)
    target = arguments.output or default_output(arguments.folder[0])
    _save_again(made, target, arguments)
    print("density was balanced over the whole chart: notes may have come and gone anywhere")
    print(f"{target / made.name}: {len(made.placed)} notes, level about {made.level:g}")


def _analyse(arguments: argparse.Namespace, options: GenerateOptions) -> None:
    analysis = analysed(arguments.folder[0], arguments, options)
    record = {
        **head_record(analysis, options, "analyse"),
        "selection": selection_record(rules_of(analysis, options).selection),
        "warnings": list(analysis.warnings),
        "sounds": sounds_record(analysis.sounds),
    }
    _write_record(arguments, ANALYSIS_NAME, record)


def _place(arguments: argparse.Namespace, options: GenerateOptions) -> None:
    analysis = analysed(arguments.folder[0], arguments, options)
    made = make_chart(analysis, options, rules_of(analysis, options), arguments.verify)
    _write_record(arguments, made.name + RESULT_SUFFIX, made.result)


def _emit(arguments: argparse.Namespace, options: GenerateOptions) -> None:
    base = _base(arguments.base)
    analysis = analysed_again(arguments, base)
    placed, residual = base.events(analysis.source)
    data = chart_bytes(analysis, placed, residual, base.label())
    name = chart_name(analysis.name, analysis.source.mode, base.options().intensity)
    path = (arguments.output or arguments.base.parent) / name
    write_file(path, data, force=arguments.force)
    print(path)


def _write_record(arguments: argparse.Namespace, name: str, record: Any) -> None:
    path = (arguments.output or default_output(arguments.folder[0])) / name
    write_file(path, json_bytes(record), force=arguments.force)
    print(path)
