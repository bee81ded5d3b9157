"""Song -> level: a ladder of stages that may be entered at any rung.

``hear_song`` (file -> sound, tags, pulse), ``compose`` (pulse -> charts), ``pack`` (-> files).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from automapper import __version__
from automapper.audio import (
    Tags,
    Waveform,
    decode,
    encode_ogg,
    level_ogg,
    level_rate,
    mix_clicks,
    prepend_silence,
    read_tags,
    tags_from_name,
)
from automapper.beatsaber.formats.audio_data import Sound
from automapper.beatsaber.formats.wire import canonical
from automapper.beatsaber.generate.compose import compose
from automapper.beatsaber.generate.cover import Cover, cover_from_image, draw_cover
from automapper.beatsaber.generate.padding import Padding, plan_padding
from automapper.beatsaber.model import Chart, Level
from automapper.beatsaber.options import GenerateOptions, options_record
from automapper.beatsaber.write import write_level
from automapper.chart import Song
from automapper.ear import Pulse, listen
from automapper.errors import ConfigError, FormatError
from automapper.files import read_file, save_package

AUDIO_FILE = "song.ogg"
PREVIEW_S = 10.0
RANKED_SECONDS = (20.0, 600.0)  # ScoreSaber and BeatLeader criteria
LOW_CONFIDENCE = 0.5  # of the Ear: below it the tempo is a guess


@dataclass(frozen=True, slots=True, eq=False)
class HeardSong:
    """A song as the stages after listening need it; ``key`` names its sound, not its file."""

    path: Path
    waveform: Waveform
    tags: Tags
    pulse: Pulse
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class GeneratedLevel:
    """A level, its files by name, and what it was made from; ``seconds`` of its audio."""

    level: Level
    files: Mapping[str, bytes]
    heard: HeardSong
    pulse: Pulse
    padding: Padding
    options: GenerateOptions
    warnings: tuple[str, ...]

    @property
    def seconds(self) -> float:
        """Length of the level's audio, s."""
        return self.heard.waveform.seconds + self.padding.seconds

    def save(self, path: str | Path, force: bool = False) -> None:
        """Write a zip or, for a path without ``.zip``, a folder; raises :class:`OutputError`."""
        save_package(Path(path), self.files, force=force)

    def click(self) -> bytes:
        """Ogg of the level's audio with a short tick on every note of its hardest difficulty."""
        tempo_map = self.padding.level_tempo()
        beats = [
            float(beat) for beat in sorted({note.beat for note in self.level.charts[-1].notes})
        ]
        sound = prepend_silence(self.heard.waveform, self.padding.seconds)
        return encode_ogg(mix_clicks(sound, tempo_map.seconds_array(beats).tolist()))


def generate_level(
    song: str | Path,
    options: GenerateOptions | None = None,
    *,
    refuse: Callable[[str], None] | None = None,
) -> GeneratedLevel:
    """A whole level from an audio file.

    ``refuse`` is called with the title before the work begins and may raise to stop it. Raises
    :class:`AudioError`, :class:`ConfigError` or :class:`FormatError` (cover). The same sound, name,
    options and version give the same bytes.
    """
    wishes = options or GenerateOptions()
    path = Path(song)
    if wishes.cover is not None and not wishes.cover.is_file():
        raise FormatError(wishes.cover, "", "no such picture")
    if refuse is not None and path.is_file():
        refuse(_words(path, read_tags(path), wishes).title)
    heard = hear_song(path, wishes)
    if wishes.preview is not None and wishes.preview >= heard.waveform.seconds:
        raise ConfigError(f"--preview {wishes.preview:g} lies beyond the song's end")
    rate = level_rate(heard.waveform.sample_rate)
    padding = plan_padding(heard.pulse, first_sound(heard.pulse), rate)
    pulse = padding.apply(heard.pulse)
    # The encoder runs beside the search: it is as slow and needs nothing from it.
    with ThreadPoolExecutor(1) as beside:
        audio = beside.submit(level_ogg, path, heard.waveform, padding.seconds)
        charts, complaints = compose(pulse, wishes, heard.key, padding.seconds)
        made = pack(heard, pulse, padding, charts, wishes, audio.result())
    return replace(made, warnings=(*made.warnings, *complaints))


