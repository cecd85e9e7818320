"""What a result rests on that is not as by default: said first in every text, in a column of the data and under every figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiments.comparison.data import DISCOUNT, ComparisonData
from experiments.running.plan import NO_ENSEMBLE, Plan
from experiments.text.formatting import percent
from experiments.text.messages import _, one_line, titled
from scenarios import Ensemble, default_ensemble, load_parameters

ENGINE = "compiled"
"""The engine that is used where none is asked for."""


@dataclass(frozen=True)
class Change:
    """One thing that is not as by default: for programs and for readers."""

    plain: str
    """``effort_cost=2000``: the same in every language."""
    words: str


def changed_parameters(overrides: Mapping[str, float]) -> list[Change]:
    """Parameters given by hand, each with its usual value; those given as they are by default change nothing."""
    entries = load_parameters().entries
    found = []
    for name, value in overrides.items():
        entry = entries.get(name)
        if entry is not None and entry.value == value:
            continue
        text = f"{value:.10g}"
        words = _("{name} = {value}").format(name=name, value=text)
        if entry is not None:
            words = _("{description} ({name}) = {value}, by default {usual}").format(
                description=_(one_line(entry.description)), name=name, value=text, usual=f"{entry.value:.10g}")  # fmt: skip
        found.append(Change(f"{name}={text}", words))
    return found


def changed_ensemble(ensemble: Ensemble | None, spec: str) -> list[Change]:
    """The ensemble where it is not the shipped one; ``spec`` is how it was asked for."""
    if spec == (default_ensemble() or NO_ENSEMBLE):
        return []
    if ensemble is None:
        return [Change(f"ensemble={NO_ENSEMBLE}", _("no ensemble, but the values of parameters.toml alone"))]
    words = _("the ensemble \"{title}\" ({name})").format(title=titled(ensemble.title, ensemble.title_zh), name=ensemble.name)
    return [Change(f"ensemble={ensemble.name}", words)]


def changed(plan: Plan, discount: float = DISCOUNT) -> list[Change]:
    """Everything of ``plan`` that is not as by default."""
    found = [*changed_parameters(plan.overrides), *changed_ensemble(plan.ensemble, plan.ensemble_spec), *_sampled(plan.sample)]
    if discount != DISCOUNT:
        words = _("money, and what is set against it, discounted at {rate} a year, by default {usual}").format(rate=_rate(discount), usual=_rate(DISCOUNT))
        found.append(Change(f"discount={discount:g}", words))
    if plan.engine != ENGINE:
        found.append(Change(f"engine={plan.engine}", _("run with the engine {engine}").format(engine=plan.engine)))
    return found


def of_plan(parameters: Mapping[str, float], ensemble: str, sample: float | None = None) -> list[Change]:
    """The same of a plan of a sweep, which uses no ensemble by default; what it varies is its subject and no change."""
    found = changed_parameters(parameters)
    if ensemble != NO_ENSEMBLE:
        found.append(Change(f"ensemble={ensemble}", _("the ensemble {name}").format(name=ensemble)))
    return found + _sampled(sample)


def _sampled(sample: float | None) -> list[Change]:
    return [] if sample is None else [Change(f"sample={sample:g}", _("a sample of {share} of the districts").format(share=percent(sample)))]


def of(comparison: ComparisonData) -> list[Change]:
    """What of a comparison is not as by default."""
    return changed(comparison.plan, comparison.discount)


def line(changes: Sequence[Change]) -> str:
    """The sentence that stands first; empty where everything is as by default."""
    if not changes:
        return ""
    return _("Not as by default: {changes}.").format(changes=_("; ").join(change.words for change in changes))


def column(changes: Sequence[Change]) -> str:
    """The same for a column of the data; empty where everything is as by default."""
    return "; ".join(change.plain for change in changes)


def _rate(rate: float) -> str:
    return _("{n} %").format(n=f"{100 * rate:g}")
