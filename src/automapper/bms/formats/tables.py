"""What the commands of a branch say: headers, and the tables of samples, tempi and stops."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from automapper.bms.formats.ids import as_id, is_id
from automapper.bms.formats.lines import Command
from automapper.bms.formats.numbers import decimal
from automapper.bms.model import Halt, Place, WavId

# Tables other than those below that have an id in their name and say nothing we use.
_UNUSED: tuple[str, ...] = (
    "BMP",
    "EXBMP",
    "BGA",
    "@BGA",
    "SWBGA",
    "ARGB",
    "EXWAV",
    "EXRANK",
    "TEXT",
    "SONG",
)
_UNUSED += ("SCROLL", "SPEED", "CHANGEOPTION", "SEEK", "WAVCMD")
_ENTRY = re.compile(r"(WAV|BPM|EXBPM|STOP|" + "|".join(_UNUSED) + r")(..)", re.DOTALL)
_STP = re.compile(r"([0-9]{3})(?:[.,]([0-9]{1,3}))?\s+(\S+)")
# A tempo outside means nothing; both ends are far beyond what charts play tricks with.
SLOWEST, FASTEST = Fraction(1, 10**9), Fraction(10**9)
LONGEST_STOP = Fraction(10**9)
DEFAULT_BPM = Fraction(130)


@dataclass(slots=True)
class Tables:
    """Commands gathered in the order of the file; the last of each name counts."""

    base: int = 36
    headers: dict[str, str] = field(default_factory=dict)
    samples: dict[WavId, str] = field(default_factory=dict)
    tempi: dict[WavId, Fraction] = field(default_factory=dict)
    stops: dict[WavId, Fraction] = field(default_factory=dict)
    halts: list[Halt] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def take(self, line: int, command: Command) -> None:
        """One command; ``line`` is its number from 1, for warnings."""
        name = command.name.upper()
        if name == "STP":
            self._halt(line, command.value)
        elif match := _ENTRY.fullmatch(name):
            key = as_id(command.name[-2:], self.base)
            if is_id(key) or (key == "00" and match[1] == "WAV"):
                self._entry(line, match[1], key, command.value)
            elif match[1] not in _UNUSED:
                self._warn(line, f"#{name} has no id of two letters or digits; left out")
        else:
            self.headers.pop(name, None)
            self.headers[name] = command.value

    def bpm(self) -> Fraction:
        """The tempo at the start; 130 where the file names none that can be."""
        text = self.headers.get("BPM")
        value = _tempo(text) if text is not None else None
        if value is not None:
            return value
        said = "no #BPM" if text is None else f"#BPM {text[:40]} is no tempo"
        self.warnings.append(f"{said}; 130 is taken")
        return DEFAULT_BPM

    def _entry(self, line: int, table: str, key: WavId, text: str) -> None:
        if table == "WAV":
            if text:
                self.samples[key] = text
        elif table in ("BPM", "EXBPM"):
            value = _tempo(text)
            if value is not None:
                self.tempi[key] = value
            else:
                self._warn(line, f"#{table}{key} {text[:40]} is no tempo; left out")
        elif table == "STOP":
            value = decimal(text)
            if value is not None and 0 <= value <= LONGEST_STOP:
                self.stops[key] = value / 48
            else:
                self._warn(line, f"#STOP{key} {text[:40]} is no length; left out")

    def _halt(self, line: int, text: str) -> None:
        """``#STP mmm.ppp ms``: ppp thousandths of measure mmm."""
        match = _STP.match(text)
        length = decimal(match[3]) if match else None
        if match is None or length is None or not 0 <= length <= LONGEST_STOP:
            self._warn(line, "#STP is not a place and milliseconds; left out")
            return
        part = match[2] or "0"
        place = Place(int(match[1]), Fraction(int(part), 10 ** len(part)))
        self.halts.append(Halt(place, Fraction(0), length / 1000))

    def _warn(self, line: int, what: str) -> None:
        self.warnings.append(f"line {line}: {what}")


def _tempo(text: str) -> Fraction | None:
    """A tempo to a billionth of a beat a minute, so that sums of many stay short; None if odd."""
    value = decimal(text)
    if value is None or not SLOWEST <= value <= FASTEST:
        return None
    return value if 10**9 % value.denominator == 0 else Fraction(round(value * 10**9), 10**9)
