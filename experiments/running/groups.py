"""By what outcomes are kept apart: names as asked for, and who can give them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Sequence
from typing import Any

from experiments.running.windows import PERIOD
from experiments.text.errors import UserError, shown_value
from experiments.text.messages import _, enumerated, sentences
from experiments.text.scenario_text import as_sentence
from simulation.breakdowns import BREAKDOWNS
from simulation.region import Region

MEANT = {
    "size": "size_class", "sizes": "size_class", "class": "size_class", "workers": "size_class", "employees": "size_class", "industry": "sector",
    "industries": "sector", "branch": "sector", "trade": "sector", "town": "place", "street": "place", "township": "place", "park": "place",
    "area": "place", "location": "place", "bureau": "department", "agency": "department", "authority": "department", "hazard": "domain",
    "hazards": "domain", "cause": "domain", "kind": "domain", "matrix": "cell", "responsibility": "cell",
    "行业": "sector", "规模": "size_class", "地点": "place", "乡镇": "place", "街道": "place", "园区": "place", "部门": "department", "领域": "domain",
    "隐患类别": "domain", "time": "period", "year": "period", "years": "period", "months": "period", "时期": "period", "年度": "period", "职责分工表": "cell", "单元格": "cell",
}  # fmt: skip
"""What people write for a breakdown, beside slips of the pen, which likeness finds."""


TOLD_BY = (*BREAKDOWNS, PERIOD)
"""What a comparison can be told by: what the model keeps apart, and periods of its months."""


def by_asked(names: object, where: str = "by=", known: Collection[str] = tuple(BREAKDOWNS)) -> tuple[str, ...]:
    """The breakdowns asked for, in the order in which they are told; ``UserError`` for a name that is none, with the one that was meant, or given twice."""
    if isinstance(names, str) or not isinstance(names, Sequence):
        raise UserError(_("What outcomes are broken down by is given as a list."), where, _("Write for instance by=[\"sector\"]."))
    for name in names:
        if not isinstance(name, str) or name not in known:
            raise UserError(_("Outcomes are not kept by {name}.").format(name=shown_value(name)), where,
                            sentences(_meant(name, known), _("Write one of these: {names}.").format(names=enumerated(known))))  # fmt: skip
    twice = [name for name in known if list(names).count(name) > 1]
    if twice:
        raise UserError(_("{name} is named twice.").format(name=twice[0]), where, _("Name each once."))
    return tuple(name for name in known if name in names)


def _meant(name: object, known: Collection[str]) -> str:
    from scenarios.problems import did_you_mean, likely

    if not isinstance(name, str):
        return ""
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    meant = next((MEANT[word] for word in likely(plain, MEANT)), "") if len(plain) > 1 and not likely(plain, known) else ""
    found = did_you_mean(plain if plain in known else MEANT.get(plain) or meant or plain, known)
    return as_sentence(found) if found else ""


def refuse_without_breakdowns(place: object, simulate: Callable[..., Any] | None, by: Sequence[str], window: object = None) -> None:
    """``UserError`` where outcomes are asked for by group of what cannot give them: a region, or a simulator that takes no ``breakdowns``."""
    if not by:
        return
    if isinstance(place, Region):
        raise UserError(
            _("{name} is a region: outcomes are kept by group in single districts alone, since towns and departments of the same name stand in each of "
              "its districts.").format(name=place.name), "--by",
            _("Leave it out, or compare on one district; places.csv tells the region's districts apart."))  # fmt: skip
    if simulate is not None and window is not None:
        raise UserError(_("A simulator of one's own gives its outcomes by group over the whole run, and not within a window."), "window=",
                        _("Leave the window out, or the groups."))  # fmt: skip
    if simulate is not None and not _takes_breakdowns(simulate):
        raise UserError(
            _("The simulator of one's own takes no breakdowns, so that it can give no outcomes by group."), "by=",
            _("Leave it out, or let the simulator take breakdowns= and give Run.breakdowns, as simulation.simulate_policies does."))  # fmt: skip


def _takes_breakdowns(simulate: Callable[..., Any]) -> bool:
    try:
        given = inspect.signature(simulate).parameters
    except (TypeError, ValueError):  # what has no signature tells when it is called
        return True
    return "breakdowns" in given or any(parameter.kind is parameter.VAR_KEYWORD for parameter in given.values())
