"""One criterion tells policies apart: no sentence, mark or colour speaks against the interval that is printed with it."""

from __future__ import annotations

import dataclasses
import re
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.comparison.compare import Comparison
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.figures import differences
from experiments.comparison.figures.style import GREY
from experiments.comparison.figures.titles import short_finding
from experiments.comparison.ranking import lead, tied, winner
from experiments.comparison.tables import headline_table
from experiments.comparison.words.rows import row_words
from experiments.comparison.words.verdict import headline
from experiments.running.batch import MONTHLY, TOTALS
from experiments.statistics.intervals import leaves_zero_out
from experiments.text import messages
from experiments.text.labels import COST_PER_DEATH, HEADLINE
from experiments.text.paper import text_of
from tests.experiments.fakes import effect, fake_comparison

NUMBER = r"[-+]?[\d.,]*\d"
NAMES = ("p0", "p1", "p2", "p3", "p4")


@cache
def plain(policies: int) -> Comparison:
    return fake_comparison(policies=[effect(name) for name in NAMES[:policies]], worlds=12)


def made_up(errors: list[float], seed: int) -> Comparison:
    """A comparison whose policies lie so many standard errors from the baseline: about where they are told apart and are not."""
    comparison = plain(len(errors))
    random = np.random.default_rng(seed)
    monthly, totals = comparison.batch.monthly_array.copy(), comparison.batch.totals_array.copy()
    at, of = MONTHLY.index(HEADLINE_OUTCOME), TOTALS.index(HEADLINE_OUTCOME)
    for row, distance in enumerate(errors, start=1):
        noise = random.normal(size=12)
        moved = 1 + 0.02 * (noise - noise.mean() + distance * noise.std(ddof=1) / np.sqrt(12))
        monthly[row, :, at], totals[row, :, of] = monthly[0, :, at] * moved[:, None], totals[0, :, of] * moved
    return dataclasses.replace(comparison, batch=dataclasses.replace(comparison.batch, monthly_array=monthly, totals_array=totals))


samples = given(st.lists(st.floats(-6, 6), min_size=1, max_size=5), st.integers(0, 10**6))
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ends(text: str) -> list[tuple[float, float]]:
    """Intervals for all policies at once, as the sentences print them; of one policy alone its only one."""
    pattern = rf"(?:at once|95 % interval) ({NUMBER}) to ({NUMBER})"
    return [(float(low.replace(",", "")), float(high.replace(",", ""))) for low, high in re.findall(pattern, text)]


@samples
@few
def test_what_holds_by_the_words_holds_by_the_interval_beside_them(errors, seed):
    comparison = made_up(errors, seed)
    told = headline(comparison)
    first = re.search(r"expected deaths a year (fewer|more) \((.*?baseline's)", told[0])
    if first is not None:
        _low, high = ends(first[2])[-1]
        holds = "Largest effect" in told[0] or "averts expected deaths" in told[0]
        assert holds == (high < 0), told[0]
        assert ("holds after correction" in told[0].split("Cost per death")[0] or "only policy" in told[0]) if holds else True
    for sentence in told[1:]:
        names = re.findall(r"p\d", sentence)
        rows = [comparison.row(name, HEADLINE_OUTCOME) for name in names]
        if sentence.startswith("More expected deaths"):
            assert rows and all(row.shown[0] > 0 for row in rows)
        elif sentence.startswith("Not told apart from the baseline"):
            assert rows and all(row.shown[0] <= 0 <= row.shown[1] for row in rows)
            others = set(comparison.policies) - set(names)
            assert all(leaves_zero_out(*comparison.row(name, HEADLINE_OUTCOME).shown) for name in others)
    assert ("clearly" in short_finding(comparison)) == (winner(comparison) is None)


@samples
@few
def test_a_question_mark_stands_where_the_interval_of_its_cell_holds_zero(errors, seed):
    comparison = made_up(errors, seed)
    table = headline_table(comparison)
    for column, name in enumerate(HEADLINE, start=1):
        for cell, policy in zip(list(table.columns[column].cells)[1:], comparison.ranking, strict=True):
            found = re.fullmatch(rf"({NUMBER})( \?)?\n(?:.* %\n)?({NUMBER})\.\.\n?({NUMBER})", str(cell))
            row = comparison.row(policy, name)
            if name == COST_PER_DEATH or row.kind == "few":
                continue
            assert found is not None, str(cell)
            low, high = (float(end.replace(",", "")) for end in found.groups()[2:])
            assert bool(found[2]) == (low <= 0 <= high and (low, high) != (0, 0)), str(cell)
            assert ("not told apart" in row_words(row)) == (low <= 0 <= high and (low, high) != (0, 0))


@samples
@few
def test_a_rival_is_named_as_tied_where_the_interval_of_the_lead_holds_zero(errors, seed):
    comparison = made_up(errors, seed)
    first = winner(comparison)
    if first is None:
        return
    text = headline(comparison)[0]
    printed = re.search(rf"Its lead over the next, \w+, is {NUMBER} a year \(difference {NUMBER}, 95 % interval ({NUMBER}) to ({NUMBER})", text)
    if printed is not None:
        assert float(printed[2]) < 0 and tied(comparison, first) == []
    for name in tied(comparison, first):
        pair = lead(comparison, first, name)
        assert pair.low <= 0 <= pair.high


@pytest.mark.parametrize("seed", range(4))
def test_a_point_is_grey_where_its_line_crosses_zero(seed):
    comparison = made_up([-4.0, -3.0, -2.5, 2.5, 4.0], seed)
    panel = differences.draw(comparison).figure.axes[0]
    lines = [line for line in panel.lines if line.get_linewidth() == 1.8]
    assert len(lines) == 5
    for line in lines:
        low, high = line.get_xdata()
        assert (line.get_color() == GREY) == (low <= 0 <= high)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_one_policy_has_one_sentence_about_its_correction(language):
    messages.activate(language)
    alone = messages._("the only policy compared, so nothing to correct for")
    for errors in ([-6.0], [0.0], [6.0]):
        told = " ".join(headline(made_up(errors, 1)))
        assert told.count(alone) == 1 and "after correction" not in told and "校正后" not in told and "经校正" not in told


@samples
@few
def test_one_number_has_one_rounding_and_one_direction(errors, seed):
    """In the sentence, in the table and in the title of the figure."""
    comparison = made_up(errors, seed)
    first = winner(comparison)
    if first is None:
        return
    table = text_of([headline_table(comparison)])
    size = re.search(rf"({NUMBER}) expected deaths a year fewer \(difference ({NUMBER})", headline(comparison)[0])
    assert size is not None and size[2] == f"-{size[1]}" and size[2] in table
    assert re.search(rf"(?<![\d.]){re.escape(size[1])}(?![\d.])", short_finding(comparison))
