import json

import pytest

from automapper.beatsaber.generate.report import report_level
from automapper.beatsaber.jump import reaction_time
from beatsaber.first_light import first_light


def test_the_report_counts_what_is_there():
    made = first_light()
    report = report_level(made)
    for told, chart in zip(report.charts, made.level.charts, strict=True):
        assert told.notes == len(chart.notes)
        assert told.walls == len(chart.walls)
        seconds = reaction_time(made.level.bpm, chart.njs, chart.jump_offset)
        assert told.reaction_ms == pytest.approx(1000 * seconds, abs=1)
        assert told.reaction_ms >= 420
        assert 0.4 < told.red_share < 0.6
    assert report.bpm == 128
    assert json.loads(json.dumps(report.record()))["title"] == "First Light"


def test_rivals_are_the_simple_ratios_they_are():
    report = report_level(first_light())
    assert set(report.alternatives) <= {42.667, 64.0, 85.333, 96.0, 170.667, 192.0, 256.0, 384.0}
