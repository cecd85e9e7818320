"""What the sign of a finding hangs on, in sentences: where it turns along an assumption, or that no assumption explains it."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.signs import Sign
from experiments.comparison.words.phrases import short_name, short_names, shown_name
from experiments.running.replicates import some
from experiments.statistics.turning import Turn
from experiments.text.formatting import decimals, figure, span
from experiments.text.labels import NET_BENEFIT
from experiments.text.messages import _, one_line, sentences
from scenarios import load_parameters

DIGITS = 3
"""Of a turning point: no more are known."""


def hanging(comparison: ComparisonData, policy: str, quantity: str = HEADLINE_OUTCOME) -> str:
    """What the sign of one policy's effect, or net benefit, hangs on; empty where nothing may be said or the sets agree."""
    sign = comparison.signs.get((policy, quantity))
    if sign is None:
        return ""
    if sign.turn is None:
        return "" if sign.agreed or comparison.row(policy, quantity).told_apart else _undetermined(comparison, sign)
    if not comparison.row(policy, quantity).told_apart:
        return _hangs(comparison, sign, sign.turn)
    return _turns(comparison, sign, sign.turn)


def hanging_others(comparison: ComparisonData, told: str) -> str:
    """The same of the effects of all policies but the one already ``told``; those that are not determined together."""
    names = [name for name in comparison.ranking if name != told]
    found = [hanging(comparison, name) for name in names if _has_turn(comparison, name)]
    open_ones = [name for name in names if not _has_turn(comparison, name) and hanging(comparison, name)]
    if len(open_ones) < 2:
        return sentences(*found, *(hanging(comparison, name) for name in open_ones))
    return sentences(*found, _("Whether these avert expected deaths is not determined, and no single parameter explains in which sets they do: {policies}.").format(
        policies=short_names(comparison, open_ones)))  # fmt: skip


def how_to_read(comparison: ComparisonData) -> list[str]:
    """What it means that a sign turns, and what is not seen; nothing where none is told."""
    if not comparison.signs:
        return []
    return [_("Where a sign turns: along one parameter, on the mean over all others as the sets draw them, with an interval of that place. Two parameters that "
              "turn it only together are not seen; of parameters that the calibration ties together the one that goes with it more closely is named.")]  # fmt: skip


def net_agreed(comparison: ComparisonData, policy: str) -> str:
    """That the net benefit has one sign in all sets, and which; empty where not all agree."""
    sign = comparison.signs.get((policy, NET_BENEFIT))
    if sign is None or not sign.agreed:
        return ""
    text = _("It is above zero in {sets}.") if sign.more else _("It is below zero in {sets}.")
    return text.format(sets=some(sign.sets, sign.sets, "sets"))


def where(comparison: ComparisonData, sign: Sign, turn: Turn, below: bool) -> str:
    """``"what it is" (name) is below 0.61 (share; 95 % interval 0.50 to 0.70)``: the side of the turning point."""
    assert sign.parameter is not None
    entry = load_parameters().entries.get(sign.parameter)
    at, low, high = (float(f"{value:.{DIGITS}g}") for value in (turn.place.at, turn.place.low, turn.place.high))
    places = decimals([at, low, high])
    interval = _("{name} {interval}").format(name=shown_name(comparison), interval=span(low, high, places, signed=False))
    facts = interval if entry is None else _("{unit}; {interval}").format(unit=_(entry.unit), interval=interval)
    text = _("\"{description}\" ({parameter}) is below {value} ({facts})") if below else _("\"{description}\" ({parameter}) is above {value} ({facts})")
    return text.format(description=sign.parameter if entry is None else _(one_line(entry.description)), parameter=sign.parameter,
                       value=figure(at, places), facts=facts)  # fmt: skip


def sign_words(comparison: ComparisonData, sign: Sign) -> str:
    """Where one sign turns, in short, for a table; the difference is policy minus baseline."""
    if sign.turn is None:
        if sign.agreed:
            return _("in none of the sets")
        told = comparison.row(sign.policy, sign.quantity).told_apart
        return _("along no single parameter") if told else _("not determined: along no single parameter")
    below = where(comparison, sign, sign.turn, below=True)
    return _("{where}: negative there, positive elsewhere").format(where=below) if sign.turn.place.rises else _(
        "{where}: positive there, negative elsewhere").format(where=below)  # fmt: skip


def _has_turn(comparison: ComparisonData, policy: str) -> bool:
    sign = comparison.signs.get((policy, HEADLINE_OUTCOME))
    return sign is not None and sign.turn is not None


def _turns(comparison: ComparisonData, sign: Sign, turn: Turn) -> str:
    """Of a finding that holds on the whole: where it is the other way round."""
    positive = comparison.row(sign.policy, sign.quantity).difference > 0  # then the other way round is a negative difference
    below = turn.place.rises == positive
    deaths = sign.quantity == HEADLINE_OUTCOME
    text = _("For {policy} the effect turns where {where}, as in {sets}: {otherwise} there.") if deaths else _(
        "For {policy} the net benefit turns where {where}, as in {sets}: there {otherwise}.")  # fmt: skip
    otherwise = (_("fewer expected deaths than the baseline"), _("more expected deaths than the baseline")) if deaths else (
        _("the cost exceeds the benefit"), _("the benefit exceeds the cost"))  # fmt: skip
    return text.format(policy=short_name(comparison, sign.policy), where=where(comparison, sign, turn, below), sets=_sets(sign, turn, below),
                       otherwise=otherwise[not positive])  # fmt: skip


def _hangs(comparison: ComparisonData, sign: Sign, turn: Turn) -> str:
    """Of a sign that is not told apart on the whole: where it is in favour."""
    deaths = sign.quantity == HEADLINE_OUTCOME
    below = turn.place.rises == deaths
    text = _("Whether expected deaths are averted by {policy} hangs on an assumption: they are where {where}, as in {sets}, and not elsewhere.") if deaths else _(
        "Whether the benefit of {policy} exceeds its cost hangs on an assumption: it does where {where}, as in {sets}, and not elsewhere.")  # fmt: skip
    return text.format(policy=short_name(comparison, sign.policy), where=where(comparison, sign, turn, below), sets=_sets(sign, turn, below))


def _undetermined(comparison: ComparisonData, sign: Sign) -> str:
    text = _("Whether {policy} averts expected deaths is not determined, and no single parameter explains in which sets it does.")
    if sign.quantity == NET_BENEFIT:
        text = _("Whether the benefit of {policy} exceeds its cost is not determined, and no single parameter explains in which sets it does.")
    return text.format(policy=short_name(comparison, sign.policy))


def _sets(sign: Sign, turn: Turn, below: bool) -> str:
    return some(turn.below if below else turn.above, sign.sets, "sets")
