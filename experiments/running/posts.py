"""Officers that a department would have: more than the model has room for are refused before anything is run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from experiments.text.errors import UserError
from experiments.text.formatting import figure
from experiments.text.messages import _, titled
from simulation.district import POSTS_PER_DEPARTMENT, District
from simulation.policy import Policy

BY_WORKERS, OTHERS = "officers_per_10000_workers", "other_officers"
"""The levers that set the officers of the emergency bureau, and multiply those of the other departments."""


def refuse_too_many_officers(
    districts: Iterable[District], policies: Sequence[Policy], values: Mapping[str, float], more: Mapping[str, float] | None = None
) -> None:
    """``UserError`` with the number where a department would have more officers than it may, under any of the policies.

    ``values`` are those of the parameters; ``more`` holds the largest value of each lever that a plan varies.
    """
    most = {name: max([values[name], *_set_by(policies, name), *([more[name]] if more and name in more else [])]) for name in (BY_WORKERS, OTHERS)}
    for district in districts:
        for department in district.departments:
            if department.is_emergency:
                officers, lever = most[BY_WORKERS] * district.employees / 10_000.0, BY_WORKERS
            else:
                officers, lever = most[OTHERS] * department.officers, OTHERS
            if officers >= POSTS_PER_DEPARTMENT + 0.5:
                raise UserError(
                    _("{department} would have {officers} officers; a department may have {limit}.").format(
                        department=titled(department.title, department.title_zh), officers=figure(officers, 0), limit=figure(POSTS_PER_DEPARTMENT, 0)),
                    f"{district.name}: departments.{department.name}.officers, {lever}",
                    _("Enter fewer officers, or divide the district."),
                )  # fmt: skip


def _set_by(policies: Sequence[Policy], lever: str) -> list[float]:
    return [setting.value for policy in policies for setting in policy.settings if setting.lever == lever]
