"""What a policy sets, month by month, as the compiled months take it."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.parameters import Parameters
from simulation.policy import Policy


class Schedule:
    """Lever values and yearly programmes of one policy; districts under the same policy share one."""

    def __init__(self, policy: Policy, parameters: Parameters) -> None:
        self.policy = policy
        self.parameters = parameters
        self._record = np.dtype((np.record, [(name, np.float64) for name in parameters]))
        self._last: tuple[tuple[int, int], tuple[Any, Any]] | None = None

    def of(self, first: int, months: int) -> tuple[Any, Any]:
        """Parameter values and yuan of the programmes from month ``first`` on; before month 0 the baseline holds."""
        key, last = (max(first, -1), months), self._last
        if last is None or last[0] != key:
            last = self._last = (key, self._made(first, months))
        return last[1]

    def _made(self, first: int, months: int) -> tuple[Any, Any]:
        levers = np.recarray(months, self._record)
        levers[:] = tuple(self.parameters.values())
        programmes = np.zeros(months)
        if first >= 0:
            # A column is looked up once: in a record that takes as long as working out its value, and somebody may wait.
            columns = {setting.lever: levers[setting.lever] for setting in self.policy.settings}
            for step in range(months):
                programmes[step] = self.policy.programme_cost_in(first + step)
                for name, value in self.policy.levers_in(first + step, self.parameters).items():
                    columns[name][step] = value
        return levers, programmes
