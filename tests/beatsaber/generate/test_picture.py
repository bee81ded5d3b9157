import io

from PIL import Image

from automapper.beatsaber.generate.picture import HAND_COLOUR, draw_level
from automapper.beatsaber.model import Hand
from beatsaber.first_light import first_light


def drawn(level):
    made = first_light()
    return draw_level(level, made.pulse.sections, made.padding.seconds, made.seconds)


def colours(data):
    image = Image.open(io.BytesIO(data)).convert("RGB")
    return {colour for _, colour in image.getcolors(maxcolors=1 << 24)}


def test_both_hands_are_drawn_and_the_bytes_repeat():
    level = first_light().level
    data = drawn(level)
    assert data == drawn(level)
    for hand in Hand:
        red, green, blue = (int(HAND_COLOUR[hand][i : i + 2], 16) for i in (1, 3, 5))
        assert (red, green, blue) in colours(data)


def test_a_level_without_notes_can_be_drawn():
    from dataclasses import replace

    level = first_light().level
    empty = replace(level.charts[0], notes=(), bombs=(), walls=(), arcs=(), chains=())
    assert drawn(replace(level, charts=(empty,)))[:4] == b"\x89PNG"
