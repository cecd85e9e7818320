"""The sentences of a verdict: what was found, how surely, and what it does not tell.

They keep promises: no ranking without the number of policies compared, no claim without its
correction, no interval under ten worlds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments import statistics
from experiments.differences import HEADLINE_OUTCOME, yearly
from experiments.formatting import decimals, figure, money_scale, percent, span
from experiments.messages import _, sentences, titled
from experiments.statistics import MIN_EVENTS, MIN_WORLDS, worlds_needed
from experiments.words import value_of_life, worlds_in_words

if TYPE_CHECKING:
    from experiments.compare import Comparison

ALPHA = 0.05


def named(comparison: Comparison, policy: str) -> str:
    """``Title (name)``, or the name alone where the title says nothing more."""
    title = comparison.title(policy)
    return policy if title.lower() == policy.lower() else _("{title} ({name})").format(title=title, name=policy)


def headline(comparison: Comparison) -> list[str]:
    """The finding in sentences, the most important first."""
    if not comparison.worlds:
        return [_("No world could be completed; see failures.csv.")]
    if not comparison.policies:
        return [_("Only the baseline was run: name at least one policy to compare it with.")]
    if comparison.worlds < MIN_WORLDS:
        return [_small_sample(comparison)]
    sentences = [_first_to_try(comparison)]
    sentences += [text for text in (_bundle_sentence(comparison), _worse(comparison), _unclear(comparison)) if text]
    return sentences


def setting(comparison: Comparison) -> str:
    """What was compared, on what."""
    plan = comparison.plan
    return _("{district}: {k} compared with the baseline on the same {n} of {years} each.").format(
        district=titled(plan.district.title, plan.district.title_zh) or plan.district.name,
        k=policies_counted(len(comparison.policies)),
        n=worlds_counted(comparison.worlds),
        years=years_counted(plan.years),
    )


def policies_counted(count: int) -> str:
    """``1 policy``, ``6 policies``."""
    return _("1 policy") if count == 1 else _("{n} policies").format(n=count)


def years_counted(years: float) -> str:
    """``1 year``, ``2.5 years``."""
    return _("1 year") if years == 1 else _("{n} years").format(n=f"{years:.3g}")


def worlds_counted(count: int) -> str:
    """``1 world``, ``20 worlds``."""
    return _("1 world") if count == 1 else _("{n} worlds").format(n=count)


def singles(comparison: Comparison) -> list[str]:
    """Policies that are no bundle of others, in the order of the ranking."""
    return [name for name in comparison.ranking if name not in comparison.bundles]


def holds(comparison: Comparison, policy: str) -> bool:
    """Whether the policy's difference in expected deaths holds after correction for all compared."""
    p = comparison.corrected[policy]
    return p is not None and p < ALPHA


def effect(comparison: Comparison, policy: str) -> str:
    """``0.41 expected deaths a year fewer (95 % interval 0.22 to 0.60; 16 % of today's 2.5)``."""
    row = comparison.row(policy, HEADLINE_OUTCOME)
    sign = -1.0 if row.difference < 0 else 1.0
    ends = sorted(sign * end for end in (row.low, row.high) if end is not None)
    size = sign * row.difference
    places = decimals([size, *ends])
    facts = []
    if ends:
        facts.append(_("95 % interval {interval}").format(interval=span(ends[0], ends[1], places, signed=False)))
    if row.baseline_mean:
        facts.append(
            _("{percent} of the baseline's {level}").format(
                percent=percent(size / row.baseline_mean), level=figure(row.baseline_mean)
            )
        )
    text = (
        _("{size} expected deaths a year fewer ({facts})")
        if sign < 0
        else _("{size} expected deaths a year more ({facts})")
    )
    return text.format(size=figure(size, places), facts=_("; ").join(facts))


def correction(comparison: Comparison) -> str:
    """The words for the correction, by the number of policies compared."""
    count = len(comparison.policies)
    if count == 1:
        return _("the only policy compared, so nothing to correct for")
    return _("holds after correction for {k} policies").format(k=count)


