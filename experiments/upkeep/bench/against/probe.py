"""One tree's engine, asked line by line: ``python -P probe.py TREE`` reads JSON requests and answers each with a line of JSON.

Run by its path, not as a module: everything that it imports of the project comes out of TREE, which may be an older commit.  So it asks
for nothing but what has been there since the engine was compiled, and no other file of this project.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

SEED = 1


class Tree:
    """The engine of one tree, with the settled worlds that it was asked for."""

    def __init__(self, folder: Path) -> None:
        sys.path.insert(0, str(folder))
        import scenarios
        from simulation.engine import run
        from simulation.rule import COMPILED

        for module in (scenarios, run):
            if not Path(str(module.__file__)).resolve().is_relative_to(folder.resolve()):
                raise SystemExit(f"{module.__name__} was not imported from {folder}")
        if not COMPILED:
            raise SystemExit("the engine is not compiled: unset INSPECTORATE_PLAIN and NUMBA_DISABLE_JIT")
        self.scenarios, self.model = scenarios, run.EngineModel
        self.parameters = scenarios.load_parameters().values
        self.settled: dict[str, Any] = {}

    def settle(self, district: str, world: int = 0) -> Any:
        """A world of a district after its burn-in."""
        found = self.scenarios.load_district(district)
        model = self.model(found, self.scenarios.load_policy("baseline"), self.parameters, SEED, world)
        model.advance(found.burn_in, lambda _count: None)
        return model

    def run(self, district: str, policy: str, months: int) -> dict[str, Any]:
        """Months of a policy on the settled world 0: processor seconds, enterprises, the digest of what came out."""
        if district not in self.settled:
            self.settled[district] = self.settle(district)
        settled, chosen = self.settled[district], self.scenarios.load_policy(policy)
        started = time.process_time()
        model = settled.under(chosen)
        model.advance(months, lambda _count: None)
        found = model.run()
        seconds = time.process_time() - started
        return {"seconds": seconds, "enterprises": settled.district.enterprises, "digest": found.digest}

    def world(self, district: str, world: int, policies: list[str], months: int, outcomes: list[str]) -> dict[str, Any]:
        """Totals of outcomes in one world, for each policy from the same burn-in."""
        settled, totals = self.settle(district, world), []
        for policy in policies:
            model = settled.under(self.scenarios.load_policy(policy))
            model.advance(months, lambda _count: None)
            run = model.run()
            totals.append([float(run.total(outcome)) for outcome in outcomes])
        return {"totals": totals}


def main(folder: str) -> None:
    """Answer until the requests end."""
    tree = Tree(Path(folder))
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(tree, request.pop("do"))(**request)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    # Ctrl-C reaches every process of a terminal, and who started this one says so: it ends without a word, whatever it is at.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main(sys.argv[1])
