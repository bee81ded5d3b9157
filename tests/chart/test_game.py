from __future__ import annotations

from collections.abc import Mapping

from automapper.chart import Game, Issue, Severity


def test_a_game_is_three_functions_that_fit_together() -> None:
    def read(files: Mapping[str, bytes]) -> tuple[str, list[str]]:
        return files["a"].decode(), []

    def write(level: str) -> tuple[dict[str, bytes], list[str]]:
        return {"a": level.encode()}, []

    def check(level: str) -> list[Issue]:
        return [] if level else [Issue(Severity.ERROR, "empty", "nothing in it", "")]

    game = Game("words", read, write, check)
    assert game.read(game.write("level")[0])[0] == "level"
    assert [issue.check for issue in game.check("")] == ["empty"]
