"""What a verdict says of the doubt about the parameters: how much of an interval it makes, and where it turns the finding round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME, Row
from experiments.comparison.ranking import candidates, deaths, holds, winner
from experiments.comparison.words.phrases import short_name
from experiments.running.replicates import counted, some
from experiments.text.formatting import figure
from experiments.text.messages import _, enumerated, sentences, titled

if TYPE_CHECKING:
    from scenarios import Ensemble

TOLD_FROM = 0.05
"""A finding that turns round in a larger share of the sets is told to do so."""


def under_which(comparison: ComparisonData) -> str:
    """Under which sets of parameters the worlds ran; empty without an ensemble."""
    plan, ensemble = comparison.plan, comparison.plan.ensemble
    if ensemble is None:
        return ""
    replaced = [name for name in ensemble.names if name in plan.overrides]
    fixed = _("In every set --parameter replaces {names}.").format(names=enumerated(replaced)) if replaced else ""
    if comparison.over == "districts":
        text = _("The world ran under one plausible set of parameters, number {k} of the {all} of \"{ensemble}\".").format(
            k=ensemble.of_world(plan.worlds[0]), all=ensemble.sets, ensemble=title(ensemble))  # fmt: skip
    else:
        text = neighbours_share(ensemble, comparison.batch.replicates)
    return sentences(text, fixed)


def neighbours_share(ensemble: Ensemble, used: int) -> str:
    """How many of the sets were used, and that neighbours share one."""
    return _("The worlds ran under {n} of the {all} plausible sets of parameters of \"{ensemble}\", two neighbouring worlds under "
             "the same.").format(n=used, all=ensemble.sets, ensemble=title(ensemble))  # fmt: skip


def title(ensemble: Ensemble) -> str:
    """The ensemble's title in the language in force."""
    return titled(ensemble.title, ensemble.title_zh)


def sources(comparison: ComparisonData, policy: str) -> str:
    """How much of the policy's interval comes from the parameters, and how much from chance; empty where that is not known."""
    row = comparison.row(policy, HEADLINE_OUTCOME)
    if row.split is None or row.low is None:
        return ""
    if not row.split.determined:
        return _("How much of the width of the interval of expected deaths comes from the parameters is not determined: the sets differ less than worlds "
                 "of one set do.")  # fmt: skip
    parameters = round(row.split.parameters, 2)
    return _("Of the width of the interval of expected deaths about {parameters} comes from what we do not know about the parameters ({low} to {high}), "
             "{chance} from chance.").format(
        parameters=_share(parameters), chance=_share(1 - parameters), low=_share(row.split.low),
        high=_share(row.split.high))  # fmt: skip


def turned(comparison: ComparisonData, first: str) -> str:
    """In how many sets ``first``, which lowers expected deaths, raises them, or another averts more; empty where in few."""
    if comparison.interval_over != "sets":
        return ""
    row = comparison.row(first, HEADLINE_OUTCOME)
    other_way = _("In {sets} it is the other way round: {policy} has more expected deaths than the baseline.").format(
        sets=some(row.turned, row.paired.worlds, "sets"), policy=short_name(comparison, first))  # fmt: skip
    return sentences(other_way if _often(row) else "", _overtaken(comparison, first))


def _often(row: Row) -> bool:
    return row.turned > TOLD_FROM * row.paired.worlds


def _overtaken(comparison: ComparisonData, first: str) -> str:
    """Which other candidates avert the most in some sets."""
    order = candidates(comparison)
    if first not in order or len(order) < 2:
        return ""
    best = np.argmin([deaths(comparison, name) for name in order], axis=0)
    wins = np.bincount(best, minlength=len(order))
    others = sorted(((int(wins[i]), name) for i, name in enumerate(order) if name != first and wins[i]), reverse=True)
    lost, n = sum(count for count, _name in others), len(best)
    if lost <= TOLD_FROM * n:
        return ""
    names = _("; ").join(_("{policy} in {n}").format(policy=short_name(comparison, name), n=count) for count, name in others)
    return _("In {sets} another policy has the fewest expected deaths: {policies}.").format(
        sets=some(lost, n, "sets"), policies=names)  # fmt: skip


def turned_others(comparison: ComparisonData) -> str:
    """Policies beside the winner whose effect holds and yet turns round in some sets."""
    if comparison.interval_over != "sets":
        return ""
    first, found = winner(comparison), []
    for name in comparison.ranking:
        row = comparison.row(name, HEADLINE_OUTCOME)
        if name != first and holds(comparison, name) and _often(row):
            found.append(_("{policy} in {n}").format(policy=short_name(comparison, name), n=row.turned))
    if not found:
        return ""
    return _("The other way round than on the whole, of {sets}: {policies}.").format(
        sets=counted(comparison.batch.replicates, "sets"), policies=_("; ").join(found))  # fmt: skip


def how_to_read(comparison: ComparisonData) -> list[str]:
    """How to read intervals and counts that are over sets."""
    if comparison.interval_over != "sets" or not comparison.tells_intervals:
        return []
    return [_("The intervals are over sets of assumptions: each set has its own values of the uncertain parameters and about two "
              "worlds, so that an interval covers what we do not know about them as well as chance. How much comes from which is "
              "told in shares of the variance, with their own 95 % interval. By chance, too, a set can be the other way round.")]  # fmt: skip


def what_is_left(comparison: ComparisonData) -> str:
    """What of the doubt about assumptions the intervals leave out."""
    plan = comparison.plan
    if not comparison.tells_intervals:
        return _("So few runs tell neither how much is chance nor how much hangs on the assumptions: run more, or change an assumption with --parameter "
                 "NAME=VALUE and compare again.")  # fmt: skip
    if comparison.interval_over == "sets":
        return _("The intervals cover chance and the doubt about {n} parameters within their plausible sets; not doubt about the other "
                 "parameters or about the rules themselves: change one with --parameter NAME=VALUE and compare again.").format(
            n=len([name for name in plan.ensemble.names if name not in plan.overrides]) if plan.ensemble else 0)  # fmt: skip
    if plan.ensemble is not None:
        return _("One set of parameters only: what other plausible sets would give is not in the interval. With --worlds 10 it is.")
    return _("The intervals cover luck, not doubt about the assumptions: change one with --parameter NAME=VALUE and "
             "compare again.")  # fmt: skip


def note(comparison: ComparisonData) -> list[str]:
    """What the ensemble itself tells its readers."""
    ensemble = comparison.plan.ensemble
    told = "" if ensemble is None else titled(ensemble.note, ensemble.note_zh)
    return [told] if told else []


def _share(value: float) -> str:
    """Whole percent: the two parts make a hundred, and no decimal of a share is known."""
    return _("{n} %").format(n=figure(100 * value, 0))
