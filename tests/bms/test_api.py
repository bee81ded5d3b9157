"""The library behind ``bms-generate``, used as README shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from automapper.bms import GenerateOptions, KeyMode, generate_chart, read_chart
from automapper.errors import ConfigError, FormatError

GOLDEN = Path(__file__).parent.parent / "golden" / "bms"
PACKAGE = GOLDEN / "v1-mines"


def test_a_chart_is_made_and_saved(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    made = generate_chart(
        PACKAGE, GenerateOptions(intensity=8), progress=lambda done, of: told.append((done, of))
    )
    made.save(tmp_path / "new")
    assert (tmp_path / "new" / made.name).read_bytes() == made.data
    assert read_chart(made.data, made.name).chart.notes
    assert made.figures.notes == len(made.placed)
    assert told[-1][0] == told[-1][1]
    assert [similar.name for similar in made.similarity] == ["mines.bme"]


def test_no_note_stands_on_a_mine() -> None:
    chart = read_chart(generate_chart(PACKAGE, GenerateOptions(intensity=20)).data, "x").chart
    mines = {(mine.place, mine.lane) for mine in chart.mines}
    assert mines
    assert not mines & {(note.place, note.lane) for note in chart.notes}


def test_the_cache_changes_nothing(tmp_path: Path) -> None:
    first = generate_chart(PACKAGE, cache=tmp_path / "cache")
    assert any((tmp_path / "cache").rglob("*.json"))
    again = generate_chart(PACKAGE, cache=tmp_path / "cache")
    assert first.data == again.data == generate_chart(PACKAGE).data
    assert first.result == again.result


def test_keys_are_what_was_asked() -> None:
    made = generate_chart(PACKAGE, GenerateOptions(mode=KeyMode.FIVE))
    assert read_chart(made.data, made.name).chart.mode is KeyMode.FIVE


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "song.txt").write_text("no chart", encoding="utf-8")
    with pytest.raises(FormatError, match="holds no chart that can be read"):
        generate_chart(tmp_path)
    with pytest.raises(ConfigError, match=r"no chart is named 'x\.bme'"):
        generate_chart(PACKAGE, GenerateOptions(chart="x.bme"))
