"""The sum of a chart's sounds, against a sum made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.bms.model import Chart
from automapper.bms.render.mix import (
    CEILING,
    Rendered,
    background_only,
    keys_only,
    render_chart,
)
from automapper.bms.timeline import tempo_map
from automapper.errors import AudioError
from bms.keysounds.tones import sound_file, stroke, tone
from bms.render.little_song import FILES, KICK, LEAD, PAD, SNARE, at, chart_of

BEAT = 22_050  # frames at 120 bpm


def render(chart: Chart, files: dict[str, bytes] | None = None, **more: object) -> Rendered:
    return render_chart(chart, tempo_map(chart), files or FILES, **more)


def test_sounds_stand_where_the_chart_puts_them() -> None:
    kick, lead = stroke(60.0, 0.3)[0], tone(880.0, 0.2)[0]
    got = render(chart_of([(at(0, 1, 4), 1, LEAD)], [(at(0), KICK), (at(1), KICK)]))
    wanted = np.zeros(4 * BEAT + len(kick), np.float32)
    for sound, start in ((kick, 0), (lead, BEAT), (kick, 4 * BEAT)):
        wanted[start : start + len(sound)] += sound
    samples = got.waveform.samples
    assert got.waveform.sample_rate == 44_100 and samples.shape == (2, len(wanted))
    assert np.abs(samples - wanted).max() < 1e-4  # 16 bit files
    assert got.gain == 1.0 and got.warnings == ()


def test_a_voice_started_again_is_cut_without_a_click() -> None:
    got = render(chart_of([], [(at(0), PAD), (at(0, 1, 4), PAD)])).waveform.samples[0]
    pad = tone(220.0, 1.5, peak=0.1)[0]
    assert np.abs(got[: BEAT - 44] - pad[: BEAT - 44]).max() < 1e-4
    assert np.abs(got[BEAT : BEAT + len(pad)] - pad).max() < 1e-4
    assert np.abs(np.diff(got)).max() < 0.02


def test_other_rates_are_resampled_in_place() -> None:
    got = render(chart_of([], [(at(0), SNARE)])).waveform
    assert got.samples.shape[1] == pytest.approx(0.15 * 44_100, abs=200)


def test_stereo_stays_stereo() -> None:
    files = {"kick.wav": sound_file(np.concatenate([tone(440.0), 0 * tone(440.0)]))}
    left, right = render(chart_of([], [(at(0), KICK)]), files).waveform.samples
    assert np.abs(left).max() > 0.4 and not right.any()


def test_a_sum_that_would_clip_is_turned_down_as_a_whole() -> None:
    files = {name: sound_file(tone(440.0, peak=0.9)) for name in ("kick.wav", "lead.wav")}
    got = render(chart_of([], [(at(0), KICK), (at(0), LEAD)]), files)
    assert np.abs(got.waveform.samples).max() == pytest.approx(CEILING, abs=1e-4)
    assert got.gain == pytest.approx(CEILING / 1.8, abs=1e-3)


def test_keys_and_background_add_up_to_the_whole() -> None:
    chart = chart_of(
        [(at(0), 1, KICK), (at(0, 1, 2), 2, LEAD)], [(at(0, 1, 8), KICK), (at(0), PAD)]
    )
    whole, keys, rest = (
        render(chart, **more).waveform.samples
        for more in ({}, {"gains": keys_only}, {"gains": background_only})
    )
    total = np.zeros_like(whole)
    for part in (keys, rest):
        total[:, : part.shape[1]] += part
    assert np.abs(total - whole).max() < 1e-6


placed = st.lists(
    st.tuples(
        st.builds(at, st.integers(0, 1), st.integers(0, 4), st.just(5)),
        st.sampled_from([KICK, SNARE, LEAD, PAD]),
        st.integers(0, 7),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(placed)
def test_a_recharted_song_sounds_the_same_bit_by_bit(made) -> None:
    source = chart_of([], [(place, wav_id) for place, wav_id, _ in made])
    other = chart_of(
        [(place, key, wav_id) for place, wav_id, key in made if key],
        [(place, wav_id) for place, wav_id, key in made if not key],
    )
    assert render(source).waveform == render(other).waveform


def test_what_cannot_be_heard_is_told() -> None:
    files = {"kick.wav": FILES["kick.wav"], "snare.wav": b"not a sound"}
    got = render(chart_of([], [(at(0), w) for w in (KICK, SNARE, LEAD, "ZZ")]), files)
    assert got.warnings[1:] == ("sample 03 'LEAD.wav': is missing", "sample ZZ: is not declared")
    assert "sample 02 'snare.wav': cannot be decoded" in got.warnings[0]


@pytest.mark.parametrize("files", [{}, FILES])
def test_a_chart_without_sound_is_an_error(files: dict[str, bytes]) -> None:
    chart = chart_of([], [(at(0), KICK)] if not files else [])
    with pytest.raises(AudioError, match="nothing sounds in the chart"):
        render_chart(chart, tempo_map(chart), files)


def test_progress_is_told_to_the_end() -> None:
    steps: list[tuple[int, int]] = []
    render(
        chart_of([], [(at(0), KICK), (at(0), LEAD)]),
        progress=lambda done, total: steps.append((done, total)),
    )
    assert steps == [(1, 2), (2, 2)]
