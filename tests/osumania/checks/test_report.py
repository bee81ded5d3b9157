"""The report of a checked mapset; the door's tests look at whole reports."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from automapper.chart import Issue, Severity
from automapper.errors import ConfigError, FormatError
from automapper.osumania.checks.report import check_path, editor_link, editor_time
from automapper.osumania.model import Mapset
from automapper.osumania.write import save_mapset, write_mapset

from .good import GOOD, GREEN, REDLINE, named


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0, "00:00:000"), (59.9996, "01:00:000"), (3725.5, "62:05:500"), (-0.5, "-00:00:500")],
)
def test_times_as_the_editor_shows_them(seconds: float, text: str) -> None:
    assert editor_time(seconds) == text


def test_places_as_the_editor_takes_them() -> None:
    issue = Issue(Severity.ERROR, "anchor", "what", "why", 62.003, None, "Hard", (0, 2))
    assert editor_link(issue) == "01:02:003 (62003|0,62003|2)"
    assert editor_link(Issue(Severity.ERROR, "x", "", "", 62.003)) == "01:02:003"
    assert editor_link(Issue(Severity.ERROR, "x", "", "")) == ""


def packed(path: Path, *charts: object) -> Path:
    save_mapset(path, Mapset(tuple((f"{i}.osu", one) for i, one in enumerate(charts))))  # type: ignore[misc]
    return path


def test_numbers_of_a_chart(tmp_path: Path) -> None:
    report = check_path(packed(tmp_path / "good.osz", GOOD))
    (chart,) = report.charts
    assert (chart.part, chart.difficulty, chart.keys) == ("Normal", "Normal", 4)
    assert (chart.notes, chart.holds, chart.bpm) == (150, 9, (150.0, 150.0))
    assert chart.seconds == pytest.approx(59.6) and chart.nps == pytest.approx(2.517, abs=1e-3)
    assert chart.stars is not None and 0.3 < chart.stars < 2
    assert report.title == "A band - A song"


def test_packages_are_judged_with_their_files_and_single_charts_without(tmp_path: Path) -> None:
    package = check_path(packed(tmp_path / "good.osz", GOOD), "ranking")
    assert {one.check for one in package.issues} == {"audio", "background"}
    alone = tmp_path / "good.osu"
    alone.write_bytes(write_mapset(Mapset((("good.osu", GOOD),)))["good.osu"])
    assert check_path(alone, "ranking").issues == ()
    changing = named("4K Hard", points=(REDLINE, replace(GREEN, velocity=Fraction(9, 10))))
    alone.write_bytes(write_mapset(Mapset((("good.osu", changing),)))["good.osu"])
    assert check_path(alone, "ranking").issues == ()  # nobody knows what else there is
    packed_alone = check_path(packed(tmp_path / "hard.osz", changing), "ranking")
    assert "spread-lowest" in {one.check for one in packed_alone.issues}


def test_charts_are_chosen_by_a_piece_of_their_name(tmp_path: Path) -> None:
    path = packed(tmp_path / "two.osz", GOOD, named("4K Hard"))
    assert [one.part for one in check_path(path, difficulties=["hard"]).charts] == ["4K Hard"]
    assert len(check_path(path, difficulties=["hard", "NORM"]).charts) == 2
    with pytest.raises(ConfigError, match="no such difficulty; the mapset has Normal, 4K Hard"):
        check_path(path, difficulties=["Insane"])
    with pytest.raises(ConfigError, match="no preset 'loud'"):
        check_path(path, "loud")


def test_what_cannot_be_read_is_a_format_error(tmp_path: Path) -> None:
    (tmp_path / "bad.osz").write_bytes(b"no zip")
    with pytest.raises(FormatError, match=r"bad\.osz: is neither"):
        check_path(tmp_path / "bad.osz")


SIMFILE = """#TITLE:A song;#OFFSET:0;#BPMS:0=150;
#NOTES:dance-single::Easy:1::
1000
0100
0010
0001;
"""


def test_charts_of_other_games_are_not_blamed_for_what_they_cannot_say(tmp_path: Path) -> None:
    path = tmp_path / "song.sm"
    path.write_text(SIMFILE, encoding="utf-8")
    report = check_path(path, "ranking")
    checks = {one.check for one in report.issues}
    assert "drain-time" in checks and not checks & {"hp-od", "audio", "background"}
    assert report.charts[0].difficulty == "Easy"
    assert "hp-od" not in {one.check for one in check_path(tmp_path, "ranking").issues}