def hear_song(path: Path, options: GenerateOptions) -> HeardSong:
    """Decode and listen; raises :class:`AudioError` for what holds no song."""
    waveform = decode(path)
    offset = None if options.offset is None else options.offset / 1000.0
    pulse = listen(waveform, bpm=options.bpm, offset=offset, octave=options.octave)
    key = hashlib.sha256(waveform.samples[0, ::997].tobytes()).hexdigest()[:16]
    return HeardSong(path, waveform, read_tags(path), pulse, key)


def first_sound(pulse: Pulse) -> float:
    """When the music begins, s: the first rise a tenth as strong as its strong ones."""
    flux = pulse.salience.flux
    ordered = sorted(flux.tolist())
    strong = ordered[int(0.98 * (len(ordered) - 1))] if ordered else 0.0
    loud = (flux > 0.1 * strong).nonzero()[0]
    return float(pulse.salience.grid.seconds(int(loud[0]))) if len(loud) else 0.0


def pack(
    heard: HeardSong,
    pulse: Pulse,
    padding: Padding,
    charts: tuple[Chart, ...],
    options: GenerateOptions,
    audio: bytes,
) -> GeneratedLevel:
    """Charts and ``audio`` (an ogg file) as a package of the wanted format version."""
    words = _words(heard.path, heard.tags, options)
    cover, complaint = _cover(heard, words, options)
    level = Level(
        song=words,
        bpm=float(padding.tempo_map.points[0].bpm),
        charts=charts,
        audio_file=AUDIO_FILE,
        cover_file=cover.name,
        preview=(_preview_start(pulse, padding, options), PREVIEW_S),
        environment=options.environment,
        origin=_origin(heard, padding, options),
    )
    rate = padding.sample_rate
    samples = round(heard.waveform.seconds * rate) + padding.samples
    files, dropped = write_level(level, options.version, Sound(rate, samples))
    files[AUDIO_FILE] = audio
    files[cover.name] = cover.data
    told = (*heard.tags.warnings, *complaint, *_doubts(heard, padding), *dropped)
    return GeneratedLevel(level, files, heard, pulse, padding, options, told)


def _words(path: Path, tags: Tags, options: GenerateOptions) -> Song:
    named = tags_from_name(path)
    title = options.title or tags.title or named.title or path.stem
    artist = options.artist if options.artist is not None else tags.artist or named.artist
    return Song(title=title, artist=artist, mapper=options.mapper)


def _cover(
    heard: HeardSong, words: Song, options: GenerateOptions
) -> tuple[Cover, tuple[str, ...]]:
    """The picture asked for, the file's own, or a drawn one (with a warning if its own is bad)."""
    if options.cover is not None:
        return cover_from_image(read_file(options.cover), str(options.cover)), ()
    if heard.tags.cover is not None:
        try:
            return cover_from_image(heard.tags.cover, f"{heard.path}: cover"), ()
        except FormatError as error:
            return draw_cover(words.title, words.artist), (f"{error}; a plain one was drawn",)
    return draw_cover(words.title, words.artist), ()


def _preview_start(pulse: Pulse, padding: Padding, options: GenerateOptions) -> float:
    """The wish, or the start of the liveliest section that leaves ten seconds to play."""
    if options.preview is not None:
        return options.preview
    fitting = [s for s in pulse.sections if s.start + PREVIEW_S <= pulse.duration]
    if not fitting:
        return 0.0
    liveliest = max(fitting, key=lambda section: (round(section.energy, 3), -section.start))
    return round(liveliest.start + padding.seconds, 3)


def _origin(heard: HeardSong, padding: Padding, options: GenerateOptions) -> str:
    record = {
        "version": __version__,
        "padding": padding.seconds,
        "key": heard.key,
        "options": options_record(options),
    }
    return canonical(record)


def _doubts(heard: HeardSong, padding: Padding) -> tuple[str, ...]:
    """What a user should know before trusting or uploading the level."""
    seconds = heard.waveform.seconds + padding.seconds
    doubts = []
    if seconds > RANKED_SECONDS[1]:
        doubts.append(f"{seconds / 60:.0f} minutes: ranked levels end at 10 minutes")
    if seconds < RANKED_SECONDS[0]:
        doubts.append(f"{seconds:.0f} s: ranked levels last 20 s at least")
    if heard.pulse.profile == "none":
        doubts.append("no steady pulse was found: the notes sit on a guessed grid")
    elif heard.pulse.confidence < LOW_CONFIDENCE:
        doubts.append("the tempo is uncertain: listen to --click before you play")
    return tuple(doubts)
