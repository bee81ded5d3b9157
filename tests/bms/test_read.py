from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats.document import document_bytes
from automapper.bms.read import read_chart
from automapper.errors import FormatError

CHOICE = b"#BPM 100\n#RANDOM 2\n#IF 1\n#00011:01\n#ENDIF\n#IF 2\n#00012:02\n#ENDIF\n"


def test_a_seed_or_outcomes_pick_the_branch() -> None:
    first, second = (read_chart(CHOICE, "a.bms", choices=[k]) for k in (1, 2))
    assert [note.wav_id for note in first.chart.notes] == ["01"]
    assert [note.wav_id for note in second.chart.notes] == ["02"]
    drawn = {read_chart(CHOICE, "a.bms", seed=seed).branch.choices for seed in range(20)}
    assert drawn == {(1,), (2,)}
    assert read_chart(CHOICE, "a.bms") == read_chart(CHOICE, "a.bms", seed=42)


def test_the_file_keeps_all_branches() -> None:
    assert document_bytes(read_chart(CHOICE, "a.bms").document) == CHOICE


def test_warnings_of_every_step_are_told() -> None:
    data = "#TITLE 高嶺の花".encode("cp932") + b"\x82\n#ENDIF\n#00011:0\n#BPM 1\n"
    said = read_chart(data, "a.bms").warnings
    assert [line.split(": ")[1] for line in said[1:]] == ["line 2", "line 3"]
    assert "mean nothing in cp932" in said[0]


pieces = st.sampled_from(
    b"#000|#00111:|01|0A|ZZ|00|#BPM|08|#STOP01 |9|.|#RANDOM 2\n|#IF 1\n|#ENDIF\n|#WAV01 a.wav|"
    b"#LNOBJ ZZ\n|\n|\r| |#LNTYPE 2\n|51:|02:|\x83\x41|\xff|#BASE 62\n|#STP 001.5 |e".split(b"|")
)


@given(st.lists(pieces, max_size=60).map(b"".join) | st.binary(max_size=200))
def test_anything_reads_or_says_what_is_wrong(data: bytes) -> None:
    try:
        read = read_chart(data, "a.bms")
    except FormatError:
        return
    assert document_bytes(read.document) == data
    places = [note.place for note in read.chart.notes]
    assert places == sorted(places)


@pytest.mark.parametrize("bpm", ("1000000", "1e6", "0.000001", "1e-6"))
def test_wild_tempi_read(bpm: str) -> None:
    assert not read_chart(f"#BPM {bpm}\n#99911:01\n".encode(), "a.bms").warnings


def test_many_objects_read_in_time() -> None:
    body = b"0A0B" * 500
    data = b"#BPM 150\n" + b"".join(b"#%03d01:%b\n" % (k % 1000, body) for k in range(200))
    start = time.perf_counter()
    assert len(read_chart(data, "a.bms").chart.background) == 200_000
    assert time.perf_counter() - start < 5