def _small_sample(comparison: Comparison) -> str:
    order = singles(comparison) or list(comparison.ranking)
    first = order[0]
    row = comparison.row(first, HEADLINE_OUTCOME)
    if row.difference >= 0:
        return _(
            "{n}: no interval under ten. In this sample none of the {k} lowers the expected deaths; "
            "run ten worlds or more before you rely on it."
        ).format(n=worlds_counted(comparison.worlds), k=policies_counted(len(comparison.policies)))
    return _(
        "{n}: no interval under ten. In this sample {policy} averts the most expected deaths of the {k} single "
        "policies: {effect}, {worlds}. Run ten worlds or more before you rely on it."
    ).format(
        n=worlds_counted(comparison.worlds),
        policy=named(comparison, first),
        k=len(order),
        effect=effect(comparison, first),
        worlds=worlds_in_words(row),
    )


def _first_to_try(comparison: Comparison) -> str:
    order = singles(comparison) or list(comparison.ranking)
    good = [p for p in order if holds(comparison, p) and comparison.row(p, HEADLINE_OUTCOME).difference < 0]
    if not good:
        return _nothing_holds(comparison, order[0])
    first = good[0]
    text = _("To try first: {policy}. {among} {effect}; {worlds}; {correction}.").format(
        policy=named(comparison, first),
        among=_among(comparison, order),
        effect=effect(comparison, first),
        worlds=worlds_in_words(comparison.row(first, HEADLINE_OUTCOME)),
        correction=correction(comparison),
    )
    rivals = [name for name in order if name != first]
    return sentences(text, _lead(comparison, first, rivals[0])) if rivals else text


def _among(comparison: Comparison, order: list[str]) -> str:
    if len(comparison.policies) == 1:
        return _("Against the baseline:")
    if len(order) == len(comparison.policies):
        return _("Of {k} policies compared it averts the most expected deaths:").format(k=len(order))
    return _(
        "Of {k} policies compared, {s} of them single, it averts the most expected deaths of the single ones:"
    ).format(k=len(comparison.policies), s=len(order))


def _lead(comparison: Comparison, first: str, second: str) -> str:
    """Whether the first is told apart from the second: a ranking without this is a lottery."""
    values = yearly(comparison.batch, HEADLINE_OUTCOME, 0.0)
    batch = comparison.batch
    pair = statistics.paired(values[batch.row(first)] - values[batch.row(second)])
    if pair.clear and pair.low is not None and pair.high is not None:
        return _(
            "Its lead over the next, {policy}, is {size} a year (95 % interval {interval}, not corrected)."
        ).format(
            policy=named(comparison, second),
            size=figure(-pair.mean),
            interval=span(-pair.high, -pair.low, signed=False),
        )
    return _("It is not told apart from the next, {policy}: {effect}.").format(
        policy=named(comparison, second), effect=effect(comparison, second)
    )


def _nothing_holds(comparison: Comparison, first: str) -> str:
    row = comparison.row(first, HEADLINE_OUTCOME)
    values = yearly(comparison.batch, HEADLINE_OUTCOME, 0.0)
    needed = worlds_needed(values[comparison.batch.row(first)] - values[0])
    text = _("No difference in expected deaths holds after correction for {k} on {n}.").format(
        k=policies_counted(len(comparison.policies)), n=worlds_counted(comparison.worlds)
    )
    if row.difference < 0:
        fall = _("The largest fall is that of {policy}: {effect}.").format(
            policy=named(comparison, first), effect=effect(comparison, first)
        )
        text = sentences(text, fall)
        if needed is not None and needed > comparison.worlds:
            text = sentences(text, _("About {n} worlds would tell it apart.").format(n=figure(needed, 0)))
    return text


