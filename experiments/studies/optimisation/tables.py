"""The tables of a search, once for the terminal, for Markdown and for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.studies.optimisation.fresh import Estimate, Score
from experiments.studies.optimisation.scores import OBJECTIVES, objectives
from experiments.studies.optimisation.search import within
from experiments.studies.optimisation.study import Optimised
from experiments.studies.optimisation.words import Price, paragraphs, price_words, with_interval
from experiments.text import markdown
from experiments.text.formatting import figure, money_scale
from experiments.text.messages import _, enumerated
from experiments.text.wrapping import wrapped

AS_TODAY = "·"
HEADING = 13


@dataclass(frozen=True)
class Shown:
    """A table as text; the first ``words`` columns are words, the others figures."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1


def shown(found: Optimised) -> list[Shown]:
    """Scores, levels and prices."""
    return [scores(found), levels(found), *([steps(found)] if found.rescored.steps else [])]


def scores(found: Optimised) -> Shown:
    """Every mix scored again."""
    factor, yuan = money_scale()
    rows = [
        [str(found.number(score.mix)), enumerated(_(role) for role in score.roles), with_interval(score.averted),
         with_interval(score.government, factor), with_interval(score.enterprise, factor), figure(score.robust), figure(score.searched),
         _beside_winner(found, score), *([with_interval(score.net_benefit, factor)] if score.net_benefit else [])]
        for score in _in_order(found)
    ]  # fmt: skip
    head = [_("mix"), _("scored again as"), _("expected deaths averted a year"), _("cost to the government, {yuan} a year").format(yuan=yuan),
            _("cost to enterprises, {yuan} a year").format(yuan=yuan), _("averted in nine of ten"), _("the search said"), _("beside mix 1"),
            *([_("net benefit, {yuan} a year").format(yuan=yuan)] if found.rescored.scores[0].net_benefit else [])]  # fmt: skip
    return Shown(_("Scored again on fresh worlds, with intervals that hold for all at once"), head, rows, 2)


def levels(found: Optimised) -> Shown:
    """What each mix sets, in real units, beside today's value."""
    order = [score for score in _in_order(found) if score.mix != found.space.nothing]
    rows = []
    for place, choice in enumerate(found.space.choices):
        cells = [AS_TODAY if score.mix[place] == choice.today else f"{choice.levels[score.mix[place]]:.4g}" for score in order]
        rows.append([choice.lever, _(choice.unit), f"{choice.levels[choice.today]:.4g}", *cells])
    head = [_("lever"), _("unit"), _("today"), *(_("mix {n}").format(n=found.number(score.mix)) for score in order)]
    return Shown(_("What each mix sets ({mark} as today)").format(mark=AS_TODAY), head, rows, 2)


def steps(found: Optimised) -> Shown:
    """The price of each further death averted."""
    factor, yuan = money_scale()
    rows = [
        [_("{a} to {b}").format(a=found.number(step.start), b=found.number(step.end)), figure(step.averted, signed=True),
         figure(step.government * factor, signed=True), price_words(step.price), price_words(step.price_of_all),
         *([price_words(step.price_of_equivalents)] if step.price_of_equivalents else [])]
        for step in found.rescored.steps
    ]  # fmt: skip
    head = [_("mixes"), _("further deaths averted a year"), _("further cost to the government, {yuan} a year").format(yuan=yuan),
            _("price of each further death averted, government"), _("the same, government and enterprises"),
            *([_("price of a further fatality-equivalent, net of loss averted")] if found.rescored.steps[0].price_of_equivalents else [])]  # fmt: skip
    return Shown(_("The price of each further death averted, between neighbours on the front"), head, rows, 1)


def _in_order(found: Optimised) -> list[Score]:
    return sorted(found.rescored.scores, key=lambda score: found.number(score.mix))


def _beside_winner(found: Optimised, score: Score) -> str:
    if score.mix in (found.chosen.winner, found.space.nothing) or not found.rescored.tells_intervals or found.winner is None:
        return ""
    return _("not told apart") if score.tied else _("averts more") if score.better else _("averts less")


def printed(found: Optimised) -> list[RenderableType]:
    """Verdict and tables for a terminal."""
    parts: list[RenderableType] = []
    for text in paragraphs(found):
        parts += [Text(text), Text("")]
    for table in shown(found):
        drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, title=Text(table.title, style="bold"), title_justify="left")
        for number, heading in enumerate(table.head):
            drawn.add_column(wrapped(heading, HEADING), justify="left" if number < table.words else "right", no_wrap=number == 0, overflow="fold")
        for row in table.rows:
            drawn.add_row(*row)
        parts.append(Padding(drawn, (0, 0, 1, 0)))
    return parts


def page(found: Optimised) -> str:
    """Verdict and tables in Markdown."""
    parts = ["# " + _("The mix for a budget"), *paragraphs(found)]
    for table in shown(found):
        parts += ["## " + table.title, markdown.table(table.head, table.rows)]
    return "\n\n".join(parts) + "\n"


def tried_table(found: Optimised) -> pa.Table:
    """Every mix tried: generation, levers, the four objectives by the search, whether within the budget."""
    values = objectives(found.archive.measured)
    inside = within(values, found.budget)
    rows = [
        {"number": number, "generation": found.archive.generation[number], **found.space.values(mix),
         **dict(zip(OBJECTIVES, values[number].tolist(), strict=True)), "within_budget": bool(inside[number])}
        for number, mix in enumerate(found.archive.mixes)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def scored_rows(found: Optimised) -> list[dict[str, Any]]:
    """The mixes scored again, as plain records."""
    return [
        {"mix": found.number(score.mix), "roles": list(score.roles), "levers": found.space.values(score.mix), "moved": found.space.moved(score.mix),
         "averted": _ends(score.averted), "government_cost": _ends(score.government), "enterprise_cost": _ends(score.enterprise),
         "averted_in_nine_of_ten": score.robust, "averted_by_the_search": score.searched, "replicates_over_budget": score.over_budget,
         "not_told_apart_from_first": score.tied, "averts_more_than_first": score.better,
         **{name: _ends(value) for name, value in (("fatality_equivalents_averted", score.equivalents), ("net_benefit", score.net_benefit)) if value}}
        for score in _in_order(found)
    ]  # fmt: skip


def step_rows(found: Optimised) -> list[dict[str, Any]]:
    """The steps along the front, as plain records."""
    return [
        {"from": found.number(step.start), "to": found.number(step.end), "averted": step.averted, "government_cost": step.government,
         "price_government": _price(step.price), "price_government_and_enterprises": _price(step.price_of_all),
         **({} if step.price_of_equivalents is None else {
             "price_per_fatality_equivalent": dict(zip(("kind", "yuan", "low", "high"), step.price_of_equivalents, strict=True))})}
        for step in found.rescored.steps
    ]  # fmt: skip


def _ends(estimate: Estimate) -> dict[str, float | None]:
    return {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}


def _price(price: Price) -> dict[str, Any]:
    return dict(zip(("kind", "yuan_per_death", "low", "high"), price, strict=True))
