"""Which encoding a chart file is in: the one in which its bytes are most likely text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

# Lines beyond this many bytes of text outside ASCII change nothing any more.
_ENOUGH = 1 << 15
# Costs are -ln of how often a character of its class turns up among the characters outside ASCII
# of titles and artists, spread evenly over the class; estimates of ours, needed only to order of
# magnitude. A byte that means nothing costs more than any character.
_ERROR, _ASCII, _ODD = 18.0, 4.5, 14.0
# The syllables that make up most of Korean text.
_FREQUENT_HANGUL = frozenset(
    "이다는을의가에한고하로를은지사자어기서정아해리도있과부인나시수대스그일제라장만주보들전상원여오으"
    "구성유면조안위동우미게공소신적방민비관국학까음것경세요되선용모문무치영생마물개진노당터화할없했간드"
    "크트데니습러때려같심말바내통김북연금박행평계번회명최현실분양재교산던운식발중저체등활설본품업약규두"
    "합임불남피카프레디션클랩닉날달별빛꿈길밤봄꽃눈비람늘너"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A codec, what its alphabet costs by character, and how rare such files are."""

    codec: str
    cost: Callable[[str], float]
    prior: float


def detect_encoding(data: bytes, marked: bool = False) -> tuple[str, tuple[str, ...]]:
    """The Python codec of a file's bytes (without its byte order mark), and warnings.

    One of ascii, utf-8, cp932 (Shift_JIS), cp949 (EUC-KR with its extension) and euc_jp: the one
    in which the lines outside ASCII have the highest likelihood, by a model of each language's
    characters. ``marked``: the file begins with the mark of UTF-8.
    """
    if data.isascii():
        return ("utf-8" if marked else "ascii"), ()
    sample = _sample(data)
    codec = "utf-8" if marked else min(_CANDIDATES, key=lambda one: _total(sample, one)).codec
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return codec, (f"holds bytes that mean nothing in {codec}, the likeliest encoding",)
    return codec, ()


def _sample(data: bytes) -> list[bytes]:
    """Distinct lines outside ASCII, in order, up to a limit."""
    found: dict[bytes, None] = {}
    size = 0
    for whole in data.splitlines():
        line = whole[:_ENOUGH]
        if not line.isascii() and line not in found:
            found[line] = None
            size += len(line)
            if size > _ENOUGH:
                break
    return list(found)


def _total(lines: list[bytes], candidate: _Candidate) -> float:
    """What a file's lines cost in an encoding: less is likelier."""
    total = candidate.prior
    cost = candidate.cost
    for line in lines:
        before = ""
        for character in line.decode(candidate.codec, "surrogateescape"):
            # Half-width kana come in runs; alone they are rare.
            run = "\uff61" <= character <= "\uff9f" and "\uff61" <= before <= "\uff9f"
            total += 4.3 if run else cost(character)
            before = character
    return total


def _common(character: str) -> float | None:
    """The cost of what every alphabet has, or of what none has."""
    code = ord(character)
    if code < 0x80:
        return _ASCII
    if 0xD800 <= code <= 0xF8FF or code < 0xA1:
        return _ERROR
    return _ODD if code == 0xFFFD else None


@lru_cache(maxsize=4096)
def _japanese(character: str) -> float:
    if (common := _common(character)) is not None:
        return common
    code = ord(character)
    if 0x3041 <= code <= 0x3096:
        return 5.3
    if 0x30A1 <= code <= 0x30FE:
        return 5.8
    if 0x4E00 <= code <= 0x9FFF:
        # The first level of JIS X 0208 holds the kanji in daily use.
        first = character.encode("euc_jp", "replace")[0]
        return 9.2 if 0xB0 <= first <= 0xCF else 13.0
    if 0xFF61 <= code <= 0xFF9F:
        return 7.5
    return _symbol(code)


@lru_cache(maxsize=4096)
def _korean(character: str) -> float:
    if (common := _common(character)) is not None:
        return common
    if character in _FREQUENT_HANGUL:
        return 6.2
    code = ord(character)
    # What KS X 1001 leaves out is hardly ever written.
    standard = len(character.encode("euc_kr", "ignore")) == 2
    if 0xAC00 <= code <= 0xD7A3:
        return 8.8 if standard else 16.0
    if 0x4E00 <= code <= 0x9FFF:
        return 12.0
    if 0x3041 <= code <= 0x30FE:
        return 10.5
    return _symbol(code)


@lru_cache(maxsize=4096)
def _any_language(character: str) -> float:
    return min(_japanese(character), _korean(character))


def _symbol(code: int) -> float:
    """Costs of punctuation, full-width forms and other alphabets."""
    if 0x3000 <= code <= 0x303F or 0xFF01 <= code <= 0xFF5E or 0x2010 <= code <= 0x2026:
        return 8.0
    if 0x2190 <= code <= 0x266F:
        return 9.0
    if 0x0391 <= code <= 0x0451 or 0x3131 <= code <= 0x3163:
        return 11.0
    return _ODD


# Of equally likely readings the first wins. Most charts are Japanese; few bytes are UTF-8 by
# accident, which the length of its characters says already.
_CANDIDATES = (
    _Candidate("cp932", _japanese, 0.0),
    _Candidate("utf-8", _any_language, -1.0),
    _Candidate("cp949", _korean, 2.0),
    _Candidate("euc_jp", _japanese, 3.0),
)
