"""The page that a listener opens."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from automapper.bms.render.listening.answers import read_sheet
from automapper.bms.render.listening.page import sheet_files, sound_name

TEST = "0123456789abcdef"


class Reader(HTMLParser):
    """Collects what a page plays and asks."""

    def __init__(self) -> None:
        super().__init__()
        self.sounds: list[str | None] = []
        self.choices: list[tuple[str | None, str | None]] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "audio":
            self.sounds.append(given["src"])
        if tag == "input":
            self.choices.append((given["name"], given["value"]))
        if tag in ("link", "img", "a", "iframe") or "src" in given:
            self.links.append(given.get("src", given.get("href")))


def test_the_page_plays_every_pair_and_asks_every_question() -> None:
    page = sheet_files(TEST, [1, 2])["sheet.html"].decode()
    reader = Reader()
    reader.feed(page)
    assert reader.sounds == [sound_name(n, side) for n in (1, 2) for side in "xy"]
    assert len(set(reader.choices)) == len(reader.choices) == 2 * 2 * 3
    assert ("01-stable", "x") in reader.choices and ("02-human", "same") in reader.choices
    assert reader.links == reader.sounds  # nothing is fetched from elsewhere
    assert "http" not in page and not re.search(r"\$\w", page)


def test_what_the_page_saves_is_a_sheet() -> None:
    page = sheet_files(TEST, [7])["sheet.html"].decode()
    head = re.search(r'\["(# listening test )" \+ test\]', page)
    line = re.search(r'"(pair )" \+ n \+ "(  )" \+ .* q \+ "(: )"', page)
    assert head and line
    text = f"{head[1]}{TEST}\n{line[1]}07{line[2]}stable{line[3]}x"
    assert read_sheet(text.encode(), "a.txt").answers == {(7, "stable"): "x"}


def test_the_text_sheet_belongs_to_the_same_test() -> None:
    assert read_sheet(sheet_files(TEST, [1])["answers.txt"], "a.txt").test == TEST
