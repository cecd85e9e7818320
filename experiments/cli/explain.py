"""``inspectorate explain``: what a policy changes from the baseline, when, why, on what evidence, at what cost."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.text import Text

from experiments.cli.common import OK, suggested
from experiments.cli.explain_cells import cell_parts, cell_records, taken_records
from experiments.cli.explain_levers import lever_table
from experiments.cli.given import check_policies
from experiments.cli.options import POLICY_HELP, Json, Lang, Quiet
from experiments.cli.parameters import evidence_lines
from experiments.comparison.words.settings import lever_record
from experiments.text.console import Talk
from experiments.text.formatting import figure, money_scale
from experiments.text.labels import title_with_name
from experiments.text.lever_names import lever_name
from experiments.text.messages import N_, _, enumerated, one_line, sentences, titled
from experiments.text.paper import bullets

if TYPE_CHECKING:
    from scenarios.schema.policy import PolicyFile
    from simulation.district import District as Nominal
    from simulation.policy import Policy

commands = typer.Typer()
NOMINAL = "jiuyuan"
"""The district in which a policy's items are priced."""
District = Annotated[str, typer.Option("--district", "-d", help=N_("The district whose responsibility matrix is shown: a name or a .toml file."))]


@commands.command("explain", help=N_("Say what a policy changes, when, why, on what evidence and at what cost."))
def explain(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help=POLICY_HELP)],
    district: District = NOMINAL,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Everything a reader must know of a policy before comparing it."""
    from scenarios import load_district, load_parameters, load_policy, load_policy_files

    talk = Talk(as_json, quiet)
    check_policies([policy], "POLICY")
    place = _nominal() if district == NOMINAL else load_district(district)
    found = load_policy(policy, place)
    files = load_policy_files(policy)
    entries = load_parameters().entries
    levers = [lever_record(setting, entries[setting.lever], files) for setting in found.settings]
    cells = cell_records(found, files, place)
    if talk.as_json:
        talk.json({**_as_json(found, files, levers, cells), "district": place.name, "cells_taken": taken_records(found, place)})
        return OK
    _show(found, files, levers, talk, lambda: cell_parts(found, cells, place), [*levers, *cells])
    shown = policy if found.settings or found.cells else "coordination"
    talk.next(suggested("compare", "--district", "jiuyuan-quarter", "--policy", shown, "--worlds", 20, "--dry-run"))
    return OK


@cache
def _nominal() -> Nominal:
    """Read once: it takes an eighth of a second."""
    from scenarios import load_district

    return load_district(NOMINAL)


def _as_json(policy: Policy, files: list[PolicyFile], levers: list[dict[str, Any]], cells: list[dict[str, Any]]) -> dict[str, Any]:
    from experiments.comparison.prices import how_priced, price_lines, without_price, yearly_cost

    return {
        "name": policy.name,
        "title": policy.title,
        "title_zh": policy.title_zh,
        "question": policy.question,
        "reasoning": policy.reasoning,
        "parts": [file.name for file in files],
        "levers": levers,
        "responsibility": cells,
        "yearly_cost": yearly_cost(policy),
        "prices": price_lines([lever["lever"] for lever in levers]),
        "priced": how_priced(policy),
        "items": _items(policy),
        "without_price": without_price(policy),
        "assumptions": assumed([*levers, *cells]),
        "unsourced": unsourced(levers),
        "evidence": evidence_records(policy, [*levers, *cells]),
        "notes": [note for file in files for note in file.notes],
    }


def _items(policy: Policy) -> list[dict[str, Any]]:
    """What each lever costs a year in the whole district, the dearest first."""
    from experiments.comparison.dearest import items
    from scenarios import load_parameters

    return [{"lever": one.lever, "yuan_a_year": one.yuan, "at_most": one.most}
            for one in items(policy, _nominal(), load_parameters().values)]  # fmt: skip


def _sources(policy: Policy, levers: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys([*policy.evidence, *(s for lever in levers for s in lever["source"])]))


def assumed(levers: list[dict[str, Any]]) -> int:
    """How many settings rest on an assumption, alone or beside a source."""
    return sum("assumption" in lever["source"] for lever in levers)


def unsourced(levers: list[dict[str, Any]]) -> list[str]:
    """The settings that name no source, not even an assumption; what the file cites as a whole is not theirs."""
    return [lever["lever"] for lever in levers if not lever["source"]]


def evidence_records(policy: Policy, levers: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The evidence of a policy with figure, citation and link."""
    from scenarios import load_evidence

    known = load_evidence()
    return [{"id": s, "figure": known[s].figure, "year": known[s].year, "citation": known[s].citation,
             "link": known[s].link, "status": known[s].status}
            for s in _sources(policy, levers) if s in known]  # fmt: skip


