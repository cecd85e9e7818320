"""The sentence that says where a comparison stopped, how precise it is, and what that is worth."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.stopping import Stopping
from experiments.comparison.words.phrases import short_name, worlds_with_sets
from experiments.running.replicates import counted
from experiments.statistics.intervals import together
from experiments.text.formatting import figure
from experiments.text.messages import _, sentences


def stopped(comparison: ComparisonData) -> str:
    """Where the worlds ended and why; empty where their number was given."""
    stopping = comparison.stopping
    if stopping is None:
        return ""
    widest = max(stopping.widths, key=lambda name: stopping.widths[name] / max(stopping.wanted[name], 1e-300))
    facts = {
        "n": worlds_with_sets(comparison, stopping.look.worlds),
        "look": stopping.look.number,
        "wanted": figure(stopping.wanted[widest]),
        "width": figure(stopping.widths[widest]),
        "policy": short_name(comparison, widest),
    }
    if stopping.reached:
        text = _("Stopped at {n}, look {look}: every difference in expected deaths is known to {wanted} a year or better, as was "
                 "asked for (the widest, {policy}, to {width}).")  # fmt: skip
    else:
        text = _("Stopped at {n}, look {look}, without the precision that was asked for: {policy} is known to {width} expected deaths a "
                 "year, and {wanted} were asked for.")  # fmt: skip
    return sentences(text.format(**facts), "" if stopping.reached else more(comparison, stopping), _worth(comparison, stopping))


def more(comparison: ComparisonData, stopping: Stopping) -> str:
    """How many worlds would do."""
    if stopping.needed is None:
        if comparison.plan.ensemble is not None:
            return _("The ensemble has too few sets of assumptions for it.")
        return _("No number of worlds that could be run would do.")
    return _("About {n} more would do, {all} in all.").format(
        n=counted(stopping.needed - stopping.look.worlds), all=worlds_with_sets(comparison, stopping.needed))  # fmt: skip


def _worth(comparison: ComparisonData, stopping: Stopping) -> str:
    level = together(stopping.look.level, len(stopping.widths))
    if len(stopping.widths) == 1:
        return _("Since worlds may be looked at several times before one stops, the interval was taken at {level}: 95 % is what it holds "
                 "with at whatever look one stops.").format(level=_percent(stopping.look.level))  # fmt: skip
    return _("Since worlds may be looked at several times before one stops, each interval was taken at {level} and those for all policies "
             "at once at {together}: 95 % is what they hold with at whatever look one stops.").format(
        level=_percent(stopping.look.level), together=_percent(level))  # fmt: skip


def _percent(level: float) -> str:
    """A level close to one: rounded down, so that it promises nothing."""
    return _("{n} %").format(n=f"{int(1e4 * level) / 100:.2f}")
