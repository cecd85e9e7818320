"""Under which parameters the worlds of trials run: the set of an ensemble that falls to each, and on top of it what is replaced by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from experiments.comparison.words import assumptions, doubt
from experiments.running.asked import parameters_asked
from experiments.running.plan import NO_ENSEMBLE
from experiments.running.planning import ensemble_asked
from experiments.studies.trials.result import Result
from experiments.studies.trials.several import study_of
from experiments.text.messages import _, enumerated, sentences
from scenarios import Ensemble, load_parameters
from scenarios.schema.trial import TrialFile
from simulation.parameters import Parameters


@dataclass(frozen=True)
class WorldParameters:
    """The values of every world: of its set of ``ensemble`` (None: ``base`` for all), and on top of them ``replaced``.

    ``base`` holds what is replaced too.  What a trial says of its own world stands on top of all this (``course.pass_world``).
    """

    base: Parameters
    replaced: Mapping[str, float] = field(default_factory=dict)
    ensemble: Ensemble | None = None
    spec: str = NO_ENSEMBLE
    """The ensemble as it was asked for, by name or path."""

    def set_of(self, trial: TrialFile, world: int) -> int | None:
        """The set that falls to a world, the same for the districts of a study; None where all have the same values."""
        return None if self.ensemble is None else self.ensemble.of_lone_world(study_of(trial, world), trial.sizes.large.sets)

    def of_world(self, trial: TrialFile, world: int) -> Parameters:
        """The values of a world."""
        k = self.set_of(trial, world)
        return self.base if k is None or self.ensemble is None else self.ensemble.parameters(k, self.base).with_values(self.replaced)

    def without(self, mechanism: Mapping[str, float]) -> WorldParameters:
        """The same with the values that silence a mechanism in every world."""
        return replace(self, base=self.base.with_values(mechanism), replaced={**self.replaced, **mechanism})

    def has(self, mechanism: Mapping[str, float]) -> bool:
        """Whether every world has these values already, so that there is nothing to silence."""
        sets = [self.base] if self.ensemble is None else [self.ensemble.parameters(k, self.base).with_values(self.replaced) for k in range(self.ensemble.sets)]
        return all(values[name] == value for values in sets for name, value in mechanism.items())

    @property
    def given(self) -> Ensemble | str:
        """What asks for the same ensemble again."""
        return NO_ENSEMBLE if self.ensemble is None else self.ensemble

    @property
    def name(self) -> str:
        """Of the ensemble; empty without one."""
        return "" if self.ensemble is None else self.ensemble.name

    @property
    def identity(self) -> list[Any]:
        """All that decides the values of a world, plain."""
        return [dict(self.base), dict(self.replaced), None if self.ensemble is None else self.ensemble.digest]

    @property
    def facts(self) -> dict[str, Any] | None:
        """The ensemble for a manifest."""
        return None if self.ensemble is None else {"name": self.ensemble.name, "sets": self.ensemble.sets, "values": self.ensemble.digest}

    @property
    def changes(self) -> list[assumptions.Change]:
        """What is not as by default."""
        return [*assumptions.changed_parameters(self.replaced), *assumptions.changed_ensemble(self.ensemble, self.spec)]


def world_parameters(parameters: Mapping[str, float] | None, ensemble: str | Ensemble | None) -> WorldParameters:
    """``parameters`` that replace those of parameters.toml in every set, under ``ensemble``: a name, path or object, "none", None for the shipped one.

    All values at once (``scenarios.Parameters``) replace what in them is not as in parameters.toml.  ``UserError`` for what is neither,
    ``ScenarioError`` for what the files do not allow.
    """
    found, spec = ensemble_asked(ensemble)
    if isinstance(parameters, Parameters):
        usual = load_parameters().values
        replaced = {name: value for name, value in parameters.items() if usual.get(name) != value}
        return WorldParameters(parameters, replaced, found, spec)
    overrides = parameters_asked(parameters)
    return WorldParameters(load_parameters(overrides=overrides).values, overrides, found, spec)


def under_which(results: Sequence[Result], under: WorldParameters) -> str:
    """Under which sets of parameters the worlds of ``results`` ran; empty without an ensemble."""
    if under.ensemble is None or not results:
        return ""
    counts = sorted({result.sets for result in results})
    number = str(counts[0]) if len(counts) == 1 else _("{low} to {high}").format(low=counts[0], high=counts[-1])
    shared = any(result.sets < result.worlds for result in results)
    text = _("The worlds of each trial ran under {n} of the {all} plausible sets of parameters of \"{ensemble}\", several under the same.") if shared else _(
        "The worlds of each trial ran under {n} of the {all} plausible sets of parameters of \"{ensemble}\", each under a set of its own.")  # fmt: skip
    fixed = _("In every set --parameter replaces {names}.").format(names=enumerated(under.replaced)) if under.replaced else ""
    return sentences(text.format(n=number, all=under.ensemble.sets, ensemble=doubt.title(under.ensemble)), fixed)
