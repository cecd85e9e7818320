"""Two comparisons side by side: what was asked differently, and how each policy's difference from its baseline differs, paired where worlds are shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.comparison.differences import Row, row, yearly
from experiments.comparison.kept import KeptComparison
from experiments.running.batch import Batch
from experiments.statistics.intervals import MIN_WORLDS, Paired, paired, together
from experiments.statistics.sets import MIN_SETS, by_set
from experiments.text.errors import UserError
from experiments.text.messages import _, enumerated

OUTCOMES = ("expected_deaths", "lost_time_injuries", "hazards_open", "visits", "government_cost", "enterprise_cost")
"""What is held side by side; the first is what is told in words."""
MODEL = "model"


@dataclass(frozen=True)
class Differing:
    """One thing that was asked otherwise: ``what`` is its kind, ``name`` which one of them, values as they stand in each, None where it is not there."""

    what: str
    name: str
    one: Any
    other: Any


@dataclass(frozen=True)
class DiffRow:
    """One policy and one outcome in both comparisons; ``change`` is the second's difference less the first's on shared worlds, None where none are."""

    one: Row
    other: Row
    change: Paired | None


@dataclass(frozen=True)
class Diff:
    """Two comparisons; ``shared`` are the worlds of both, empty where none are shared, for the reason ``unpaired``."""

    one: KeptComparison
    other: KeptComparison
    differing: tuple[Differing, ...]
    shared: tuple[int, ...]
    unpaired: str
    rows: tuple[DiffRow, ...]

    @property
    def policies(self) -> tuple[str, ...]:
        """Those in both."""
        return _common(self.one, self.other)


def diff_of(one: KeptComparison, other: KeptComparison) -> Diff:
    """Both side by side; ``UserError`` where there is nothing to hold against one another."""
    if one.folder.resolve() == other.folder.resolve():
        raise UserError(_("Both are the same folder."), f"{one.folder} {other.folder}", _("Name two comparisons."))
    common = _common(one, other)
    if not common:
        raise UserError(
            _("The two comparisons have no policy in common: {one} against {other}.").format(one=enumerated(one.policies) or "-", other=enumerated(other.policies) or "-"),
            f"{one.folder} {other.folder}", _("Compare the same policy in both; one of your own may have other settings under the same name."))  # fmt: skip
    if one.batch.over != other.batch.over:
        raise UserError(_("One comparison is over worlds, the other over the districts of one world: their intervals are not of the same thing."),
                        f"{one.folder} {other.folder}", _("Compare both over worlds, or both over districts."))  # fmt: skip
    reason = _not_shared(one, other)
    shared = () if reason else tuple(sorted({*one.batch.worlds} & {*other.batch.worlds}))
    if not reason and not shared:
        reason = _("no world has the same number")
    rows = tuple(_row(one, other, policy, outcome, shared) for policy in common for outcome in OUTCOMES)
    return Diff(one, other, tuple(differing(one, other)), shared, reason, rows)


def _common(one: KeptComparison, other: KeptComparison) -> tuple[str, ...]:
    return tuple(name for name in one.policies if name in other.policies)


def _not_shared(one: KeptComparison, other: KeptComparison) -> str:
    """Why no world of one is a world of the other; empty where they may be."""
    if one.manifest["seed"] != other.manifest["seed"]:
        return _("the seeds differ")
    if one.scenario["district"] != other.scenario["district"]:
        return _("the districts differ")
    if one.batch.months != other.batch.months:
        return _("the runs are not equally long")
    if one.manifest.get("simulator") != other.manifest.get("simulator"):
        return _("the simulators differ")
    return ""


def _row(one: KeptComparison, other: KeptComparison, policy: str, outcome: str, shared: tuple[int, ...]) -> DiffRow:
    rows = [row(kept.batch, policy, outcome, kept.discount) for kept in (one, other)]
    if not shared:
        return DiffRow(rows[0], rows[1], None)
    gains = [_on(kept, policy, outcome, shared) for kept in (one, other)]
    change = gains[1] - gains[0]
    sets, least = _sets(one.batch, other.batch, shared), MIN_WORLDS
    if sets is not None:
        change, least = by_set(change, sets), MIN_SETS if len(shared) >= MIN_WORLDS else MIN_WORLDS
    level = together(max(one.batch.level, other.batch.level), len(_common(one, other)))
    return DiffRow(rows[0], rows[1], paired(change, least, level))


def _on(kept: KeptComparison, policy: str, outcome: str, shared: tuple[int, ...]) -> np.ndarray:
    """(shared worlds,): the policy less its baseline."""
    values = yearly(kept.batch, outcome, kept.discount)
    place = [kept.batch.worlds.index(world) for world in shared]
    return np.asarray(values[kept.batch.row(policy), place] - values[0, place])


def _sets(one: Batch, other: Batch, shared: tuple[int, ...]) -> list[int] | None:
    """Which worlds share what they do not know: the sets of both, a number for each pair of them; None where no worlds share a set."""
    if one.sets is None and other.sets is None:
        return None
    pairs = [tuple(-1 if batch.sets is None else batch.sets[batch.worlds.index(world)] for batch in (one, other)) for world in shared]
    known = list(dict.fromkeys(pairs))
    return [known.index(pair) for pair in pairs]


def differing(one: KeptComparison, other: KeptComparison) -> Iterator[Differing]:
    """What was asked otherwise: district, model, seed, months, worlds, discount, ensemble, parameters, policies."""
    first, second = one.scenario, other.scenario
    if first["district"] != second["district"]:
        names = (one.district, other.district)
        changed = sorted(key for key in {*first["district"], *second["district"]} if first["district"].get(key) != second["district"].get(key))
        yield Differing("district", "", *names) if names[0] != names[1] else Differing("district content", enumerated(changed), *names)
    yield from _plain(MODEL, one.manifest["versions"].get("model"), other.manifest["versions"].get("model"))
    for key in ("seed", "months", "discount", "simulator"):
        yield from _plain(key, one.manifest.get(key), other.manifest.get(key))
    yield from _plain("worlds", _told_worlds(one), _told_worlds(other))
    cards = [kept.ensemble or {} for kept in (one, other)]
    if cards[0].get("digest") != cards[1].get("digest"):
        yield Differing("ensemble", "", cards[0].get("name", "none"), cards[1].get("name", "none"))
    yield from _mappings("parameter", first["parameters"], second["parameters"])
    for name in dict.fromkeys([*one.policies, *other.policies]):
        here, there = (name in kept.policies for kept in (one, other))
        if not (here and there):
            yield Differing("policy", name, here or None, there or None)
        else:
            yield from _settings(name, one.policy(name), other.policy(name))


def _told_worlds(kept: KeptComparison) -> str:
    worlds = kept.batch.worlds
    return f"{worlds[0]}-{worlds[-1]} ({len(worlds)})" if worlds else "-"


def _plain(what: str, one: Any, other: Any) -> Iterator[Differing]:
    if one != other:
        yield Differing(what, "", one, other)


def _mappings(what: str, one: Mapping[str, Any], other: Mapping[str, Any], before: str = "") -> Iterator[Differing]:
    for name in dict.fromkeys([*one, *other]):
        if one.get(name) != other.get(name):
            yield Differing(what, before + name, one.get(name), other.get(name))


def _settings(name: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Differing]:
    """What two policies of one name set differently."""
    settings = [{**{setting["lever"]: _told(setting) for setting in policy["settings"]},
                 **{f"{cell['sector']}.{cell['domain']}": _cell(cell) for cell in policy.get("cells", ())}} for policy in (one, other)]  # fmt: skip
    found = list(_mappings("setting", settings[0], settings[1], f"{name}: "))
    yield from found
    costs = [[policy.get("yearly_cost"), policy.get("part_costs")] for policy in (one, other)]
    if not found and costs[0] != costs[1]:
        yield Differing("policy cost", name, costs[0][0], costs[1][0])


def _told(setting: Mapping[str, Any]) -> str:
    return f"{setting['value']:.10g}{_span(setting)}" + (f"~{setting['ramp']}" if setting.get("ramp") else "")


def _cell(cell: Mapping[str, Any]) -> str:
    names = [name + "*" * (name == cell.get("lead")) for name in cell["departments"]]
    return ("+".join(names) or "nobody") + _span(cell)


def _span(setting: Mapping[str, Any]) -> str:
    start, end = setting.get("start") or 0, setting.get("end")
    return "" if not start and end is None else f"@{start}" + ("" if end is None else f"-{end}")
