"""All questions under way: who listens to which, what of them is to be run next, and the answers of their stages."""

from __future__ import annotations

import threading
from functools import partial

from experiments.comparison.data import ComparisonData
from experiments.text.messages import speaking
from experiments.workshop.answers.explore import answer_of
from experiments.workshop.live.asked import Asked, Key
from experiments.workshop.live.bounded import Bounded
from experiments.workshop.live.listeners import Listener
from experiments.workshop.live.question import Question
from experiments.workshop.live.queue import FIRST_PICTURE, REFINEMENT, Queue, Task
from experiments.workshop.live.worlds import KeptAssumptions
from experiments.workshop.written import written
from simulation.asked import Stop

MOST_HELD = 24
"""With more questions under way none keeps its worlds half run until its next stage: they are run again, for memory is what a laptop has least of."""
BYTES_PER_RECORD = 600
"""Of an accident or a place of a run, as Python keeps it."""


class Questions:
    """Questions by key; their methods may be called from any thread."""

    def __init__(self, queue: Queue, assumptions: KeptAssumptions, answers: Bounded[bytes], compared: Bounded[ComparisonData]) -> None:
        self.queue, self.assumptions, self.answers, self.compared = queue, assumptions, answers, compared
        self.computed = 0
        """Stages that were computed."""
        self._under_way: dict[Key, Question] = {}
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._under_way)

    def add(self, asked: Asked, listener: Listener, address: str = "") -> None:
        """Have a question of ``address`` answered for one more listener, from the stage on that it wants next."""
        with self._lock:
            question = self._under_way.get(asked.key)
            if question is None:
                question = Question(asked.key, asked.plan, asked.scenario.discount, address, self.assumptions.of(asked.plan))
                self._under_way[asked.key] = question
            question.listeners.append(listener)
            stage = question.stages[listener.next]
            if (settled := question.settled(stage)) < len(stage.worlds):
                listener.settling(settled, len(stage.worlds))
            self._go_on(question)
            if before := self._before(question):
                listener.waiting(before)

    def remove(self, listener: Listener) -> None:
        """Nobody reads what this one is told any more; a question without listeners is dropped."""
        with self._lock:
            question = self._under_way.get(listener.key)
            if question is not None and listener in question.listeners:
                question.listeners.remove(listener)
                if not question.listeners:
                    del self._under_way[question.key]

    def wants(self, listener: Listener) -> bool:
        """Whether a listener that was superseded is still to have its first picture."""
        with self._lock:
            question = self._under_way.get(listener.key)
            return question is not None and listener.wants(0, question.begun)

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            for question in self._under_way.values():
                for listener in question.listeners:
                    listener.end()
            self._under_way.clear()

    def fail_all(self, error: Exception) -> None:
        """End all of them with an error."""
        with self._lock:
            for question in list(self._under_way.values()):
                self._fail(question, error)

    def _fail(self, question: Question, error: Exception) -> None:
        with self._lock:
            for listener in question.listeners:
                listener.fail(error)
            question.listeners.clear()
            if self._under_way.get(question.key) is question:
                del self._under_way[question.key]

    # What is run next.

    def _go_on(self, question: Question) -> None:
        """Have the first stage that anybody wants next run, as far as that is not under way."""
        with self._lock:
            question.stage = min((listener.next for listener in question.listeners), default=question.stage)
            number = question.stage
            stage = question.stages[number]
            rank = rank_of(number)
            turn = question.turns.get(number) or self.queue.turns[rank].next(question.address)
            question.turns[number] = turn
            for world in question.left(stage) or stage.worlds[:1]:
                if (number, world) not in question.asked:
                    question.asked.add((number, world))
                    self.queue.put(Task(
                        rank, (*turn, world), partial(self._run, question, number, world), partial(self._is_wanted, question, number),
                        partial(self._fail, question), partial(self._drop, question, number, world)))  # fmt: skip

    def _is_wanted(self, question: Question, number: int) -> bool:
        return self._under_way.get(question.key) is question and question.wants(number)

    def _drop(self, question: Question, number: int, world: int) -> None:
        """A task was left undone; somebody may have come meanwhile who wants it."""
        with self._lock:
            question.asked.discard((number, world))
            if self._is_wanted(question, number):
                self._go_on(question)

    def _run(self, question: Question, number: int, world: int, stop: Stop) -> bool:
        stage = question.stages[number]
        with self._lock:
            question.begun = True
            self.queue.turns[rank_of(number)].begun(question.turns[number])
            runs = question.run_of(world)
        if not runs.world.is_settled:
            runs.world.settled(stop)
            with self._lock:
                for listener in question.listeners:
                    listener.settling(question.settled(stage), len(stage.worlds))
        if not runs.advance(stage.months, stop):
            return False
        with self._lock:
            question.asked.discard((number, world))
            builds = not question.left(stage) and number not in question.built
            if builds:
                question.built.add(number)
        if builds:
            self._answer(question, number)
        return True

    # Answers.

    def _answer(self, question: Question, number: int) -> None:
        """Tell all who want a stage its answer, each in its language, and go on with the next."""
        name = question.stages[number].name
        comparison = self.compared.get((question.key, name))
        if comparison is None:
            comparison = question.compared(question.stages[number])
            self.compared.put((question.key, name), comparison, _bytes_of(comparison))
            self.computed += 1
        texts: dict[str, bytes] = {}
        while True:
            with self._lock:
                waiting = [listener for listener in question.listeners if listener.next == number and not listener.closed]
                missing = {listener.language for listener in waiting if listener.language not in texts}
                if not missing:
                    self._tell(question, number, waiting, texts)
                    return
            for language in missing:
                with speaking(language):
                    texts[language] = self.answers.get((question.key, name, language)) or written(
                        {"kind": "answer", **answer_of(comparison, name, question.plan)})  # fmt: skip
                self.answers.put((question.key, name, language), texts[language], len(texts[language]))

    def _tell(self, question: Question, number: int, waiting: list[Listener], texts: dict[str, bytes]) -> None:
        for listener in waiting:
            listener.answer(number, texts[listener.language])
        question.built.discard(number)
        question.listeners = [listener for listener in question.listeners if not listener.closed]
        if len(self._under_way) > MOST_HELD:
            question.let_go()
        if question.listeners:
            self._go_on(question)
        elif self._under_way.get(question.key) is question:
            del self._under_way[question.key]
        if number == 0:
            for other in self._under_way.values():
                if other.stage == 0:
                    for listener in other.listeners:
                        listener.waiting(self._before(other))

    def _before(self, question: Question) -> int:
        """How many questions have their first picture before this one."""
        if question.stage:
            return 0
        return sum(other.stage == 0 and other.turns[0] < question.turns[0] for other in self._under_way.values())


def rank_of(stage: int) -> int:
    """The rank of a stage by its number."""
    return FIRST_PICTURE if stage == 0 else REFINEMENT + stage - 1


def _bytes_of(comparison: ComparisonData) -> int:
    batch = comparison.batch
    return int(batch.totals_array.nbytes + batch.monthly_array.nbytes + BYTES_PER_RECORD * (len(batch.events) + len(batch.places)))
