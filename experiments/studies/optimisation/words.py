"""What came of a search, in sentences for an official: how many were tried, what the money buys, and how sure that is."""

from __future__ import annotations

from experiments.comparison.words import assumptions
from experiments.comparison.words.phrases import years_each
from experiments.running.replicates import counted, some
from experiments.statistics.intervals import MIN_WORLDS
from experiments.statistics.sets import MIN_SETS
from experiments.studies.optimisation.chosen import NOTHING
from experiments.studies.optimisation.fresh import Estimate, Score
from experiments.studies.optimisation.study import Optimised
from experiments.studies.sweep.tasks import place_of
from experiments.text.formatting import decimals, figure, money_scale, percent, span
from experiments.text.lever_names import lever_name
from experiments.text.messages import _, enumerated, sentences, titled
from scenarios.schema.plan import NO_ENSEMBLE

Price = tuple[str, float, float | None, float | None]


def money(yuan: float) -> str:
    """``1.83 million yuan``."""
    factor, name = money_scale()
    return _("{size} {yuan}").format(size=figure(yuan * factor), yuan=name)


def with_interval(estimate: Estimate, factor: float = 1.0) -> str:
    """``0.52 (0.30 to 0.74)``; without the interval where there is none."""
    values = [value if value is None else value * factor for value in (estimate.mean, estimate.low, estimate.high)]
    places = decimals(values)
    text = figure(values[0], places)
    return text if values[1] is None or values[1] == values[2] else _("{n} ({interval})").format(n=text, interval=span(values[1], values[2], places, signed=False))


def setting(found: Optimised) -> str:
    """What was tried, on what."""
    plan = found.plan
    place, first = place_of(plan), found.archive.batches[0].worlds
    by_hand = assumptions.line(assumptions.of_plan(plan.parameters, plan.ensemble, plan.sample))
    text = _("{district}: {tried} mixes of {levers} levers tried out of {all}, each on the same {worlds}, and {picks} of them scored again "
             "on {fresh} that the search had not seen.").format(
        district=titled(place.title, place.title_zh) or plan.district, tried=figure(found.chosen.tried, 0), levers=len(found.space.choices),
        all=figure(found.space.size, 0), worlds=years_each(counted(first), first > 1, plan.months / 12),
        picks=len(found.chosen.picks), fresh=counted(found.rescored.worlds))  # fmt: skip
    if plan.ensemble == NO_ENSEMBLE:
        return sentences(by_hand, text)
    return sentences(by_hand, text, _("The worlds ran under plausible sets of parameters of \"{ensemble}\", two neighbouring worlds under the same.").format(
        ensemble=plan.ensemble))  # fmt: skip


def finding(found: Optimised) -> str:
    """The finding in one sentence; the title of the figure."""
    winner, tried, budget = found.winner, figure(found.chosen.tried, 0), money(found.budget)
    if winner is None:
        return _("For {budget} a year: none of {tried} mixes tried has fewer expected deaths than doing nothing").format(budget=budget, tried=tried)
    if not found.rescored.tells_intervals:
        return _("For {budget} a year: {tried} mixes tried, too few fresh worlds to say which averts deaths").format(budget=budget, tried=tried)
    if not winner.averted.positive:
        return _("For {budget} a year: of {tried} mixes tried, the search's first does not clearly avert deaths on fresh worlds").format(
            budget=budget, tried=tried)  # fmt: skip
    return _("For {budget} a year, the search's first of {tried} mixes tried averts {averted} expected deaths a year, {share} of today's").format(
        budget=budget, tried=tried, averted=figure(winner.averted.mean), share=percent(winner.averted.mean / found.rescored.baseline_deaths))  # fmt: skip


def paragraphs(found: Optimised) -> list[str]:
    """The verdict, a sentence or a few to a paragraph."""
    told = [setting(found), sentences(_("{text}.").format(text=finding(found)), _winner(found))]
    told += [_not_told_apart(found), _optimism(found), _settled(found), _priced(found), _checked(found), _failed(found)]
    return [text for text in told if text] + cautions(found)


def _winner(found: Optimised) -> str:
    """Intervals and money of the winner."""
    winner = found.winner
    if winner is None or winner.averted.low is None:
        return ""
    factor, yuan = money_scale()
    text = _("On fresh worlds: {averted} expected deaths averted a year; {government} {yuan} a year to the government and {enterprise} to "
             "enterprises (intervals at 95 % for all {n} mixes at once).").format(
        averted=with_interval(winner.averted), government=with_interval(winner.government, factor), yuan=yuan,
        enterprise=with_interval(winner.enterprise, factor), n=_moved(found))  # fmt: skip
    replicates, over = found.rescored.replicates, "sets" if found.rescored.over == "sets" else "worlds"
    robust = _("In nine of ten {replicates} it averts {n} or more.").format(
        replicates=_("sets of assumptions") if over == "sets" else _("worlds"), n=figure(winner.robust))  # fmt: skip
    over_budget = _("In {some} it costs the government more than the budget.").format(
        some=some(winner.over_budget, replicates, "sets" if over == "sets" else "worlds")) if winner.over_budget else ""  # fmt: skip
    return sentences(text, robust, over_budget)


def _moved(found: Optimised) -> int:
    return sum(NOTHING not in score.roles for score in found.rescored.scores)


