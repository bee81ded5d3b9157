"""What concerns a mapset as a whole: its charts agree with each other, and there are enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from automapper.chart import Finding, Rule
from automapper.osumania.checks.notes import drain_ms
from automapper.osumania.checks.subject import ChartSubject, MapsetSubject
from automapper.osumania.difficulty import Difficulty
from automapper.osumania.model import Chart, Redline

LONGEST_TEXT = 81
# Play time below which a difficulty is the hardest that may be the easiest, and how many charts
# do instead (osu! wiki).
LOWEST = (
    (150_000, Difficulty.NORMAL, 4),
    (195_000, Difficulty.HARD, 3),
    (240_000, Difficulty.INSANE, 2),
)
_TEXTS: tuple[tuple[str, Callable[[Chart], str]], ...] = (
    ("title", lambda chart: chart.words.song.title),
    ("Unicode title", lambda chart: chart.words.title_unicode),
    ("artist", lambda chart: chart.words.song.artist),
    ("Unicode artist", lambda chart: chart.words.artist_unicode),
    ("creator", lambda chart: chart.words.song.mapper),
    ("source", lambda chart: chart.words.source),
    ("tags", lambda chart: " ".join(sorted(set(chart.words.tags)))),
)
_SHORT_TEXTS = _TEXTS[:-1]  # tags may be long


def _others(subject: MapsetSubject) -> Iterator[tuple[ChartSubject, ChartSubject]]:
    """The first chart with each of the others."""
    for other in subject.charts[1:]:
        yield subject.charts[0], other


def _redlines(chart: ChartSubject) -> dict[int, tuple[float, int]]:
    """Tempo to 1/1000 ms and metre by whole ms."""
    return {round(line.time): _signs(line) for line in chart.chart.redlines}


def _signs(line: Redline) -> tuple[float, int]:
    return round(float(line.beat_length), 3), line.meter


def _timing(subject: MapsetSubject) -> Iterator[Finding]:
    for first, other in _others(subject):
        ours, theirs = _redlines(first), _redlines(other)
        for time in sorted(ours.keys() | theirs.keys()):
            if ours.get(time) != theirs.get(time):
                what = f"another redline than in {first.part}"
                if time not in theirs:
                    what = f"no redline as in {first.part}"
                elif time not in ours:
                    what = f"a redline that {first.part} has not"
                yield Finding(f"{other.part}: {what}", time / 1000)
                break  # what follows differs mostly for the same reason


def _texts(subject: MapsetSubject) -> Iterator[Finding]:
    for first, other in _others(subject):
        for name, text in _TEXTS:
            if text(first.chart) != text(other.chart):
                ours, theirs = text(first.chart), text(other.chart)
                what = f"not the {name} of {first.part}"
                yield Finding(
                    f"{other.part}: {what}" + (f": {theirs!r}, {ours!r}" if name != "tags" else "")
                )


def _long_texts(subject: MapsetSubject) -> Iterator[Finding]:
    seen = set()
    for chart in subject.charts:
        for name, text in (*_SHORT_TEXTS, ("version", lambda one: one.words.version)):
            words = text(chart.chart)
            if len(words) > LONGEST_TEXT and words not in seen:
                seen.add(words)
                yield Finding(f"{name} of {len(words)} characters")


def _no_texts(subject: MapsetSubject) -> Iterator[Finding]:
    for chart in subject.charts:
        words = chart.chart.words
        texts = {
            "title": words.song.title,
            "artist": words.song.artist,
            "creator": words.song.mapper,
            "version": words.version,
        }
        missing = [name for name, text in texts.items() if not text.strip()]
        if missing:
            yield Finding(f"{chart.part}: no {', no '.join(missing)}")


def _versions(subject: MapsetSubject) -> Iterator[Finding]:
    versions = [chart.chart.words.version for chart in subject.charts]
    for version in dict.fromkeys(versions):
        if versions.count(version) > 1:
            yield Finding(f"{versions.count(version)} charts are named {version!r}")


def _preview(subject: MapsetSubject) -> Iterator[Finding]:
    for chart in subject.charts:
        if chart.chart.preview < 0:
            yield Finding(f"{chart.part}: not set")
        elif chart.chart.preview != subject.charts[0].chart.preview >= 0:
            yield Finding(
                f"{chart.part}: not as in {subject.charts[0].part}", chart.chart.preview / 1000
            )


def _audio_name(subject: MapsetSubject) -> Iterator[Finding]:
    names = dict.fromkeys(chart.chart.audio for chart in subject.charts)
    if len(names) > 1:
        yield Finding(", ".join(name or "none" for name in names))


def _lowest(subject: MapsetSubject) -> Iterator[Finding]:
    charted = {chart.chart.keys for chart in subject.charts if subject.whole}
    for keys in sorted(charted):
        charts = [chart for chart in subject.charts if chart.chart.keys == keys]
        longest = max(float(drain_ms(chart)) for chart in charts)
        easiest = min(chart.difficulty for chart in charts)
        for below, hardest, enough in LOWEST:
            if longest < below:
                if easiest > hardest and len(charts) < enough:
                    level = hardest.name.capitalize()
                    yield Finding(
                        f"{keys}K has nothing up to {level}, and fewer than {enough} charts"
                    )
                break


RULES: tuple[Rule[MapsetSubject], ...] = (
    Rule(
        "redlines-same",
        "All charts of a mapset have the same redlines.",
        "time, tempo and metre; told once a chart",
        "E/E/-",
        "ranking criteria, rule; MapsetVerifier (inconsistent lines)",
        "one of them is timed wrongly",
        _timing,
    ),
    Rule(
        "metadata-same",
        "All charts of a mapset tell the same about the song.",
        "title, artist, creator, source, tags",
        "E/W/-",
        "ranking criteria, rule; MapsetVerifier (inconsistent metadata)",
        "they look like different songs",
        _texts,
    ),
    Rule(
        "metadata-length",
        "Titles and names are short enough.",
        "81 characters",
        "E/W/-",
        "ranking criteria, rule",
        "the fields hold no more",
        _long_texts,
    ),
    Rule(
        "metadata-missing",
        "A chart tells title, artist, creator and its name.",
        "not empty",
        "E/W/-",
        "osu! file format",
        "nobody finds it, and the site refuses it",
        _no_texts,
    ),
    Rule(
        "version-twice",
        "Charts of a mapset have different names.",
        "each once",
        "E/E/-",
        "osu! file format",
        "the game shows two of one name, and the site takes one",
        _versions,
    ),
    Rule(
        "preview",
        "The preview point is set, at the same place in all charts.",
        "0 ms or later, equal",
        "E/W/-",
        "ranking criteria, rule; MapsetVerifier (preview time)",
        "song select plays any part of the song",
        _preview,
    ),
    Rule(
        "audio-one",
        "All charts use one audio file.",
        "1",
        "E/W/-",
        "ranking criteria, rule; MapsetVerifier (multiple audio files)",
        "song select and preview mix them up",
        _audio_name,
    ),
    Rule(
        "spread-lowest",
        "Short songs have charts for the less practised.",
        "below 2:30 of play a Normal or 4 charts, below 3:15 a Hard or 3, below 4:00 an Insane "
        "or 2",
        "E/-/-",
        "osu!mania ranking criteria, rule",
        "the less practised find nothing to play",
        _lowest,
    ),
)
