from __future__ import annotations

from pathlib import Path

import pytest

from automapper.bms.learning.rank import SHIPPED_LANE, SHIPPED_TOKEN
from automapper.bms.learning.rankers import LANE_SPEC, TOKEN_SPEC
from automapper.models.notes import notes_of
from automapper.models.ranker import Ranker
from automapper.models.ranker_spec import RankerSpec
from automapper.models.run import open_net

SHIPPED = [(SHIPPED_TOKEN, TOKEN_SPEC), (SHIPPED_LANE, LANE_SPEC)]


@pytest.mark.parametrize(("spec", "count"), [(TOKEN_SPEC, 6_269), (LANE_SPEC, 24_823)])
def test_rankers_are_small(spec: RankerSpec, count: int) -> None:
    assert sum(value.numel() for value in Ranker(spec).parameters()) == count


@pytest.mark.parametrize(("path", "spec"), SHIPPED)
def test_the_files_that_ship_are_of_these_kinds(path: Path, spec: RankerSpec) -> None:
    for notes in (open_net(path).notes, notes_of(path.with_suffix(".safetensors"))):
        assert RankerSpec.of_notes(notes) == spec
