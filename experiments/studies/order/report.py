"""Whether the order holds, told: a sentence on first place, one for each that turns, and tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from experiments.statistics.turning import Turn
from experiments.studies.factors import factor_unit, factor_words
from experiments.studies.order.study import Held, Order
from experiments.studies.study_page import StudyTable
from experiments.text.formatting import MISSING, decimals, figure, percent, span
from experiments.text.messages import _, enumerated

DIGITS = 3
"""Of a turning point: no more are known."""
Title = Callable[[str], str]
"""What a policy is called in the language in force."""


def sentences(found: Order, title: Title) -> list[str]:
    """What was found, the answer first."""
    share, low, high = found.share(found.first)
    first = _("{policy} is first in {share} of {n} sets of assumptions (95 % interval {low} to {high}).").format(
        policy=title(found.first), share=percent(share), n=found.sets, low=percent(low), high=percent(high))  # fmt: skip
    others = [name for name in found.ranked if name != found.first and found.firsts[name]]
    lines = [first, _("Elsewhere first: {policies}.").format(policies=enumerated(
        _("{policy} ({share})").format(policy=title(name), share=percent(found.firsts[name] / found.sets)) for name in others))
             if others else _("No other policy is first in any set.")]  # fmt: skip
    turned = [one for one in (*found.places, *found.signs) if one.turn is not None]
    lines += [_turned(found, one, title) for one in turned]
    if not found.told:
        return [*lines, _("With fewer than 20 sets nothing is said of where anything turns.")]
    return lines if turned else [*lines, _("Along no single assumption does first place or a sign turn, as far as these sets tell.")]


def _turned(found: Order, held: Held, title: Title) -> str:
    """Where one turns, and who is ahead on which side."""
    turn = held.turn
    assert turn is not None and held.parameter is not None
    text = _("{policy} has fewer expected deaths than {other} where {where}, and more elsewhere.")
    return text.format(policy=title(held.policy), other=title(held.other), where=where(held.parameter, turn, below=turn.place.rises))


def where(parameter: str, turn: Turn, below: bool) -> str:
    """The side of the turning point, with its interval."""
    at, low, high = (float(f"{value:.{DIGITS}g}") for value in (turn.place.at, turn.place.low, turn.place.high))
    places = decimals([at, low, high])
    text = _("\"{description}\" ({parameter}) is below {value} ({unit}; 95 % interval {interval})") if below else _(
        "\"{description}\" ({parameter}) is above {value} ({unit}; 95 % interval {interval})")  # fmt: skip
    return text.format(description=factor_words(parameter), parameter=parameter, value=figure(at, places), unit=factor_unit(parameter), interval=span(low, high, places, signed=False))


def meaning(found: Order) -> list[str]:
    """How to read it, and what it does not tell."""
    lines = [_("First is the policy with the fewest expected deaths. A set is one choice of all assumptions; policies that are equal share it."),
             _("A turn is along one assumption, on the mean over all others as the sets draw them; two that turn something only together are not seen. All are judged at once: "
               "where nothing turns, one is told falsely in about 5 % of such studies.")]  # fmt: skip
    if found.worlds_each < 10:
        lines.append(_("With {n} worlds in each set chance turns some sets too: the shares tell assumptions and chance together.").format(n=f"{found.worlds_each:g}"))
    return lines


def tables(found: Order, title: Title) -> list[StudyTable]:
    """Who is first in how many sets, and every pair that was asked."""
    shares = {name: found.share(name) for name in found.ranked}
    firsts = tuple((title(name), f"{found.firsts[name]:.4g}", percent(share), span(100 * low, 100 * high, 0, signed=False)) for name, (share, low, high) in shares.items())
    asked = tuple(_row(one, title) for one in (*found.signs, *found.places))
    return [
        StudyTable(_("Who is first"), (_("policy"), _("sets"), _("share"), _("95 % interval, percent")), firsts),
        StudyTable(_("What holds"), (_("policy"), _("against"), _("where it turns"), _("sets: fewer deaths"), _("sets: more deaths"), _("difference, deaths a year")), asked, words=3),
    ]  # fmt: skip


def _row(one: Held, title: Title) -> tuple[str, ...]:
    pair = one.difference
    ends = [value for value in (pair.low, pair.high) if value is not None]
    places = decimals([pair.mean, *ends])
    size = figure(pair.mean, places, True) + (f"\n{span(ends[0], ends[1], places)}" if len(ends) == 2 else "")
    turned = MISSING if one.agreed else _("along no single assumption") if one.turn is None or one.parameter is None else where(one.parameter, one.turn, one.turn.place.rises)
    return title(one.policy), title(one.other), turned, str(pair.less), str(pair.more), size


def rows(found: Order) -> dict[str, list[dict[str, Any]]]:
    """For programs."""
    return {
        "firsts": [{"policy": name, "sets_first": found.firsts[name], "sets": found.sets, "share": found.share(name)[0], "low": found.share(name)[1], "high": found.share(name)[2]}
                   for name in found.ranked],
        "held": [{"policy": one.policy, "against": one.other, "asks": "sign" if one.other == found.reference else "place", "difference": one.difference.mean,
                  "low": one.difference.low, "high": one.difference.high, "sets_fewer": one.difference.less, "sets_more": one.difference.more, "turns_along": one.parameter,
                  **({"turns_at": None, "turns_low": None, "turns_high": None, "fewer": None, "p": None} if one.turn is None else {
                      "turns_at": one.turn.place.at, "turns_low": one.turn.place.low, "turns_high": one.turn.place.high,
                      "fewer": "below" if one.turn.place.rises else "above", "p": one.turn.p})} for one in (*found.signs, *found.places)],
    }  # fmt: skip
