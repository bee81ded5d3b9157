"""The files beside the charts: audio, background, and what nobody uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from automapper.audio.stream_facts import StreamFacts, stream_facts
from automapper.chart import Finding, Rule
from automapper.files import find_file
from automapper.files.picture import picture_size
from automapper.osumania.checks.subject import FileFacts, MapsetSubject, Picture
from automapper.osumania.checks.used_files import used_files
from automapper.osumania.model import Mapset
from automapper.osumania.sound import LEAST_KBPS, MOST_KBPS

UNMAPPED_SHARE = 0.2
SMALLEST, LARGEST = (160, 120), (2560, 1440)
MOST_BYTES = int(2.5 * 2**20)


def file_facts(mapset: Mapset) -> FileFacts:
    """Facts of a mapset's files; never raises: what is missing or damaged is a fact too."""
    files = dict(mapset.files)
    charts = [chart for _, chart in mapset.charts]
    audio = sorted({chart.audio for chart in charts if chart.audio})
    backgrounds = sorted({chart.background for chart in charts if chart.background})
    return FileFacts(
        tuple((name, _sound(files, name)) for name in audio),
        tuple((name, _picture(files, name)) for name in backgrounds),
        tuple(name for name, data in mapset.files if not data),
        tuple(sorted(files.keys() - used_files(mapset))),
    )


def _sound(files: Mapping[str, bytes], name: str) -> StreamFacts | None:
    key = find_file(files, name.replace("\\", "/"))
    return None if key is None else stream_facts(files[key])


def _picture(files: Mapping[str, bytes], name: str) -> Picture | None:
    key = find_file(files, name.replace("\\", "/"))
    return None if key is None else Picture(*picture_size(files[key]), len(files[key]))


def _facts(subject: MapsetSubject) -> FileFacts:
    return FileFacts() if subject.files is None else subject.files


def _audio(subject: MapsetSubject) -> Iterator[Finding]:
    for chart in subject.charts if subject.files is not None else ():
        if not chart.chart.audio:
            yield Finding(f"{chart.part}: names none")
    for name, sound in _facts(subject).audio:
        if sound is None:
            yield Finding(f"{name} is missing or cannot be read")


def _format(subject: MapsetSubject) -> Iterator[Finding]:
    for name, sound in _facts(subject).audio:
        if sound is not None and sound.codec not in MOST_KBPS:
            yield Finding(f"{name} holds {sound.codec or 'an unknown codec'}")


def _rate(subject: MapsetSubject) -> Iterator[Finding]:
    for name, sound in _facts(subject).audio:
        if sound is not None and sound.codec in MOST_KBPS:
            rate, most = round(sound.kbps), MOST_KBPS[sound.codec]
            if not LEAST_KBPS <= rate <= most:
                yield Finding(f"{name}: {rate} kbps on average; {LEAST_KBPS} to {most}")


def _unmapped(subject: MapsetSubject) -> Iterator[Finding]:
    for name, sound in _facts(subject).audio:
        ends = [
            float(note.release) / 1000
            for chart in subject.charts
            if chart.chart.audio == name
            for note in chart.chart.notes
        ]
        if sound is None or not ends:
            continue
        left = 1 - max(ends) / sound.seconds
        if left > UNMAPPED_SHARE:
            yield Finding(f"{left:.0%} of {name} come after the last note", max(ends))


def _background(subject: MapsetSubject) -> Iterator[Finding]:
    pictures = dict(_facts(subject).pictures)
    for chart in subject.charts if subject.files is not None else ():
        if not chart.chart.background:
            yield Finding(f"{chart.part}: names none")
    for name, picture in pictures.items():
        if picture is None:
            yield Finding(f"{name} is missing")
        elif not picture.width:
            yield Finding(f"{name} is neither PNG nor JPEG")


def _background_size(subject: MapsetSubject) -> Iterator[Finding]:
    for name, picture in _facts(subject).pictures:
        if picture is None or not picture.width:
            continue
        size = f"{picture.width}x{picture.height}"
        if picture.width < SMALLEST[0] or picture.height < SMALLEST[1]:
            yield Finding(f"{name}: {size} pixels; {SMALLEST[0]}x{SMALLEST[1]} at least")
        if picture.width > LARGEST[0] or picture.height > LARGEST[1]:
            yield Finding(f"{name}: {size} pixels; {LARGEST[0]}x{LARGEST[1]} at most")
        if picture.size > MOST_BYTES:
            yield Finding(f"{name}: {picture.size / 2**20:.1f} MB; 2.5 at most")


def _unused(subject: MapsetSubject) -> Iterator[Finding]:
    for name in _facts(subject).unused:
        yield Finding(name)


def _empty(subject: MapsetSubject) -> Iterator[Finding]:
    for name in _facts(subject).empty:
        yield Finding(name)


RULES: tuple[Rule[MapsetSubject], ...] = (
    Rule(
        "audio",
        "The mapset has its sound.",
        "every chart names a file that can be decoded",
        "E/E/-",
        "osu! file format",
        "the game plays silence",
        _audio,
    ),
    Rule(
        "audio-format",
        "The sound is in a format that every osu! plays.",
        "MP3 or Ogg Vorbis",
        "E/W/-",
        "ranking criteria, rule; MapsetVerifier (audio format)",
        "some players hear nothing, or hear it late",
        _format,
    ),
    Rule(
        "audio-rate",
        "The sound is neither poor nor a waste.",
        "128 to 192 kbps for MP3, to 208 for Ogg, on average",
        "E/W/-",
        "ranking criteria, rule; MapsetVerifier (audio bitrate)",
        "it sounds bad, or is larger than one can hear",
        _rate,
    ),
    Rule(
        "audio-unmapped",
        "Not much of the song comes after the last note.",
        "20 % at most",
        "W/W/-",
        "MapsetVerifier (audio usage)",
        "players wait for nothing",
        _unmapped,
    ),
    Rule(
        "background",
        "Every chart has a background.",
        "a PNG or JPEG in the mapset",
        "E/W/-",
        "MapsetVerifier (background presence)",
        "song select shows a blank",
        _background,
    ),
    Rule(
        "background-size",
        "The background fits a screen.",
        "160x120 to 2560x1440 pixels, 2.5 MB",
        "E/W/-",
        "ranking criteria; lazer (background quality); MapsetVerifier (background resolution)",
        "it looks coarse, or is larger than any screen shows",
        _background_size,
    ),
    Rule(
        "file-unused",
        "The mapset holds nothing that nobody uses.",
        "every file is named by a chart or storyboard, or is a hit sound or skin element by name",
        "E/W/-",
        "ranking criteria, rule; MapsetVerifier (unused files)",
        "everybody downloads it for nothing",
        _unused,
    ),
    Rule(
        "file-empty",
        "No file is empty.",
        "1 byte or more",
        "E/W/-",
        "ranking criteria, rule; MapsetVerifier (0-byte files)",
        "the upload breaks off at it",
        _empty,
    ),
)
