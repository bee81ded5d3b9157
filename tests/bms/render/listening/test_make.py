"""A whole test: its files, its charts, and that it is made the same every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from automapper.bms.keysounds.decode import decode_sample
from automapper.bms.render.listening.key import read_key
from automapper.bms.render.listening.make import make_test, open_charts
from automapper.bms.render.listening.options import ListeningOptions
from automapper.errors import ConfigError
from automapper.files import save_package
from bms.render.little_song import chart_file, package

OPTIONS = ListeningOptions(segments=2, seconds=3.0)


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("songs") / "song.zip"
    save_package(path, package())
    return path


def test_a_test_has_its_sounds_sheets_and_key(song: Path) -> None:
    steps: list[tuple[int, int]] = []
    opened = open_charts(song, ["drums.bms", "LEAD.bms"])
    made = make_test(opened, OPTIONS, lambda done, total: steps.append((done, total)))
    assert made.charts == ("drums.bms", "lead.bms") and made.warnings == ()
    sounds = sorted(name for name in made.files if name.endswith(".ogg"))
    assert sounds == [f"pair-{n:02d}-{side}.ogg" for n in (1, 2) for side in "xy"]
    assert set(made.files) - set(sounds) == {"sheet.html", "answers.txt", "key.json"}
    key = read_key(made.files["key.json"], "key.json")
    assert key.test == made.test and key.charts == made.charts
    assert [(p.number, p.x, p.y) for p in made.pairs] == list(key.pairs)
    lengths = {decode_sample(made.files[name]).samples.shape for name in sounds}
    assert lengths == {(2, 4 * 44_100)}
    assert steps[-1] == (4, 4)
    assert make_test(opened, OPTIONS).files == made.files


def test_a_chart_elsewhere_plays_the_samples_of_the_package(song: Path, tmp_path: Path) -> None:
    path = tmp_path / "drums.bms"
    path.write_bytes(chart_file("lead"))
    opened = open_charts(song, ["drums.bms", str(path)])
    made = make_test(opened, OPTIONS)
    assert made.charts == ("drums.bms (1)", "drums.bms (2)")
    assert len(opened[0].chart.notes) != len(opened[1].chart.notes)


def test_charts_that_are_not_there_are_named(song: Path) -> None:
    with pytest.raises(ConfigError, match="at least two charts"):
        open_charts(song, ["drums.bms"])
    with pytest.raises(ConfigError, match=r"has no chart 'other\.bms'"):
        open_charts(song, ["drums.bms", "other.bms"])
