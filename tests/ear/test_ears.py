from __future__ import annotations

import pytest

from automapper.ear.ears import Ears, bare_ears, shipped_ears
from automapper.errors import WeightsError


def test_weights_and_net_belong_together() -> None:
    assert Ears(shipped_ears().source, shipped_ears().weights) == shipped_ears()
    with pytest.raises(WeightsError, match="fitted with a net need one"):
        Ears(None, shipped_ears().weights)
    with pytest.raises(WeightsError, match="without a net say nothing of one"):
        Ears(shipped_ears().source, bare_ears().weights)
