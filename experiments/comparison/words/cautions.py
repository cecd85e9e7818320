"""How to read the tables of a comparison, and what they do not tell."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.prices import without_price
from experiments.comparison.words import doubt, turns, value_for_money
from experiments.comparison.words.appraisal import how_valued
from experiments.comparison.words.numbers import LEAST_MONEY
from experiments.comparison.words.phrases import shown_name, years_counted
from experiments.running.windows import PERIOD
from experiments.statistics.intervals import LEVEL, MIN_EVENTS
from experiments.text.formatting import figure, money_scale
from experiments.text.labels import COST_PER_DEATH
from experiments.text.lever_names import lever_name
from experiments.text.messages import _, enumerated, language, sentences, titled
from simulation.policy import LeverSetting, Policy

SHORT_MONTHS = 60
"""A shorter horizon ends before what is learned and believed has settled."""
LONG_MONTHS = 120
NAMED_LEVERS = 3


def reading(comparison: ComparisonData) -> list[str]:
    """How to read the tables: what stands in them, and nothing else."""
    return [
        _differences(comparison),
        *_at_once(comparison),
        *doubt.how_to_read(comparison),
        *turns.how_to_read(comparison),
        *_whole(comparison),
        *_by_group(comparison),
        _("Expected deaths are what the state of the enterprises makes likely; deaths are what luck made of it. "
          "Policies are ranked by the expected ones, which need far fewer worlds."),
        _("Statutory accidents are those that happened. Accidents on record are what the officials see of them (--details, "
          "comparison.csv and the figure of the record show both); fewer on record may be more concealed, so that neither "
          "direction counts as better."),
        *_money(comparison),
        *value_for_money.note(comparison),
        _("Events are months with at least one, so that one catastrophe counts once. With fewer than {least} of them no mean is "
          "shown, and a difference only where the baseline or the policy has that many.").format(least=MIN_EVENTS),
    ]  # fmt: skip


def _differences(comparison: ComparisonData) -> str:
    """What is compared with what, and what stands below a difference."""
    if comparison.over == "districts":
        pairs = _("Differences are policy minus baseline, paired over the districts of one world, each with the same luck under every policy; "
                  "below them the change in percent.")  # fmt: skip
    else:
        pairs = _("Differences are policy minus baseline, paired over worlds that share all luck; below them the change in percent.")
    if not comparison.tells_intervals:
        return sentences(pairs, _("From so few no interval is given, so that no sign is sure."))
    if comparison.whole:
        below = _("Below that stands the {name}. All {n} districts are in the run, so that this range is no doubt about districts left out: it says how "
                  "unevenly these {n} fared, luck included, by the rule of a 95 % interval. A question mark: the range includes zero, since "
                  "the policy helped in some and not in others.")  # fmt: skip
    elif comparison.over == "districts":
        below = _("Below that stands the {name}, which is over districts. A question mark: it includes zero, so the sign is not sure.")
    else:
        below = _("Below that stands the {name}. A question mark: it includes zero, so the sign is not sure.")
    return sentences(pairs, below.format(name=shown_name(comparison), n=comparison.worlds))


def _by_group(comparison: ComparisonData) -> list[str]:
    """What a table of groups is, and what of it to trust."""
    rows = [row for row in comparison.group_rows if row.group is not None]
    if not rows:
        return []
    found = [_("By group: the groups add up to the whole, but for rounding. Each interval is for one group and one policy alone: of {n} such "
               "intervals some {chance} leave zero out by chance where nothing differs.").format(
        n=len(rows), chance=figure(len(rows) * (1 - LEVEL), 1))] if comparison.tells_intervals else [
        _("By group: the groups add up to the whole, but for rounding.")]  # fmt: skip
    if PERIOD in comparison.batch.groups:
        found.append(_("Months of periods count from 1, the first after the burn-in; what stands by period is of all its months, whose number may differ."))
    if any(row.few and row.outcome == HEADLINE_OUTCOME for row in rows):
        found.append(_("Few deaths: fewer than {least} happened in the group in all these worlds, under the baseline as under the policy. What is "
                       "expected of it is told, and nothing that happened is there to hold it against.").format(least=MIN_EVENTS))  # fmt: skip
    return found


def _at_once(comparison: ComparisonData) -> list[str]:
    """Which interval holds for all policies and which for one."""
    if len(comparison.policies) < 2 or not comparison.tells_intervals:
        return []
    if comparison.whole:
        return [_("Tables and figures show the range for all policies at once (low_simultaneous and high_simultaneous in comparison.csv), and what is "
                  "told apart is told by it. The range for one policy alone is narrower; it stands in the sentences, and as low and high "
                  "in comparison.csv.")]  # fmt: skip
    return [_("Tables and figures show the interval for all policies at once (low_simultaneous and high_simultaneous in comparison.csv): those of an "
              "outcome hold together with 95 %, and what is told apart is told by them. The 95 % interval for one policy alone is "
              "narrower; it stands in the sentences, and as low and high in comparison.csv.")]  # fmt: skip


def _money(comparison: ComparisonData) -> list[str]:
    """The unit of money, and what a cost per death averted is, as far as there is one."""
    _factor, yuan = money_scale()
    kinds = {comparison.row(policy, COST_PER_DEATH).kind for policy in comparison.policies}
    text = _("Money: {yuan} of 2023 a year, discounted at {rate}; deaths, injuries and losses that are set against it are discounted alike, "
             "those of the other columns are not. Fines and premiums are transfers and in no cost; output beyond what is permitted is no gain in it. "
             "A difference of less than {least} yuan a year is shown as 0. Cost per death averted: government and enterprises together; injuries averted are not credited "
             "in it.").format(
        yuan=yuan, rate=_("{n} %").format(n=f"{comparison.discount * 100:g}"), least=figure(LEAST_MONEY, 0))  # fmt: skip
    bound = _("\"At most\": the cost is not told apart from zero, and this is the upper end of Fieller's interval.")
    return [sentences(text, bound if "bound" in kinds else ""), *how_valued(comparison)]


def _whole(comparison: ComparisonData) -> list[str]:
    """Of what in a region the figures are."""
    region = comparison.plan.region
    if region is None:
        return []
    here, whole = figure(len(region.units), 0), figure(region.all_units, 0)
    found = []
    if len(region.units) < region.all_units:
        found.append(_("A sample: {here} whole districts of {whole}, fairly drawn by size; totals are scaled up to all.").format(
            here=here, whole=whole))  # fmt: skip
    if comparison.over == "districts":
        found.append(_("Totals are those of all {whole} districts together: each district counts {whole} times, so that their mean is "
                       "the total. Shares and means of states are means over districts.").format(whole=whole))  # fmt: skip
    else:
        found.append(_("Totals are those of all {whole} districts together in one world; means of states weigh districts by their "
                       "enterprises.").format(whole=whole))  # fmt: skip
    return found


def limits(comparison: ComparisonData) -> list[str]:
    """What the table does not tell."""
    found = []
    if comparison.failures:
        found.append(
            _("{failed} of {all} worlds failed, left out for every policy; see failures.csv.").format(
                failed=len(comparison.failures), all=len(comparison.failures) + comparison.worlds
            )
        )
    return [
        *found,
        *_one_world(comparison),
        *_horizon(comparison),
        *_free(comparison),
        *doubt.note(comparison),
        _("Model-based: no study gives a size for coordination between departments, for blind shares or for "
          "concealment; what is said of them follows from the model's rules and assumed values."),
        _("Levels are calibrated to figures of other places, not tested on field data of this district: read "
          "differences and their order, not levels."),
        doubt.what_is_left(comparison),
        _("Larger accidents are so rare that a few world-years show next to nothing about them."),
    ]  # fmt: skip


def _one_world(comparison: ComparisonData) -> list[str]:
    if comparison.over == "worlds":
        return []
    if not comparison.tells_intervals:
        return [_("One world only: what another world would give is not told. With --worlds 10 there are intervals over worlds.")]
    if comparison.whole:
        return [_("One world only, with all its districts: what another world would give is not in the range by the spread over districts. "
                  "With --worlds 10 there are intervals over worlds.")]  # fmt: skip
    return [_("One world only: the interval is over districts, with their luck and their differences; what all districts of a "
              "world share is not in it. Districts hear of one another, so that they are not quite independent. With --worlds 10 "
              "the interval is over worlds.")]  # fmt: skip


def _free(comparison: ComparisonData) -> list[str]:
    """Which levers cost nobody anything because nothing says what they cost."""
    found = []
    for policy in comparison.plan.policies[1:]:
        if levers := without_price(policy):
            text = (
                _("{policy} sets {levers}, which have no price in the model, and its file gives no cost (yearly_cost): they count as free.")
                if comparison.priced[policy.name] == "partly"
                else _("{policy} sets {levers}, which have no price in the model, and its file gives no cost (yearly_cost): what it costs is not "
                       "priced, and its costs above are those of what it brings about.")
            )  # fmt: skip
            found.append(text.format(policy=comparison.title(policy.name), levers=enumerated(lever_name(lever) for lever in levers)))
    return found


def _horizon(comparison: ComparisonData) -> list[str]:
    """Where the run ends too early for what was set."""
    plan = comparison.plan
    found = []
    if plan.months < SHORT_MONTHS:
        found.append(
            _("{years} is short: attention, competence and beliefs take years to build up and to fade, so early costs weigh "
              "more here than late effects. Run --months {months}.").format(
                years=years_counted(plan.years), months=LONG_MONTHS))  # fmt: skip
    for policy in plan.policies[1:]:
        moving = {s.lever: month for s in policy.settings if (month := _moves_late(s, plan.months)) is not None}
        if moving:
            found.append(_still_moving(policy, moving, plan.months))
    return found


def _moves_late(setting: LeverSetting, months: int) -> int | None:
    """The last month (from 0) in which a lever still changes, where that is in the second half of the run or after it."""
    whole = setting.start + setting.ramp
    last = whole if setting.end is None or setting.end >= months else setting.end
    return last if 2 * last > months else None


def _still_moving(policy: Policy, moving: dict[str, int], months: int) -> str:
    names = list(moving)
    levers = enumerated(lever_name(name) for name in names[:NAMED_LEVERS])
    if len(names) > NAMED_LEVERS:
        levers = _("{levers} and {n} more").format(levers=levers, n=len(names) - NAMED_LEVERS)
    last = max(moving.values())
    return _("{policy} changes as late as month {month}, and the run ends with month {end}, counted from 0 ({levers}): the table shows "
             "little of its full effect or of what remains of it. Run --months {advice}.").format(
        policy=(titled(policy.title, policy.title_zh) or policy.name) if language() == "zh" else policy.name, month=last, end=months - 1,
        levers=levers, advice=max(LONG_MONTHS, 12 * -(-2 * (last + 1) // 12)))  # fmt: skip
