from dataclasses import replace
from pathlib import Path

from automapper.beatsaber.generate.report import report_level
from automapper.cli.generate_summary import print_summary
from beatsaber.first_light import first_light


def told(capsys, report):
    print_summary(report, "song.mp3", Path("level.zip"))
    return capsys.readouterr().out


def test_the_summary_names_tempo_rival_difficulties_and_the_way_out(capsys):
    report = report_level(first_light())
    text = told(capsys, report)
    assert "128 BPM" in text and f"next best {report.alternatives[0]:g}" in text
    assert all(chart.difficulty in text for chart in report.charts)
    assert 'If the sync is wrong, try: bsa-generate "song.mp3" --bpm' in text


def test_doubt_and_warnings_are_told(capsys):
    report = replace(report_level(first_light()), confidence=0.2, warnings=("mind the gap",))
    text = told(capsys, report)
    assert "The tempo is a guess" in text
    assert "warning: mind the gap" in text
