"""The lines in force -> a chart with exact places."""

from __future__ import annotations

from fractions import Fraction

from automapper.bms.formats.branches import Branch
from automapper.bms.formats.channels import LANES, Kind
from automapper.bms.formats.document import Document
from automapper.bms.formats.gather import gather
from automapper.bms.formats.ids import as_id, is_id
from automapper.bms.formats.keys_of import keys_of, nine_keys
from automapper.bms.formats.long_notes import pair_notes
from automapper.bms.formats.objects import Objects, merge_objects
from automapper.bms.formats.tables import Tables
from automapper.bms.model import Chart, Halt, Hidden, Lane, Mine, Sound, TempoChange, WavId
from automapper.errors import FormatError

MAX_WARNINGS = 200
# The wildest charts have some ten thousand; their exact times take time to add up.
MAX_TEMPO = 50_000


def compile_chart(document: Document, branch: Branch, path: str) -> tuple[Chart, tuple[str, ...]]:
    """The chart that a branch of a file describes, and warnings that name the file and a place.

    ``path``'s suffix is a hint for the keys. Raises FormatError for more than 2,000,000 objects
    and for more than 50,000 tempo changes and stops.
    """
    lines = gather(document, branch)
    tables = lines.tables
    objects = merge_objects(lines.objects, tables.base, path)
    end_id = _long_note_end(tables)
    continuous = tables.headers.get("LNTYPE", "").strip() == "2"
    notes, unpaired = pair_notes(objects, end_id, continuous)
    notes = nine_keys(notes) if path.lower().endswith(".pms") else notes
    tempo, missing = _tempo(objects, tables)
    halts, unstopped = _halts(objects, tables)
    if len(tempo) + len(halts) > MAX_TEMPO:
        raise FormatError(path, "", f"has more than {MAX_TEMPO} tempo changes and stops")
    places, pairs = objects.places, objects.pairs
    chart = Chart(
        # Lanes are few shared values: by identity they are told apart fastest.
        mode=keys_of({id(note.lane): note.lane for note in notes}.values(), path),
        bpm=tables.bpm(),
        headers=tuple(tables.headers.items()),
        samples=tuple(sorted(tables.samples.items())),
        notes=notes,
        background=tuple([Sound(places[k], pairs[k]) for k in objects.of(Kind.BACKGROUND)]),
        hidden=tuple(
            [Hidden(places[k], on, pairs[k]) for k, on in _on_lanes(objects, Kind.INVISIBLE)]
        ),
        mines=tuple(
            [Mine(places[k], on, int(pairs[k], 36)) for k, on in _on_lanes(objects, Kind.MINE)]
        ),
        lengths=tuple(sorted((m, share) for m, share in lines.lengths.items() if share != 1)),
        tempo=tempo,
        halts=halts,
        long_note_end=end_id,
    )
    said = [*lines.warnings, *tables.warnings, *unpaired, *missing, *unstopped]
    return chart, tuple(f"{path}: {line}" for line in _cut([*said, *_counted(objects)]))


def _on_lanes(objects: Objects, kind: Kind) -> list[tuple[int, Lane]]:
    """The objects of a kind that stands on lanes, each with its lane."""
    return [(k, LANES[objects.channels[objects.codes[k]]][1]) for k in objects.of(kind)]


def _long_note_end(tables: Tables) -> WavId | None:
    text = tables.headers.get("LNOBJ", "")
    if text and not is_id(text):
        tables.warnings.append(f"#LNOBJ {text[:40]} is no id; left out")
    return as_id(text, tables.base) if is_id(text) else None


def _tempo(objects: Objects, tables: Tables) -> tuple[tuple[TempoChange, ...], list[str]]:
    """Tempo changes in order, and the objects that name no tempo."""
    found: list[TempoChange] = []
    said: list[str] = []
    for k in objects.of(Kind.TEMPO, Kind.NAMED_TEMPO):
        place, pair = objects.places[k], objects.pairs[k]
        named = objects.channels[objects.codes[k]] == "08"
        bpm = tables.tempi.get(pair) if named else _hexadecimal(pair)
        if bpm:
            found.append(TempoChange(place, bpm))
        else:
            what = f"there is no #BPM{pair}" if named else f"{pair} is no hexadecimal tempo"
            said.append(f"measure {place.measure}: {what}; left out")
    return tuple(found), said


def _hexadecimal(pair: str) -> Fraction | None:
    try:
        return Fraction(int(pair, 16))
    except ValueError:
        return None


def _halts(objects: Objects, tables: Tables) -> tuple[tuple[Halt, ...], list[str]]:
    """Stops in order, those of ``#STP`` after those of channel 09 at the same place."""
    found: list[Halt] = []
    said: list[str] = []
    for k in objects.of(Kind.STOP):
        place, pair = objects.places[k], objects.pairs[k]
        if pair in tables.stops:
            found.append(Halt(place, tables.stops[pair]))
        else:
            said.append(f"measure {place.measure}: there is no #STOP{pair}; left out")
    return tuple(sorted([*found, *tables.halts], key=lambda halt: halt.place)), said


def _counted(objects: Objects) -> list[str]:
    said = []
    if objects.replaced:
        said.append(f"{objects.replaced} objects stand under a later one; the later ones count")
    if objects.malformed:
        said.append(f"{objects.malformed} objects are not letters and digits; left out")
    return said


def _cut(said: list[str]) -> list[str]:
    """Warnings, cut where a broken file has thousands."""
    more = len(said) - MAX_WARNINGS
    return said if more <= 0 else [*said[:MAX_WARNINGS], f"{more} warnings more"]
