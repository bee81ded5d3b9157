from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from automapper.bms.model import Place
from automapper.bms.read import ReadChart, read_chart
from automapper.cli.bms.generate import main
from automapper.cli.bms.generate_arguments import chart_of, measures_of, seed_of
from automapper.errors import ConfigError
from automapper.files import save_package
from render_bms_package import package

CHART = "song-auto-7k-int5.bms"
RESULT = f"{CHART}.result.json"
GOLDEN = Path(__file__).parents[2] / "golden" / "bms"
SUFFIXES = (".bms", ".bme", ".bml", ".pms")


@pytest.fixture(scope="session")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rendered package of 40 samples and 16 measures, with a measure of 3/4."""
    folder = tmp_path_factory.mktemp("bms") / "song"
    folder.mkdir()
    for name, data in package(40, 16).items():
        is_chart = name.endswith((".bms", ".bme"))
        (folder / ("song.bms" if is_chart else name)).write_bytes(data)
    return folder


@pytest.fixture(autouse=True)
def quiet_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOMAPPER_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def made(song: Path, out: Path, *words: str) -> Path:
    assert main(["--folder", str(song), "--output", str(out), *words]) == 0
    return out


def read(path: Path) -> ReadChart:
    return read_chart(path.read_bytes(), path.name)


def sounds(chart: ReadChart) -> Counter[tuple[Place, str]]:
    return Counter((one.place, one.wav_id) for one in (*chart.chart.notes, *chart.chart.background))


def record(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def by_measure(path: Path) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for line in path.read_bytes().splitlines():
        key = line[1:4] if line[1:4].isdigit() else b"head"
        found.setdefault(key, []).append(line)
    return found


def test_a_package_becomes_a_folder_that_a_player_takes(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in song.iterdir()}
    assert main(["--folder", str(song)]) == 0
    out = Path("outputs") / "song"
    assert sounds(read(out / CHART)) == sounds(read(song / "song.bms"))
    assert 0 < len(read(out / CHART).chart.notes) < len(sounds(read(out / CHART)))
    samples = {name for name in before if not name.endswith(".bms")}
    assert {path.name for path in out.iterdir()} == {
        *samples, CHART, RESULT, f"{CHART}.similarity.json",
    }  # fmt: skip
    assert {path.name: path.read_bytes() for path in song.iterdir()} == before
    said = capsys.readouterr().out
    assert "level about" in said
    assert CHART in said


def test_the_chart_says_that_it_was_generated(song: Path, tmp_path: Path) -> None:
    out = made(song, tmp_path / "out.zip")
    with zipfile.ZipFile(out) as archive:
        chart = read_chart(archive.read(CHART), CHART).chart
    assert "[AUTO 7K Int5]" in chart.header("TITLE") + chart.header("SUBTITLE")
    assert float(chart.header("TOTAL")) >= 260


def test_a_picture_to_look_at(song: Path, tmp_path: Path) -> None:
    made(song, tmp_path / "out", "--picture", str(tmp_path / "seen.png"))
    with Image.open(tmp_path / "seen.png") as picture:
        assert picture.format == "PNG"
    assert main(["--folder", str(song), str(song), "--picture", "x.png"]) == 2


def test_an_exhausted_package_says_so(
    song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for level, said in (("1", False), ("20", True)):
        made(song, tmp_path / level, "--intensity", level)
        assert ("a higher --intensity adds nothing" in capsys.readouterr().out) is said
        (path,) = (tmp_path / level).glob("*.result.json")
        assert record(path)["diagnostics"]["exhausted"] is said


def test_intensity_adds_notes(song: Path, tmp_path: Path) -> None:
    counts = []
    for level in (1, 5, 20):
        out = made(song, tmp_path / str(level), "--intensity", str(level))
        name = f"song-auto-7k-int{level}.bms"
        counts.append(len(read(out / name).chart.notes))
    assert counts[0] < counts[1] < counts[2]


@pytest.mark.parametrize("keys", [5, 9, 10, 14])
def test_other_numbers_of_keys(song: Path, tmp_path: Path, keys: int) -> None:
    out = made(song, tmp_path / "out", "--keys", str(keys), "--intensity", "10")
    (path,) = [one for one in out.iterdir() if one.suffix in SUFFIXES]
    assert read(path).chart.mode == keys
    assert sounds(read(path)) == sounds(read(song / "song.bms"))


def test_long_notes_are_made_on_demand(tmp_path: Path) -> None:
    package = GOLDEN / "v7-fast-holds"
    plain, held = (tmp_path / name for name in ("plain", "held"))
    made(package, plain, "--intensity", "12")
    made(package, held, "--intensity", "12", "--ln")
    (path,) = [one for one in held.iterdir() if one.suffix in SUFFIXES]
    assert not any(note.end for note in read(plain / path.name).chart.notes)
    assert any(note.end for note in read(path).chart.notes)
    assert sounds(read(path)) == sounds(read(plain / path.name))


# v0 has no sample that can be heard: it is for readers and writers.
SOUNDING = sorted(path for path in GOLDEN.iterdir() if path.name != "v0")


@pytest.mark.parametrize("level", [1, 20])
@pytest.mark.parametrize("package", SOUNDING, ids=lambda path: path.name)
def test_rare_kinds_of_packages_become_charts(package: Path, tmp_path: Path, level: int) -> None:
    out = made(package, tmp_path / "out", "--intensity", str(level), "--ln", "--verify")
    assert [one for one in out.iterdir() if one.suffix in SUFFIXES]


def test_a_package_without_its_samples_becomes_nothing(
    song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "song.bms").write_bytes((song / "song.bms").read_bytes())
    assert main(["--folder", str(bare)]) == 2
    said = capsys.readouterr().err
    assert "nothing in it can be played" in said
    assert "is missing" in said
    assert not Path("outputs").exists()


def test_a_chart_may_be_named_by_its_path(song: Path, tmp_path: Path) -> None:
    made(song, tmp_path / "out", "--bms", str(song / "song.bms"))
    assert (tmp_path / "out" / CHART).exists()
    elsewhere = tmp_path / "song.bms"
    elsewhere.write_bytes((song / "song.bms").read_bytes())
    assert chart_of(str(elsewhere), [song]) == str(elsewhere)
    assert chart_of("song.bms", [song]) == "song.bms"
    assert chart_of(None, [song]) is None


def test_a_chart_is_no_package_and_the_words_for_it_are_said(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--folder", str(song / "song.bms")]) == 2
    assert f'--folder "{song}" --bms "song.bms"' in capsys.readouterr().err


def test_the_package_is_never_written_to(
    song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = tmp_path / "song.zip"
    save_package(whole, {path.name: path.read_bytes() for path in song.iterdir()})
    packed = whole.read_bytes()
    before = sorted(song.rglob("*"))
    for source, target in ((song, song), (song, song / "new.zip"), (whole, whole)):
        assert main(["--folder", str(source), "--output", str(target), "--force"]) == 2
        assert "never written to" in capsys.readouterr().err
    assert sorted(song.rglob("*")) == before
    assert whole.read_bytes() == packed


def test_the_same_bytes_whatever_hash_seed(song: Path, tmp_path: Path) -> None:
    found = []
    for number in ("0", "1", "77"):
        out = tmp_path / number
        words = ["-m", "automapper.cli.bms.generate", "--folder", str(song), "--output", str(out)]
        env = {**os.environ, "PYTHONHASHSEED": number}
        subprocess.run([sys.executable, *words], check=True, env=env, capture_output=True)
        found.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert found[0] == found[1] == found[2]


def test_a_rerolled_measure_changes_that_measure_only(song: Path, tmp_path: Path) -> None:
    base = made(song, tmp_path / "base")
    words = ["--reroll", "6", "--from", str(base / RESULT), "--seed", "3"]
    again = made(song, tmp_path / "again", *words)
    before, after = by_measure(base / CHART), by_measure(again / CHART)
    assert {key for key in before if before[key] != after.get(key)} == {b"006"}
    assert sounds(read(again / CHART)) == sounds(read(song / "song.bms"))
    assert record(again / RESULT)["rerolled"] == [{"start_measure": 6, "end_measure": 6, "seed": 3}]
    twice = ["--reroll", "8-9", "--from", str(again / RESULT), "--seed", "4"]
    third = made(song, tmp_path / "third", *twice)
    changed = {key for key in before if by_measure(third / CHART).get(key) != after.get(key)}
    assert changed <= {b"008", b"009"}


def test_a_reroll_does_not_replace_its_base_unasked(
    song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = made(song, tmp_path / "base")
    words = ["--folder", str(song), "--reroll", "6", "--from", str(base / RESULT), "--seed", "3"]
    assert main(words) == 2
    assert "--force does that" in capsys.readouterr().err
    assert main([*words, "--force"]) == 0


def states(base: Path) -> list[dict[str, Any]]:
    """The full states of a result, samples' uses added up."""
    from automapper.bms.generate.result import read_result

    result = read_result((base / RESULT).read_bytes(), RESULT)
    return [result.state(number).to_record() for number in range(len(result.record["states"]))]


