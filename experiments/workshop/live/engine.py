"""The compiled engine made ready behind a server that already answers."""

from __future__ import annotations

import threading

from experiments.text.messages import N_, _

PREPARING = N_("The model is being prepared: a few seconds, and the first time on a machine a minute or two.")
FAILED = N_("The model could not be prepared: {reason}")


class Engine:
    """Whether it is ready, and what is said until then."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.reason = ""
        """Why it cannot be made ready, where it cannot."""

    def prepare(self) -> None:
        """Compile what is needed, or load it."""
        from scenarios import load_district, load_parameters
        from simulation.simulate import prepare

        prepare(load_district("jiuyuan-hamlet"), load_parameters().values)

    def state(self) -> dict[str, object]:
        """For a page, in the language in force."""
        if self.reason:
            return {"ready": False, "preparing": _(FAILED).format(reason=self.reason)}
        return {"ready": self.ready.is_set(), "preparing": "" if self.ready.is_set() else _(PREPARING)}
