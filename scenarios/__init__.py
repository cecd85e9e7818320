"""Scenarios: the parameters, evidence, districts, policies, trials and ensembles as data, and the one validator that reads them.

Every function raises ``ScenarioError`` with all problems found; nothing else comes out of a bad file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.problems import Problem, ScenarioError

if TYPE_CHECKING:
    from scenarios.ensembles import Ensemble
    from scenarios.library import Library, Reference
    from scenarios.parameters import ParameterTable
    from scenarios.schema.evidence import EvidenceEntry
    from scenarios.schema.plan import PlanFile
    from scenarios.schema.policy import PolicyFile
    from scenarios.schema.scenario import ScenarioFile
    from scenarios.schema.trial import TrialFile
    from scenarios.silence import late_warnings
    from simulation.district import District
    from simulation.policy import Policy
    from simulation.region import Region

__all__ = [
    "Ensemble",
    "EvidenceEntry",
    "ParameterTable",
    "PlanFile",
    "PolicyFile",
    "Problem",
    "ScenarioError",
    "ScenarioFile",
    "TrialFile",
    "canonical_policy",
    "default_ensemble",
    "district_names",
    "ensemble_names",
    "late_warnings",
    "load_district",
    "load_ensemble",
    "load_evidence",
    "load_parameters",
    "load_plan",
    "load_policy",
    "load_policy_file",
    "load_policy_files",
    "load_region",
    "load_scenario",
    "load_trial",
    "load_trials",
    "policy_names",
    "region_names",
    "trial_names",
]


_HOMES = {
    "DEFAULT_ENSEMBLE": "ensembles", "Ensemble": "ensembles", "EvidenceEntry": "schema.evidence", "ParameterTable": "parameters", "PlanFile": "schema.plan",
    "PolicyFile": "schema.policy", "ScenarioFile": "schema.scenario", "TrialFile": "schema.trial", "late_warnings": "silence",
}  # fmt: skip
"""The module in which each of these names lives.  Like what the functions need, it is imported when it is first asked for: the schemas of
all kinds of file take longer to make than any one file to read."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


@cache
def shipped() -> Library:
    """The library of this package, read once."""
    from scenarios.library import Library

    return Library(Path(__file__).parent)


def load_parameters(path: Reference | None = None, overrides: Mapping[str, float] | None = None) -> ParameterTable:
    """The model's parameters, or a user's own file of them; ``overrides`` changes single values (name -> value)."""
    from scenarios.library import at_home
    from scenarios.parameter_words import told_in_units
    from scenarios.parameters import overridden, parameter_table
    from scenarios.reading import read_document

    table = shipped().parameters
    if path is not None:
        with told_in_units(table.entries):
            document = read_document(at_home(path))
        table = parameter_table(document, shipped().evidence, table)
    return overridden(table, overrides or {})


def load_evidence(path: Reference | None = None) -> dict[str, EvidenceEntry]:
    """The project's sources by id, or those of a file."""
    from scenarios.library import at_home, evidence_table
    from scenarios.reading import read_document

    return dict(shipped().evidence) if path is None else evidence_table(read_document(at_home(path)))


def load_district(reference: Reference) -> District:
    """A shipped district by name, or a user's by the path of its file."""
    from scenarios.districts import read_district

    return read_district(shipped(), reference)


def load_region(reference: Reference) -> Region | None:
    """A shipped city or country by name, or a user's by the path of its file; None if the file is a single district."""
    from scenarios.districts import is_region
    from scenarios.library import DISTRICTS

    if not is_region(shipped().open(DISTRICTS, reference)):
        return None
    from scenarios.regions import read_region

    return read_region(shipped(), reference)


