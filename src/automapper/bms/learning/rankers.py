"""The two rankers of BMS charts: which keysound to play, and which lane to play it on."""

from __future__ import annotations

from automapper.models.ranker_spec import RankerSpec

KIND = "bms-ranker"
# 6,269 and 24,823 parameters: rankers help the rules, they are not to overpower them.
TOKEN_SPEC = RankerSpec(KIND, inputs=30, hidden=64, outputs=1)
LANE_SPEC = RankerSpec(KIND, inputs=56, hidden=128, outputs=7)
RANKERS = (TOKEN_SPEC, LANE_SPEC)