def _bundle_sentence(comparison: Comparison) -> str:
    good = [
        name
        for name in comparison.ranking
        if name in comparison.bundles
        and holds(comparison, name)
        and comparison.row(name, HEADLINE_OUTCOME).difference < 0
    ]
    if not good or not singles(comparison):
        return ""
    return _("Several together, {policy}: {effect}; {worlds}.").format(
        policy=named(comparison, good[0]),
        effect=effect(comparison, good[0]),
        worlds=worlds_in_words(comparison.row(good[0], HEADLINE_OUTCOME)),
    )


def _worse(comparison: Comparison) -> str:
    bad = [
        name
        for name in comparison.policies
        if holds(comparison, name) and comparison.row(name, HEADLINE_OUTCOME).difference > 0
    ]
    if not bad:
        return ""
    return _("More expected deaths than the baseline, after correction: {policies}.").format(policies=", ".join(bad))


def _unclear(comparison: Comparison) -> str:
    rest = [name for name in comparison.ranking if not holds(comparison, name)]
    if not rest or len(rest) == len(comparison.policies):
        return ""
    return _("Not told apart from the baseline in expected deaths: {policies}.").format(policies=", ".join(rest))


def reading(comparison: Comparison) -> list[str]:
    """How to read the tables."""
    factor, yuan = money_scale()
    low, central, high = value_of_life()
    return [
        _("Differences are policy minus baseline, paired over worlds that share all luck; below them the change in percent and the "
          "95 % interval. A question mark: the interval includes zero, so the sign is not sure."),
        _("Expected deaths are what the state of the enterprises makes likely; deaths are what luck made of it. "
          "Policies are ranked by the expected ones, which need far fewer worlds."),
        _("Money: {yuan} of 2023 a year, discounted at {rate}; deaths are not discounted. Fines and premiums are "
          "transfers and in no cost. Cost per death averted: government and enterprises together.").format(
            yuan=yuan, rate=_("{n} %").format(n=f"{comparison.discount * 100:g}")),
        _("A statistical life is valued at {central} {yuan} in China ({low} to {high}): below the low end a policy is worth "
          "its cost by any of these values, above the high end by none.").format(
            yuan=yuan, low=figure(factor * low), central=figure(factor * central), high=figure(factor * high)),
        _("Events are months with at least one, so that one catastrophe counts once; under {least} in both arms no mean "
          "is shown.").format(least=MIN_EVENTS),
    ]  # fmt: skip


def limits(comparison: Comparison) -> list[str]:
    """What the table does not tell."""
    found = [
        _("Model-based: no study gives a size for coordination between departments, for blind shares or for "
          "concealment; what is said of them follows from the model's rules and assumed values."),
        _("Levels are calibrated to figures of other places, not tested on field data of this district: read "
          "differences and their order, not levels."),
        _("The intervals cover luck, not doubt about the assumptions: change one with --parameter NAME=VALUE and "
          "compare again."),
        _("Larger accidents are so rare that a few world-years show next to nothing about them."),
    ]  # fmt: skip
    if comparison.failures:
        found.insert(
            0,
            _("{failed} of {all} worlds failed and are left out for every policy; see failures.csv.").format(
                failed=len(comparison.failures), all=len(comparison.failures) + comparison.worlds
            ),
        )
    return found


def short_finding(comparison: Comparison) -> str:
    """One line for the title of a figure."""
    order = singles(comparison) or list(comparison.ranking)
    first, count = order[0], len(comparison.policies)
    row = comparison.row(first, HEADLINE_OUTCOME)
    if comparison.worlds < MIN_WORLDS:
        return _("{n}: too few for intervals; {k} compared with the baseline").format(
            n=worlds_counted(comparison.worlds), k=policies_counted(count)
        )
    if not holds(comparison, first) or row.difference >= 0:
        return _("No single policy of {k} compared clearly lowers expected deaths on {n}").format(
            k=count, n=worlds_counted(comparison.worlds)
        )
    return _(
        "{policy} averts the most expected deaths of {k} single policies: {size} a year, in {w} of {n} worlds"
    ).format(
        policy=comparison.title(first),
        k=len(order),
        size=figure(-row.difference),
        w=row.paired.less,
        n=row.paired.worlds,
    )
