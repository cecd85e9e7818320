"""What a sensitivity study tells: sentences, tables, rows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from experiments.studies.factors import capital, factor_unit, factor_words, outcome_words, policy_words, shown_scale
from experiments.studies.sensitivity.responses import Response
from experiments.studies.sensitivity.study import Explained, Sensitivity
from experiments.studies.study_page import StudyTable
from experiments.text.formatting import MISSING, figure, percent
from experiments.text.labels import quantity
from experiments.text.messages import _, enumerated
from experiments.text.messages import sentences as joined
from scenarios.schema.plan import Factor

NOISY = 0.1
"""Share of luck in the variance from which on it is said first."""
MATTERS = 0.05
"""Total index under which a factor is not named in a sentence."""
NAMED = 3


def response_words(found: Sensitivity, response: Response) -> str:
    """A response by its outcome and policy, with a capital."""
    if response.policy is None:
        text = _("{outcome}: level under \"{policy}\"")
        return capital(text.format(outcome=outcome_words(response.outcome), policy=policy_words(found.plan.policies[0])))
    lower = quantity(response.outcome).better == "lower"
    text = _("{outcome}: reduction by \"{policy}\"") if lower else _("{outcome}: increase by \"{policy}\"")
    return capital(text.format(outcome=outcome_words(response.outcome), policy=policy_words(response.policy)))


def headline(found: Sensitivity) -> Explained:
    """The first policy's gain in the first outcome where it varies; else the first that does, else the first of all."""
    told = [one for one in found.explained if one.indices is not None]
    return next((one for one in told if one.response.policy is not None), told[0] if told else found.explained[0])


def ranked(one: Explained) -> list[int]:
    """Places of the factors, the largest total index first."""
    return [] if one.indices is None else [int(place) for place in np.argsort(-one.indices.total, kind="stable")]


def not_apart(one: Explained) -> list[int]:
    """Places of the factors whose interval of the total index reaches up to the largest one's."""
    if one.indices is None:
        return []
    first, *others = ranked(one)
    low = one.indices.total[first] - one.indices.total_reach[first]
    return [place for place in others if one.indices.total[place] + one.indices.total_reach[place] >= low]


def finding(found: Sensitivity) -> str:
    """What the headline response hangs on, in one line."""
    one = headline(found)
    if one.indices is None:
        return _("None of the factors changes the result")
    first, tied = ranked(one)[0], not_apart(one)
    share = percent(min(1.0, max(0.0, float(one.indices.total[first]))))
    text = _("{response} hangs most on \"{factor}\" ({share} of the differences)")
    if tied:
        text = _("{response} hangs most on \"{factor}\" ({share} of the differences), not told apart from {n} more")
    if one.noise > 0.5:
        text = _("{response}: mostly luck in this study; more worlds are needed")
    return text.format(response=response_words(found, one.response), factor=factor_words(found.names[first]), share=share, n=len(tied))


def sentences(found: Sensitivity) -> list[str]:
    """What a reader takes away: each response in a sentence, then how sure it is."""
    told = [_of_response(found, one) for one in found.explained]
    left = [name for name in found.screened.names if name not in found.names]
    if left:
        strongest = max(float(found.screened.influence[found.screened.names.index(name)]) for name in left)
        told.append(_("{n} of {k} factors went on from the screening; none of the others moves a response by more than {share} of what the strongest "
                      "factor does. They are fixed at their usual values.").format(n=len(found.names), k=len(found.screened.names), share=percent(strongest)))  # fmt: skip
    if found.dropped or found.screened.dropped:
        told.append(_("Left out because of failed runs: {n} trajectories, {k} base samples.").format(n=found.screened.dropped, k=found.dropped))
    return told


def _of_response(found: Sensitivity, one: Explained) -> str:
    name = response_words(found, one.response)
    if one.indices is None:
        return _("{response}: none of the factors changes it.").format(response=name)
    total = one.indices.total
    parts = [
        _("{factor} ({share})").format(factor=factor_words(found.names[place]), share=_share(total[place], one.indices.total_reach[place]))
        for place in ranked(one)[:NAMED] if total[place] >= MATTERS
    ]  # fmt: skip
    scale = shown_scale(one.response.outcome)
    text = _("{response}: {mean}, standard deviation {spread} over the sets of assumptions. It hangs most on {factors}.").format(
        response=name, mean=figure(one.mean * scale), spread=figure(one.spread * scale), factors=_("; ").join(parts))  # fmt: skip
    if one.noise > NOISY:
        text = joined(text, _("Of these differences {share} are luck of the worlds, which no factor explains.").format(share=percent(one.noise)))
    if math.isfinite(one.moved):
        text = joined(text, _("In the last doubling of the base samples no total index moved by more than {move}.").format(move=figure(one.moved, 2)))
    return text


