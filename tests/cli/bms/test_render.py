"""The door as a user sees it: a package of our own in, sounds out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from automapper.bms.keysounds.decode import decode_sample
from automapper.cli.bms.render import main
from automapper.files import save_package
from bms.render.little_song import FILES, chart_file, package
from unread_door import unread


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A song's folder, and an empty folder to work in."""
    save_package(tmp_path / "song", package())
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "song"


def names() -> list[str]:
    """What lies in the working folder."""
    return sorted(path.name for path in Path().iterdir())


def heard(path: Path) -> np.ndarray:
    return decode_sample(path.read_bytes()).samples


def test_a_chart_becomes_a_sound_beside_the_user(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.iterdir())
    assert main([str(folder / "drums.bms")]) == 0
    assert names() == ["drums.ogg"] and sorted(folder.iterdir()) == before
    assert heard(Path("drums.ogg")).shape[1] == pytest.approx(32 * 44_100, rel=0.05)
    assert capsys.readouterr().out.startswith("drums.ogg: 3")


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg"])
def test_the_suffix_chooses_the_format(folder: Path, suffix: str) -> None:
    words = [str(folder), "--chart", "lead.bms", "-o", f"deep/mix{suffix}", "--measures", "2-3"]
    assert main(words) == 0
    assert heard(Path(f"deep/mix{suffix}")).shape == (2, 4 * 44_100)


def strength(path: Path, hz: int) -> float:
    """How much of a pitch sounds in the first second."""
    return float(np.abs(np.fft.rfft(heard(path)[0, :44_100]))[hz - 2 : hz + 3].max())


def test_parts_are_what_is_played_and_what_plays_itself(folder: Path) -> None:
    for name, words in (("keys", ["--keys-only"]), ("rest", ["--bgm-only"])):
        assert main([str(folder), "--chart", "lead.bms", "-o", f"{name}.wav", *words]) == 0
    keys, rest = (folder.parent / "here" / name for name in ("keys.wav", "rest.wav"))
    assert strength(keys, 880) > 100 * strength(keys, 220)
    assert strength(rest, 220) > 10 * strength(rest, 880)


def test_nothing_is_overwritten_unless_forced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("drums.ogg").write_bytes(b"mine")
    assert main([str(folder / "drums.bms")]) == 2
    assert "drums.ogg exists already; --force overwrites it" in capsys.readouterr().err
    assert Path("drums.ogg").read_bytes() == b"mine"
    assert main([str(folder / "drums.bms"), "--force"]) == 0
    assert Path("drums.ogg").read_bytes() != b"mine"


def test_two_charts_of_a_song_sound_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder / "drums.bms"), "--compare", str(folder / "lead.bms")]) == 0
    said = capsys.readouterr().out
    assert "drums.bms and lead.bms sound the same" in said
    assert "correlation 1.000000" in said and "lag 0.00 ms" in said
    assert names() == []


def test_a_lost_note_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = chart_file("lead").replace(b"#00813:00030003", b"#00813:00000003")
    (folder.parent / "other.bms").write_bytes(data)
    assert main([str(folder / "drums.bms"), "--compare", str(folder.parent / "other.bms")]) == 1
    assert "sound different" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nowhere.bms"], "nowhere.bms: cannot be read"),
        (["{song}"], "has 2 charts; choose one by --chart"),
        (["{song}", "--chart", "x.bms"], "has no chart 'x.bms'"),
        (["{song}/drums.bms", "-o", "mix.mp3"], "ends in .ogg, .wav, .flac"),
        (["{song}/drums.bms", "--measures", "99"], "has measures 0-15"),
        (["{song}/drums.bms", "--compare", "nowhere.bms"], "nowhere.bms: cannot be read"),
        (["{song}/drums.bms", "--compare", "a.bms", "-o", "a.wav"], "writes no file"),
    ],
)
def test_mistakes_are_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], reason: str
) -> None:
    assert main([word.format(song=folder) for word in words]) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if "bms-render:" in line]
    assert len(said) == 1 and reason in said[0]
    assert names() == []


def test_a_slip_in_measures_costs_no_rendering(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pad.wav").unlink()
    assert main([str(folder), "--chart", "drums.bms", "--measures", "900"]) == 2
    said = capsys.readouterr().err
    assert "the chart has measures 0-" in said
    assert "pad.wav" not in said  # no sample was looked for


def test_missing_samples_are_warnings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pad.wav").unlink()
    assert main([str(folder / "drums.bms")]) == 0
    assert "warning: sample 04 'pad.wav': is missing" in capsys.readouterr().err


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    save_package(tmp_path, {"a.bms": chart_file("drums", 2), **FILES}, force=True)
    code, said = unread("bms.render", str(tmp_path / "a.bms"), "-o", str(tmp_path / "a.wav"))
    assert code == 0 and b"Traceback" not in said
