from __future__ import annotations

import pytest

from automapper.models.ranker_spec import RankerSpec

SPEC = RankerSpec("test-ranker", inputs=3, hidden=4, outputs=1)


def test_what_files_say_is_frozen() -> None:
    # Files that ship say it like this.
    told = {"kind": "test-ranker", "spec": '{"inputs": 3, "hidden": 4, "outputs": 1}'}
    assert SPEC.notes() == told
    assert RankerSpec.of_notes({**told, "who": "me"}) == SPEC


@pytest.mark.parametrize(
    "notes", [{}, {"kind": "a"}, {"kind": "a", "spec": "?"}, {"kind": "a", "spec": '{"rows": 1}'}]
)
def test_other_notes_are_no_spec(notes: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        RankerSpec.of_notes(notes)
