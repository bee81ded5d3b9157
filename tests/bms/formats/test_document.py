from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats import document as document_module
from automapper.bms.formats.document import Line, document_bytes, read_document
from automapper.errors import FormatError

WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
pieces = st.sampled_from(
    (b"#00111:0A", b"\r", b"\n", b"\r\n", b"#TITLE \x83\x65", b"\xff", b"\x00", b"\x0b", b"\x85")
)
anything = st.binary() | st.lists(pieces).map(b"".join)


@given(anything)
def test_any_bytes_come_back(data: bytes) -> None:
    if data.startswith(WIDE):
        with pytest.raises(FormatError, match="UTF-16"):
            read_document(data, "a.bms")
        return
    document, _ = read_document(data, "a.bms")
    assert document_bytes(document) == data


@given(anything.filter(lambda data: not data.startswith(WIDE)))
def test_a_line_has_one_end_at_most(data: bytes) -> None:
    for line in read_document(data, "a.bms")[0].lines:
        body = line.raw.rstrip(b"\r\n")
        assert line.raw[len(body) :] in (b"\n", b"\r\n", b"\r", b"")
        assert not {*b"\r\n"} & {*body}


def test_line_ends_may_be_mixed() -> None:
    document, _ = read_document(b"a\r\nb\rc\n\nd", "a.bms")
    assert [line.raw for line in document.lines] == [b"a\r\n", b"b\r", b"c\n", b"\n", b"d"]


def test_a_byte_order_mark_is_kept_apart() -> None:
    document, said = read_document(codecs.BOM_UTF8 + "#TITLE 音\n".encode(), "a.bms")
    assert (document.bom, document.encoding) == (codecs.BOM_UTF8, "utf-8")
    assert document.lines == (Line("#TITLE 音\n".encode()),)
    assert document.text(0) == "#TITLE 音"
    assert not said


def test_bytes_that_mean_nothing_are_said_and_kept() -> None:
    data = "#TITLE 高嶺の花".encode("cp932") + b"\x82\n"
    document, said = read_document(data, "a.bms")
    assert document_bytes(document) == data
    assert said == ("a.bms: holds bytes that mean nothing in cp932, the likeliest encoding",)
    assert document.text(0) == "#TITLE 高嶺の花�"


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_module, "MAX_LINES", 3)
    with pytest.raises(FormatError, match="more than 3 lines"):
        read_document(b"\n" * 4, "a.bms")
    monkeypatch.setattr(document_module, "MAX_BYTES", 2**20)
    with pytest.raises(FormatError, match="larger than 1 MB"):
        read_document(b"a" * (2**20 + 1), "a.bms")
