"""What the policies of one's own in a comparison set: their names say nothing to who reads the verdict alone."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.words.phrases import named
from experiments.text.groups import group_title
from experiments.text.lever_names import lever_name
from experiments.text.messages import _, enumerated, sentences
from scenarios import load_policy, load_policy_file
from scenarios.policy_spec import is_own
from scenarios.schema.policy import PolicyFile
from simulation.breakdowns import BETWEEN


def settings(comparison: ComparisonData) -> str:
    """A sentence for each policy made by hand in a text; empty where there is none."""
    return sentences(*(_told(comparison, spec) for spec in comparison.plan.policy_specs if is_own(spec)))


def _told(comparison: ComparisonData, spec: str) -> str:
    name, file = load_policy(spec).name, load_policy_file(spec)
    if name not in comparison.policies:
        return ""
    parts = [_setting(f"{lever_name(lever)} = {entry.value:.10g}", *_span(file, lever)) for lever, entry in file.levers.items()]
    for (sector, domain), cell in file.cells.items():
        called = group_title(comparison.plan.district, "cell", f"{sector}{BETWEEN}{domain}")
        whom = enumerated(group_title(comparison.plan.district, "department", one) for one in cell.departments) or _("nobody")
        parts.append(_setting(_("{cell} answered for by {departments}").format(cell=called, departments=whom), *file.span_of(cell)))
    return _("{policy} sets by hand: {settings}.").format(policy=named(comparison, name), settings=_("; ").join(parts)) if parts else ""


def _span(file: PolicyFile, lever: str) -> tuple[int, int | None]:
    start, _ramp, end = file.times_of(lever)
    return start, end


def _setting(text: str, start: int, end: int | None) -> str:
    if end is not None:
        return _("{setting} from month {start} until month {end}").format(setting=text, start=start, end=end)
    return _("{setting} from month {start}").format(setting=text, start=start) if start else text
