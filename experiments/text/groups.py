"""What groups are called: the titles that a district gives its sectors, places, departments and domains, and words for the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from experiments.text.messages import N_, _, titled
from simulation.breakdowns import BETWEEN
from simulation.district import District
from simulation.region import Region

BY = {"sector": N_("sector"), "size_class": N_("size class"), "place": N_("place"), "department": N_("department"), "domain": N_("hazard domain"),
      "cell": N_("sector and hazard domain"), "period": N_("period")}  # fmt: skip
"""What outcomes are broken down by."""
OTHERS = {
    "under 20": N_("under 20 workers"), "20 to 299": N_("20 to 299 workers"), "300 to 999": N_("300 to 999 workers"),
    "1000 and more": N_("1,000 workers and more"), "unsafe acts": N_("unsafe acts"),
}  # fmt: skip
"""Groups that no district names."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def title_zh(self) -> str: ...


def by_title(by: str) -> str:
    """What the groups are, in the language in force."""
    return _(BY[by])


def group_title(district: District | Region, by: str, group: str) -> str:
    """A group's title in the language in force; its name where it has none."""
    if by == "period":
        first, last = group.split("-")
        return _("month {first}").format(first=first) if first == last else _("months {first} to {last}").format(first=first, last=last)
    if isinstance(district, Region):
        return group  # of a region only periods are told
    named: dict[str, Sequence[_Named]] = {
        "sector": district.sectors, "place": district.places, "department": district.departments, "domain": district.domains}
    if by == "cell" and BETWEEN in group:
        sector, domain = group.split(BETWEEN, 1)
        return _("{sector}: {domain}").format(sector=group_title(district, "sector", sector), domain=group_title(district, "domain", domain))
    for entry in named.get(by, ()):
        if entry.name == group:
            return titled(entry.title, entry.title_zh) or group
    return _(OTHERS[group]) if group in OTHERS else group
