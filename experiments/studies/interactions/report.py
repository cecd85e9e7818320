"""What a factorial tells: sentences, tables, rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from experiments.comparison.words.numbers import scaled
from experiments.studies.factors import capital, gain_words, outcome_words, policy_words, shown_scale
from experiments.studies.interactions.contrasts import Contrast
from experiments.studies.interactions.study import Effects, Factorial
from experiments.studies.study_page import StudyTable
from experiments.text.formatting import decimals, figure, span
from experiments.text.labels import label, quantity
from experiments.text.messages import N_, _

OVER = {"worlds": N_("{n} worlds"), "sets": N_("{n} sets of assumptions"), "points": N_("{n} points")}
KINDS = {
    "main": N_("each policy, averaged over the others"), "pair": N_("pairs, averaged over the others"), "alone": N_("each policy alone"),
    "pair alone": N_("pairs alone"), "bundle": N_("all together, against the sum of each alone"),
}  # fmt: skip
TOLD = 3
"""Clear pairs of an outcome that are told in sentences."""
Row = tuple[Contrast, float, float, float, float]


def replicates_words(found: Factorial) -> str:
    """Over how many of what the intervals are."""
    return _(OVER[found.over]).format(n=found.replicates)


def pair_words(contrast: Contrast) -> str:
    """The policies of a contrast by their titles."""
    names = [_("\"{policy}\"").format(policy=policy_words(part)) for part in contrast.parts]
    return _(" and ").join(names) if len(names) < 3 else _("all {n} policies").format(n=len(names))


def shown(effects: Effects, kind: str | None = None) -> list[Row]:
    """The rows of one kind, or all, in the unit in which they are told."""
    scale = shown_scale(effects.outcome)
    return [(c, mean * scale, low * scale, high * scale, p) for c, mean, low, high, p in effects.rows() if kind in (None, c.kind)]


def is_clear(row: Row) -> bool:
    """Whether the interval leaves zero out."""
    _contrast, _mean, low, high, _p = row
    return low > 0 or high < 0


def size_words(outcome: str, mean: float) -> str:
    """How much more or less both together bring than the sum of both."""
    size, below = figure(abs(mean)), (mean > 0) == (quantity(outcome).better == "lower")
    if outcome == "expected_deaths":
        text = _("avert {size} more expected deaths a year than the sum of both") if mean > 0 else _("avert {size} fewer expected deaths a year than the sum of both")
    elif below:
        text = _("leave {outcome} {size} ({unit}) lower than the sum of both would")
    else:
        text = _("leave {outcome} {size} ({unit}) higher than the sum of both would")
    return text.format(size=size, outcome=label(outcome), unit=scaled(quantity(outcome))[1])


def finding(effects: Effects) -> str:
    """The clearest interaction in one line, for the title of a figure."""
    pairs = [row for row in shown(effects, "pair") if is_clear(row)]
    if not pairs:
        return _("No pair of policies clearly helps or hinders the other: {outcome}").format(outcome=outcome_words(effects.outcome))
    contrast, mean, *_rest = max(pairs, key=lambda row: abs(row[1]))
    text = _("{pair} together {size}").format(pair=pair_words(contrast), size=size_words(effects.outcome, mean))
    others = len(pairs) - 1
    return text + (_("; {n} other pairs are clear").format(n=others) if others > 1 else _("; one other pair is clear") if others else "")


def sentences(found: Factorial, effects: Effects) -> list[str]:
    """What a reader takes away of one outcome: the clear pairs, the rest bounded, the bundle."""
    told = []
    pairs = sorted(shown(effects, "pair"), key=lambda row: -abs(row[1]))
    clear = [row for row in pairs if is_clear(row)]
    for contrast, mean, low, high, _p in clear[:TOLD]:
        verb = _("help each other") if mean > 0 else _("stand in each other's way")
        told.append(_("{pair} {verb}: together they {size} (95 % interval, all pairs and policies at once: {interval}).").format(
            pair=pair_words(contrast), verb=verb, size=size_words(effects.outcome, mean), interval=span(low, high)))  # fmt: skip
    if len(clear) > TOLD:
        told.append(_("Clear pairs beyond these, by {outcome}: {n}; the table has them.").format(outcome=label(effects.outcome), n=len(clear) - TOLD))
    unclear = [row for row in pairs if not is_clear(row)]
    if unclear:
        most = max(max(abs(row[2]), abs(row[3])) for row in unclear)
        told.append(_("For {n} of {k} pairs it cannot be said whether they help or hinder each other; none of these differs from the sum by more "
                      "than {most} ({outcome}).").format(n=len(unclear), k=len(pairs), most=figure(most), outcome=outcome_words(effects.outcome)))  # fmt: skip
    (bundle,) = shown(effects, "bundle")
    singles = sum(row[1] for row in shown(effects, "alone"))
    whole = singles + bundle[1]
    how = _("clearly more than the sum") if bundle[2] > 0 else _("clearly less than the sum") if bundle[3] < 0 else _("not told apart from the sum")
    text = _("All {n} together: {whole}, {how} of what each does alone, {singles} ({outcome}; difference {difference}, interval {interval}).")
    told.append(text.format(n=len(found.parts), whole=figure(whole), how=how, singles=figure(singles), outcome=gain_words(effects.outcome),
                            difference=figure(bundle[1], signed=True), interval=span(bundle[2], bundle[3])))  # fmt: skip
    return told


def meaning(found: Factorial) -> list[str]:
    """How the numbers are to be read."""
    told = [
        _("Interaction of a pair: what both bring together, less what each brings, averaged over every combination of the other policies."),
        _("Intervals over {n} hold for all pairs and policies of an outcome at once (95 %): the largest t under random signs.").format(
            n=replicates_words(found)),
    ]  # fmt: skip
    if found.dropped:
        told.append(_("Replicates left out because a combination failed: {n}.").format(n=found.dropped))
    return told


def brief(found: Factorial) -> list[StudyTable]:
    """The pairs of the first outcome, the largest first."""
    first = found.effects[0]
    return [_table(first, sorted(shown(first, "pair"), key=lambda row: -abs(row[1])))]


def tables(found: Factorial) -> list[StudyTable]:
    """A table per outcome: every effect with its interval."""
    return [_table(one, shown(one)) for one in found.effects]


def _table(effects: Effects, rows: Sequence[Row]) -> StudyTable:
    headings = (_("effect"), _("policies"), _("size"), _("95 % interval, all at once"), _("adjusted p"), _("in words"))
    return StudyTable(capital(gain_words(effects.outcome)), headings, tuple(_cells(rows)), words=2)


def _cells(rows: Sequence[Row]) -> Iterable[tuple[str, ...]]:
    for row in rows:
        contrast, mean, low, high, p = row
        places = decimals((mean, low, high))
        yield (
            _(KINDS[contrast.kind]), pair_words(contrast), figure(mean, places, signed=True), span(low, high, places),
            _("under {p}").format(p="0.001") if p < 0.001 else figure(p, 3), _word(row),
        )  # fmt: skip


def _word(row: Row) -> str:
    contrast, mean, *_rest = row
    if not is_clear(row):
        return _("unclear")
    if contrast.kind in {"main", "alone"}:
        return _("better") if mean > 0 else _("worse")
    return _("more than the sum") if mean > 0 else _("less than the sum")


def rows(found: Factorial) -> list[dict[str, Any]]:
    """Every effect for programs; positive is better, by ``direction`` of the outcome."""
    return [
        {"outcome": one.outcome, "direction": quantity(one.outcome).better, "level": one.level, "effect": contrast.kind, "policies": list(contrast.parts),
         "mean": mean, "low": low, "high": high, "p_adjusted": p, "replicates": found.replicates, "over": found.over}
        for one in found.effects for contrast, mean, low, high, p in one.rows()
    ]  # fmt: skip
