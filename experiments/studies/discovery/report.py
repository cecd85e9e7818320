"""What was found about where a policy fails: sentences, tables, rows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from math import inf
from typing import Any

from experiments.studies.discovery.boxes import Box, Tally
from experiments.studies.discovery.search import SPLITS, Finding
from experiments.studies.discovery.study import SURE, Discoveries, Discovery
from experiments.studies.factors import factor_words, policy_words, value_words
from experiments.studies.study_page import StudyTable
from experiments.text.formatting import MISSING, figure, percent
from experiments.text.labels import label, quantity
from experiments.text.messages import _
from experiments.text.messages import sentences as joined

UNSURE = 0.2
"""Share of cases near the threshold from which on it is said."""


def restriction_words(name: str, low: float, high: float) -> str:
    """One limit in words, with the unit."""
    factor = factor_words(name)
    if high == inf:
        return _("\"{factor}\" is above {value}").format(factor=factor, value=value_words(name, low))
    if low == -inf:
        return _("\"{factor}\" is below {value}").format(factor=factor, value=value_words(name, high))
    return _("\"{factor}\" lies between {low} and {value}").format(factor=factor, low=figure(low), value=value_words(name, high))


def box_words(box: Box) -> str:
    """All limits of a box in words."""
    return _(" and ").join(restriction_words(name, *ends) for name, ends in box.limits.items()) or _("everywhere")


def fails_words(found: Discoveries) -> str:
    """What it means for a policy to fail, in words that follow its name."""
    outcome, share = label(found.plan.discover.outcome), found.plan.discover.fails_below
    lower = quantity(found.plan.discover.outcome).better == "lower"
    if share == 0:
        return (_("makes things worse ({outcome} rise)") if lower else _("makes things worse ({outcome} falls)")).format(outcome=outcome)
    text = _("lowers {outcome} by less than {share}") if lower else _("raises {outcome} by less than {share}")
    return text.format(outcome=outcome, share=percent(share))


def share_words(one: Discovery) -> str:
    """How often it fails, with the interval."""
    low, high = one.bounds
    if one.failures == 0:
        return _("in none of {n} cases, that is in at most {high} (95 %)").format(n=one.points, high=percent(high))
    return _("in {k} of {n} cases, {share} (95 % interval {low} to {high})").format(
        k=one.failures, n=one.points, share=percent(one.failures / one.points), low=percent(low), high=percent(high))  # fmt: skip


def subject(one: Discovery) -> str:
    """What the boxes of a policy are about, in words that follow "where it"."""
    return {"fails": _("falls short"), "least": _("helps least"), "most": _("helps most")}[one.described]


def finding(one: Discovery) -> str:
    """What was found for one policy, in one line."""
    policy, box = policy_words(one.policy), box_words(one.holding[0].box) if one.holding else ""
    if one.described == "fails":
        text = _("\"{policy}\" fails mostly where {box}") if box else _("No condition was found that tells where \"{policy}\" fails")
    elif one.described == "least":
        text = _("\"{policy}\" fails in {k} of {n} cases; it helps least where {box}") if box else _("\"{policy}\" fails in {k} of {n} cases; no condition tells where it helps least")
    else:
        text = _("\"{policy}\" fails in {k} of {n} cases; it helps most where {box}") if box else _("\"{policy}\" fails in {k} of {n} cases; no condition tells where it helps most")
    return text.format(policy=policy, box=box, k=one.failures, n=one.points)


def sentences(found: Discoveries) -> list[str]:
    """What a reader takes away, a paragraph for each policy."""
    return [joined(*_of_policy(found, one)) for one in found.policies]


def _of_policy(found: Discoveries, one: Discovery) -> Iterable[str]:
    yield _("\"{policy}\" {fails} {share}.").format(policy=policy_words(one.policy), fails=fails_words(found), share=share_words(one))
    if one.unsure > UNSURE:
        yield _("In {share} of the cases so few worlds leave open on which side of the limit it is.").format(share=percent(one.unsure))
    outcome, share, gains = label(found.plan.discover.outcome), percent(float(one.target.mean())), one.gain[one.target]
    if one.described == "least":
        yield _("Described instead: the {share} of cases in which it does least (gain at most {gain} of {outcome}).").format(
            share=share, gain=percent(float(gains.max())), outcome=outcome)  # fmt: skip
    elif one.described == "most":
        yield _("Described instead: the {share} of cases in which it does most (gain at least {gain} of {outcome}).").format(
            share=share, gain=percent(float(gains.min())), outcome=outcome)  # fmt: skip
    for box in one.holding:
        yield _("It {fails} above all where {box}: in {density} of the cases there, and in {unseen} of cases not used to find this; over all cases it is "
                "{base}. The box holds {coverage} of such cases and {mass} of all.").format(
            fails=subject(one), box=box_words(box.box), density=percent(box.tally.density), unseen=percent(box.unseen.density),
            base=percent(box.tally.base), coverage=percent(box.tally.coverage), mass=percent(box.tally.mass))  # fmt: skip
    if not one.boxes:
        yield _("Nothing was found: no limit on any factor tells these cases from the others.")
    elif not one.holding:
        yield _("Nothing was found that holds: {box} looked telling, with {density} against {base} over all cases, but among cases not used to find this "
                "it was {unseen} (adjusted p = {p}).").format(
            box=box_words(one.boxes[0].box), density=percent(one.boxes[0].tally.density), base=percent(one.boxes[0].tally.base),
            unseen=percent(one.boxes[0].unseen.density), p=figure(one.adjusted[0], 2))  # fmt: skip


def meaning(found: Discoveries) -> list[str]:
    """How the numbers are to be read."""
    told = [
        _("A case is one set of conditions, drawn over the ranges of the plan; shares of cases are no probabilities. Density: share of the cases in the box "
          "that are of the kind looked for. Coverage: share of that kind which lies in the box."),
        _("Each search was repeated on {n} random halves and tried on the other halves; a finding is told only if it holds there (twice the median of "
          "Fisher's p, adjusted for all boxes by Holm, under {level}).").format(n=SPLITS, level=SURE),
    ]  # fmt: skip
    if found.dropped:
        told.append(_("Cases left out because a run failed: {n}.").format(n=found.dropped))
    return told


def brief(found: Discoveries) -> list[StudyTable]:
    """How often each policy fails, and the boxes that hold."""
    return [_shares(found), *(_boxes(one) for one in found.policies if one.holding)]


def tables(found: Discoveries) -> list[StudyTable]:
    """How often each policy fails; its boxes; the leaves of its tree."""
    return [_shares(found), *(table for one in found.policies for table in (_boxes(one), _leaves(one)) if table.cells)]


def _shares(found: Discoveries) -> StudyTable:
    outcome = label(found.plan.discover.outcome)
    headings = (_("policy"), _("fails at"), _("95 % interval"), _("median gain"), _("least gain"), _("largest gain"), _("near the limit"))
    cells = [
        (policy_words(one.policy), _("{k} of {n}").format(k=one.failures, n=one.points), f"{percent(one.bounds[0])} .. {percent(one.bounds[1])}",
         *(percent(float(v), signed=True) for v in (sorted(one.gain)[one.points // 2], one.gain.min(), one.gain.max())),
         percent(one.unsure) if math.isfinite(one.unsure) else MISSING)
        for one in found.policies
    ]  # fmt: skip
    return StudyTable(_("How often a policy fails; gains as a share of {outcome} under the reference").format(outcome=outcome), headings, tuple(cells))


def _boxes(one: Discovery) -> StudyTable:
    headings = (_("restriction"), _("quasi-p"), _("found again in halves"), _("density"), _("on unseen cases"), _("coverage"), _("mass"), _("holds"))
    cells = []
    for box, p in zip(one.boxes, one.adjusted, strict=True):
        for number, (name, ends) in enumerate(sorted(box.box.limits.items(), key=lambda item: box.quasi_p[item[0]])):
            again = min(share for (other, _side), share in box.again.items() if other == name)
            shares = (percent(box.tally.density), percent(box.unseen.density) if box.unseen.inside else MISSING, percent(box.tally.coverage),
                      percent(box.tally.mass), _("yes") if p < SURE else _("no"))  # fmt: skip
            cells.append((restriction_words(name, *ends), _p_words(box.quasi_p[name]), percent(again), *(shares if number == 0 else ("",) * len(shares))))
    title = _("\"{policy}\": where it {fails} (PRIM)").format(policy=policy_words(one.policy), fails=subject(one))
    return StudyTable(title, headings, tuple(cells))


def _p_words(p: float) -> str:
    return _("under {p}").format(p="0.001") if p < 0.001 else figure(p, 3)


def _leaves(one: Discovery) -> StudyTable:
    headings = (_("where"), _("density where grown"), _("cases"), _("density on unseen cases"), _("cases"))
    cells = [
        (box_words(leaf.box), percent(leaf.grown.density), figure(leaf.grown.inside, 0), percent(leaf.unseen.density) if leaf.unseen.inside else MISSING,
         figure(leaf.unseen.inside, 0)) for leaf in one.leaves
    ]  # fmt: skip
    title = _("\"{policy}\": rules of a tree for where it {fails} (CART, grown on one half)").format(policy=policy_words(one.policy), fails=subject(one))
    return StudyTable(title, headings, tuple(cells))


def rows(found: Discoveries) -> dict[str, list[dict[str, Any]]]:
    """The same for programs: policies, a row per restriction, a row per leaf."""
    policies = [
        {"policy": one.policy, "outcome": found.plan.discover.outcome, "fails_below": one.threshold, "failures": one.failures, "points": one.points,
         "low": one.bounds[0], "high": one.bounds[1], "unsure": one.unsure, "described": one.described, "median_gain": sorted(one.gain)[one.points // 2],
         "least_gain": one.gain.min(), "largest_gain": one.gain.max(), "boxes": len(one.boxes), "boxes_that_hold": len(one.holding)}
        for one in found.policies
    ]  # fmt: skip
    boxes = [
        {"policy": one.policy, "box": number, "factor": name, "low": low if low > -inf else None, "high": high if high < inf else None,
         "quasi_p": box.quasi_p[name], "again": min(share for (other, _side), share in box.again.items() if other == name),
         **_tally(box.tally, ""), **_tally(box.unseen, "unseen_"), "p_adjusted": p, "holds": p < SURE}
        for one in found.policies for number, (box, p) in enumerate(zip(one.boxes, one.adjusted, strict=True)) for name, (low, high) in box.box.limits.items()
    ]  # fmt: skip
    leaves = [
        {"policy": one.policy, "leaf": number, "rule": box_words(leaf.box), **_tally(leaf.grown, "grown_"), **_tally(leaf.unseen, "unseen_")}
        for one in found.policies for number, leaf in enumerate(one.leaves)
    ]  # fmt: skip
    return {"policies": policies, "boxes": boxes, "leaves": leaves}


def _tally(tally: Tally, before: str) -> dict[str, float]:
    return {f"{before}density": tally.density, f"{before}coverage": tally.coverage, f"{before}mass": tally.mass}


def telling_first(box: Finding) -> list[str]:
    """The restricted factors, the most telling first."""
    return sorted(box.box.limits, key=lambda name: box.quasi_p[name])
