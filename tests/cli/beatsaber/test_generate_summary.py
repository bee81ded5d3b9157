import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from automapper.beatsaber import GenerateOptions
from automapper.beatsaber.generate.report import report_level
from automapper.cli.beatsaber.generate_arguments import build_parser, options_of
from automapper.cli.beatsaber.generate_summary import print_summary, sync_hint
from beatsaber.first_light import first_light


@pytest.fixture
def report():
    return report_level(first_light())


def told(capsys, report, options=None):
    print_summary(report, Path("level.zip"), ["song.mp3"], options or GenerateOptions())
    return capsys.readouterr().out


def test_the_summary_names_tempo_rival_silence_and_difficulties(capsys, report):
    text = told(capsys, replace(report, confidence=0.7))
    assert "128 BPM, confidence" in text and f"next best {report.alternatives[0]:g}" in text
    assert f"{report.padding:.2f} s of silence in front" in text
    assert all(chart.difficulty in text for chart in report.charts)
    assert "If the sync is wrong, try: bsa-generate song.mp3 --bpm" in text


def test_a_sure_tempo_is_not_questioned_unless_the_user_did(capsys, report):
    sure = replace(report, confidence=0.99)
    assert "try: " not in told(capsys, sure)
    assert "try: " not in told(capsys, replace(sure, tempo_changes=3))
    assert "try: " in told(capsys, sure, GenerateOptions(octave="half"))
    assert "try: " in told(capsys, replace(report, confidence=0.89))


def test_doubt_and_warnings_are_told(capsys, report):
    text = told(capsys, replace(report, confidence=0.2, warnings=("mind the gap",)))
    assert "The tempo is a guess" in text
    assert "warning: mind the gap" in text


def test_a_given_tempo_claims_no_confidence(capsys, report):
    text = told(capsys, replace(report, tempo_given=True), GenerateOptions(bpm=128.0))
    assert "128 BPM, as given" in text and "confidence" not in text


def test_titles_are_no_markup(capsys, report):
    assert "Song [/red] [bold]" in told(capsys, replace(report, title="Song [/red] [bold]"))


OFF_BEAT = {"profile": 1.0, "tempo": 0.9, "beat": 0.5, "meter": 1.0, "bars": 1.0}


@pytest.mark.parametrize(
    ("words", "changes", "wanted"),
    [
        ("s.mp3 --seed 9 --style tech -x", {}, "s.mp3 --seed 9 --style tech -x --bpm 256 --force"),
        ("s.mp3 --bpm 90", {}, "s.mp3 --bpm 90 --offset MS --force"),
        ("s.mp3 --bpm=90 --offset=3 --force", {}, "s.mp3 --force"),
        ("s.mp3 --octave half", {}, "s.mp3 --force"),
        ("s.mp3", {"tempo_changes": 3}, "s.mp3 --bpm 128 --force"),
        ("s.mp3", {"alternatives": ()}, "s.mp3 --octave double --force"),
        ("s.mp3", {"confidences": OFF_BEAT}, "s.mp3 --bpm 128 --offset MS --force"),
    ],
)
def test_the_hint_keeps_what_was_typed_and_changes_the_beat_alone(words, changes, wanted, report):
    typed = words.split()
    options = options_of(build_parser().parse_args([w for w in typed if w != "-x"]))
    hint = sync_hint(replace(report, confidence=0.7, **changes), typed, options)
    assert shlex.split(hint.partition(", try: ")[2])[1:] == wanted.split()


def test_songs_that_change_their_tempo_are_not_flattened_lightly(report):
    moving = replace(report, confidence=0.7, tempo_changes=3)
    hint = sync_hint(moving, ["s.mp3"], GenerateOptions())
    assert hint.startswith("If its tempo does not really change")
