"""Cells of the responsibility matrix that a policy hands to others: those that a district has not, or that mean nothing, are refused before anything is run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from experiments.text.errors import UserError
from experiments.text.messages import _, enumerated
from simulation.district import District
from simulation.parameters import Parameters
from simulation.policy import Policy


def refuse_meaningless_cells(policies: Sequence[Policy], parameters: Parameters) -> None:
    """``UserError`` where a policy made in Python hands cells over as the model would refuse in every world; files are checked when they are read.

    Levers are not asked here: a simulator of the user's own may have others.
    """
    from simulation.asked import check_policy

    for policy in policies:
        try:
            check_policy(replace(policy, settings=()), parameters)
        except (TypeError, ValueError) as error:
            raise UserError(_("A policy cannot be run: {reason}.").format(reason=error), "policies=",
                            _("Mend it, or write it as a file, whose faults are told with line and key.")) from None  # fmt: skip


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
