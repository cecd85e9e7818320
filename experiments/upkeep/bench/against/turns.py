"""Two trees in turn: short runs A B A B, each tree in a process of its own, both started anew several times."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.text.errors import UserError
from experiments.upkeep.bench.against.trees import Tree
from experiments.upkeep.bench.processes import fresh_environment

PROBE = Path(__file__).with_name("probe.py")
POLICIES = ("baseline", "all-five")

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Turns:
    """How much is measured."""

    districts: tuple[str, ...]
    months: int
    starts: int
    """How often both processes are started anew: how a process lies in memory makes up to a third of its speed here."""
    turns: int
    """Runs of each tree in one start, of each district and policy."""
    noise_district: str
    worlds: int
    """Worlds from which the noise of a paired difference is told."""


FULL = Turns(("jiuyuan", "jiuyuan-quarter"), 120, 5, 4, "jiuyuan-quarter", 60)
QUICK = Turns(("jiuyuan", "jiuyuan-quarter"), 120, 1, 4, "jiuyuan-quarter", 12)


@dataclass(frozen=True)
class Timed:
    """What both trees took for one district and policy; the older first."""

    district: str
    policy: str
    enterprises: int
    months: int
    seconds: Array
    """(2, starts, turns): processor time."""
    digests: tuple[frozenset[str], frozenset[str]]

    @property
    def ratios(self) -> Array:
        """(starts, turns): how many times the older one's time is this one's, turn by turn."""
        ratios: Array = self.seconds[0] / self.seconds[1]
        return ratios

    @property
    def nanoseconds(self) -> tuple[float, float]:
        """Median nanoseconds per enterprise-month of each."""
        old, new = np.median(self.seconds.reshape(2, -1), axis=1) / (self.enterprises * self.months) * 1e9
        return float(old), float(new)

    @property
    def agree(self) -> bool:
        """Whether both computed the same."""
        return self.digests[0] == self.digests[1]


def _deaf() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Probe:
    """A process that runs one tree's engine."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        # In the folder of the tree: whatever else is imported by where one stands is then its own, too.  Until it says what Ctrl-C does
        # to it, that does nothing: an interpreter that is still starting would tell of it at length.
        self._process = subprocess.Popen([sys.executable, "-P", str(PROBE), str(tree.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         text=True, env=fresh_environment(), cwd=tree.folder, preexec_fn=_deaf if os.name == "posix" else None)  # fmt: skip

    def ask(self, do: str, **request: Any) -> dict[str, Any]:
        """The answer to one request; ``UserError`` where the process ended instead, which said why on stderr."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **request}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise UserError(f"The engine of {self.tree.name} ended with an error.", "AGAINST",
                            "What it said stands above: the bench asks for EngineModel and load_district as they have been since 0539028.")  # fmt: skip
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """Let the process end."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def probes(trees: Sequence[Tree]) -> Iterator[list[Probe]]:
    """A process for each tree."""
    with ExitStack() as stack:
        found = []
        for tree in trees:
            probe = Probe(tree)
            stack.callback(probe.close)
            found.append(probe)
        yield found


def timed(trees: Sequence[Tree], how: Turns) -> list[Timed]:
    """Run both trees in turn on every district and policy."""
    cases = [(district, policy) for district in how.districts for policy in POLICIES]
    seconds = np.empty((len(cases), 2, how.starts, how.turns))
    digests: list[tuple[set[str], set[str]]] = [(set(), set()) for _ in cases]
    enterprises = [0 for _ in cases]
    for start in range(how.starts):
        with probes(trees) as pair:
            for case, (district, policy) in enumerate(cases):
                for turn in range(-1, how.turns):  # the first one settles, loads or compiles, and does not count
                    # Whoever begins finds the processor as the other left it: they take turns at that, too.
                    for which in ((0, 1), (1, 0))[turn % 2]:
                        found = pair[which].ask("run", district=district, policy=policy, months=how.months)
                        digests[case][which].add(found["digest"])
                        enterprises[case] = found["enterprises"]
                        if turn >= 0:
                            seconds[case, which, start, turn] = found["seconds"]
    return [Timed(district, policy, enterprises[case], how.months, seconds[case], (frozenset(digests[case][0]), frozenset(digests[case][1])))
            for case, (district, policy) in enumerate(cases)]  # fmt: skip


def paired(trees: Sequence[Tree], how: Turns, outcomes: Sequence[str]) -> Array:
    """(2, worlds, outcomes): the difference that all five countermeasures make in each world, by either tree."""
    differences = np.empty((2, how.worlds, len(outcomes)))
    with probes(trees) as pair:
        for world in range(how.worlds):
            for which, probe in enumerate(pair):
                request = {"district": how.noise_district, "world": world, "policies": list(POLICIES), "months": how.months, "outcomes": list(outcomes)}
                before, after = np.array(probe.ask("world", **request)["totals"])
                differences[which, world] = after - before
    return differences
