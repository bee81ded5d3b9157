"""Readers that are not ours must find in our files what we wrote into them."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import rosu_pp_py

from automapper.osumania.formats.osu import write_chart
from automapper.osumania.model import Chart, Note, Redline
from node_judges import asked, needs_judges
from osumania.sample import ms, sample_chart


def plain_chart(keys: int) -> Chart:
    """Stairs with holds, two tempi that are no whole numbers of ms."""
    notes = [
        Note(ms(1000 + 90 * i), i % keys, ms(1060 + 90 * i) if i % 5 == 0 else None)
        for i in range(200)
    ]
    points = (
        Redline(ms(1000), Fraction(6000, 17)),
        Redline(ms(9000), 60000 / Fraction("131.5"), 3),
    )
    return Chart(keys=keys, notes=tuple(notes), points=points)


CHARTS = [pytest.param(sample_chart(), id="sample")] + [
    pytest.param(plain_chart(keys), id=f"{keys}K") for keys in (1, 4, 7, 9)
]


def holds(chart: Chart) -> int:
    return sum(note.end is not None for note in chart.notes)


@pytest.mark.parametrize("chart", CHARTS)
def test_rosu_counts_the_same(chart: Chart) -> None:
    beatmap = rosu_pp_py.Beatmap(bytes=write_chart(chart))
    assert beatmap.mode == rosu_pp_py.GameMode.Mania
    assert (beatmap.n_objects, beatmap.n_holds) == (len(chart.notes), holds(chart))
    assert (beatmap.cs, beatmap.od, beatmap.hp) == (chart.keys, chart.od, chart.hp)
    assert beatmap.n_breaks == len(chart.breaks)


@pytest.mark.skipif(find_spec("fosu") is None, reason="fosu is not installed")
@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("client", ["stable", "lazer"])
def test_fosu_reads_the_same_times(chart: Chart, client: str) -> None:
    import fosu  # type: ignore[import-not-found,unused-ignore]

    beatmap: Any = fosu.parse(write_chart(chart), client=client)
    assert beatmap.stats.malformed_lines == 0
    assert [(held.time, held.end_time) for held in beatmap.hit_objects] == [
        (float(note.time), float(note.time if note.end is None else note.end))
        for note in chart.notes
    ]
    assert [point.time for point in beatmap.timing_points] == [
        float(point.time) for point in chart.points
    ]
    assert [point.beat_length for point in beatmap.timing_points if point.uninherited] == (
        pytest.approx([float(red.beat_length) for red in chart.redlines], rel=1e-14)
    )


@needs_judges
@pytest.mark.parametrize("chart", CHARTS)
def test_osu_parsers_counts_the_same(chart: Chart, tmp_path: Path) -> None:
    (tmp_path / "chart.osu").write_bytes(write_chart(chart))
    (row,) = asked("osu.cjs", tmp_path / "chart.osu")
    assert (row["mode"], row["keys"]) == (3, chart.keys)
    assert (row["objects"], row["holds"]) == (len(chart.notes), holds(chart))
    columns = Counter(str(note.column) for note in chart.notes)
    assert row["perColumn"] == dict(columns)
    assert row["redlines"] == [
        [float(red.time), pytest.approx(float(red.bpm), abs=1e-4), red.meter]
        for red in chart.redlines
    ]
