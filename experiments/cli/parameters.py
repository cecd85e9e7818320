"""``inspectorate parameters``: every number of the model, its range and its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from experiments.cli.common import OK, suggested
from experiments.cli.options import Json, Lang, Quiet, Search
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.lever_names import description_and_note
from experiments.text.messages import N_, _, enumerated, sentences
from experiments.text.paper import bullets
from experiments.text.parameter_groups import GROUPS, group_name

commands = typer.Typer()

KINDS = ("lever", "uncertainty", "constant")


def number(value: float) -> str:
    """A value as one would type it."""
    return f"{value:,.10g}"


@commands.command("parameters", help=N_("List the parameters, or show everything about those named."))
def parameters(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help=N_("Parameters, one or several."))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=N_("Only lever, uncertainty or constant."))] = None,
    search: Search = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """All parameters, those found, or everything about those named."""
    from experiments.text import searching
    from scenarios import load_parameters

    if kind not in (None, *KINDS):
        raise UserError(_("There is no such kind."), "--kind", _("Write lever, uncertainty or constant."))
    words = searching.asked(search)
    if words and names:
        raise UserError(_("Parameters are named and searched for at once."), f"--search {search}", _("Leave one of the two out."))
    talk = Talk(as_json, quiet)
    entries = load_parameters().entries
    for name in names or []:
        if name not in entries:
            raise _unknown_parameter(name, list(entries))
    chosen = {name: entries[name] for name in names or entries if kind in (None, entries[name].kind)}
    if words:
        chosen = {n: entry for n, entry in chosen.items() if searching.matches(words, (n, entry.title_zh), (entry.description, entry.note, entry.unit, GROUPS[entry.group]))}
    if talk.as_json:
        talk.json([_parameter_json(n, entry) for n, entry in chosen.items()])
        return OK
    if names:
        for place, (name, entry) in enumerate(chosen.items()):
            if place:
                talk.data(Text(""))
            _show_parameter(name, entry, talk)
        return OK
    if chosen:
        talk.data(_listed(chosen))
    else:
        talk.note(sentences(_("Nothing is found by these words."), searching.near(search or "", entries)))
    shown = next(iter(chosen), "fine_scale") if words else "fine_scale"
    talk.next(suggested("parameters", shown))
    return OK


def _listed(entries: Mapping[str, Any]) -> Table:
    """By group: name, value, and below what it is its unit, usual range and kind."""
    from experiments.text.searching import grouped_table

    groups: dict[str, list[Sequence[str | Text]]] = {}
    for name, entry in entries.items():
        low, high = (number(bound) for bound in entry.expected)
        facts = _("{unit}; usual range {low} to {high}; {kind}").format(unit=_(entry.unit), low=low, high=high, kind=_(entry.kind))
        about = Text(description_and_note(entry)).append(f"\n{facts}", style="dim")
        groups.setdefault(group_name(entry.group), []).append([name, number(entry.value), about])
    return grouped_table((_("name"), _("value"), _("description")), groups, right=(1,))


def _unknown_parameter(name: str, names: list[str]) -> UserError:
    from experiments.text.scenario_text import as_sentence
    from scenarios.problems import did_you_mean

    hint = as_sentence(did_you_mean(name, names))
    return UserError(
        _("No parameter is called {name}.").format(name=repr(name)),
        "NAME",
        sentences(hint, _("`inspectorate parameters` lists them all.")),
    )


def _parameter_json(name: str, entry: Any) -> dict[str, Any]:
    return {"name": name, "value": entry.value, "unit": entry.unit, "kind": entry.kind, "group": entry.group,
            "hard": list(entry.hard), "expected": list(entry.expected), "source": list(entry.source),
            "description": entry.description, "note": entry.note}  # fmt: skip


def _show_parameter(name: str, entry: Any, talk: Talk) -> None:
    grid = Table.grid(padding=(0, 2, 0, 0))
    rows = (
        (_("value"), f"{number(entry.value)} {_(entry.unit)}"),
        (_("kind"), _(entry.kind)),
        (_("group"), group_name(entry.group)),
        (_("usual range"), _("{low} to {high}").format(low=number(entry.expected[0]), high=number(entry.expected[1]))),
        (_("allowed range"), _("{low} to {high}").format(low=number(entry.hard[0]), high=number(entry.hard[1]))),
    )
    for heading, text in rows:
        grid.add_row(Text(heading, style="dim"), text)
    talk.data(Text(name, style="bold"), Text(description_and_note(entry)), grid)
    talk.data(Text(_("Sources"), style="bold"), bullets(evidence_lines(entry.source)))
    users = _policies_that_set(name) if entry.kind == "lever" else []
    if users:
        talk.data(Text(_("Set by: {policies}").format(policies=enumerated(users))))


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
