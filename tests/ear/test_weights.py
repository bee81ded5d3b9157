from __future__ import annotations

import json
from pathlib import Path

import pytest

from automapper.ear import bare_ears, shipped_ears
from automapper.ear.bars.signs import BAR_SIGNS, BAR_SIGNS_WITH_NET
from automapper.ear.tempo.reading_names import EVIDENCE, EVIDENCE_WITH_NET
from automapper.ear.weights import Weights, read_weights, weights_bytes
from automapper.errors import WeightsError

WITH_NET = Weights(
    tuple(i / 8 for i in range(len(EVIDENCE_WITH_NET))),
    tuple(-i / 8 for i in range(len(BAR_SIGNS_WITH_NET))),
)
BARE = Weights(
    tuple(i / 4 for i in range(len(EVIDENCE))), tuple(i / 2 for i in range(len(BAR_SIGNS)))
)


@pytest.mark.parametrize("weights", [WITH_NET, BARE], ids=["with net", "bare"])
def test_what_was_written_reads_back_the_same(weights: Weights, tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_bytes(weights_bytes(weights))
    assert read_weights(path) == weights
    assert weights.needs_net == (weights is WITH_NET)


def test_the_order_in_the_file_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    kept = json.loads(weights_bytes(WITH_NET))
    turned = {part: dict(reversed(kept[part].items())) for part in reversed(list(kept))}
    path.write_text(json.dumps(turned), encoding="utf-8")
    assert read_weights(path) == WITH_NET


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "holds no weights"),
        ("[1, 2]", "holds no weights"),
        ('{"readings": {"pulse": "much"}, "bars": {}}', "holds no weights"),
        ('{"readings": {"pulse": 1}, "bars": {}}', "another version"),
        ('{"readings": {"pulse": NaN}, "bars": {}}', "no number"),
        ('{"readings": {"pulse": 1' + 400 * "0" + '}, "bars": {}}', "holds no weights"),
        (100_000 * "[", "holds no weights"),
    ],
)
def test_files_that_are_no_weights_are_refused(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WeightsError, match=why):
        read_weights(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"nowhere\.json"):
        read_weights(tmp_path / "nowhere.json")


def test_shipped_ears_weigh_the_net_they_have() -> None:
    assert not bare_ears().weights.needs_net
    shipped = shipped_ears()
    assert shipped.weights.needs_net == (shipped.source is not None)
