"""What values an argument of a rule can take: what the properties of the rules are tried on.

An argument is a share unless it says otherwise here, by its name or by the names of rule and argument.
"""

from __future__ import annotations

from typing import Any, get_type_hints

from hypothesis import strategies as st

from simulation.rule import RULES

SHARE = st.floats(0.0, 1.0)
YUAN = st.floats(0.0, 1e7)
POINTS = st.floats(0.0, 20.0)
MULTIPLE = st.floats(1.0, 50.0)
NORMAL = st.floats(-8.0, 8.0)
BY_TYPE: dict[type, st.SearchStrategy[Any]] = {float: SHARE, int: st.integers(0, 40), bool: st.booleans()}

BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "u": st.floats(1e-12, 1.0 - 1e-12),
    "workers": st.floats(1.0, 20000.0),
    "field_days": st.floats(0.0, 220.0),
    "training_days": st.floats(0.0, 120.0),
    "training_normal": st.floats(1.0, 120.0),
    "meetings": st.floats(0.0, 52.0),
    "meetings_normal": st.floats(1.0, 52.0),
    "bonus_normal": st.floats(1.0, 10000.0),
    "reward_normal": st.floats(1.0, 10000.0),
    "novice_months": st.floats(1.0, 60.0),
    "days_needed": st.floats(1.0, 200.0),
    "working_hours": st.floats(100.0, 4000.0),
    "hours": st.floats(0.0, 100.0),
    "experience": st.integers(0, 480),
    "months_listed": st.integers(0, 60),
    "drift": st.floats(0.001, 1.0),
    "departments": st.integers(1, 12),
    "half": st.floats(1.0, 10000.0),
    "reach": st.floats(0.1, 500.0),
    "distance": st.floats(0.0, 500.0),
    "removal": st.floats(0.001, 1.0),
    "lowest": st.floats(0.001, 0.2),
    "highest": st.floats(0.2, 1.0),
    "subsidy": st.floats(0.0, 0.9),
    "diversion": st.floats(0.0, 0.9),
    "equipment": st.floats(0.2, 3.0),
    "officers": st.floats(0.0, 500.0),
    "officers_per_visit": st.floats(0.5, 6.0),
    "visits_per_day": st.floats(0.1, 8.0),
    "checks": st.floats(0.0, 52.0),
    "claims": POINTS,
    "findings": POINTS,
    "hazards": st.floats(0.0, 500.0),
    "per_hazard": YUAN,
    "root_of_size": st.floats(0.2, 32.0),
    "months_since": st.floats(0.0, 240.0),
    "days_overdue": st.floats(0.0, 400.0),
    "pay": st.floats(0.5, 2.0),
    "pay_response": st.floats(0.0, 10.0),
    "protection_response": st.floats(0.0, 10.0),
    "reward_response": st.floats(0.0, 3.0),
    "size_exponent": st.floats(0.0, 2.0),
    "tail_exponent": st.floats(0.5, 6.0),
    "tail": st.floats(1.2, 20.0),
    "exposed": st.integers(1, 200),
    "grade": st.integers(0, 3),
    "current": st.integers(0, 3),
    "legal_class": st.integers(0, 4),
    "neighbours": st.integers(-1, 300),
    "sigma": st.floats(0.0, 2.0),
    "log_sigma": st.floats(0.0, 2.0),
    "normal": NORMAL,
    "noise": NORMAL,
    "margin": NORMAL,
    "shock": NORMAL,
    "temperature": st.floats(0.01, 100.0),
    "risk": POINTS,
    "prior": POINTS,
    "last": POINTS,
    "step": POINTS,
    "accident_points": POINTS,
    "high_risk_points": POINTS,
    "size_points": POINTS,
    "debt": st.floats(0.0, 3.0),
    "latent_multiple": MULTIPLE,
    "major_multiple": MULTIPLE,
    "veto_multiple": st.floats(1.0, 10.0),
    "scale": st.floats(0.0, 20.0),
    "escalation": st.floats(0.0, 5.0),
    "cost_per_worker": st.floats(1.0, 100000.0),
    "loss": st.floats(0.0, 1e9),
    "per_injury": st.floats(100.0, 1e7),
    **{name: YUAN for name in (
        "f", "fine", "believed", "tariff", "cap", "benefit", "yearly", "bonus", "reward",
        "value_added", "yearly_wage", "day_cost", "accident_fine", "personal", "court_fine", "own_loss", "listing", "premium", "recovery",
        "premium_slope", "class_reward", "per_serious", "per_death", "general", "larger", "especially",
    )},
}

BY_RULE: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("accident_fine", "major"): YUAN,
    ("ceiling_pressure", "ceiling"): st.floats(0.0, 100.0),
    ("ceiling_pressure", "reported"): st.floats(0.0, 100.0),
    ("drawn_by_stake", "stake"): YUAN,
    ("discretionary_certainty", "usual"): st.floats(0.1, 100.0),
    ("drawn_workers", "mean"): st.floats(0.1, 5000.0),
    ("drawn_workers", "most"): st.floats(1.0, 20000.0),
    ("exposed_workers", "most"): st.integers(1, 200),
    ("fatal_concealment", "deaths"): st.integers(1, 200),
    ("publication_weight", "earlier"): st.floats(0.0, 200.0),
    ("site_change_probability", "site_months"): st.floats(1.0, 600.0),
    ("breaks_ceiling", "ceiling"): st.floats(0.0, 100.0),
    ("breaks_ceiling", "reported"): st.floats(0.0, 100.0),
    ("overtime_visits", "campaign"): MULTIPLE,
    ("overtime_visits", "visits"): st.floats(0.0, 500.0),
    **{(rule, "response"): st.floats(0.0, 5.0) for rule in ("uncounted_share", "left_by_protection")},
    ("volunteer_weight", "cost"): st.floats(0.01, 0.99),
    ("warned_probability", "warning"): st.floats(0.0, 5.0),
    ("tail_probability", "deaths"): st.integers(1, 200),
    **{(rule, "normal"): st.floats(0.1, 120.0) for rule in ("training_factor", "training_time", "training_beyond")},
    ("unsafe_intensity", "response"): st.floats(0.0, 10.0),
}


def argument(rule: str, name: str) -> st.SearchStrategy[Any]:
    """The values of one argument of a rule."""
    by_type = BY_TYPE[get_type_hints(RULES[rule])[name]]
    return BY_RULE.get((rule, name), BY_NAME.get(name, by_type))


def arguments(rule: str) -> st.SearchStrategy[dict[str, Any]]:
    """All arguments of a rule together, by their names."""
    names = [name for name in get_type_hints(RULES[rule]) if name != "return"]
    return st.fixed_dictionaries({name: argument(rule, name) for name in names})
