import numpy as np

from automapper.ear.pulse import Pulse
from automapper.generation.echoes import BAR_LAGS, ECHOES, find_echoes
from automapper.generation.slots import slot_grid


def test_lags_stay_inside_the_song(pulse: Pulse) -> None:
    echoes = find_echoes(slot_grid(pulse))
    rows = np.arange(len(echoes.lag))[:, None]
    assert echoes.lag.shape[1] == ECHOES
    assert (echoes.lag <= rows).all()
    assert (np.abs(echoes.likeness) <= 1 + 1e-5).all()
    assert (echoes.likeness[echoes.lag == 0] == 0).all()


def test_the_best_echo_is_where_the_same_music_was(pulse_maker) -> None:
    made = pulse_maker(duration=64.0, bpm=120.0, origin=0.0)
    flux, bands = made.salience.flux, made.salience.bands
    again = np.random.default_rng(1).random((1600, 8)).astype(np.float32)
    # 16 s of noise, heard again 24 s (48 beats) later.
    for start in (800, 3200):
        bands[start : start + 1600] = again
        flux[start : start + 1600] = again.mean(axis=1)
    echoes = find_echoes(slot_grid(made))
    inside = slice(68, 92)
    assert (echoes.lag[inside, -1] == 48).all()
    others = echoes.likeness[inside, 1 : 1 + len(BAR_LAGS)]
    assert echoes.likeness[inside, -1].min() > 0.95 > others.max()


def test_a_song_of_one_beat_has_no_echo(pulse_maker) -> None:
    echoes = find_echoes(slot_grid(pulse_maker(duration=0.9, bpm=80.0, origin=0.0, sections=0)))
    assert not echoes.lag.any()
