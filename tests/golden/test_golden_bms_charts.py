"""What is generated stays what it was, byte for byte, until it is changed on purpose."""

from __future__ import annotations

import pytest
from regenerate_bms_charts import CASES, golden_files, target_of

from automapper.files import open_package


@pytest.mark.parametrize("learned", [False, True], ids=["rules", "ml"])
@pytest.mark.parametrize("case", sorted(CASES))
def test_a_generated_chart_has_the_golden_bytes(case: str, learned: bool) -> None:
    assert golden_files(case, learned) == open_package(target_of(case, learned))