def _not_told_apart(found: Optimised) -> str:
    """Which other picks may be as good or are better."""
    others = [score for score in found.rescored.scores if score.mix not in (found.chosen.winner, found.space.nothing)]
    if not others or not found.rescored.tells_intervals:
        return ""
    tied, better = [score for score in others if score.tied], [score for score in others if score.better]
    text = ""
    if better:
        text = _("On fresh worlds better than the search's first, after correction for all scored again: mixes {names}.").format(
            names=_named(found, better))  # fmt: skip
    if not tied:
        return sentences(text, _("All others scored again are told apart from it."))
    cheapest = min([found.winner, *tied], key=lambda score: score.government.mean if score else 0.0)
    told = _("Not told apart from it on fresh worlds: mixes {names}.").format(names=_named(found, tied))
    if cheapest is not None and cheapest is not found.winner:
        told = sentences(told, _("Of these mix {n} costs the government least, {cost} a year.").format(
            n=found.number(cheapest.mix), cost=money(cheapest.government.mean)))  # fmt: skip
    return sentences(text, told)


def _named(found: Optimised, scores: list[Score]) -> str:
    return enumerated(str(number) for number in sorted(found.number(score.mix) for score in scores))


def _optimism(found: Optimised) -> str:
    """How much luck of the search there was in its scores."""
    winner = found.winner
    if winner is None:
        return ""
    text = _("The search said that its first averts {searched}; fresh worlds say {fresh}.").format(
        searched=figure(winner.searched, decimals([winner.searched, winner.averted.mean])),
        fresh=figure(winner.averted.mean, decimals([winner.searched, winner.averted.mean])))  # fmt: skip
    optimism = found.rescored.optimism
    if optimism != optimism:
        return text
    told = _("Over all scored again the search was {percent} too high: whoever picks the highest of many picks luck with it, so the fresh "
             "figures count.") if optimism > 0 else _("Over all scored again the search was {percent} too low: luck of its worlds; the fresh "
                                                      "figures count.")  # fmt: skip
    return sentences(text, told.format(percent=percent(abs(optimism))))


def _settled(found: Optimised) -> str:
    if found.winner is None or found.check is not None:
        return ""
    if found.settled:
        return _("No mix within the budget that differs from it by one level of one lever averts more on the worlds of the search: all were tried.")
    return _("Not every neighbour of the first was tried: more rounds in the plan can find a better one.")


def _priced(found: Optimised) -> str:
    """The price of each further death averted, step by step."""
    steps = found.rescored.steps
    if not steps:
        return ""
    told = [_("from mix {a} to mix {b} {price}").format(a=found.number(step.start), b=found.number(step.end), price=price_words(step.price))
            for step in steps]  # fmt: skip
    return _("What the government pays for each further death averted, along the front from cheap to dear (mix 0 is as today): {steps}.").format(
        steps=_("; ").join(told))  # fmt: skip


def price_words(price: Price) -> str:
    """A price with its interval, or why there is none."""
    kind, value, low, high = price
    factor, yuan = money_scale()
    if kind == "ratio":
        values = [None if v is None else v * factor for v in (value, low, high)]
        places = decimals(values)
        text = _("{size} {yuan}").format(size=figure(values[0], places), yuan=yuan)
        return text if low is None else _("{n} ({interval})").format(n=text, interval=span(values[1], values[2], places, signed=False))
    if kind == "bound" and high is not None:
        return _("at most {size} {yuan}").format(size=figure(high * factor), yuan=yuan)
    return {"saves": _("saves money and lives"), "wastes": _("costs money and lives"), "trades": _("saves money, costs lives"),
            "unpriced": _("not priced")}.get(
        kind, _("not told apart"))  # fmt: skip


def _checked(found: Optimised) -> str:
    """The search beside trying everything."""
    check = found.check
    if check is None:
        return ""
    text = _("Held against trying everything: with {tried} of {all} mixes the search covers {volume} of what the true front of deaths over cost "
             "covers ({all_volume} in all four objectives) and has {found} of its {front} mixes.").format(
        tried=figure(check.tried, 0), all=figure(check.mixes, 0), volume=percent(check.hypervolume), all_volume=percent(check.hypervolume_all),
        found=check.found, front=check.front)  # fmt: skip
    end = _("Its first is the true first.") if check.same_winner else _("Its first averts {n} expected deaths a year less than the true first.").format(
        n=figure(check.lost))  # fmt: skip
    return sentences(text, end)


def _failed(found: Optimised) -> str:
    failed = found.archive.measured.failed + found.rescored.failed
    if not failed:
        return ""
    return _("{n} runs failed; a mix that lost one is not chosen.").format(n=figure(failed, 0))


def cautions(found: Optimised) -> list[str]:
    """How to read it, and what it does not tell."""
    told = [
        _("Money is yuan of 2023 a year, the mean over the horizon, not discounted, against the baseline on the same worlds. The budget is for what a "
          "mix costs the government more than today; fines are no income."),
        _("The first of the mixes tried is not the first of all there are: a longer search can find others. Intervals cover luck and the doubt about "
          "the fitted parameters where sets of assumptions were used, not the prices nor the rules of the model."),
    ]  # fmt: skip
    if found.free:
        told.append(_("No price in the model: {levers}. What they do costs nothing here, so a search takes them at any budget.").format(
            levers=enumerated(lever_name(lever) for lever in found.free)))  # fmt: skip
    if not found.rescored.tells_intervals and found.winner is not None:
        told.append(_("Under {worlds} worlds, or {sets} sets of assumptions, no interval is given: more with --fresh-worlds.").format(
            worlds=MIN_WORLDS, sets=MIN_SETS))  # fmt: skip
    return told
