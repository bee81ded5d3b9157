"""What a reader left out or repaired, counted by kind: a warning is a line, not a page."""

from __future__ import annotations

from collections import Counter

# A damaged file of the worst sort has a dozen kinds of faults; random bytes may have any number.
MAX_KINDS = 100


class Losses:
    """Oddities of one file or chart; ``where`` stands before each line."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._counts: Counter[str] = Counter()

    def add(self, what: str, amount: int = 1) -> None:
        """Notes ``amount`` cases of an oddity; ``what`` reads on from their number."""
        if amount and (what in self._counts or len(self._counts) < MAX_KINDS):
            self._counts[what] += amount

    def say(self, what: str) -> None:
        """Notes an oddity of the whole, without a number."""
        if len(self._counts) < MAX_KINDS:
            self._counts.setdefault(what, 0)

    def lines(self) -> tuple[str, ...]:
        """One line for each kind, in the order in which they were met."""
        return tuple(
            f"{self.where}: {f'{count} ' if count else ''}{what}"
            for what, count in self._counts.items()
        )
