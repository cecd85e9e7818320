"""Cells of the responsibility matrix that a policy hands to others: those that a district has not are refused before anything is run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from experiments.text.errors import UserError
from experiments.text.messages import _, enumerated
from simulation.district import District
from simulation.policy import Policy


def refuse_cells_elsewhere(districts: Iterable[District], policies: Sequence[Policy]) -> None:
    """``UserError`` with what there is where a policy names a sector, hazard domain or department that one of the districts has not.

    Those read from files are refused when they are read, with file and line; this is for those made in Python.
    """
    if not any(policy.cells for policy in policies):
        return
    for district in districts:
        there = {kind: [part.name for part in parts] for kind, parts in (
            ("sector", district.sectors), ("domain", district.domains), ("department", district.departments))}  # fmt: skip
        for policy in policies:
            for cell in policy.cells:
                for kind, name in (("sector", cell.sector), ("domain", cell.domain), *(("department", each) for each in cell.departments)):
                    if name not in there[kind]:
                        raise UserError(
                            _("District {district} has no {name}.").format(district=district.name, name=name),
                            f"{policy.name}: responsibility.{cell.sector}.{cell.domain}",
                            _("Name one of these: {names}.").format(names=enumerated(there[kind])))  # fmt: skip
