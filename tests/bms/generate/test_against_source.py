"""A chart file against its source: which events it plays, and what it breaks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from automapper.bms.checks.placement_subject import Outcome
from automapper.bms.generate.against_source import Against, outcome_of
from automapper.bms.model import Chart, Note, Sound
from automapper.bms.placement.model import Reason, Residual
from automapper.errors import ConfigError, FormatError

from ..checks.charts import GOOD, at, key, tap
from ..placement.raw import Case, cases

SOURCE = """\
#TITLE song
#BPM 120
#WAV0A a.wav
#WAV0B b.wav
#00108:01
#BPM01 132.5
#00001:0A0B
#00001:0A
#00011:0000000B
#00016:0B
"""
CHART = SOURCE.replace("#00001:0A0B\n", "#00013:0A0B\n").replace("song", "song [AUTO]")


def chart_of(case: Case, outcome: Outcome) -> Chart:
    """The chart that an outcome is."""
    notes = [Note(one.event.place, one.lane, one.event.wav_id, one.end) for one in outcome.placed]
    sounds = [Sound(one.event.place, one.event.wav_id) for one in outcome.residual]
    return replace(
        GOOD,
        mode=case.source.mode,
        notes=tuple(sorted(notes, key=lambda note: (note.place, note.lane))),
        background=tuple(sorted(sounds, key=lambda sound: (sound.place, sound.wav_id))),
    )


@settings(max_examples=60)
@given(cases())
def test_a_chart_tells_which_events_it_plays(case: Case) -> None:
    told = Outcome(case.raw.placed, case.raw.residual)
    found = outcome_of(case.source, chart_of(case, told), told)
    assert found == told
    blind = outcome_of(case.source, chart_of(case, told))
    assert {(one.event.place, one.event.wav_id, one.lane) for one in blind.placed} == {
        (one.event.place, one.event.wav_id, one.lane) for one in told.placed
    }
    assert all(one.reason is Reason.NO_LANE for one in blind.residual)


def test_notes_that_are_no_event_are_left_out() -> None:
    case_chart = replace(GOOD, notes=(*GOOD.notes, tap(key(7), at(9), "02")))
    from automapper.bms.source import source_of

    source = source_of(GOOD)
    assert outcome_of(source, case_chart) == outcome_of(source, GOOD)
    fewer = replace(GOOD, notes=GOOD.notes[1:])
    assert outcome_of(source, fewer).residual[0] == Residual(source.events[0], Reason.NO_LANE)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "song.bme"
    path.write_text(SOURCE, encoding="ascii")
    return path


def broken(source: Path, chart: str) -> set[str]:
    return {one.check for one in Against(source)(chart.encode("ascii"), "new.bme")}


def test_a_chart_of_the_same_song_conforms(source: Path) -> None:
    assert broken(source, CHART) == set()
    assert broken(source, SOURCE) == set()


def test_each_law_of_the_file_is_asked(source: Path) -> None:
    assert broken(source, CHART.replace("#00001:0A\n", "")) == {
        "written-sounds",
        "written-background",
    }
    assert broken(source, CHART.replace("132.5", "133")) == {"written-timing"}
    assert "written-leak" in broken(source, CHART + "#00212:0A\n")
    assert "placed-collision" in broken(source, CHART.replace("#00001:0A\n", "#00014:0A\n"))


def test_what_cannot_be_asked_is_an_error(source: Path, tmp_path: Path) -> None:
    data = CHART.encode("ascii")
    with pytest.raises(ConfigError, match="give --result too"):
        Against(tmp_path)(data, "new.bme")
    with pytest.raises(FormatError, match="cannot be read"):
        Against(tmp_path / "none.bme")(data, "new.bme")
    with pytest.raises(FormatError, match=r"none\.json"):
        Against(source, tmp_path / "none.json")(data, "new.bme")
    (tmp_path / "no.json").write_text("{}", encoding="utf-8")
    with pytest.raises(FormatError, match="schema"):
        Against(source, tmp_path / "no.json")(data, "new.bme")
