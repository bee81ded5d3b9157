import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from automapper.audio import Waveform, encode_ogg
from automapper.beatsaber import (
    Amount,
    GenerateOptions,
    LightMode,
    Scale,
    check_level,
    generate_level,
    read_level,
)
from automapper.beatsaber.generate import AUDIO_FILE, pack
from automapper.chart import Difficulty, Severity
from automapper.errors import AudioError, ConfigError, FormatError
from beatsaber.first_light import SONG, first_light, first_light_with
from render import band, stepped_beats

TRUTH = json.loads(SONG.with_suffix(".json").read_text(encoding="utf-8"))


def errors(level, preset):
    return [i for i in check_level(level, preset) if i.severity == Severity.ERROR]


def onsets(chart):
    return {note.beat for note in chart.notes}


def test_five_difficulties_with_lights_are_in_the_package():
    made = first_light()
    level, warnings = read_level(made.files)
    assert not warnings
    assert level == made.level
    assert [chart.difficulty for chart in level.charts] == list(Difficulty)
    assert all(chart.notes and chart.arcs and chart.chains for chart in level.charts)
    assert len({chart.lights for chart in level.charts}) == 1
    assert len(level.charts[0].lights.events) > 500
    assert {AUDIO_FILE, level.cover_file, "Info.dat"} <= set(made.files)


def test_no_preset_finds_an_error():
    assert not errors(first_light().level, "beatleader")
    assert not errors(first_light().level, "default")
    without = first_light_with(GenerateOptions(chains=False)).level
    assert not errors(without, "scoresaber")


def test_beats_of_the_level_are_beats_of_the_song():
    made = first_light()
    assert made.level.bpm == TRUTH["bpm"]
    downbeat = made.padding.seconds + TRUTH["first_downbeat"]
    beat = float(made.padding.level_tempo().beat(downbeat))
    assert beat == pytest.approx(round(beat), abs=0.01)
    assert round(beat) % 4 == 0


def test_notes_start_late_enough_and_leave_an_end():
    made = first_light()
    tempo = made.padding.level_tempo()
    for chart in made.level.charts:
        times = tempo.seconds_array([float(note.beat) for note in chart.notes])
        assert times.min() >= 1.5 and times.max() <= made.seconds - 2.0


def test_the_chorus_is_denser_than_the_break():
    made = first_light()
    tempo = made.padding.level_tempo()
    density = {}
    for section in TRUTH["sections"]:
        beats = [
            float(tempo.beat(section[edge] + made.padding.seconds)) for edge in ("start", "end")
        ]
        notes = [n for n in made.level.charts[3].notes if beats[0] <= n.beat < beats[1]]
        density.setdefault(section["name"], []).append(
            len(notes) / (section["end"] - section["start"])
        )
    assert min(density["chorus"]) > 1.3 * max(density["break"])


def test_every_difficulty_holds_the_easier_ones_onsets():
    charts = first_light().level.charts
    for easier, harder in pairwise(charts):
        shared = len(onsets(easier) & onsets(harder)) / len(onsets(easier))
        assert shared >= 0.95


def test_one_difficulty_alone_is_the_same_as_among_all():
    alone = first_light_with(GenerateOptions(difficulty=(Difficulty.EXPERT,)))
    name = "ExpertStandard.dat"
    assert alone.files[name] == first_light().files[name]
    assert len(alone.level.charts) == 1


def test_another_seed_is_another_level():
    other = first_light_with(GenerateOptions(seed=1))
    assert other.level.charts[3].notes != first_light().level.charts[3].notes


@pytest.mark.parametrize("word", ["bombs", "walls"])
def test_each_step_of_bombs_and_walls_gives_more_and_none_gives_none(word):
    counts = []
    for amount in Amount:
        level = first_light_with(
            GenerateOptions(difficulty=(Difficulty.EXPERT,), **{word: amount})
        ).level
        counts.append(len(getattr(level.charts[0], word)))
        assert not errors(level, "beatleader")
    assert counts[0] == 0
    assert counts == sorted(set(counts))