def _share(value: float, reach: float) -> str:
    return _("{value} ± {reach}").format(value=figure(float(value), 2), reach=figure(float(reach), 2))


def meaning() -> list[str]:
    """How the numbers are to be read."""
    return [
        _("First-order index: the share of the differences between sets of assumptions that a factor brings by itself. Total index: by itself and through "
          "other factors. Given with the 95 % interval by resampling."),
        _("The share of luck is what other worlds would change. All sets of assumptions run on the same worlds, so that most of the luck cancels."),
    ]  # fmt: skip


def brief(found: Sensitivity) -> list[StudyTable]:
    """The tables of the headline response and of how sure all are."""
    one = headline(found)
    return [*([] if one.indices is None else [_index_table(found, one)]), _sureness(found)]


def tables(found: Sensitivity) -> list[StudyTable]:
    """Indices of each response, how they settled, the screening, what was varied."""
    return [*(_index_table(found, one) for one in found.explained if one.indices is not None), _sureness(found), _screening(found)]


def _index_table(found: Sensitivity, one: Explained) -> StudyTable:
    headings = (_("assumption or lever"), _("first-order index"), _("total index"), *[_("total, {n} base samples").format(n=step.base) for step in one.steps[:-1]])
    return StudyTable(response_words(found, one.response), headings, tuple(_index_cells(found, one)))


def _sureness(found: Sensitivity) -> StudyTable:
    headings = (_("response"), _("mean"), _("standard deviation"), _("share of luck"), _("rank agreement of two halves of the worlds"), _("last move of a total index"))
    cells = [
        (response_words(found, one.response), *(figure(value * shown_scale(one.response.outcome)) for value in (one.mean, one.spread)), percent(one.noise) if math.isfinite(one.noise) else MISSING,
         figure(one.agreement, 2), figure(one.moved, 2)) for one in found.explained
    ]  # fmt: skip
    return StudyTable(_("How sure it is"), headings, tuple(cells))


def _screening(found: Sensitivity) -> StudyTable:
    screened = [
        (factor_words(name), range_words(found.plan.factors[name], name), percent(float(found.screened.influence[place])),
         _("indices") if name in found.names else _("fixed"))
        for place, name in sorted(enumerate(found.screened.names), key=lambda pair: -found.screened.influence[pair[0]])
    ]  # fmt: skip
    headings = (_("assumption or lever"), _("range"), _("effect, share of the strongest, luck taken off"), _("goes on to"))
    return StudyTable(_("Screening: {n} trajectories").format(n=found.screened.trajectories), headings, tuple(screened), words=2)


def _index_cells(found: Sensitivity, one: Explained) -> Iterable[tuple[str, ...]]:
    assert one.indices is not None
    for place in ranked(one):
        yield (
            factor_words(found.names[place]), _share(one.indices.first[place], one.indices.first_reach[place]),
            _share(one.indices.total[place], one.indices.total_reach[place]), *[_share(s.total[place], s.total_reach[place]) for s in one.steps[:-1]],
        )  # fmt: skip


def range_words(factor: Factor, name: str) -> str:
    """Over what a factor was varied, with its unit."""
    if factor.values is not None:
        return _("{values} ({unit})").format(values=enumerated(f"{value:g}" for value in factor.values), unit=factor_unit(name))
    return _("{low} to {high} ({unit})").format(low=f"{factor.low:g}", high=f"{factor.high:g}", unit=factor_unit(name))


def rows(found: Sensitivity) -> dict[str, list[dict[str, Any]]]:
    """The same for programs: screening, indices at each step, one row of facts per response."""
    screening = [
        {"outcome": response.outcome, "policy": response.policy or "", "factor": name, "mu_star": one.mu_star[place], "mu_star_reach": one.reach[place],
         "mu": one.mu[place], "sigma": one.sigma[place], "influence": found.screened.influence[place], "kept": name in found.names}
        for response, one in zip(found.screened.responses, found.screened.found, strict=True) for place, name in enumerate(found.screened.names)
    ]  # fmt: skip
    indices = [
        {"outcome": one.response.outcome, "policy": one.response.policy or "", "base": step.base, "factor": name, "first": step.first[place],
         "first_reach": step.first_reach[place], "total": step.total[place], "total_reach": step.total_reach[place]}
        for one in found.explained for step in one.steps for place, name in enumerate(found.names)
    ]  # fmt: skip
    facts = [
        {"outcome": one.response.outcome, "policy": one.response.policy or "", "mean": one.mean, "standard_deviation": one.spread, "noise": one.noise,
         "agreement": one.agreement, "last_move": one.moved} for one in found.explained
    ]  # fmt: skip
    return {"screening": screening, "indices": indices, "responses": facts}

