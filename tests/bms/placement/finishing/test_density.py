"""What moves between the parts of a chart."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings

from automapper.bms.model import Lane
from automapper.bms.placement.finishing.density import PULLABLE, Rebalanced, rebalance
from automapper.bms.placement.model import Adviser, Event, Placed, Reason, Residual
from automapper.bms.placement.selection.attack import attack_percentiles
from automapper.bms.placement.state.board import Board

from ..raw import Case, Raw, Sounds, case_of, cases, key
from ..scene import onset, sound, source_of_onsets


def run(case: Case, adviser: Adviser | None = None) -> tuple[Rebalanced, Board]:
    board = Board(case.source, case.tuning)
    for one in case.raw.placed:
        board.add(one)
    ids = {event.wav_id for event in case.source.events}
    intensity = attack_percentiles(ids, case.sounds)
    moved = rebalance(board, case.raw.residual, case.selection, intensity, adviser)
    return moved, board


def lopsided(reason: Reason = Reason.JACK) -> Case:
    """Sixteen measures of eighths that the source plays evenly; of the last four hardly any."""
    lanes = [key(1), key(4), key(7), key(3), key(6), key(2), key(5), key(4)]
    onsets = [
        onset(measure, f"{i}/8", f"{measure % 4}{i}", lanes[i])
        for measure in range(16)
        for i in range(8)
    ]
    source = source_of_onsets(onsets)
    ids = sorted({event.wav_id for event in source.events})
    sounds: Sounds = {
        wav_id: sound(centroid=300.0 + 100 * i, attack=(5 + 7 * i % 32) / 50)
        for i, wav_id in enumerate(ids)
    }
    case = case_of(source, sounds, (20, 5))
    bare = {
        e.index for e in source.events if e.place.measure > 11 and e.place.fraction.denominator > 2
    }
    placed = [Placed(e, e.source) for e in source.events if e.source and e.index not in bare]
    residual = [Residual(source.events[index], reason) for index in sorted(bare)]
    return Case(source, sounds, case.tuning, case.selection, Raw(tuple(placed), tuple(residual)))


def test_the_busy_lose_their_softest_and_the_bare_get_back_as_many() -> None:
    case = lopsided()
    moved, board = run(case)
    assert len(moved.shed) == len(moved.pulled) > 0
    assert {one.event.place.measure // 4 for one in moved.pulled} == {3}
    assert {one.event.place.measure // 4 for one in moved.shed} <= {0, 1, 2}
    intensity = attack_percentiles({e.wav_id for e in case.source.events}, case.sounds)
    shed = max(intensity[one.event.wav_id] for one in moved.shed)
    assert shed < 30
    assert [part.notes for part in moved.after] != [part.notes for part in moved.before]
    assert sum(part.notes for part in moved.after) == len(board.notes()) == len(case.raw.placed)


def test_events_come_back_on_the_sources_own_key_where_it_is_free() -> None:
    moved, _ = run(lopsided())
    assert all(one.lane == one.event.source for one in moved.pulled)


def test_the_least_used_samples_come_back_first() -> None:
    case = lopsided()
    moved, _ = run(case)
    used: dict[str, int] = {}
    for one in case.raw.placed:
        used[one.event.wav_id] = used.get(one.event.wav_id, 0) + 1
    fewest = min(used.values())
    assert used[moved.pulled[0].event.wav_id] == fewest


def test_what_is_out_for_good_does_not_come_back() -> None:
    for reason in (Reason.FX, Reason.UNKNOWN, Reason.UNPLAYABLE, Reason.FALLBACK):
        assert reason not in PULLABLE
        moved, board = run(lopsided(reason))
        assert (moved.pulled, moved.shed) == ((), ())
        assert board.notes() == lopsided().raw.placed


def test_without_anything_to_give_back_nothing_is_shed() -> None:
    case = lopsided()
    moved, board = run(
        Case(case.source, case.sounds, case.tuning, case.selection, Raw(case.raw.placed, ()))
    )
    assert (moved.pulled, moved.shed) == ((), ())
    assert board.notes() == case.raw.placed


class Favours:
    """An adviser that likes one event above all."""

    def __init__(self, index: int) -> None:
        self.index = index

    def tokens(
        self, measure: int, events: Sequence[Event], placed: Sequence[Placed]
    ) -> Sequence[float]:
        assert all(event.place.measure == measure for event in events)
        assert all(one.event.place.measure < measure for one in placed)
        return [float(event.index == self.index) for event in events]

    def lane(self, event: Event, free: Sequence[Lane], placed: Sequence[Placed]) -> None:
        return None


class Silent(Favours):
    """An adviser that knows nothing."""

    def tokens(self, measure: int, events: Sequence[Event], placed: Sequence[Placed]) -> None:  # type: ignore[override]
        return None


def test_an_adviser_says_what_comes_back_first() -> None:
    case = lopsided()
    last = case.raw.residual[-1].event
    moved, _ = run(case, Favours(last.index))
    assert moved.pulled[0].event == last
    assert run(case, Silent(0))[0] == run(case)[0]


@settings(max_examples=80)
@given(cases())
def test_a_rebalanced_chart_is_legal_and_as_large(case: Case) -> None:
    moved, board = run(case)
    before = {one.event.index for one in case.raw.placed}
    shed = {one.event.index for one in moved.shed}
    pulled = {one.event.index for one in moved.pulled}
    assert {one.event.index for one in board.notes()} == before - shed | pulled
    assert (len(shed), shed <= before, pulled & before) == (len(pulled), True, set())
    assert all(one.reason in PULLABLE for one in case.raw.residual if one.event.index in pulled)
    legal = Board(case.source, case.tuning)
    for one in case.raw.placed:
        legal.add(one)
    faulty = {one.event.index for one in case.raw.placed if legal.fault(one.event)}
    assert {one.event.index for one in board.notes() if board.fault(one.event)} <= faulty
    for part, then in zip(moved.before, moved.after, strict=True):
        assert 0 <= (then.notes - part.notes) * (1 if part.wish >= 0 else -1) <= abs(part.wish)
