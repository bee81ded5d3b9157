from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from automapper.chart import Song
from automapper.errors import FormatError, OutputError
from automapper.files import save_package
from automapper.osumania.formats.osu import write_chart
from automapper.osumania.game import OSU_MANIA
from automapper.osumania.model import Chart, Mapset, Note, Words
from automapper.osumania.names import chart_file_name, chart_file_names
from automapper.osumania.read import open_mapset, read_mapset
from automapper.osumania.write import rounded_times, save_mapset, write_mapset
from osumania.sample import ms, sample_chart, sample_mapset

STANDARD = b"osu file format v14\n[General]\nMode: 0\n"
SIMFILE = (
    b"#TITLE:Song;#MUSIC:song.ogg;#OFFSET:0;#BPMS:0=120;"
    b"#NOTES:dance-single::Easy:1:0:\n1000\n0000\n0000\n0000;"
)


def test_a_mapset_comes_back_from_its_files() -> None:
    files = write_mapset(sample_mapset())
    assert sorted(files) == [
        "automapper - First light [Hard].osu",
        "cover, large.png",
        "easy.osu",
        "song.ogg",
    ]
    assert read_mapset(files) == (sample_mapset(), [])


def test_charts_for_other_modes_stay_among_the_files() -> None:
    files = {**write_mapset(sample_mapset()), "std.osu": STANDARD, "broken.OSU": b"?"}
    mapset, warnings = read_mapset(files)
    assert [name for name, _ in mapset.charts] == [name for name, _ in sample_mapset().charts]
    assert dict(mapset.files)["std.osu"] == STANDARD
    assert warnings == [
        "broken.OSU: line 1: is not 'osu file format v...'",
        "std.osu: [General]: is a map for osu!, not for osu!mania",
    ]
    assert write_mapset(mapset) == files


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, r"holds no \.osu, \.sm, \.ssc or \.qua file"),
        ({"std.osu": STANDARD}, r"std\.osu: .*is a map for osu!"),
    ],
)
def test_a_package_without_charts_is_refused(files: dict[str, bytes], reason: str) -> None:
    with pytest.raises(FormatError, match=f"holds no chart that can be read .*{reason}"):
        read_mapset(files)


def test_simfiles_become_charts_with_names_of_osu() -> None:
    mapset, warnings = read_mapset({"a.sm": SIMFILE, "song.ogg": b"a sound"})
    ((name, chart),) = mapset.charts
    assert name.endswith(".osu")
    assert "Song" in name
    assert (chart.audio, chart.notes[0].column, warnings) == ("song.ogg", 0, [])
    assert mapset.files == (("song.ogg", b"a sound"),)


@pytest.mark.parametrize(
    ("difficulty", "columns", "left_out"), [(b"Easy", [1], 1), (b"Hard", [0, 1], 0)]
)
def test_of_a_sm_beside_its_ssc_only_what_that_has_is_left_out(
    difficulty: bytes, columns: list[int], left_out: int
) -> None:
    ssc = (
        b"#VERSION:0.83;#TITLE:Song;#MUSIC:song.ogg;#OFFSET:0;#BPMS:0=120;#NOTEDATA:;"
        b"#STEPSTYPE:dance-single;#DIFFICULTY:%s;#METER:1;#NOTES:\n0100\n0000\n0000\n0000;"
    )
    mapset, warnings = read_mapset({"a.sm": SIMFILE, "A.ssc": ssc % difficulty})
    assert sorted(chart.notes[0].column for _, chart in mapset.charts) == columns
    said = "a.sm: 1 of its 1 charts are left out; the .ssc of the same name has them and says more"
    assert warnings == [said] * left_out


def test_two_files_of_one_name_are_refused() -> None:
    twins = Mapset((("a.osu", Chart()), ("A.osu", Chart())))
    with pytest.raises(FormatError, match="has two files of one name"):
        write_mapset(twins)


