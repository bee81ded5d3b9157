from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given

from automapper.bms.model import Chart, Hidden, KeyMode, Lane, Mine, Note, Place, Sound
from automapper.bms.source import source_of
from automapper.bms.timeline import beat_of
from bms.charts import chart, note
from bms.strategies import charts


def at(measure: int, fraction: str = "0") -> Place:
    return Place(measure, Fraction(fraction))


@given(charts())
def test_everything_that_sounds_is_an_event_once(given_chart: Chart) -> None:
    source = source_of(given_chart)
    expected = [(sound.place, sound.wav_id, None, None) for sound in given_chart.background]
    expected += [(n.place, n.wav_id, n.lane, n.end) for n in given_chart.notes]
    found = [(event.place, event.wav_id, event.source, event.end) for event in source.events]
    assert sorted(map(repr, found)) == sorted(map(repr, expected))
    assert [event.index for event in source.events] == [*range(len(found))]
    for one, other in pairwise(source.events):
        assert (one.place, one.wav_id) <= (other.place, other.wav_id)
    assert all(event.beat == beat_of(source.bars, event.place) for event in source.events)


def test_what_does_not_sound_is_no_event() -> None:
    quiet = replace(
        chart([note(1, "1/2", 1)]),
        hidden=(Hidden(at(0), Lane(0, 2), "02"),),
        mines=(Mine(at(1, "1/4"), Lane(0, 3), 9),),
        lengths=((0, Fraction(1, 2)),),
        long_note_end="ZZ",
    )
    source = source_of(quiet)
    assert [(event.wav_id, event.beat) for event in source.events] == [("01", 4)]
    assert source.obstacles == ((Lane(0, 3), 3),)
    assert source.unplayable == ("ZZ",)
    assert source.bars == (0, 2, 6)


def test_the_background_comes_first_among_equals() -> None:
    both = replace(chart([note(0, 0, 3, "01")]), background=(Sound(at(0), "01"),))
    assert [event.source for event in source_of(both).events] == [None, Lane(0, 3)]


def test_another_mode_may_be_wanted() -> None:
    source = source_of(chart([note(0, 0, 6)]), KeyMode.FIVE)
    assert (source.mode, source.source_mode) == (KeyMode.FIVE, KeyMode.SEVEN)
    assert source_of(chart([])).mode is KeyMode.SEVEN


def test_the_end_of_a_long_note_is_kept() -> None:
    held = Note(at(0), Lane(0, 1), "01", at(1, "1/3"), "02")
    assert source_of(replace(chart([]), notes=(held,))).events[0].end == at(1, "1/3")
