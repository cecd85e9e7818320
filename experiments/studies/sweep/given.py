"""What Python can give a sweep and a plan file cannot: a simulator and outcomes of one's own. Whatever makes a number is in its identity."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from experiments.running.asked import callable_asked
from experiments.running.batch import TOTALS
from experiments.running.folder import refuse_other_simulator
from experiments.running.own import Code, code_of
from experiments.running.plan import Simulator
from experiments.text.errors import UserError, shown_value
from experiments.text.messages import _, enumerated
from scenarios import load_parameters
from simulation.results import Run

Measure = Callable[[Run], float]
"""An outcome of one's own: a number of a whole run, nan where it is not known."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
TAKEN = frozenset({
    *TOTALS, "point", "world", "set", "policy", "status", "kind", "reason", "replay", "digest", "task", "month", "rank", "monthly_digest", "places_digest", "breakdowns_digest",
    "by", "group",
})  # fmt: skip
"""Columns that a sweep's rows have already."""


class NoNumberError(Exception):
    """An outcome of one's own gave something that is no number."""


@dataclass(frozen=True, eq=False)
class Given:
    """A simulator in the model's place (None: the model), and outcomes beside its own, by name."""

    simulate: Simulator | None = None
    outcomes: Mapping[str, Measure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        callable_asked("simulate", self.simulate, _("Give a function that is called as simulation.simulate_policies is, or leave it out."))
        if not isinstance(self.outcomes, Mapping):
            raise UserError(_("Outcomes are given as functions by their names."), "outcomes=", _("Write for instance outcomes={'name': function}."))
        parameters = load_parameters().entries if self.outcomes else {}
        for name, measure in self.outcomes.items():
            if not isinstance(name, str) or not NAME.fullmatch(name):
                raise UserError(_("{name} is no name of an outcome.").format(name=shown_value(name)), "outcomes",
                                _("Write small letters, digits and underscores, a letter first."))  # fmt: skip
            if not callable(measure):
                raise UserError(_("{value} cannot be called.").format(value=shown_value(measure)), f"outcomes={{{name!r}: ...}}",
                                _("Give a function that takes a simulation.Run and returns a number."))  # fmt: skip
            if name in TAKEN or name in parameters:
                raise UserError(_("There is a column called {name} already.").format(name=name), "outcomes", _("Choose another name."))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The outcomes of one's own in the order of their columns, which is that of the alphabet."""
        return tuple(sorted(self.outcomes))

    @cached_property
    def codes(self) -> dict[str, Code]:
        """What each outcome is made by; ``UserError`` where that has no name to keep results under."""
        return {name: code_of(self.outcomes[name]) for name in self.names}

    @cached_property
    def simulator(self) -> Code | None:
        """What the simulator is, None for the model; ``UserError`` as for outcomes."""
        return None if self.simulate is None else code_of(self.simulate)

    @cached_property
    def card(self) -> dict[str, Any]:
        """As it stands in the folder's card, in the manifest and in the identity of every task; empty where nothing was given."""
        simulator = {} if self.simulator is None else {"simulator": asdict(self.simulator)}
        return {**simulator, **({"outcomes": {name: asdict(code) for name, code in self.codes.items()}} if self.outcomes else {})}


NOTHING = Given()


def refuse_other(card: Mapping[str, Any], given: Given, folder: Path) -> None:
    """``UserError`` naming both where the folder with this ``card`` holds what other code made."""
    refuse_other_simulator(card.get("simulator"), given.simulator, folder)
    made, own = card.get("outcomes", {}), given.card.get("outcomes", {})
    if made != own:
        raise UserError(
            _("The folder has these outcomes of one's own: {made}; and this would have: {own}. Nothing was touched.").format(
                made=_listed(made), own=_listed(own)),
            f"--out {folder}",
            _("Name another folder: outcomes of one's own are given from Python, with outcomes=, and the same ones as long as the folder is filled."),
        )  # fmt: skip


def _listed(outcomes: Mapping[str, Any]) -> str:
    return enumerated(f"{name} = {code['name']} ({code['source']})" for name, code in sorted(outcomes.items())) or _("none")


def measured(runs: Sequence[Run], outcomes: Mapping[str, Measure]) -> list[list[float]]:
    """(runs, outcomes by name): each run's own numbers; raises ``NoNumberError`` for what is none."""
    for run in runs if outcomes else ():
        for values in getattr(run, "monthly", {}).values():  # a run serves several tasks: no outcome may change it for another
            values.flags.writeable = False
    return [[_number(name, outcomes[name](run)) for name in sorted(outcomes)] for run in runs]


def _number(name: str, value: Any) -> float:
    if not isinstance(value, numbers.Real) or math.isinf(value):
        raise NoNumberError(f"the outcome {name} gave {value!r:.80}, which is no number")
    return float(value)
