from __future__ import annotations

import pytest

from automapper.cli.song_progress import song_progress


def work_through() -> None:
    with song_progress() as progress:
        task = progress.add_task("songs", total=1)
        progress.update(task, description="[b]song[/b]")
        print("done")
        progress.advance(task)


def test_where_nobody_looks_there_is_no_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    work_through()
    assert capsys.readouterr() == ("done\n", "")


def test_a_terminal_shows_it_and_a_file_still_gets_what_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # what makes of any output a terminal
    work_through()
    out, err = capsys.readouterr()
    assert out == "done\n"
    assert "[b]song[/b]" in err and "1/1" in err
