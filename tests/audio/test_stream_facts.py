"""Codec, length and bit rate from the packets of files we wrote."""

from __future__ import annotations

import pytest
from sound_files import encoded, music, video_only

from automapper.audio.stream_facts import StreamFacts, audio_seconds, stream_facts


@pytest.mark.parametrize(
    ("encoder", "container", "codec"),
    [("libmp3lame", "mp3", "mp3"), ("libopus", "ogg", "opus"), ("flac", "flac", "flac")],
)
def test_a_file_tells_codec_length_and_rate(encoder: str, container: str, codec: str) -> None:
    if encoder == "flac":
        pytest.importorskip("soundfile")
        import io

        import soundfile

        data = io.BytesIO()
        soundfile.write(data, music(3.0).T, 44_100, format="FLAC")
        whole = data.getvalue()
    else:
        whole = encoded(music(3.0, 48_000), 48_000, encoder, container)
    facts = stream_facts(whole)
    assert facts is not None and facts.codec == codec
    assert facts.seconds == pytest.approx(3.0, abs=0.1)
    assert facts.kbps == pytest.approx(len(whole) * 8 / 3000, rel=0.1)
    assert audio_seconds(whole) == facts.seconds


def test_the_rate_is_that_of_the_sound_without_its_tags() -> None:
    whole = encoded(music(3.0), 44_100, "libmp3lame", "mp3")
    size = 200_000
    length = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    tagged = b"ID3\x04\0\0" + length + bytes(size) + whole
    facts, plain = stream_facts(tagged), stream_facts(whole)
    assert facts is not None and plain is not None
    assert facts.kbps == pytest.approx(plain.kbps, rel=0.02)


def test_asking_only_for_the_header_leaves_the_rate_open() -> None:
    facts = stream_facts(encoded(music(3.0), 44_100, "libmp3lame", "mp3"), rate=False)
    assert facts == StreamFacts("mp3", facts.seconds if facts else 0.0)


@pytest.mark.parametrize(
    "data", [b"", b"no sound at all", video_only()], ids=["empty", "text", "film"]
)
def test_what_holds_no_sound_has_no_facts(data: bytes) -> None:
    assert stream_facts(data) is None
