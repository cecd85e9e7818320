"""``policies``, ``districts``, ``trials``, ``parameters``, ``phases``, ``explain``: what there is to compare, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from experiments.cli.common import OK
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.formatting import figure
from experiments.text.messages import N_, _, one_line, sentences, titled
from experiments.text.paper import bullets
from simulation.district import District
from simulation.region import Region

KINDS = {"evidence": N_("evidence"), "calibration": N_("calibration")}
"""What a figure of a trial counts as, evidence first."""


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for position, heading in enumerate(headings):
        table.add_column(heading, no_wrap=position == 0)
    return table


def number(value: float) -> str:
    """A value as one would type it."""
    return f"{value:,.10g}"


def policies(talk: Talk) -> int:
    """Every policy there is: name, title, question."""
    from scenarios import load_policy_file, policy_names

    found = [load_policy_file(name) for name in policy_names()]
    if talk.as_json:
        talk.json([{"name": p.name, "title": p.title, "title_zh": p.title_zh, "question": p.question,
                    "includes": list(p.includes), "evidence": list(p.evidence), "yearly_cost": p.yearly_cost}
                   for p in found])  # fmt: skip
        return OK
    table = _table(_("name"), _("title"), _("question"))
    for policy in found:
        table.add_row(policy.name, titled(policy.title, policy.title_zh), _(one_line(policy.question)))
    talk.data(table)
    talk.note(_("Policies compose: --policy coordination+incentives."))
    talk.next("inspectorate explain coordination")
    return OK


def districts(talk: Talk) -> int:
    """Every district there is, and every region of several districts."""
    from scenarios import district_names, load_district, load_region, region_names

    single = [load_district(name) for name in district_names()]
    several = [region for name in region_names() if (region := load_region(name)) is not None]
    if talk.as_json:
        talk.json([
            *({**_named(d), "districts": 1, "burn_in": d.burn_in, "note": d.note} for d in single),
            *({**_named(r), "districts": len(r.units), "burn_in": r.burn_in, "note": r.note} for r in several),
        ])  # fmt: skip
        return OK
    table = _table(_("name"), _("title"), _("districts"), _("enterprises"), _("employees"), _("note"))
    places: list[District | Region] = [*single, *several]
    for d in places:
        count = len(d.units) if isinstance(d, Region) else 1
        table.add_row(d.name, titled(d.title, d.title_zh), figure(count, 0), figure(d.enterprises, 0),
                      figure(d.employees, 0), titled(d.note, d.note_zh))  # fmt: skip
    talk.data(table)
    talk.note(_("Several districts can only be compared on: inspectorate compare --district baotou. --sample takes a share of them."))
    return OK


def _named(place: District | Region) -> dict[str, Any]:
    return {"name": place.name, "title": place.title, "title_zh": place.title_zh, "enterprises": place.enterprises,
            "employees": place.employees}  # fmt: skip


def trials(talk: Talk) -> int:
    """Every trial there is: name, title, the studies it rests on, how many rows of each kind it has."""
    from scenarios import load_trial, trial_names

    found = [load_trial(name) for name in trial_names()]
    if talk.as_json:
        talk.json([{"name": t.name, "title": t.title, "title_zh": t.title_zh, "question": t.question, "evidence": list(t.evidence),
                    "link": t.link, "kinds": _kinds(t), "judged": sum(e.band is not None for e in t.estimands)}
                   for t in found])  # fmt: skip
        return OK
    table = _table(_("name"), _("title"), _("studies"), _("kind"))
    for trial in found:
        kinds = _kinds(trial)
        told = ", ".join(_("{kind} ({count})").format(kind=_(KINDS[kind]), count=count) for kind, count in kinds.items())
        table.add_row(trial.name, titled(trial.title, trial.title_zh), ", ".join(trial.evidence), told)
    talk.data(table)
    talk.note(_("In brackets: how many figures of each kind a trial reads; calibration counts for nothing in the score."))
    return OK


def _kinds(trial: Any) -> dict[str, int]:
    """Number of estimands of each kind, those that are evidence first."""
    kinds = [estimand.kind for estimand in trial.estimands]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}


def phases(talk: Talk) -> int:
    """The phases of a month, in order, as the model runs them."""
    from simulation import PHASES

    if talk.as_json:
        talk.json([{"name": phase.name, "description": phase.description} for phase in PHASES])
        return OK
    table = _table("", _("phase"), _("what happens"))
    for position, phase in enumerate(PHASES, start=1):
        table.add_row(str(position), phase.name, _(phase.description))
    talk.data(
        Text(_("Each phase decides on the state before it, then applies; visits alone follow one another, by department.")), table
    )
    return OK


def parameters(names: Sequence[str], kind: str | None, talk: Talk) -> int:
    """All parameters, or everything about those named."""
    from scenarios import load_parameters

    entries = load_parameters().entries
    for name in names:
        if name not in entries:
            raise _unknown_parameter(name, list(entries))
    chosen = {name: entries[name] for name in names or entries if kind in (None, entries[name].kind)}
    if talk.as_json:
        talk.json([_parameter_json(n, entry) for n, entry in chosen.items()])
        return OK
    if names:
        for place, (name, entry) in enumerate(chosen.items()):
            if place:
                talk.data(Text(""))
            _show_parameter(name, entry, talk)
        return OK
    table = _table(_("name"), _("value"), _("unit"), _("kind"), _("usual range"), _("description"))
    for n, entry in chosen.items():
        low, high = (number(bound) for bound in entry.expected)
        table.add_row(n, number(entry.value), _(entry.unit), _(entry.kind), _("{low} to {high}").format(low=low, high=high),
                      _(entry.description))  # fmt: skip
    talk.data(table)
    talk.next("inspectorate parameters fine_scale")
    return OK


def _unknown_parameter(name: str, names: list[str]) -> UserError:
    from scenarios.problems import nearest

    like = nearest(name, names)
    hint = _("Did you mean {name}?").format(name=like) if like else ""
    return UserError(
        _("No parameter is called {name}.").format(name=repr(name)),
        "NAME",
        sentences(hint, _("`inspectorate parameters` lists them all.")),
    )


def _parameter_json(name: str, entry: Any) -> dict[str, Any]:
    return {"name": name, "value": entry.value, "unit": entry.unit, "kind": entry.kind, "group": entry.group,
            "hard": list(entry.hard), "expected": list(entry.expected), "source": list(entry.source),
            "description": entry.description}  # fmt: skip


def _show_parameter(name: str, entry: Any, talk: Talk) -> None:
    grid = Table.grid(padding=(0, 2, 0, 0))
    rows = (
        (_("value"), f"{number(entry.value)} {_(entry.unit)}"),
        (_("kind"), _(entry.kind)),
        (_("group"), entry.group),
        (_("usual range"), _("{low} to {high}").format(low=number(entry.expected[0]), high=number(entry.expected[1]))),
        (_("allowed range"), _("{low} to {high}").format(low=number(entry.hard[0]), high=number(entry.hard[1]))),
    )
    for heading, text in rows:
        grid.add_row(Text(heading, style="dim"), text)
    talk.data(Text(name, style="bold"), Text(_(entry.description)), grid)
    talk.data(Text(_("Sources"), style="bold"), bullets(evidence_lines(entry.source)))
    users = _policies_that_set(name) if entry.kind == "lever" else []
    if users:
        talk.data(Text(_("Set by: {policies}").format(policies=", ".join(users))))


def _policies_that_set(lever: str) -> list[str]:
    from scenarios import load_policy_file, policy_names

    return [name for name in policy_names() if lever in load_policy_file(name).levers]


def evidence_lines(ids: Any) -> list[str]:
    """Each source with its figure, citation and link; an assumption says so."""
    from scenarios import load_evidence

    known = load_evidence()
    lines = []
    for source in dict.fromkeys(ids):
        if source == "assumption":
            lines.append(_("assumption: no source gives this; vary it"))
        elif source in known:
            entry = known[source]
            parts = [f"{source}: {entry.figure}", f"{entry.citation} ({entry.year})", entry.link, f"[{entry.status}]"]
            lines.append(" - ".join(part for part in parts if part))
        else:
            lines.append(source)
    return lines
