"""Which files of a mapset its charts, storyboards and the game's own customs refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from automapper.osumania.model import Chart, Mapset

_TEXTS = (".osu", ".osb")
# Sounds and pictures that the game takes for its own without being told (osu! wiki, Skinning).
_HIT_SOUND = re.compile(
    r"(normal|soft|drum|taiko-\w+)-(hit(normal|whistle|finish|clap)|slider(tick|slide|whistle))\d*"
    r"\.(wav|ogg|mp3)"
)
_SKIN = re.compile(
    r"(mania-|lighting|hit(0|50|100|200|300)|score-|combo|scorebar-|pause-|fail-|section-|count|"
    r"ready|go|inputoverlay-|play-|ranking-|star|applause|failsound|spinner|masking-border|"
    r"arrow-|menu-|button-|cursor|particle).*\.(png|jpg|wav|ogg|mp3|ini)"
)
_PICTURES = ("png", "jpg", "jpeg")
_FRAME = re.compile(r"\d+(\.\w+)$")


def used_files(mapset: Mapset) -> frozenset[str]:
    """Names of the mapset's other files that something refers to, chart files included.

    Generous: a name counts wherever a chart or storyboard says it, frames of animations with it,
    and hit sounds and skin elements by their usual names, whether a chart needs them or not.
    """
    said = "\n".join(_said(mapset)).replace("\\", "/").casefold()
    return frozenset(name for name, _ in mapset.files if _is_used(name.casefold(), said))


def _is_used(name: str, said: str) -> bool:
    short = name.rsplit("/", 1)[-1]
    if name.endswith(_TEXTS) or _HIT_SOUND.fullmatch(short) or _SKIN.fullmatch(short):
        return True
    # A storyboard names an animation without its frames' numbers, and may leave the suffix out.
    for one in (name, _FRAME.sub(r"\1", name)):
        stem, _, suffix = one.rpartition(".")
        bare = suffix in _PICTURES and any(f"{mark}{stem}{mark}" in said for mark in '",')
        if one in said or bare:
            return True
    return False


def _said(mapset: Mapset) -> Iterator[str]:
    for _, chart in mapset.charts:
        yield from _chart_names(chart)
    for name, data in mapset.files:
        if name.casefold().endswith(_TEXTS):
            yield data.decode("utf-8", "replace")


def _chart_names(chart: Chart) -> Iterator[str]:
    yield from (chart.audio, chart.background, chart.video)
    yield from {note.sample.file: None for note in chart.notes}
    for section in chart.sections:
        yield from section.lines
