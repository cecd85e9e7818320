"""``inspectorate policies``, ``districts`` and ``trials``: what there is to compare, where, and what the model is held against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer
from rich.text import Text

from experiments.cli.common import OK, suggested
from experiments.cli.options import Json, Lang, Quiet, Search
from experiments.text.console import Talk
from experiments.text.formatting import figure
from experiments.text.messages import N_, _, enumerated, one_line, sentences, titled
from experiments.text.paper import plain_table
from experiments.text.parameter_groups import GROUPS

if TYPE_CHECKING:
    from scenarios.schema.policy import PolicyFile
    from simulation.district import District
    from simulation.region import Region

commands = typer.Typer()

KINDS = {"evidence": N_("evidence"), "out of sample": N_("out of sample"), "calibration": N_("calibration")}
"""What a figure of a trial counts as, evidence first."""
KINDS_OF_POLICY = {
    "baseline": N_("The reference"), **{name: GROUPS[name] for name in ("attention", "coordination", "boundaries", "capacity", "incentives", "targeting")},
    "several": N_("Several together"), "without": N_("All five without one"), "regime": N_("As in other countries"),
}  # fmt: skip
"""Under which heading a policy stands in the list."""


@commands.command("policies", help=N_("List the policies, or those found by a word."))
def policies(search: Search = None, as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    """The policies by group: name, title, question."""
    from experiments.text import searching
    from scenarios import load_policy_file, policy_names

    talk, words = Talk(as_json, quiet), searching.asked(search)
    found = [load_policy_file(name) for name in policy_names()]
    if words:
        found = [p for p in found if searching.matches(words, (p.name, p.title, p.title_zh, *p.levers), _told_of(p))]
    if talk.as_json:
        talk.json([{"name": p.name, "title": p.title, "title_zh": p.title_zh, "question": p.question, "group": _group_of(p),
                    "includes": list(p.includes), "evidence": list(p.evidence), "yearly_cost": p.yearly_cost}
                   for p in found])  # fmt: skip
        return OK
    if not found:
        talk.note(sentences(_("Nothing is found by these words."), searching.near(search or "", policy_names())))
    else:
        groups: dict[str, list[Sequence[str | Text]]] = {_(title): [] for title in KINDS_OF_POLICY.values()}
        for p in found:
            about = Text(titled(p.title, p.title_zh), style="bold").append("\n" + _(one_line(p.question)), style="not bold")
            groups[_(KINDS_OF_POLICY[_group_of(p)])].append([p.name, about])
        talk.data(searching.grouped_table((_("name"), _("title and question")), {title: rows for title, rows in groups.items() if rows}))
    talk.note(_("Policies compose: --policy coordination+incentives."))
    shown = found[0].name if words and found and found[0].name != "baseline" else "coordination"
    talk.next(suggested("explain", shown))
    return OK


def _told_of(policy: PolicyFile) -> list[str]:
    """What is said of a policy: its question and reasoning, and what its levers are."""
    from scenarios import load_parameters

    entries = load_parameters().entries
    return [policy.question, policy.reasoning, KINDS_OF_POLICY[_group_of(policy)], *(entries[lever].description for lever in policy.levers)]


def _group_of(policy: PolicyFile) -> str:
    """What kind of policy a shipped one is: how it is named, what it includes, or the group that most of its levers are of."""
    from scenarios import load_parameters

    for start in ("baseline", "regime", "without"):
        if policy.name.startswith(start):
            return start
    if len(policy.includes) > 1 or not policy.levers:
        return "several"
    entries = load_parameters().entries
    of = [entries[lever].group for lever in policy.levers]
    return max(dict.fromkeys(of), key=of.count)


@commands.command("districts", help=N_("List the districts."))
def districts(as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    """Every district there is, and every region of several districts."""
    from scenarios import district_names, load_district, load_region, region_names
    from simulation.region import Region

    talk = Talk(as_json, quiet)
    single = [load_district(name) for name in district_names()]
    several = [region for name in region_names() if (region := load_region(name)) is not None]
    if talk.as_json:
        talk.json([
            *({**_named(d), "districts": 1, "burn_in": d.burn_in, "note": d.note} for d in single),
            *({**_named(r), "districts": len(r.units), "burn_in": r.burn_in, "note": r.note} for r in several),
        ])  # fmt: skip
        return OK
    table = plain_table(_("name"), _("title"), _("districts"), _("enterprises"), _("employees"), _("note"))
    places: list[District | Region] = [*single, *several]
    for d in places:
        count = len(d.units) if isinstance(d, Region) else 1
        table.add_row(d.name, titled(d.title, d.title_zh), figure(count, 0), figure(d.enterprises, 0),
                      figure(d.employees, 0), titled(d.note, d.note_zh))  # fmt: skip
    talk.data(table)
    talk.note(_("Several districts can only be compared on; --sample takes a share of them."))
    talk.next(suggested("compare", "--district", "baotou", "--policy", "coordination", "--dry-run"), _("how long a whole city takes"))
    return OK


def _named(place: District | Region) -> dict[str, Any]:
    return {"name": place.name, "title": place.title, "title_zh": place.title_zh, "enterprises": place.enterprises,
            "employees": place.employees}  # fmt: skip


@commands.command("trials", help=N_("List the trials: published studies that the model is held against."))
def trials(as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    """Every trial there is: name, title, the studies it rests on, how many rows of each kind it has."""
    from scenarios import load_trial, trial_names

    talk = Talk(as_json, quiet)
    found = [load_trial(name) for name in trial_names()]
    if talk.as_json:
        talk.json([{"name": t.name, "title": t.title, "title_zh": t.title_zh, "question": t.question, "evidence": list(t.evidence),
                    "link": t.link, "out_of_sample": t.out_of_sample, "kinds": _kinds(t), "judged": sum(e.band is not None for e in t.estimands)}
                   for t in found])  # fmt: skip
        return OK
    table = plain_table(_("name"), _("title"), _("studies"), _("kind"))
    for trial in found:
        kinds = _kinds(trial)
        told = enumerated(_("{kind} ({count})").format(kind=_(KINDS[kind]), count=count) for kind, count in kinds.items())
        table.add_row(trial.name, titled(trial.title, trial.title_zh), enumerated(trial.evidence), told)
    talk.data(table)
    talk.note(_("In brackets: how many figures of each kind a trial reads; what is out of sample is counted apart, calibration counts for nothing in the score."))
    return OK


def _kinds(trial: Any) -> dict[str, int]:
    """Number of estimands of each kind, those that are evidence first."""
    kinds = [trial.counts_as(estimand) for estimand in trial.estimands]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}