def test_nps_and_njs_move_what_they_name():
    nps, njs = [], []
    for factor in (0.8, 1.0, 1.25):
        options = GenerateOptions(
            difficulty=(Difficulty.HARD,),
            lights=LightMode.NONE,
            nps=Scale(factor=factor),
            njs=Scale(factor=factor),
        )
        (chart,) = first_light_with(options).level.charts
        nps.append(len(chart.notes))
        njs.append(chart.njs)
    assert nps == sorted(set(nps)) and njs == sorted(set(njs))


def test_what_is_switched_off_is_not_there_and_the_notes_stay():
    options = GenerateOptions(
        arcs=False, chains=False, bombs=Amount.NONE, walls=Amount.NONE, lights=LightMode.NONE
    )
    for chart, full in zip(
        first_light_with(options).level.charts, first_light().level.charts, strict=True
    ):
        assert not (chart.arcs or chart.chains or chart.bombs or chart.walls or chart.lights.events)
        assert chart.notes == full.notes


@pytest.mark.parametrize("version", [2, 4])
def test_other_versions_hold_the_same_notes(version):
    made = first_light_with(GenerateOptions(version=version))
    level, _ = read_level(made.files)
    assert [c.notes for c in level.charts] == [c.notes for c in first_light().level.charts]


def test_words_and_cover_of_the_user_win(tmp_path):
    from PIL import Image

    picture = tmp_path / "cover.png"
    Image.new("RGB", (600, 400), "navy").save(picture)
    options = GenerateOptions(
        difficulty=(Difficulty.EASY,), title="T", artist="A", mapper="M", cover=picture, preview=3.0
    )
    level = generate_level(SONG, options).level
    assert (level.song.title, level.song.artist, level.song.mapper) == ("T", "A", "M")
    assert level.preview == (3.0, 10.0)
    with pytest.raises(FormatError, match="no such picture"):
        generate_level(SONG, replace(options, cover=tmp_path / "none.png"))


def test_a_cover_that_cannot_be_read_is_told(tmp_path):
    made = first_light()
    options = replace(made.options, cover=tmp_path)
    with pytest.raises(FormatError, match="cannot be read"):
        pack(made.heard, made.pulse, made.padding, made.level.charts, options, b"")


def test_a_density_that_cannot_be_is_told():
    wish = GenerateOptions(difficulty=(Difficulty.EASY,), nps=Scale(((Difficulty.EASY, 12.0),)))
    made = generate_level(SONG, wish)
    assert any("instead of 12.00" in warning for warning in made.warnings)


def test_a_preview_beyond_the_song_is_refused():
    with pytest.raises(ConfigError, match="beyond the song's end"):
        generate_level(SONG, GenerateOptions(preview=9999.0))


def test_a_known_tempo_is_believed():
    options = GenerateOptions(difficulty=(Difficulty.EASY,), bpm=64.0, offset=500.0)
    made = generate_level(SONG, options)
    assert made.level.bpm == 64.0
    beat = float(made.padding.level_tempo().beat(0.5 + made.padding.seconds))
    assert beat == pytest.approx(round(beat), abs=0.01)


def test_tempo_steps_become_bpm_events_on_the_music(tmp_path):
    beats = stepped_beats([(120.0, 64), (150.0, 80)], offset=0.3)
    song = tmp_path / "steps.ogg"
    song.write_bytes(encode_ogg(band(beats).waveform))
    made = generate_level(song, GenerateOptions(difficulty=(Difficulty.EXPERT,)))
    (chart,) = made.level.charts
    tempi = {round(made.level.bpm)} | {round(event.bpm) for event in chart.bpm_events}
    assert {120, 150} <= tempi
    tempo = made.padding.level_tempo()
    wholes = [n.beat for n in chart.notes if n.beat.denominator == 1]
    times = tempo.seconds_array([float(b) for b in wholes]) - made.padding.seconds
    nearest = np.abs(times[:, None] - beats[None]).min(axis=1)
    assert np.median(nearest) < 0.02
    assert Fraction(chart.notes[0].beat) >= 0


def test_silence_is_refused(tmp_path):
    song = tmp_path / "silence.ogg"
    song.write_bytes(encode_ogg(Waveform(np.zeros((1, 44100 * 30), np.float32), 44100)))
    with pytest.raises(AudioError, match="silent"):
        generate_level(song)
