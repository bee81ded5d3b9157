"""The door: what it prints, and its exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from automapper.bms.read import read_chart
from automapper.cli.bms.check import main
from automapper.cli.bms.generate import main as generate
from render_bms_package import package
from unread_door import unread

CHART = "song-auto-7k-int5.bms"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a rendered package and the chart that was generated from it."""
    home = tmp_path_factory.mktemp("bms-check")
    (home / "song").mkdir()
    for name, data in package(40, 16).items():
        is_chart = name.endswith((".bms", ".bme"))
        (home / "song" / ("song.bms" if is_chart else name)).write_bytes(data)
    before = os.environ.get("AUTOMAPPER_CACHE")
    os.environ["AUTOMAPPER_CACHE"] = str(home / "cache")
    try:
        words = ["--folder", str(home / "song"), "--output", str(home / "out"), "--ln"]
        assert generate(words) == 0
    finally:
        os.environ.pop("AUTOMAPPER_CACHE")
        if before is not None:
            os.environ["AUTOMAPPER_CACHE"] = before
    return home


@pytest.fixture(autouse=True)
def quiet_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOMAPPER_CACHE", str(home / "cache"))


def against(home: Path, chart: Path) -> list[str]:
    result = home / "out" / f"{CHART}.result.json"
    return [str(chart), "--source", str(home / "song"), "--result", str(result)]


def spliced(home: Path, target: Path, change: tuple[bytes, bytes]) -> Path:
    data = (home / "out" / CHART).read_bytes()
    assert change[0] in data
    target.write_bytes(data.replace(*change, 1))
    return target


def test_a_generated_chart_keeps_every_law(home: Path, capsys) -> None:
    chart = home / "out" / CHART
    assert main(against(home, chart)) == 0
    assert main([str(chart), "--source", str(home / "song" / "song.bms")]) == 0
    out = capsys.readouterr().out
    assert "0 errors" in out and CHART in out


def test_the_source_itself_is_another_chart_than_the_result(home: Path, capsys) -> None:
    assert main(against(home, home / "song" / "song.bms")) == 1
    out = capsys.readouterr().out
    assert "E written-notes" in out and "E placed-legal" in out


def test_a_spliced_chart_is_told_and_fails(home: Path, tmp_path: Path, capsys) -> None:
    """One note of the chart becomes another sound."""
    data = (home / "out" / CHART).read_bytes()
    chart = read_chart(data, CHART).chart
    measures = sorted({note.place.measure for note in chart.notes if note.lane.key == 1})
    line = f"#{measures[0]:03}11:".encode()
    found = next(row for row in data.splitlines() if row.startswith(line))
    changed = line + bytes(found[7:]).replace(found[7:].replace(b"0", b"")[:1], b"2")
    path = spliced(home, tmp_path / "new.bms", (found, changed))
    assert main(against(home, path)) == 1
    assert "E written-sounds" in capsys.readouterr().out


def test_a_packages_charts_stand_in_a_table(home: Path, capsys) -> None:
    assert main([str(home / "song")]) == 0
    out = capsys.readouterr().out
    assert "song.bms" in out and "nps/max" in out and "0 errors" in out
    assert all(len(line) <= 80 for line in out.splitlines()[1:3])


def test_json_is_for_programs(home: Path, capsys) -> None:
    assert main([str(home / "song"), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["version"], len(record["charts"])) == (1, 1)
    assert record["charts"][0]["part"] == "song.bms"


def test_a_bad_chart_is_told_with_place_what_and_why(tmp_path: Path, capsys) -> None:
    path = tmp_path / "bad.bms"
    path.write_bytes(
        b"#TITLE [red]bad\r\n#BPM 120\r\n#WAV01 a.wav\r\n#00111:01\r\n#00151:01000001\r\n"
    )
    assert main([str(path)]) == 1
    found = capsys.readouterr().out
    assert "[red]bad" in found
    assert "E lane-twice (1): one covers the other" in found
    assert "00:02.000  key 1: 01 and 01 at once" in found


def test_what_cannot_be_read_is_one_line(tmp_path: Path, home: Path, capsys) -> None:
    for words in (
        [str(tmp_path / "none.bms")],
        [str(tmp_path)],
        [str(home / "song"), "--source", str(home / "song" / "song.bms")],
        [str(home / "song" / "song.bms"), "--source", str(tmp_path / "none.bms")],
    ):
        assert main(words) == 2
        err = capsys.readouterr().err
        assert err.startswith("bms-check: ") and err.count("\n") == 1


def test_a_song_is_told_from_a_chart(tmp_path: Path, capsys) -> None:
    (tmp_path / "song.ogg").write_bytes(b"OggS")
    assert main([str(tmp_path / "song.ogg")]) == 2
    err = capsys.readouterr().err
    assert err.endswith("is no chart (.bme, .bml, .bms, .pms) and no package as folder or zip\n")


def test_a_result_needs_its_source(home: Path, capsys) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(home / "out" / CHART), "--result", "x.json"])
    assert stop.value.code == 2
    assert "--result needs --source" in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_is_no_error(home: Path) -> None:
    assert unread("bms.check", str(home / "song"), "--all") == (0, b"")
