"""Generate a level for the audio of every level in a folder, for the other benchmarks to measure.

    python benchmarks/beatsaber_generate.py --data DIR --out LEVELS [--songs N] [--jobs 2]

Each song becomes LEVELS/<name>.zip with all five difficulties, and LEVELS/no-chains/<name>.zip made
with ``--no-chains``. Songs that exist already are left out, so that a stopped run goes on. Prints
seconds per song, and every song that failed with its reason.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import zipfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from automapper.audio import level_ogg, level_rate
from automapper.beatsaber import GenerateOptions
from automapper.beatsaber.generate import first_sound, hear_song, pack
from automapper.beatsaber.generate.compose import compose
from automapper.beatsaber.generate.padding import plan_padding
from automapper.errors import AutomapperError

AUDIO = (".opus", ".ogg", ".egg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of level zips with audio")
    parser.add_argument("--out", type=Path, required=True, help="where the levels go")
    parser.add_argument("--songs", type=int, default=0, help="this many, spread over the folder")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    sources = sorted(arguments.data.glob("*.zip"))
    if arguments.songs:
        sources = sources[:: max(1, len(sources) // arguments.songs)][: arguments.songs]
    (arguments.out / "no-chains").mkdir(parents=True, exist_ok=True)
    make = partial(generate_one, out=arguments.out, seed=arguments.seed)
    with ProcessPoolExecutor(arguments.jobs) as pool:
        for source, told in zip(sources, pool.map(make, sources), strict=True):
            print(f"{source.stem[:44]:44s} {told}", flush=True)


def generate_one(source: Path, out: Path, seed: int) -> str:
    """One song; returns what to print."""
    target = out / f"{source.stem}.zip"
    if target.exists():
        return "there already"
    start = time.perf_counter()
    options = GenerateOptions(seed=seed)
    with tempfile.TemporaryDirectory() as folder:
        try:
            song = _audio_of(source, Path(folder))
            heard = hear_song(song, options)
            padding = plan_padding(
                heard.pulse, first_sound(heard.pulse), level_rate(heard.waveform.sample_rate)
            )
            pulse = padding.apply(heard.pulse)
            audio = level_ogg(song, heard.waveform, padding.seconds)
            for wishes, path in (
                (replace(options, chains=False), out / "no-chains" / target.name),
                (options, target),
            ):
                charts, _ = compose(pulse, wishes, heard.key, padding.seconds)
                pack(heard, pulse, padding, charts, wishes, audio).save(path, force=True)
        except AutomapperError as error:
            return f"failed: {error}"
    spent = time.perf_counter() - start
    bpm = float(padding.tempo_map.points[0].bpm)
    return f"{spent:5.1f} s  {heard.waveform.seconds:4.0f} s of music  {bpm:g} bpm"


def _audio_of(source: Path, folder: Path) -> Path:
    with zipfile.ZipFile(source) as archive:
        name = next(n for n in archive.namelist() if Path(n).suffix.lower() in AUDIO)
        song = folder / f"{source.stem}{Path(name).suffix}"
        song.write_bytes(archive.read(name))
    return song


if __name__ == "__main__":
    main()
