from __future__ import annotations

import io
from pathlib import Path

import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sound_files import encoded, music, saved

from automapper.audio.ogg_pages import OggFacts, ogg_facts
from automapper.errors import AudioError

RATE = 44_100


@pytest.fixture(scope="module")
def vorbis() -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, music(3.0).T, RATE, format="OGG", subtype="VORBIS")
    return buffer.getvalue()


def test_a_whole_vorbis(tmp_path: Path, vorbis: bytes) -> None:
    file = saved(tmp_path / "a", vorbis)
    assert ogg_facts(file) == OggFacts("vorbis", RATE, 2, 3 * RATE, True, 1)


def test_opus_counts_without_its_pre_skip(tmp_path: Path) -> None:
    file = saved(tmp_path / "a", encoded(music(3.0, 48_000), 48_000, "libopus", "ogg"))
    assert ogg_facts(file) == OggFacts("opus", 48_000, 2, 3 * 48_000, True, 1)


def test_flac_in_ogg(tmp_path: Path) -> None:
    file = saved(tmp_path / "a", encoded(music(3.0), RATE, "flac", "ogg"))
    assert ogg_facts(file) == OggFacts("flac", RATE, 2, 3 * RATE, True, 1)


def test_a_codec_nobody_knows_is_still_whole_or_cut(tmp_path: Path, vorbis: bytes) -> None:
    strange = vorbis.replace(b"\x01vorbis", b"\x01cobirv")
    whole = ogg_facts(saved(tmp_path / "a", strange))
    cut = ogg_facts(saved(tmp_path / "b", strange[: strange.rindex(b"OggS")]))
    assert whole is not None and (whole.codec, whole.frames, whole.whole) == ("", None, True)
    assert cut is not None and not cut.whole


def test_streams_in_a_chain_are_counted(tmp_path: Path, vorbis: bytes) -> None:
    facts = ogg_facts(saved(tmp_path / "a", vorbis + vorbis))
    assert facts is not None
    assert (facts.streams, facts.frames) == (2, None)


def test_other_files_have_no_pages(tmp_path: Path) -> None:
    assert ogg_facts(saved(tmp_path / "a", b"RIFF")) is None
    assert ogg_facts(saved(tmp_path / "b", b"")) is None


def test_garbage_between_pages_is_stepped_over(tmp_path: Path, vorbis: bytes) -> None:
    at = vorbis.index(b"OggS", len(vorbis) // 2)
    facts = ogg_facts(saved(tmp_path / "a", vorbis[:at] + b"garbage" * 9 + vorbis[at:]))
    assert facts is not None and facts.whole and facts.frames == 3 * RATE


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_cut_shows(tmp_path: Path, vorbis: bytes, data: st.DataObject) -> None:
    length = data.draw(st.integers(4, len(vorbis) - 1))
    facts = ogg_facts(saved(tmp_path / "a", vorbis[:length]))
    assert facts is not None and not facts.whole


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="cannot be read"):
        ogg_facts(tmp_path / "gone.ogg")