@pytest.mark.parametrize("name", ["set.osz", "set.zip", "set"])
def test_packages_on_disk(tmp_path: Path, name: str) -> None:
    save_mapset(tmp_path / name, sample_mapset())
    assert open_mapset(tmp_path / name) == (sample_mapset(), [])
    with pytest.raises(OutputError, match="exists already"):
        save_mapset(tmp_path / name, sample_mapset())


def test_the_same_mapset_gives_the_same_zip(tmp_path: Path) -> None:
    for name in ("a.osz", "b.osz"):
        save_mapset(tmp_path / name, sample_mapset())
    assert (tmp_path / "a.osz").read_bytes() == (tmp_path / "b.osz").read_bytes()


def test_one_folder_around_everything_is_taken_off(tmp_path: Path) -> None:
    inside = {f"set/{name}": data for name, data in write_mapset(sample_mapset()).items()}
    save_package(tmp_path / "a.zip", inside)
    mapset, warnings = open_mapset(tmp_path / "a.zip")
    assert mapset == sample_mapset()
    assert len(warnings) == 1
    assert "the game wants files at the top" in warnings[0]


def test_single_chart_files(tmp_path: Path) -> None:
    (tmp_path / "a.osu").write_bytes(write_chart(sample_chart()))
    (tmp_path / "b.sm").write_bytes(SIMFILE)
    assert open_mapset(tmp_path / "a.osu") == (Mapset((("a.osu", sample_chart()),)), [])
    ((name, _),) = open_mapset(str(tmp_path / "b.sm"))[0].charts
    assert "Song" in name
    assert "[Easy" in name


def test_what_cannot_be_opened_names_the_path(tmp_path: Path) -> None:
    (tmp_path / "song.ogg").write_bytes(b"a sound")
    (tmp_path / "bad.osu").write_bytes(b"?")
    with pytest.raises(FormatError, match="cannot be read"):
        open_mapset(tmp_path / "none.osu")
    with pytest.raises(FormatError, match=r"none\.osz: does not exist"):
        open_mapset(tmp_path / "none.osz")
    with pytest.raises(FormatError, match=r"song\.ogg: is neither a folder nor an intact zip"):
        open_mapset(tmp_path / "song.ogg")
    with pytest.raises(FormatError, match="holds no chart that can be read"):
        open_mapset(tmp_path)


def named(title: str, version: str = "Hard") -> Chart:
    return Chart(words=Words(Song(title, "", "Band", "me"), version=version))


def test_files_are_named_as_osu_names_them() -> None:
    assert chart_file_name(named("Song")) == "Band - Song (me) [Hard].osu"
    assert chart_file_name(named('a/b\\c:d*e?"f<g>|h\n')) == "Band - abcdefgh (me) [Hard].osu"
    assert len(chart_file_name(named("x" * 500))) <= 124
    aux = Chart(words=Words(Song("", "", "aux.", "")))
    assert chart_file_name(aux) == "_aux. - () [].osu"


def test_no_name_is_given_twice() -> None:
    names = chart_file_names([named("a"), named("A"), named("a")], {"band - a (me) [hard].osu"})
    assert names == [
        "Band - a (me) [Hard] (2).osu",
        "Band - A (me) [Hard] (3).osu",
        "Band - a (me) [Hard] (4).osu",
    ]


def test_times_that_a_file_rounds_are_counted() -> None:
    third = Fraction(1, 3)
    assert rounded_times(sample_chart()) == 0
    chart = replace(sample_chart(), notes=(Note(ms(0), 0, third), Note(third, 1)))
    assert rounded_times(chart) == 2


def test_the_game_names_what_its_files_cannot_hold() -> None:
    chart = replace(sample_chart(), notes=(Note(Fraction(1, 3), 0),))
    files, dropped = OSU_MANIA.write(Mapset((("a.osu", chart), ("b.osu", sample_chart()))))
    assert sorted(files) == ["a.osu", "b.osu"]
    assert dropped == ["a.osu: 1 times are now whole ms"]
