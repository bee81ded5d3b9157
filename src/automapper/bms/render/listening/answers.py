"""The sheet a listener fills in as text, and reading it back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from automapper.bms.render.listening.options import MAX_PAIRS, QUESTIONS
from automapper.errors import FormatError

MAX_SHEET_BYTES = 1 << 20
_HEAD = re.compile(r"#\s*listening test\s+([0-9a-f]{16})\b")
_LINE = re.compile(r"pair\s+(\d{1,4})\b(.*)", re.IGNORECASE)
_ANSWER = re.compile(r"(\w+)\s*:\s*(\S*)")


class Answer(StrEnum):
    """Which of a pair, neither, or nothing said."""

    X = "x"
    Y = "y"
    SAME = "same"
    NONE = "?"


@dataclass(frozen=True, slots=True)
class Sheet:
    """``answers`` by (pair number, question); ``test`` names the test they belong to."""

    test: str
    answers: Mapping[tuple[int, str], Answer]


def blank_sheet(test: str, numbers: Sequence[int]) -> str:
    """A sheet to fill in with any editor."""
    lines = [
        f"# listening test {test}",
        "# For each pair, listen to pair-NN-x.ogg and pair-NN-y.ogg as often as you like.",
        "# stable: in which do the played notes feel steadier and better placed?",
        "# human: which sounds more as if a person had made it?",
        "# Write x, y or same for each ? (? counts as no answer). Do not open the key before.",
        "",
    ]
    questions = "  ".join(f"{question}: ?" for question in QUESTIONS)
    lines += [f"pair {number:02d}  {questions}" for number in numbers]
    return "\n".join(lines) + "\n"


def read_sheet(data: bytes, path: Path | str) -> Sheet:
    """A filled-in sheet; raises FormatError naming the line that cannot be understood."""
    if len(data) > MAX_SHEET_BYTES:
        raise FormatError(path, "", "is too large for an answer sheet")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise FormatError(path, "", "is no text in UTF-8") from None
    test = ""
    answers: dict[tuple[int, str], Answer] = {}
    for place, line in enumerate(lines, start=1):
        if head := _HEAD.match(line):
            test = head[1]
        elif line.strip() and not line.lstrip().startswith("#"):
            for key, answer in _answers(path, place, line):
                if key in answers:
                    raise FormatError(path, f"line {place}", f"pair {key[0]} is answered twice")
                answers[key] = answer
    if not test:
        raise FormatError(path, "", "is no answer sheet (the line '# listening test ...' is gone)")
    return Sheet(test, answers)


def _answers(path: Path | str, place: int, line: str) -> list[tuple[tuple[int, str], Answer]]:
    found = _LINE.match(line.strip())
    if found is None or not 1 <= int(found[1]) <= MAX_PAIRS:
        raise FormatError(path, f"line {place}", f"is no answer: {line.strip()[:60]!r}")
    number, said = int(found[1]), []
    for question, word in _ANSWER.findall(found[2]):
        if question.lower() not in QUESTIONS:
            raise FormatError(path, f"line {place}", f"{question!r} is no question of this test")
        try:
            answer = Answer(word.lower() or "?")
        except ValueError:
            reason = f"{word!r} is no answer; write x, y or same"
            raise FormatError(path, f"line {place}", reason) from None
        said.append(((number, question.lower()), answer))
    return said
