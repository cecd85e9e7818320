"""On what the report rests: assumptions changed and made with their sources, how to make it again, how to read it, its limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from experiments.comparison.data import ComparisonData
from experiments.comparison.prices import PRICES
from experiments.comparison.unit_values import VALUED
from experiments.comparison.words import assumptions
from experiments.comparison.words.cautions import limits, reading
from experiments.comparison.words.phrases import worlds_counted
from experiments.comparison.words.settings import lever_record
from experiments.disk.paths import passed_on
from experiments.disk.provenance import model_version
from experiments.report import cells
from experiments.report.tree import Block, Cell, Column, Heading, Items, Paragraph, Table
from experiments.text.formatting import exact
from experiments.text.lever_names import lever_name
from experiments.text.messages import _, enumerated, language, one_line
from scenarios import load_parameters, load_policy_files
from scenarios.schema.parameters import ParameterEntry


def assumed(comparison: ComparisonData) -> list[Block]:
    """What is not as by default, what the policies set, and the values on which money and signs hang, each with its source."""
    changes = assumptions.of(comparison)
    changed = [change.words for change in changes] or [_("None: everything is as by default.")]
    return [
        Heading(1, _("Assumptions")), Heading(2, _("Changed by hand")), Items(tuple(changed)),
        Heading(2, _("What the policies set")), _levers(comparison), Heading(2, _("Made by the model")), _values(comparison),
        Paragraph(_("Sources are ids of the project's evidence table; \"assumption\" means that no source gives the value. All parameters, their ranges and the sources behind the "
                    "ids stand in the workbook: inspectorate report DIR --to tables.xlsx."), "note"),
    ]  # fmt: skip


def sources(ids: Iterable[str]) -> str:
    """Ids of evidence one after the other, an assumption in words."""
    return enumerated(_("assumption") if one == "assumption" else one for one in ids) or _("no source given")


def set_levers(comparison: ComparisonData) -> list[tuple[str, dict[str, Any]]]:
    """(policy, record of a lever) of every policy; of a bundle whose parts are all compared nothing, for it sets what they do."""
    entries, found = load_parameters().entries, []
    for policy, spec in zip(comparison.plan.policies[1:], comparison.plan.policy_specs, strict=False):
        if policy.name in comparison.bundles and set(comparison.bundles[policy.name]) <= set(comparison.policies):
            continue
        files = load_policy_files(spec)
        found += [(policy.name, lever_record(setting, entries[setting.lever], files)) for setting in policy.settings if setting.lever in entries]
    return found


def _levers(comparison: ComparisonData) -> Table:
    columns = (Column(_("policy"), numeric=False, width=1.2), Column(_("lever"), numeric=False, width=2.0), Column(_("today"), width=0.7), Column(_("policy"), width=0.7),
               Column(_("unit"), numeric=False, width=1.3), Column(_("from month"), width=0.55), Column(_("whole in month"), width=0.55), Column(_("until month"), width=0.55),
               Column(_("source"), numeric=False, width=0.9))  # fmt: skip
    rows, before = [], ""
    for policy, lever in set_levers(comparison):
        name = Cell("") if policy == before else cells.named(comparison, policy)
        before = policy
        rows.append((name, Cell(titled_lever(lever["lever"])), Cell(exact(lever["today"]), lever["today"]), Cell(exact(lever["value"]), lever["value"]), Cell(_(lever["unit"])),
                     *map(_month, (lever["start"], lever["start"] + lever["ramp"], lever["end"])), Cell(sources(lever["source"]))))  # fmt: skip
    return Table("levers", _("Levers, in months after the burn-in, counted from 0"), columns, tuple(rows))


def _month(month: int | None) -> Cell:
    return Cell("") if month is None else Cell(str(month), month)


def titled_lever(name: str) -> str:
    """What a parameter is called in a table: its Chinese title, in English what it is."""
    entry = load_parameters().entries.get(name)
    if entry is None:
        return name
    return lever_name(name) if language() == "zh" else one_line(entry.description)


def used_parameters(comparison: ComparisonData) -> list[str]:
    """The parameters that value what is averted, those that price a lever of the policies, and those along which a sign turns."""
    levers = [setting.lever for policy in comparison.plan.policies[1:] for setting in policy.settings]
    prices = [PRICES[lever] for lever in levers if lever in PRICES]
    turning = [sign.parameter for sign in comparison.signs.values() if sign.parameter]
    return list(dict.fromkeys([*VALUED, "loss_per_death", *prices, *turning]))


def _values(comparison: ComparisonData) -> Table:
    columns = (Column(_("assumption"), numeric=False, width=2.4), Column(_("value")), Column(_("unit"), numeric=False, width=1.2), Column(_("expected range"), numeric=False, width=1.3),
               Column(_("source"), numeric=False, width=1.1))  # fmt: skip
    entries, rows = load_parameters().entries, []
    for name in used_parameters(comparison):
        entry = entries[name]
        value = comparison.plan.parameters.get(name, entry.value)
        rows.append((Cell(_(one_line(entry.description))), Cell(f"{value:,.10g}", value), Cell(_(entry.unit)), Cell(_range(entry)), Cell(sources(entry.source))))
    note = _("With an ensemble each set has values of its own for what is uncertain; here stands the central value.") if comparison.plan.ensemble is not None else ""
    return Table("values", _("Values that are credited or charged, and those along which a sign turns"), columns, tuple(rows), note)


def _range(entry: ParameterEntry) -> str:
    low, high = entry.expected
    return _("{low} to {high}").format(low=f"{low:,.10g}", high=f"{high:,.10g}")


def reproduce(comparison: ComparisonData, card: Mapping[str, Any]) -> list[Block]:
    """The command, and everything that a second run is held against."""
    plan, git = comparison.plan, card.get("git") or {}
    facts = [
        (_("model version"), model_version()),
        (_("commit of the program"), f"{git.get('commit', '')[:12]}{' +' if git.get('changed') else ''}"),
        (_("scenario hash"), plan.scenario_hash), (_("random seed"), str(plan.seed)), (_("worlds"), worlds_counted(comparison)), (_("months simulated"), str(plan.months)),
        (_("ensemble"), "" if plan.ensemble is None else plan.ensemble.name), (_("one world again"), plan.replay(comparison.batch.worlds[0] if comparison.over == "worlds" else plan.worlds[0])),
    ]  # fmt: skip
    columns = (Column(_("what"), numeric=False, width=0.8), Column(_("value"), numeric=False, width=3.2))
    command = passed_on(str(card.get("command") or ""))
    return [
        Heading(1, _("How to make it again")),
        *([Paragraph(_("The same command on the same model gives the same numbers, to the last digit:")), Paragraph(command, "code")] if command else []),
        Table("facts", _("What made the numbers"), columns, tuple((Cell(name), Cell(text)) for name, text in facts if text)),
    ]  # fmt: skip


def to_read(comparison: ComparisonData) -> list[Block]:
    """How to read the tables, and what they do not tell."""
    return [Heading(1, _("How to read it")), Items(tuple(reading(comparison))), Heading(1, _("What it does not tell")), Items(tuple(limits(comparison)))]