def load_policy(spec: Reference, place: District | Region | None = None) -> Policy:
    """A policy by name or path; "coordination+incentives" puts several together in order, "mine:coordination,field_days=80" changes one by hand.

    Where a district or region is given, the cells of the responsibility matrix that the policy hands to others must be there.
    """
    from scenarios.composition import compose

    policy = compose(shipped(), spec)
    if policy.cells and place is not None:
        from scenarios.cell_checks import refuse_misfits

        refuse_misfits(load_policy_files(spec), place)
    return policy


def load_policy_file(reference: Reference) -> PolicyFile:
    """One policy file as written, with its ``warnings``; of an own policy the file that it stands for."""
    from scenarios.policy_spec import is_own

    return load_policy_files(reference)[-1] if is_own(reference) else shipped().policy_file(reference)[0]


def load_policy_files(spec: Reference) -> list[PolicyFile]:
    """Every policy file behind a spec, included ones too, in the order in which they apply."""
    from scenarios.composition import policy_files

    return policy_files(shipped(), spec)


def canonical_policy(spec: str) -> str:
    """The one text of what a spec means: equal policies of one's own have equal texts, numbers as short as they are exact."""
    from scenarios.composition import canonical

    return canonical(shipped(), spec)


def load_scenario(source: Path | str, name: str = "", files: bool | Collection[str] = True) -> ScenarioFile:
    """A scenario from the path of its file, or from its TOML as text, called ``name`` in messages.

    Policies of one's own stand among its ``policies`` as their one text. Where ``files`` is false, a file of this machine may not be named in it;
    where it holds texts, these alone may be named as its district.
    """
    from scenarios.scenario_files import open_scenario

    return open_scenario(shipped(), source, name, files)


def load_trial(reference: Reference, evidence: Reference | None = None) -> TrialFile:
    """A shipped trial by name, or a user's by the path of its file; ``scenarios.variations`` makes its worlds.

    ``evidence``: a file of one's own with further entries that the trial may cite.
    """
    return load_trials([reference], evidence)[0]


def load_trials(references: Sequence[Reference], evidence: Reference | None = None) -> list[TrialFile]:
    """Several trials in their order; what is wrong with any of them is told together."""
    from scenarios.trials import read_trials

    return read_trials(shipped() if evidence is None else shipped().with_evidence(evidence), references)


def load_plan(reference: Reference, folder: Path) -> PlanFile:
    """A sweep plan by the path of its file, or by name among those in ``folder``."""
    from scenarios.plans import read_plan

    return read_plan(shipped(), reference, folder)


def load_ensemble(reference: Reference) -> Ensemble:
    """A shipped ensemble of parameter sets by name, or a user's by the path of its .toml file."""
    from scenarios.ensembles import read_ensemble

    return read_ensemble(shipped(), reference)


def default_ensemble() -> str | None:
    """The name of the shipped ensemble over which policies are compared by default; None where it is not shipped."""
    from scenarios.ensembles import DEFAULT_ENSEMBLE

    return DEFAULT_ENSEMBLE if DEFAULT_ENSEMBLE in ensemble_names() else None


def ensemble_names() -> list[str]:
    """The shipped ensembles."""
    from scenarios.library import ENSEMBLES

    return shipped().names(ENSEMBLES)


def policy_names() -> list[str]:
    """The shipped policies, the baseline first."""
    from scenarios.library import POLICIES

    return shipped().names(POLICIES)


def district_names() -> list[str]:
    """The shipped single districts."""
    from scenarios.districts import is_region
    from scenarios.library import DISTRICTS

    return [name for name in shipped().names(DISTRICTS) if not is_region(shipped().open(DISTRICTS, name))]


def region_names() -> list[str]:
    """The shipped files of several districts: a city, the country."""
    from scenarios.districts import is_region
    from scenarios.library import DISTRICTS

    return [name for name in shipped().names(DISTRICTS) if is_region(shipped().open(DISTRICTS, name))]


def trial_names() -> list[str]:
    """The shipped trials."""
    from scenarios.library import TRIALS

    return shipped().names(TRIALS)
