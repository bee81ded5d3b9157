from __future__ import annotations

import io
from fractions import Fraction

from PIL import Image

from automapper.bms.model import Chart, KeyMode, Lane, Mine, Note, Place
from automapper.bms.picture import draw_chart

RED, WHITE, BLUE = (226, 70, 60), (235, 235, 235), (80, 150, 240)


def chart(notes: tuple[Note, ...], mines: tuple[Mine, ...] = ()) -> Chart:
    return Chart(KeyMode.SEVEN, Fraction(120), (), (), notes, (), mines=mines)


def at(measure: int, fraction: str = "0") -> Place:
    return Place(measure, Fraction(fraction))


def drawn(picture: Chart) -> Image.Image:
    return Image.open(io.BytesIO(draw_chart(picture))).convert("RGB")


def pixels(picture: Image.Image, colour: tuple[int, int, int]) -> list[tuple[int, int]]:
    found = picture.load()
    assert found is not None
    width, height = picture.size
    return [(x, y) for x in range(width) for y in range(height) if found[x, y] == colour]


def test_lanes_stand_from_left_to_right_and_time_goes_up() -> None:
    picture = drawn(
        chart(
            (
                Note(at(0), Lane(0, 0), "01"),
                Note(at(1), Lane(0, 1), "01"),
                Note(at(2), Lane(0, 2), "01"),
            )
        )
    )
    red, white, blue = (pixels(picture, colour) for colour in (RED, WHITE, BLUE))
    assert max(x for x, _ in red) < min(x for x, _ in white) < min(x for x, _ in blue)
    assert min(y for _, y in red) > max(y for _, y in white) > max(y for _, y in blue)


def test_a_long_note_is_a_bar_and_more_measures_are_more_strips() -> None:
    tap = drawn(chart((Note(at(0), Lane(0, 1), "01"),)))
    held = drawn(chart((Note(at(0), Lane(0, 1), "01", at(6)),)))
    assert held.size[0] > tap.size[0]
    bar = tuple(part * 6 // 10 for part in WHITE)
    assert not pixels(tap, (bar[0], bar[1], bar[2]))
    columns = {x for x, _ in pixels(held, (bar[0], bar[1], bar[2]))}
    assert max(columns) - min(columns) > 100  # it goes on in the second strip


def test_mines_are_drawn_and_a_free_zone_is_not() -> None:
    empty = drawn(chart(()))
    assert drawn(chart((Note(at(0), Lane(0, 8), "01"),))).tobytes() == empty.tobytes()
    assert drawn(chart((), (Mine(at(0), Lane(0, 1), 5),))).tobytes() != empty.tobytes()


def test_a_chart_without_end_is_cut() -> None:
    long = Chart(KeyMode.SEVEN, Fraction(120), (), (), (), (), lengths=((0, Fraction(99_999)),))
    assert drawn(long).size[1] < 65_000
