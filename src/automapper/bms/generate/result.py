"""The result beside a chart as JSON: enough to check it, to make it again, and to re-roll it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from automapper import __version__
from automapper.bms.formats.document import document_bytes
from automapper.bms.generate.analyse import Analysis
from automapper.bms.generate.records import placed_record, read_events, residual_record
from automapper.bms.headers import Label
from automapper.bms.keysounds.measure import MEASURE_VERSION
from automapper.bms.model import KeyMode
from automapper.bms.options import GenerateOptions, MlWeights
from automapper.bms.placement.model import Placed, Residual, Source
from automapper.bms.placement.resume.carry import Carry
from automapper.bms.placement.resume.json_values import whole
from automapper.errors import ConfigError, FormatError

SCHEMA = "bms-result-1"
POLICY = "v12"
MAX_BYTES = 512 * 2**20
_USAGE = "token_usage"


def head_record(analysis: Analysis, options: GenerateOptions, mode: str) -> dict[str, Any]:
    """What every result says first; ``mode`` is full, resume, finalize or reroll."""
    document = analysis.read.document
    return {
        "schema": SCHEMA,
        "versions": {"automapper": __version__, "policy": POLICY, "measures": MEASURE_VERSION},
        "mode": mode,
        "source": {
            "chart": analysis.name,
            "sha256": sha256(document_bytes(document)).hexdigest(),
            "encoding": document.encoding,
            "keys": int(analysis.source.source_mode),
            "choices": list(analysis.read.branch.choices),
            "measures": analysis.source.measures,
            "events": len(analysis.source.events),
        },
        "options": options_record(options, analysis.source),
    }


def options_record(options: GenerateOptions, source: Source) -> dict[str, object]:
    """The options as typed; ``keys`` is what they came to."""
    return {
        "intensity": options.intensity,
        "scratch": options.scratch,
        "long_notes": options.long_notes,
        "keys": int(source.mode),
        "seed": options.seed,
        "fx": options.fx,
        "ml": options.ml is not None,
    }


def events_record(placed: Sequence[Placed], residual: Sequence[Residual]) -> dict[str, Any]:
    """Every event of the source once."""
    return {
        "placed": [placed_record(one) for one in placed],
        "residual": [residual_record(one) for one in residual],
    }


def label_record(label: Label) -> dict[str, object]:
    """What the chart's headers say, so that a re-rolled measure leaves them alone."""
    return {"suffix": label.title_suffix, "level": label.level, "notes": label.notes}