def _show(
    policy: Policy, files: list[PolicyFile], levers: list[dict[str, Any]], talk: Talk, cells: Callable[[], list[RenderableType]],
    settings: list[dict[str, Any]],
) -> None:
    title = titled(policy.title, policy.title_zh)
    talk.data(Text(title_with_name(title, policy.name) if title else policy.name, style="bold"))
    # A joined policy has no words of its own: those of its parts are the ones that are translated.
    named = [file for file in files if file.name in policy.name.split("+")]
    for heading, texts in ((_("Question"), _by_part(named, "question")),
                           (_("Why it might work"), _by_part(named, "reasoning"))):  # fmt: skip
        if any(texts):
            talk.data(Text(heading, style="bold"), *(Text(line) for line in texts))
    if policy.parts:
        talk.data(Text(_("Made of: {parts}").format(parts=enumerated(policy.parts))))
    talk.data(Text(""), Text(_("What it changes from the baseline"), style="bold"))
    if levers or not policy.cells:
        talk.data(lever_table(levers) if levers else Text(_("Nothing: this is the baseline.")))
    talk.data(*cells())
    _show_cost(policy, levers, talk)
    _show_evidence(policy, settings, talk)
    notes = [_(one_line(note)) for file in files for note in file.notes]
    if notes:
        talk.data(Text(""), Text(_("Caveats"), style="bold"), bullets(notes))


def _by_part(files: list[PolicyFile], key: str) -> list[str]:
    """The files' own words, each with its name where there are several."""
    texts = {file.name: _(one_line(getattr(file, key))) for file in files if getattr(file, key)}
    return [_("{place}: {text}").format(place=name, text=text) if len(files) > 1 else text for name, text in texts.items()]


def _show_cost(policy: Policy, levers: list[dict[str, Any]], talk: Talk) -> None:
    from experiments.comparison.prices import how_priced, price_lines, without_price, yearly_cost

    prices, cost = price_lines([lever["lever"] for lever in levers]), yearly_cost(policy)
    if prices:
        talk.data(Text(_("What the model charges for it"), style="bold"), bullets(prices))
    if cost:
        talk.data(Text(_("Cost of what no lever prices: {yuan} yuan of 2023 a year for a district of 65,000 employees.").format(
            yuan=figure(cost, 0))))  # fmt: skip
    if told := dearest_words(policy):
        talk.data(Text(told))
    if free := without_price(policy):
        text = (
            _("Without a price in the model, and the file gives no cost (yearly_cost): {levers}. They count as free.")
            if how_priced(policy) == "partly"
            else _("Without a price in the model, and the file gives no cost (yearly_cost): {levers}. What the policy costs per death averted is "
                   "therefore not priced.")
        )  # fmt: skip
        talk.data(Text(text.format(levers=enumerated(lever_name(lever) for lever in free))))


def dearest_words(policy: Policy) -> str:
    """The dearest item of a policy in the whole district, what may be dearer, and what only a run tells; empty where nothing has a price."""
    from experiments.comparison.dearest import MOST, PROGRAMMES, dearest, in_runs_only, items
    from scenarios import load_parameters

    factor, yuan = money_scale()
    found = items(policy, _nominal(), load_parameters().values)
    first = dearest(found)
    if first is None:
        levers = in_runs_only(policy)
        return _("Dearest item: {levers}; how much it is only a run tells.").format(levers=enumerated(map(lever_name, levers))) if levers else ""

    def name(lever: str) -> str:
        return _("what no lever prices") if lever == PROGRAMMES else lever_name(lever)

    pattern = _("Dearest item: {item}, at most {amount} {yuan} a year in a district of 65,000 employees.") if first.lever in MOST else _(
        "Dearest item: {item}, about {amount} {yuan} a year in a district of 65,000 employees.")  # fmt: skip
    text = pattern.format(item=name(first.lever), amount=figure(first.yuan * factor), yuan=yuan)
    above = [_("{item} (at most {amount} {yuan})").format(item=name(item.lever), amount=figure(item.yuan * factor), yuan=yuan)
             for item in found if item.most and item is not first]  # fmt: skip
    others = [*above, *map(lever_name, in_runs_only(policy))]
    return sentences(text, _("How much else costs hangs on what is done: {levers}.").format(levers=enumerated(others)) if others else "")


def _show_evidence(policy: Policy, levers: list[dict[str, Any]], talk: Talk) -> None:
    if levers:
        talk.data(Text(_("{k} of {n} settings rest on an assumption, alone or beside a source.").format(
            k=assumed(levers), n=len(levers))))  # fmt: skip
    if bare := unsourced(levers):
        talk.data(Text(_("{k} of {n} settings name no source: {levers}.").format(k=len(bare), n=len(levers), levers=enumerated(lever_name(lever) for lever in bare))))
    sources = _sources(policy, levers)
    if not sources:
        return
    talk.data(Text(""), Text(_("Evidence"), style="bold"), bullets(evidence_lines(sources)))
    talk.data(Text(_(
        "Grades: CONFIRMED-A seen on an official, publisher or journal page, -B in the news or a re-post, -C a hint only; "
        "CONFIRMED: the figure was seen in the study, CONFIRMED-dir: only its direction; tier 1 publisher or institute, 2 press, "
        "3 mirror or slides; DERIVED: arithmetic on confirmed figures; UNCONFIRMED: to be checked; UNGRADED: abstract only."),
        style="dim"))  # fmt: skip
