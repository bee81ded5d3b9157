"""The song's sound as osu! wants it: the rates it may have, and one encoded within them."""

from __future__ import annotations

from automapper.audio import Waveform, encode_ogg
from automapper.audio.stream_facts import stream_facts

# kbps on average over the song, by codec (osu! wiki, ranking criteria).
LEAST_KBPS = 128
MOST_KBPS = {"mp3": 192, "vorbis": 208}
# The first is what every other file of ours has: some 160 kbps for stereo music. Mono takes 80 to
# 100 there and 105 to 145 at .8; a step adds a third at most, so none leaps over the upper bound.
_QUALITIES = (0.5, 0.65, 0.8, 0.9, 1.0)
_HOPELESS_KBPS = LEAST_KBPS * 0.75 ** (len(_QUALITIES) - 1)


def song_ogg(waveform: Waveform) -> bytes:
    """Ogg Vorbis of a song, of the least quality that gives 128 kbps; same input, same bytes.

    Vorbis has no rate to ask for here: what is mono, quiet or dull is encoded again, a step finer.
    Sound that has too little in it (silence, a lone tone) stays below at any.
    """
    data = b""
    for quality in _QUALITIES:
        data = encode_ogg(waveform, quality=quality)
        facts = stream_facts(data)
        if facts is not None and not _HOPELESS_KBPS <= facts.kbps < LEAST_KBPS:
            break
    return data