def states_record(states: Sequence[Carry]) -> list[dict[str, Any]]:
    """The state before every measure; samples' uses are those since the state before."""
    records: list[dict[str, Any]] = []
    before: Mapping[str, int] = {}
    for state in states:
        record = state.to_record()
        usage = record[_USAGE]
        record[_USAGE] = {
            wav_id: count - before.get(wav_id, 0)
            for wav_id, count in usage.items()
            if count != before.get(wav_id, 0)
        }
        before = usage
        records.append(record)
    return records


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A result as read: the record itself and what is asked of it."""

    record: Mapping[str, Any]
    path: str

    @property
    def choices(self) -> list[int]:
        """The outcomes of #RANDOM in the source's branch."""
        found = self._part("source").get("choices")
        if not isinstance(found, list) or not all(isinstance(one, int) for one in found):
            raise FormatError(self.path, "source.choices", "must be a list of whole numbers")
        return found

    @property
    def chart(self) -> str:
        """The source chart's file name."""
        return str(self._part("source").get("chart"))

    def options(self) -> GenerateOptions:
        """The options that it was made with; FormatError where they are none."""
        said = self._part("options")
        try:
            return GenerateOptions(
                intensity=whole(said["intensity"], least=None),
                scratch=whole(said["scratch"], least=None),
                long_notes=bool(said["long_notes"]),
                mode=KeyMode(said["keys"]),
                seed=whole(said["seed"], least=None),
                chart=self.chart,
                fx="or" if said["fx"] == "or" else "and",
                ml=self._weights() if said.get("ml") else None,
            )
        except (KeyError, TypeError, ValueError, ConfigError) as error:
            raise FormatError(self.path, "options", f"cannot be read ({error})") from None

    def _weights(self) -> MlWeights:
        """The shipped rankers, if they are the ones that the chart was made with."""
        said = self._part("diagnostics").get("ml")
        if not isinstance(said, dict):
            return MlWeights()
        token, lane = (str(said[name]["weights"]) for name in ("token", "lane"))
        return MlWeights(digests=(token, lane))

    def label(self) -> Label:
        """What the chart's headers say."""
        said = self._part("label")
        suffix, level, notes = said.get("suffix"), said.get("level"), said.get("notes")
        if not isinstance(suffix, str) or not all(
            value is None or (isinstance(value, int) and 0 <= value < 10**6)
            for value in (level, notes)
        ):
            raise FormatError(self.path, "label", "must have a suffix, a level and a note count")
        return Label(suffix, level, notes=notes)

    def events(self, source: Source) -> tuple[tuple[Placed, ...], tuple[Residual, ...]]:
        """Notes and background; FormatError where they are not of this source."""
        return read_events(self.record, source, self.path)

    def state(self, measure: int) -> Carry:
        """The state before a measure; FormatError where the result has none."""
        states = self.record.get("states")
        if not isinstance(states, list) or measure >= len(states):
            raise FormatError(self.path, "states", f"there is none before measure {measure}")
        usage: dict[str, int] = {}
        try:
            for record in states[: measure + 1]:
                for wav_id, count in record[_USAGE].items():
                    usage[wav_id] = usage.get(wav_id, 0) + whole(count, least=None)
            return Carry.from_record({**states[measure], _USAGE: usage})
        except (AttributeError, KeyError, TypeError, ValueError, ConfigError) as error:
            where = f"states[{measure}]"
            raise FormatError(self.path, where, f"cannot be read ({error})") from None

    def verify(self, analysis: Analysis) -> None:
        """FormatError unless the result was made from this very source."""
        digest = sha256(document_bytes(analysis.read.document)).hexdigest()
        if self._part("source").get("sha256") != digest:
            raise FormatError(
                self.path, "source", f"{analysis.name} is not the chart it was made of"
            )

    def _part(self, key: str) -> Mapping[str, Any]:
        part = self.record.get(key)
        if not isinstance(part, dict):
            raise FormatError(self.path, key, "is missing")
        return part


def read_result(data: bytes, path: str) -> Result:
    """A result from its bytes; FormatError for what is none."""
    record = read_json(data, path)
    if record.get("schema") != SCHEMA:
        raise FormatError(path, "schema", f"is {record.get('schema')!r}, not {SCHEMA!r}")
    return Result(record, path)


def read_json(data: bytes, path: str) -> dict[str, Any]:
    """A JSON object from bytes; FormatError for anything else."""
    if len(data) > MAX_BYTES:
        raise FormatError(path, "", f"is larger than {MAX_BYTES >> 20} MB")
    try:
        record = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise FormatError(path, "", f"is no JSON ({str(error)[:100]})") from None
    if not isinstance(record, dict):
        raise FormatError(path, "", "is no JSON object")
    return record


def json_bytes(record: Mapping[str, Any]) -> bytes:
    """A record as readable JSON: one event or state a line."""
    lines = ["{"]
    for number, (key, value) in enumerate(record.items()):
        comma = "," if number + 1 < len(record) else ""
        if isinstance(value, list) and value:
            rows = ",\n".join("  " + _compact(row) for row in value)
            lines.append(f" {json.dumps(key)}: [\n{rows}\n ]{comma}")
        else:
            lines.append(f" {json.dumps(key)}: {_compact(value)}{comma}")
    return ("\n".join([*lines, "}"]) + "\n").encode("utf-8")


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)
