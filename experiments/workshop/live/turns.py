"""In which order those who ask have their turn: whoever asks much waits behind himself, and not before everybody else."""

from __future__ import annotations

import threading

Turn = tuple[int, int]
"""The round in which something has its turn, and its number among all that was asked."""


class Turns:
    """One question of each address in every round; those of one address in the order in which they came.

    With one question each, as in a room, that is the order of coming.  The empty address is that of rooms, which ask for everybody: it never waits
    behind itself.
    """

    def __init__(self) -> None:
        self._round = 0
        self._count = 0
        self._last: dict[str, int] = {}
        """The round of the last question of each address that has its turn yet to come."""
        self._lock = threading.Lock()

    def next(self, address: str) -> Turn:
        """The turn of one more question of ``address``."""
        with self._lock:
            self._count += 1
            after = max(self._round, self._last.get(address, self._round - 1) + 1)
            if address:
                self._last[address] = after
            return after, self._count

    def begun(self, turn: Turn) -> None:
        """A question has its turn: whoever comes from now on comes no earlier."""
        with self._lock:
            if turn[0] > self._round:
                self._round = turn[0]
                self._last = {address: last for address, last in self._last.items() if last >= self._round}

    def __len__(self) -> int:
        return len(self._last)