def test_a_reroll_keeps_the_options_of_its_result(
    song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = made(song, tmp_path / "base", "--ln")
    again = ["--folder", str(song), "--reroll", "3", "--from", str(base / RESULT), "--force"]
    assert main([*again, "--intensity", "5", "--ln"]) == 0
    for words in (["--intensity", "12"], ["--keys", "5"], ["--scratch", "1"]):
        assert main([*again, *words]) == 2
        assert f"{words[0]} cannot change here" in capsys.readouterr().err


def test_a_range_from_its_state_is_that_range_of_the_whole(song: Path, tmp_path: Path) -> None:
    base = made(song, tmp_path / "base")
    state = tmp_path / "state.json"
    state.write_text(json.dumps(states(base)[5]), encoding="utf-8")
    words = ["--resume-state", str(state), "--start-measure", "5", "--end-measure", "7"]
    out = made(song, tmp_path / "part", *words)
    part = record(out / f"{CHART}.005-007.result.json")
    assert part["mode"] == "resume"
    assert part["end_state"] == states(base)[8]
    assert {one["measure"] for one in (*part["placed"], *part["residual"])} <= {5, 6, 7}


def test_finalize_takes_spliced_events(song: Path, tmp_path: Path) -> None:
    base = made(song, tmp_path / "base")
    out = made(song, tmp_path / "out", "--finalize", str(base / RESULT))
    assert record(out / RESULT)["mode"] == "finalize"
    assert sounds(read(out / CHART)) == sounds(read(song / "song.bms"))


def test_stages_run_alone(song: Path, tmp_path: Path) -> None:
    base = made(song, tmp_path / "base")
    out = made(song, tmp_path / "out", "--stage", "analyse")
    assert len(record(out / "token_analysis.json")["sounds"]) >= 40
    made(song, out, "--stage", "place")
    assert (out / RESULT).read_bytes() == (base / RESULT).read_bytes()
    made(song, out, "--stage", "emit", "--from", str(out / RESULT))
    assert (out / CHART).read_bytes() == (base / CHART).read_bytes()


def test_many_packages_and_one_that_is_bad(
    song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"no zip")
    assert main(["--folder", str(song), str(bad), "--output", str(tmp_path / "all")]) == 1
    said = capsys.readouterr()
    assert "1 of 2 packages became charts" in said.out
    assert "bad.zip" in said.err
    assert (tmp_path / "all" / "song" / CHART).exists()
    assert not (tmp_path / "all" / "bad").exists()


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (["--intensity", "21"], "--intensity is a level from 1 to 20"),
        (["--seed", "none"], "--seed is a whole number"),
        (["--bms", "other.bms"], "no chart is named 'other.bms'"),
        (["--reroll", "3"], "a re-roll needs both"),
        (["--stage", "emit"], "--stage emit needs the result"),
        (["--start-measure", "3"], "--start-measure needs --resume-state"),
        (["--model-token", "x.onnx"], "are for --ml"),
        (["--resume-state", "x", "--finalize", "y"], "are two ways"),
        (["--finalize", "nowhere.json"], "nowhere.json: cannot be read"),
    ],
)
def test_words_that_do_not_fit_are_one_clear_line(
    song: Path, words: list[str], match: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--folder", str(song), *words]) == 2
    assert match in capsys.readouterr().err
    assert not Path("outputs").exists()


@pytest.mark.parametrize("text", ["", "x", "3-", "5-3", "-1", "3-4-5", "٣"])
def test_measures_that_are_none(text: str) -> None:
    with pytest.raises(ConfigError, match="--reroll takes a measure"):
        measures_of(text)


def test_a_random_seed_is_a_seed() -> None:
    assert 0 <= seed_of("random") < 10**6
