"""Free colours: on every light and nothing else, two hues a phrase, readable by Chroma."""

import colorsys
import json
from dataclasses import replace

from automapper.beatsaber.lighting import LightRequest, light_show
from automapper.beatsaber.options import LightMode
from light_songs import notes_for, song

SONG = song()
NOTES = notes_for(SONG)


def test_every_light_has_a_colour_and_nothing_else_has() -> None:
    basic = light_show(LightRequest(SONG, NOTES))
    chroma = light_show(LightRequest(SONG, NOTES, LightMode.CHROMA))
    assert len(basic.events) == len(chroma.events)
    for plain, coloured in zip(basic.events, chroma.events, strict=True):
        assert replace(coloured, extra=None) == plain
        lit = coloured.kind <= 4 and coloured.value > 0
        assert (coloured.extra is not None) == lit
        if coloured.extra is not None:
            assert coloured.extra.version == 3
            colour = json.loads(coloured.extra.text)["customData"]["color"]
            assert len(colour) == 4 and all(0 <= channel <= 1 for channel in colour)


def test_a_phrase_has_two_hues() -> None:
    chroma = light_show(LightRequest(SONG, NOTES, LightMode.CHROMA))
    phrase = [e for e in chroma.events if 64 <= e.beat < 96 and e.extra is not None]
    colours = [json.loads(e.extra.text)["customData"]["color"] for e in phrase if e.extra]
    hues = {round(colorsys.rgb_to_hsv(*colour[:3])[0] * 20) % 20 for colour in colours}
    assert len(phrase) > 100 and 2 <= len(hues) <= 4
