"""Questions in, answers out: each computed once for all who ask it, its first picture before anybody's refinement."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

from experiments.comparison.data import ComparisonData
from experiments.running.keeping import store
from experiments.running.scenario import Scenario
from experiments.running.worlds import available_workers
from experiments.text.errors import UserError, in_words
from experiments.text.messages import _, language
from experiments.workshop.answers.library import choices
from experiments.workshop.live.asked import Asked, Asking
from experiments.workshop.live.bounded import Bounded
from experiments.workshop.live.engine import Engine
from experiments.workshop.live.errands import Errands
from experiments.workshop.live.listeners import Listener
from experiments.workshop.live.questions import Questions
from experiments.workshop.live.queue import AHEAD, FIRST_PICTURE, Queue, Task
from experiments.workshop.live.stages import FIRST_MONTHS, FIRST_WORLDS, NAMES, stages
from experiments.workshop.live.worlds import KeptAssumptions
from simulation.asked import Stop

ANSWER_BYTES, COMPARED_BYTES = 64 * 2**20, 192 * 2**20
"""Of answers as text, and of the numbers they stand on."""
MOST_LISTENERS, EACH = 256, 120
"""Requests that wait at a time, of all but rooms and of one address."""
Client = tuple[str, str]
"""Address, and what the page calls itself."""
NOBODY: Client = ("", "")


class Live:
    """Everything that is run while somebody waits; answers are given on an event loop, the work is done by threads."""

    def __init__(self, asking: Asking, *, threads: int = 0, keeps: bool = True, ahead: Scenario | None = None) -> None:
        self.asking, self.engine = asking, Engine()
        self.queue = Queue(threads or available_workers())
        self.errands = Errands(self.queue)
        self.drawing = Queue(1)
        self.files = Errands(self.drawing)
        """Files of whole comparisons: figures take seconds and a hundred megabytes, so that one is made at a time, beside what is run."""
        self.assumptions = KeptAssumptions(store() if keeps else None)
        self.answers: Bounded[bytes] = Bounded(ANSWER_BYTES)
        self.compared: Bounded[ComparisonData] = Bounded(COMPARED_BYTES)
        self.questions = Questions(self.queue, self.assumptions, self.answers, self.compared)
        self.waiting: Counter[str] = Counter()
        """Requests that wait, by address."""
        self._ahead = ahead
        self._places: dict[Client, Listener] = {}
        self._lock = threading.RLock()
        self._choices: dict[str, dict[str, Any]] = {}

    # Begin and end.

    def open(self) -> None:
        """Begin: the engine is made ready in a thread of its own, then what was asked meanwhile is done."""
        self.drawing.open()
        threading.Thread(target=self._prepare, name="preparing", daemon=True).start()

    def _prepare(self) -> None:
        try:
            self.engine.prepare()
            if self._ahead is not None:
                self._run_ahead(self.asking.of(self._ahead))
            else:
                self.engine.ready.set()
        except Exception as error:
            self.engine.reason = in_words(error)
            self.questions.fail_all(error)
            return
        self.queue.open()

    def _run_ahead(self, asked: Asked) -> None:
        """Settle the worlds of a question that is likely to come, the baseline with them; the first two make everything ready."""
        plan, worlds = asked.plan, self.assumptions.of(asked.plan)
        for place, number in enumerate(plan.worlds):
            def work(stop: Stop, number: int = number, place: int = place) -> bool:
                world = worlds.world(number)
                first = place >= FIRST_WORLDS or world.baseline(min(FIRST_MONTHS, plan.months), stop, last=plan.months) is not None
                if first and place == FIRST_WORLDS - 1:
                    self.engine.ready.set()
                return first and world.baseline(plan.months, stop, last=plan.months) is not None

            self.queue.put(Task(FIRST_PICTURE if place < FIRST_WORLDS else AHEAD, (0, number), work, lambda: True, self.questions.fail_all, lambda: None))

    def close(self) -> None:
        """Stop what is under way."""
        self.queue.close()
        self.drawing.close()
        self.questions.close()

    def state(self) -> dict[str, object]:
        """Whether the model is ready, and what is said until then."""
        return self.engine.state()

    def choices(self) -> dict[str, Any]:
        """What there is to choose from, in the language in force."""
        if language() not in self._choices:
            self._choices[language()] = choices(self.asking.districts, self.asking.limits)
        return self._choices[language()]

    # Ask.

    async def stream(self, asked: Asked, client: Client = NOBODY, until: str = NAMES[-1], *, numbers: bool = False) -> AsyncIterator[bytes]:
        """The answers of the stages up to ``until`` and what is said between them, each a JSON object as text, in the language in force.

        With ``numbers`` the comparisons of all stages are held in ``compared`` then.  What failed is raised; ``UserError`` where too much is waited for.
        """
        listener = self._join(asked, client, until, numbers)
        try:
            async for line in listener.lines():
                yield line
        finally:
            self._leave(listener, client)

    def _join(self, asked: Asked, client: Client, until: str, numbers: bool) -> Listener:
        own = stages(asked.plan)
        listener = Listener(asked.key, NAMES.index(until) if until in NAMES else len(own) - 1)
        with self._lock:
            self.waiting[client[0]] += 1  # as long as its lines are read
            others = self.waiting.total() - self.waiting[NOBODY[0]]  # a room asks for everybody in it, and is never too many
            if client[0] and (others > MOST_LISTENERS or self.waiting[client[0]] > EACH):
                self._leave(listener, client)
                raise UserError(_("The workshop is busy."), "", _("Ask again in a moment."))
            self._give_way(client)
            while not listener.closed:
                name = own[listener.next].name
                kept = self.answers.get((asked.key, name, listener.language))
                if kept is None or (numbers and self.compared.get((asked.key, name)) is None):
                    break
                listener.answer(listener.next, kept)
            if not listener.closed:
                if client[1]:
                    self._places[client] = listener
                if not self.engine.ready.is_set():
                    listener.say("waiting", before=0, text=self.engine.state()["preparing"])
                self.questions.add(asked, listener, client[0])
        return listener

    def _give_way(self, client: Client) -> None:
        """End what the same client asked before: at once, or after its first picture where that is under way."""
        before = self._places.pop(client, None)
        if before is None or before.closed:
            return
        before.superseded = True
        if not self.questions.wants(before):
            before.give_way()
            self.questions.remove(before)

    def _leave(self, listener: Listener, client: Client) -> None:
        with self._lock:
            listener.closed = True
            self.waiting[client[0]] -= 1
            if self.waiting[client[0]] <= 0:
                del self.waiting[client[0]]
            if self._places.get(client) is listener:
                del self._places[client]
            self.questions.remove(listener)

    async def ask(self, asked: Asked, until: str = NAMES[-1]) -> dict[str, Any]:
        """The answer of the stage ``until`` as plain values, in the language in force; the errors of ``stream``."""
        last = b"{}"
        async for line in self.stream(asked, until=until):
            last = line
        found: dict[str, Any] = json.loads(last)
        return found

    async def compared_of(self, asked: Asked, until: str = NAMES[-1], client: Client = NOBODY) -> ComparisonData:
        """The numbers that the answer of the stage ``until`` stands on; the errors of ``stream``."""
        async for _line in self.stream(asked, client, until, numbers=True):
            pass
        found = self.compared.get((asked.key, stages(asked.plan)[NAMES.index(until)].name))
        if found is None:  # larger than all that may be kept
            raise UserError(_("The workshop is busy."), "", _("Ask again in a moment."))
        return found
