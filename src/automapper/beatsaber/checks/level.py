"""What concerns a level as a whole: its files and its song."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from automapper.beatsaber.checks.rule import Finding, Rule
from automapper.beatsaber.checks.subject import LevelSubject

SONG_SECONDS = (20.0, 600.0)
PLAYED_SECONDS = 45.0
COVER_PIXELS = 256
COVER_SUFFIXES = (".png", ".jpg", ".jpeg")


def _audio(subject: LevelSubject) -> Iterator[Finding]:
    if subject.audio is not None and subject.audio.seconds is None:
        yield Finding(f"{subject.level.audio_file or 'the audio'} is missing or cannot be read")


def _short(subject: LevelSubject) -> Iterator[Finding]:
    length = None if subject.audio is None else subject.audio.seconds
    if length is not None and length < SONG_SECONDS[0]:
        yield Finding(f"the song lasts {length:.1f} s")


def _long(subject: LevelSubject) -> Iterator[Finding]:
    length = None if subject.audio is None else subject.audio.seconds
    if length is not None and length > SONG_SECONDS[1]:
        yield Finding(f"the song lasts {length / 60:.1f} minutes")


def _played(subject: LevelSubject) -> Iterator[Finding]:
    for chart in subject.charts:
        if chart.notes and chart.seconds[-1] - chart.seconds[0] < PLAYED_SECONDS:
            length = chart.seconds[-1] - chart.seconds[0]
            yield Finding(f"{chart.part}: {length:.0f} s from the first to the last note")


def _offset(subject: LevelSubject) -> Iterator[Finding]:
    if subject.level.song_offset:
        yield Finding(f"songTimeOffset {subject.level.song_offset:g}")


def _shuffle(subject: LevelSubject) -> Iterator[Finding]:
    if subject.level.shuffle:
        yield Finding(f"shuffle {subject.level.shuffle:g}")


def _cover(subject: LevelSubject) -> Iterator[Finding]:
    name = subject.level.cover_file
    size = None if subject.audio is None else subject.audio.cover
    if not name:
        yield Finding("no cover")
    elif PurePosixPath(name).suffix.lower() not in COVER_SUFFIXES:
        yield Finding(f"cover {name} is neither png nor jpg")
    elif size == (0, 0):
        yield Finding(f"cover {name} is missing or cannot be read")
    elif size is not None and (size[0] != size[1] or size[0] < COVER_PIXELS):
        yield Finding(f"cover of {size[0]}x{size[1]} pixels")


def _preview(subject: LevelSubject) -> Iterator[Finding]:
    start, length = subject.level.preview
    end = None if subject.audio is None else subject.audio.seconds
    if start < 0 or length <= 0:
        yield Finding(f"preview of {length:g} s from {start:g} s")
    elif end is not None and start >= end:
        yield Finding(f"preview from {start:g} s, after the song's end at {end:.1f} s")


RULES: tuple[Rule[LevelSubject], ...] = (
    Rule(
        "audio",
        "The level has its sound.",
        "a file that can be decoded",
        "E/E/E",
        "the game",
        "the game cannot start it",
        _audio,
    ),
    Rule(
        "song-short",
        "The song is long enough to be ranked.",
        "20 s or more",
        "E/W/W",
        "ScoreSaber R.6.C",
        "songs so short are not ranked",
        _short,
    ),
    Rule(
        "song-long",
        "The song is short enough to be ranked.",
        "10 minutes or less",
        "E/W/-",
        "ScoreSaber, technical limitations",
        "songs so long are not ranked",
        _long,
    ),
    Rule(
        "played-part",
        "There is something to play.",
        "45 s from the first to the last note",
        "-/W/-",
        "BeatLeader R1",
        "short charts are not ranked",
        _played,
    ),
    Rule(
        "song-offset",
        "The deprecated offset is not used: beat 0 is the start of the audio.",
        "songTimeOffset 0",
        "E/E/W",
        "BeatLeader R1",
        "the game may move all notes against the music",
        _offset,
    ),
    Rule(
        "shuffle",
        "The deprecated shuffle is not used.",
        "0",
        "E/E/W",
        "BeatLeader R1",
        "the game may move every other note",
        _shuffle,
    ),
    Rule(
        "cover",
        "There is a cover.",
        "square, 256 pixels or more, png or jpg",
        "E/E/W",
        "BeatLeader R1",
        "the song list shows a blank or a poor picture",
        _cover,
    ),
    Rule(
        "preview",
        "A preview plays in the song list.",
        "starts in the song, longer than 0 s",
        "E/E/W",
        "MapCheck (preview time)",
        "the song list may be silent",
        _preview,
    ),
)
