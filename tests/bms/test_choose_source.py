from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.choose_source import choose_source, sample_key, sounding_samples
from automapper.bms.model import Chart, KeyMode
from automapper.errors import ConfigError, FormatError
from bms.charts import chart, note


@dataclass(frozen=True)
class Read:
    chart: Chart


def _read(notes: int, background: tuple[str, ...] = (), mode: KeyMode = KeyMode.SEVEN) -> Read:
    return Read(chart([note(measure, 0, 1) for measure in range(notes)], background, mode))


EASY = ("easy.bme", _read(5, ("02", "03")))
HARD = ("hard.bme", _read(50, ("02", "03")))
THIN = ("thin.bme", _read(90, ("02",)))
DOUBLE = ("double.bme", _read(99, ("02", "03"), KeyMode.FOURTEEN))


def test_coverage_comes_before_notes_and_one_side_before_two() -> None:
    choice = choose_source([DOUBLE, THIN, EASY, HARD])
    assert choice.name == "hard.bme"
    names = [candidate.name for candidate in choice.candidates]
    assert names == ["hard.bme", "easy.bme", "thin.bme", "double.bme"]
    assert [candidate.coverage for candidate in choice.candidates] == [1.0, 1.0, 0.6667, 1.0]
    assert [candidate.notes for candidate in choice.candidates] == [50, 5, 90, 99]


def test_two_sides_are_the_source_where_they_are_wanted_or_alone() -> None:
    assert choose_source([HARD, DOUBLE], keys=KeyMode.TEN).name == "double.bme"
    assert choose_source([HARD, DOUBLE], keys=KeyMode.FIVE).name == "hard.bme"
    assert choose_source([HARD], keys=KeyMode.FOURTEEN).name == "hard.bme"
    assert choose_source([DOUBLE]).name == "double.bme"


def test_a_few_samples_more_do_not_outweigh_the_notes() -> None:
    samples = tuple((f"{n:02d}", f"{n}.wav") for n in range(50))
    ids = [wav_id for wav_id, _ in samples]
    full = chart([note(0, 0, 1, "00")], ids, samples=samples)
    played = chart([note(0, f"{n}/32", 1, "00") for n in range(32)], ids[:48], samples=samples)
    assert choose_source([("a", Read(full)), ("b", Read(played))]).name == "b"
    fewer = chart(list(played.notes), ids[:40], samples=samples)
    assert choose_source([("a", Read(full)), ("b", Read(fewer))]).name == "a"


def test_a_wish_overrides_and_is_found_by_any_spelling() -> None:
    charts = [("Song/easy.bme", EASY[1]), ("Song/hard.bme", HARD[1])]
    for wish in ("Song/easy.bme", "song\\EASY.bme", "easy.bme"):
        assert choose_source(charts, wanted=wish).name == "Song/easy.bme"


def test_a_wish_that_names_nothing_or_several_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"no chart is named 'x.bms'; there are: easy.bme"):
        choose_source([EASY], wanted="x.bms")
    with pytest.raises(ConfigError, match="several charts are named"):
        choose_source([("a/e.bms", EASY[1]), ("b/e.bms", EASY[1])], wanted="e.bms")
    with pytest.raises(FormatError, match=r"bad.bms: it is a picture"):
        choose_source([EASY], [("bad.bms", "it is a picture")], wanted="bad.bms")


def test_what_is_skipped_is_said() -> None:
    choice = choose_source([EASY, ("empty.bms", _read(0, ("01",)))], [("bad.bms", "cut short")])
    assert choice.name == "easy.bme"
    assert choice.warnings == (
        "bad.bms: skipped: cut short",
        "empty.bms: skipped: nothing in it is played",
    )
    assert choose_source([("empty.bms", _read(0))], wanted="empty.bms").name == "empty.bms"
    with pytest.raises(FormatError, match=r"no chart in it can be rebuilt \(.*skipped: "):
        choose_source([("empty.bms", _read(0))])


@given(st.permutations([EASY, HARD, THIN, DOUBLE, ("hard2.bme", HARD[1])]))
def test_the_order_of_the_charts_does_not_matter(charts) -> None:
    in_order = sorted(charts, key=lambda named: named[0])
    assert choose_source(charts) == choose_source(in_order)
    assert choose_source(charts).name == "hard.bme"


def test_samples_are_known_by_name_not_by_id() -> None:
    ours = chart([note(0, 0, 1, "0A")], samples=(("0A", "Lead\\A.wav"), ("0B", "unused.wav")))
    assert sounding_samples(ours) == {"lead/a"}


@given(st.text())
def test_any_name_has_a_key(written: str) -> None:
    assert sample_key(written) == sample_key(written.replace("/", "\\"))
