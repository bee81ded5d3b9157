"""A chart file as lines of bytes, so that what is not understood is written back as it was."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from automapper.bms.formats.encodings import detect_encoding
from automapper.errors import FormatError

# The largest real charts weigh some 500 kB.
MAX_BYTES = 64 * 2**20
MAX_LINES = 2_000_000
_WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the file has it, with its end (LF, CRLF or CR; the last may have none)."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A file: its encoding (a Python codec), its byte order mark or nothing, and its lines."""

    encoding: str
    bom: bytes
    lines: tuple[Line, ...]

    def text(self, index: int) -> str:
        """A line decoded, without its end; bytes that mean nothing become U+FFFD."""
        return self.lines[index].raw.decode(self.encoding, "replace").rstrip("\r\n")


def read_document(data: bytes, path: str) -> tuple[Document, tuple[str, ...]]:
    """The lines of a file and warnings; :func:`document_bytes` gives the same bytes back.

    Raises FormatError for files over 64 MB or 2,000,000 lines and for UTF-16 and UTF-32, in which
    nobody writes charts and no player reads them.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(path, "", f"is larger than {MAX_BYTES >> 20} MB")
    if data.startswith(_WIDE_BOMS):
        raise FormatError(path, "", "is UTF-16 or UTF-32; save it as UTF-8 or Shift_JIS")
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    body = data[len(bom) :]
    encoding, warnings = detect_encoding(body, marked=bool(bom))
    raws = body.splitlines(keepends=True)
    if len(raws) > MAX_LINES:
        raise FormatError(path, "", f"has more than {MAX_LINES} lines")
    said = tuple(f"{path}: {warning}" for warning in warnings)
    return Document(encoding, bom, tuple(map(Line, raws))), said


def document_bytes(document: Document) -> bytes:
    """The file of a document; for an untouched one the bytes it was read from."""
    return document.bom + b"".join([line.raw for line in document.lines])
