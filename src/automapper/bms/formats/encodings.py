"""Which encoding a chart file is in: what decodes without error and looks like its language."""

from __future__ import annotations

# Tried in this order; of equally plausible readings the first wins.
_LEGACY = ("cp932", "cp949", "euc_jp")


def detect_encoding(data: bytes, marked: bool = False) -> tuple[str, tuple[str, ...]]:
    """The Python codec of a file's bytes (without its byte order mark), and warnings.

    One of ascii, utf-8, cp932 (Shift_JIS), cp949 (EUC-KR) and euc_jp. ``marked``: the file begins
    with the mark of UTF-8.
    """
    if marked:
        return "utf-8", ()
    if data.isascii():
        return "ascii", ()
    if _decodes(data, "utf-8") is not None:
        return "utf-8", ()
    best, encoding = float("-inf"), _LEGACY[0]
    for candidate in _LEGACY:
        text = _decodes(data, candidate)
        if text is not None and (score := _plausibility(text)) > best:
            best, encoding = score, candidate
    if best == float("-inf"):
        return encoding, ("is in no known encoding as a whole; read as Shift_JIS",)
    return encoding, ()


def _decodes(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausibility(text: str) -> float:
    """How much text looks like Japanese or Korean, per character beyond ASCII."""
    score, count = 0.0, 0
    for character in text:
        code = ord(character)
        if code < 0x80:
            continue
        count += 1
        if 0x3040 <= code <= 0x30FF:
            score += 2.0
        elif 0xAC00 <= code <= 0xD7A3:
            score += 1.6
        elif 0x4E00 <= code <= 0x9FFF:
            score += 1.0
        elif 0xFF61 <= code <= 0xFF9F:
            score -= 0.5
        elif 0xE000 <= code <= 0xF8FF:
            score -= 3.0
    return score / count if count else 0.0
