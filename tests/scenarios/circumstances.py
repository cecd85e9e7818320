"""Runs in which everything that the model knows of happens: by them a key that changes nothing is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scenarios import load_district, load_parameters
from scenarios.silence import OFF, WAITING
from simulation import LeverSetting, Parameters, Policy, Run, simulate
from simulation.district import District
from simulation.outcomes import OUTCOMES

BUSY = Path(__file__).parent / "busy" / "busy.toml"
MONTHS = 24
WORLDS = ((0, 100.0), (99, 10.0))
"""World and ceiling on deaths: in the first all but a few keys act, in the second accidents of ten and of thirty deaths are on record."""
LONG_MONTHS = 120
LONG = ((1, 100.0), (5, 3.0), (7, 20.0), (99, 10.0), (0, 100.0), (4, 100.0), (9, 100.0), (22, 20.0))
"""The same over ten years: what hangs on rare accidents or on years that pass acts in these."""
LEVERS = {
    "sensitive_months": 4.0, "gaps_assigned": 1.0, "leads_named": 1.0, "remote_monitoring": 0.7, "expert_visits": 20.0,
    "officers_per_10000_workers": 6.0, "other_officers": 1.0, "field_days": 80.0, "penalty_certainty": 0.5, "whistle_reward": 400.0,
    "report_audit": 0.02, "whistle_protection": 0.3, "insurer_visits": 1.0, "vertical_control": 0.0, "case_follow_up": 0.3,
}  # fmt: skip
"""Levers that stand elsewhere than in the middle of their expected range: where they would drown others."""


@cache
def levers() -> dict[str, float]:
    """Every lever, moved away from its value of today."""

    def moved(entry: Any) -> float:
        middle = sum(entry.expected) / 2.0
        return 1.0 if entry.unit == "yes or no" else middle if middle != entry.value else entry.expected[1]

    entries = load_parameters().entries
    return {**{name: moved(entry) for name, entry in entries.items() if entry.kind == "lever"}, **LEVERS}


@cache
def busy() -> District:
    """The district of these runs."""
    return load_district(BUSY)


def run(
    circumstance: tuple[int, float], changed: Mapping[str, float] | None = None, policy: Policy | None = None, district: District | None = None,
    months: int = MONTHS
) -> Run:
    """One run in a world with a ceiling on deaths: ``changed`` sets a lever of the policy or a parameter."""
    world, ceiling = circumstance
    table, changed = load_parameters().values, changed or {}
    moved = {**levers(), "death_ceiling": ceiling, **{name: value for name, value in changed.items() if name in levers()}}
    other = {name: value for name, value in changed.items() if name not in moved}
    policy = policy or Policy("busy", tuple(LeverSetting(name, value) for name, value in moved.items()))
    return simulate(district or busy(), policy, parameters=Parameters({**table, **other}), months=months, world=world)


def digest(
    circumstance: int, changed: Mapping[str, float] | None = None, policy: Policy | None = None, district: District | None = None
) -> str:
    """The outcome digest of one run."""
    return run(WORLDS[circumstance], changed, policy, district).digest


def totals(found: Run) -> dict[str, float]:
    """Every outcome of one run."""
    return {outcome.name: found.total(outcome.name) for outcome in OUTCOMES}


@cache
def usual_totals(circumstance: tuple[int, float], months: int, beside: str = "") -> dict[str, float]:
    """Every outcome where nothing is moved, but ``beside`` is switched on."""
    return totals(run(circumstance, switched_on(beside), months=months))


def switched_on(name: str) -> dict[str, float]:
    """A parameter whose value in the table switches its mechanism off, at the far end of its range."""
    return {name: max(load_parameters().entries[name].expected, key=lambda end: abs(end - OFF[name]))} if name else {}


def moves_an_outcome(name: str, value: float) -> bool:
    """Whether any outcome is another with this value: within two years or, if need be, within ten; beside what it waits for, which is off."""
    tried, beside = [(circumstance, MONTHS) for circumstance in WORLDS] + [(circumstance, LONG_MONTHS) for circumstance in LONG], WAITING.get(name, "")
    return any(
        totals(run(circumstance, {**switched_on(beside), name: value}, months=months)) != usual_totals(circumstance, months, beside)
        for circumstance, months in tried
    )


@cache
def usual(circumstance: int) -> str:
    """The digest where nothing is moved."""
    return digest(circumstance)


def acts(run: Callable[[int], str]) -> bool:
    """Whether a run, a function of the circumstance, differs from the usual one in any of them."""
    return any(run(number) != usual(number) for number in range(len(WORLDS)))


def acts_where_sites_move(district: District) -> bool:
    """Whether another district makes a difference once workplaces move for good, which the table switches off."""
    moving = switched_on("site_kept")
    return any(digest(number, moving, district=district) != digest(number, moving) for number in range(len(WORLDS)))
