"""What the groups of parameters are called; those of levers come first."""

from __future__ import annotations

from experiments.text.messages import N_, _

GROUPS = {
    "attention": N_("Attention"), "coordination": N_("Coordination"), "boundaries": N_("Boundaries"), "capacity": N_("Capacity"),
    "incentives": N_("Incentives"), "targeting": N_("Targeting"), "hazards": N_("Hazards"), "responsibility": N_("Responsibility"), "staff": N_("Staff"),
    "detection": N_("Detection"), "visits": N_("Visits and rectification"), "penalties": N_("Penalties"), "beliefs": N_("Beliefs of enterprises"),
    "effort": N_("Safety effort"), "accidents": N_("Accidents"), "severity": N_("Severity"), "reporting": N_("Reporting"), "government": N_("Government"),
    "complaints": N_("Complaints"), "costs": N_("Costs and values"), "population": N_("Enterprises of the district"), "insurance": N_("Insurance"),
    "outside": N_("Experts and sensors"), "scheme": N_("Standardisation"), "grid": N_("Grid agents"),
}  # fmt: skip


def group_name(group: str) -> str:
    """A group's title in the language in force; its key where it has none."""
    return _(GROUPS[group]) if group in GROUPS else group
