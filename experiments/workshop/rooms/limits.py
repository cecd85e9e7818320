"""What a room may hold and how often somebody may ask: bounds of memory and work, and the refusal that tells of them."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from experiments.text.messages import _
from experiments.workshop.requests import BAD, Refusal

MAX_ROOMS = 12
MAX_ROOMS_OF_ONE = 4
"""Of one address: somebody in the room must not use up all of the server's."""
MAX_MEMBERS = 80
MAX_COMING = 50
"""Of one address in a short time: forty phones may stand behind one, and one phone must not take all places of a room."""
MAX_SCREENS = 10
MAX_WORDS = 140
"""Letters of a reason in one's own words."""
MAX_TRIES = 20
"""Guesses of one person, and choices of one team, in a round."""
IDLE_SECONDS = 6 * 3600.0
"""A room that nobody asks for any more is forgotten."""
EMPTY_SECONDS = 3600.0
"""So is one that nobody ever joined."""
ENDED_SECONDS = 1800.0
"""How long what was said can still be exported after the end."""
WAIT_SECONDS = 20.0
"""How long a page waits for news before it is answered all the same."""
MORE_SECONDS = 30.0
MOST_SECONDS = 600.0
"""What "wait" adds to the time for guesses, and the most that it comes to."""
MAX_ADDRESSES = 4096

Clock = Callable[[], float]


class Refused(Refusal):
    """A request that a room does not do: the status, what is wrong, where, and how to mend it."""

    def __init__(self, status: int, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(status, what, where=where, mend=mend)


def malformed(where: str, what: str, mend: str = "") -> Refused:
    """The refusal of what has not the form that was asked for."""
    return Refused(BAD, what, where, mend)


def too_often() -> Refused:
    """The refusal of whoever asks more often than a person does."""
    return Refused(429, _("Too many requests in a short time."), "", _("Wait a moment, then try again."))


@dataclass
class Bucket:
    """So many requests at once, and then so many a second."""

    burst: float
    rate: float
    left: float
    since: float

    def holds(self, now: float) -> bool:
        """Whether one more could be had."""
        self.left = min(self.burst, self.left + max(0.0, now - self.since) * self.rate)
        self.since = now
        return self.left >= 1.0

    def take(self, now: float) -> bool:
        """Whether one more may be had."""
        if not self.holds(now):
            return False
        self.left -= 1.0
        return True


class Rates:
    """A bucket for each who asks; the longest silent are forgotten first, so that many addresses take no more memory than some."""

    def __init__(self, burst: float, rate: float, clock: Clock = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def hold(self, who: str) -> None:
        """``Refused`` (429) where ``who`` asks too often."""
        now = self._clock()
        bucket = self._buckets.get(who)
        if bucket is None:
            bucket = self._buckets[who] = Bucket(self._burst, self._rate, self._burst, now)
        self._buckets.move_to_end(who)
        while len(self._buckets) > MAX_ADDRESSES:
            self._buckets.popitem(last=False)
        if not bucket.take(now):
            raise too_often()

    def refuse_if_empty(self, who: str) -> None:
        """``Refused`` (429) where ``who`` has nothing left to ask for, as ``hold``; it takes nothing."""
        bucket = self._buckets.get(who)
        if bucket is not None and not bucket.holds(self._clock()):
            raise too_often()

    def __len__(self) -> int:
        return len(self._buckets)
