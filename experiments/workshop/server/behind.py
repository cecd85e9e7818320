"""The live runs behind the server: loaded in a thread once it listens, for what they are made of takes seconds to import."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from experiments.text.errors import in_words
from experiments.text.messages import N_, _
from experiments.workshop.requests import BUSY, Refusal

if TYPE_CHECKING:
    from experiments.comparison.data import ComparisonData
    from experiments.running.scenario import Scenario
    from experiments.workshop.live.asked import Asked
    from experiments.workshop.live.live import Live

LOADING = N_("The workshop is starting.")
ENDED = N_("the workshop is closed")
FAILED = N_("The model could not be prepared: {reason}")


class Behind:
    """What routes ask for the live runs; ``make`` gives them."""

    def __init__(self, make: Callable[[], Live]) -> None:
        self._make = make
        self._live: Live | None = None
        self._loaded = threading.Event()
        self.reason = ""
        """Why they cannot be had, where they cannot."""

    def open(self) -> None:
        """Begin to load them."""
        threading.Thread(target=self._load, name="loading", daemon=True).start()

    def _load(self) -> None:
        try:
            live = self._make()
            live.open()
            live.choices()
            self._live = live
            if self.reason:  # closed meanwhile
                live.close()
        except Exception as error:
            self.reason = in_words(error)
        self._loaded.set()

    def close(self) -> None:
        """Stop what is under way; whoever waits for the loading waits no longer."""
        if self._live is not None:
            self._live.close()
        elif not self.reason:
            self.reason = _(ENDED)
        self._loaded.set()

    async def live(self) -> Live:
        """They themselves, as soon as they are loaded; ``Refusal`` where they cannot be."""
        while not self._loaded.is_set():
            await asyncio.sleep(0.05)
        return self.wait()

    # What a room asks of them.

    @property
    def asking(self) -> Reading:
        """What may be asked."""
        return Reading(self)

    async def compared_of(self, asked: Asked, until: str) -> ComparisonData:
        """The numbers at a stage; computed once for all who ask the same."""
        return await (await self.live()).compared_of(asked, until)

    def wait(self) -> Live:
        """They themselves, waited for by a thread; ``Refusal`` where they cannot be had."""
        self._loaded.wait()
        if self._live is None:
            raise Refusal(BUSY, _(FAILED).format(reason=self.reason))
        return self._live

    # What a page is told.

    def start(self) -> dict[str, Any]:
        """What a page is told first: whether the model is ready, and as soon as that is known what there is to choose from."""
        if self.reason:
            return {"ready": False, "preparing": _(FAILED).format(reason=self.reason)}
        if self._live is None:
            return {"ready": False, "preparing": _(LOADING)}
        return {**self._live.state(), **self._live.choices()}


class Reading:
    """Reads questions as soon as the live runs are loaded."""

    def __init__(self, behind: Behind) -> None:
        self._behind = behind

    def of(self, scenario: Scenario) -> Asked:
        """The question of a scenario; the errors of ``Asking.of``.  A thread waits here, never the loop."""
        return self._behind.wait().asking.of(scenario)
