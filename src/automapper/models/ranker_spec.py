"""What a ranker is for and how large it is; needs no torch, so that a game can say it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class RankerSpec:
    """Columns in, width of the two hidden layers, scores out.

    ``kind`` is the word by which its files are known, so that nobody takes one for another's.
    """

    kind: str
    inputs: int
    hidden: int
    outputs: int

    def notes(self) -> dict[str, str]:
        """As the files of a ranker say it: its kind, and its sizes as JSON."""
        sizes = {name: value for name, value in asdict(self).items() if name != "kind"}
        return {"kind": self.kind, "spec": json.dumps(sizes)}

    @classmethod
    def of_notes(cls, notes: Mapping[str, object]) -> RankerSpec:
        """Back from there; KeyError, TypeError or ValueError where they say something else."""
        return cls(kind=str(notes["kind"]), **json.loads(str(notes["spec"])))
