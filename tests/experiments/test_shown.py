"""What is shown is explained, and nothing else; what a policy is called; how small money and long names are written."""

from __future__ import annotations

import dataclasses

import pytest
from rich.cells import cell_len

from experiments.cli.app import main
from experiments.comparison.figures import differences, fans, reported
from experiments.comparison.figures.names import LINES, policy_names
from experiments.comparison.gains import table as gains_table
from experiments.comparison.tables import headline_table, verdict_text
from experiments.comparison.variance import gains
from experiments.comparison.words.cautions import limits, reading
from experiments.comparison.words.numbers import LEAST_MONEY, told_money
from experiments.studies.trials.forest import forest
from experiments.studies.trials.over import few_worlds, heading
from experiments.studies.trials.report import headings, kinds, markdown, score_words, tables, trial_title
from experiments.text import messages
from experiments.text.paper import text_of
from simulation.policy import LeverSetting, Policy
from tests.experiments.fakes import effect, fake_comparison
from tests.experiments.trials.made_up import made_up

LONG = "A title that is far too long for one row of a figure and goes on and on"


def titled(name: str, title: str, factor: float) -> Policy:
    return Policy(name=name, settings=(LeverSetting("deaths", factor),), title=title, title_zh="一项名称很长而在图中一行放不下需要换行甚至截短的测试对策" + title[-1])


@pytest.mark.parametrize(("worlds", "words"), [(1, "the one world"), (4, "thin lines: each"), (9, "thin lines: each"), (10, "bands: half")])
def test_the_fans_say_what_is_drawn(worlds, words):
    comparison = fake_comparison(policies=[effect("a")], worlds=worlds)
    for draw in (fans.draw_expected_deaths, fans.draw_hazards_open):
        drawn = draw(comparison)
        assert words in drawn.subtitle and ("bands" in drawn.subtitle) == bool(drawn.figure.axes[0].collections)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_without_intervals_none_is_explained(language):
    messages.activate(language)
    found = {n: " ".join([*reading(fake_comparison(worlds=n)), *limits(fake_comparison(worlds=n))]) for n in (4, 12)}
    for words in (("question mark", "Fieller", "at once", "The intervals", "95 %"), ("问号", "费勒", "同时适用", "区间涵盖", "95%"))[language == "zh"]:
        assert words not in found[4]
    assert ("question mark" if language == "en" else "问号") in found[12]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_figures_call_policies_by_their_titles_in_two_lines_at_most(language):
    messages.activate(language)
    comparison = fake_comparison(policies=[titled("p-one", LONG, 0.5), titled("p-two", LONG, 0.9), titled("p-three", "Short", 0.8)])
    names = policy_names(comparison, comparison.policies)
    assert "p-one" in names[0] and "p-two" in names[1]  # shortened they would be the same
    assert "p-three" not in names[2] and names[2].count("\n") < LINES
    comparison = fake_comparison(policies=[effect("capacity", deaths=0.5), effect("a-key", deaths=0.9)])
    for drawn in (differences.draw(comparison), reported.draw(comparison), fans.draw_hazards_open(comparison)):
        words = [label.get_text() for axes in drawn.figure.axes for label in (*axes.get_yticklabels(), axes.title, axes._left_title)]
        assert any(word in {"A key", "测试政策\n（a-key）", "测试政策（a-key）"} for word in words) and "a-key" not in words


def test_a_cost_of_less_than_the_least_is_nothing_and_its_interval_is_rounded_alike():
    small = told_money([50.0, -49.0, 50.0])
    assert (small.size(), small.ends()) == ("0", ("0", "0"))
    assert told_money([LEAST_MONEY - 1, -5400.0, 6400.0]).ends() == ("-0.005", "+0.006")
    assert told_money([LEAST_MONEY, 200.0, 1800.0]).size() == "+0.0010"
    comparison = fake_comparison(policies=[effect("a"), effect("b", government_cost=1.00001)])
    shown = text_of([headline_table(comparison)])
    assert "0.0000" not in shown and comparison.row("b", "government_cost").told_apart


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_table_breaks_no_key_but_at_its_joints(language):
    messages.activate(language)
    comparison = fake_comparison(policies=[effect("regime-united-states", deaths=0.5, government_cost=1.2), effect("a", deaths=0.9)])
    batch = dataclasses.replace(comparison.batch, sets=tuple(world // 2 for world in comparison.batch.worlds))
    text = verdict_text(dataclasses.replace(comparison, batch=batch))
    assert any(line.strip().startswith("regime-united-states ") for line in text.splitlines())
    assert max(map(cell_len, text.splitlines())) <= 118


def test_the_spread_has_a_unit_and_says_what_stands_for_what():
    text = text_of([gains_table(list(gains(fake_comparison(policies=[effect("a", deaths=0.5)], worlds=40).batch)))])
    assert "unit of the" in text and "deaths a year" in " ".join(text.split()) and "in place of" in " ".join(text.split())


def test_calibration_alone_is_told_as_calibration():
    rows = [result for result in made_up() if result.estimand.kind == "calibration" and result.verdict.passes is not None]
    drawn = forest(rows)
    for told in (drawn.finding, score_words(rows)):
        assert "Calibration" in told and not told.startswith("0 of 0") and "0 of 0" not in told
    assert score_words([]) == "No figure was judged: no band was set beforehand."


@pytest.mark.parametrize(("worlds", "over"), [(1, "units within"), (2, "units within"), (3, "over worlds)"), (30, "over worlds)")])
def test_a_trial_says_what_its_intervals_are_over(worlds, over):
    rows = [dataclasses.replace(result, worlds=worlds) for result in made_up()[:4]]
    assert over in heading([worlds]) and over in markdown(rows) and bool(few_worlds([worlds])) == (worlds < 3)
    assert "under 3" in heading([1, 30]) and few_worlds([]) == ""


def test_worlds_that_share_too_few_sets_are_not_told_to_be_too_few_worlds():
    """Thirty worlds under two sets: more worlds under the same two would change nothing."""
    rows = [dataclasses.replace(result, worlds=30, sets=2, ensemble="own") for result in made_up()[:4]]
    told = few_worlds([2], shared=True)
    assert "2 sets of assumptions" in told and "From 3 sets on" in told and "2 worlds" not in told
    assert "2 sets of assumptions" in " ".join(forest(rows).subtitle.split()) and few_worlds([3], shared=True) == ""


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_label_that_goes_on_does_not_look_like_a_row(language):
    messages.activate(language)
    results = made_up()
    known = " ".join([*headings(results), *(title for _kind, title in kinds()), *(trial_title(result.trial) for result in results)])
    lines = text_of(tables(results)).splitlines()
    at_the_edge = [line for line in lines if line and not line.startswith(" ")]
    assert [line for line in at_the_edge if line.split("  ")[0].strip() not in known] == []
    assert len(at_the_edge) < len(lines) / 2


@pytest.mark.parametrize(("language", "told"), [("en", "Rewards and penalties that are met (incentives)"), ("zh", "健全激励约束与考核机制")])
def test_the_heading_of_a_run_has_the_title_of_its_policy(language, told, capsys):
    assert main(["run", "--district", "jiuyuan-hamlet", "--policy", "incentives", "--months", "1", "--ensemble", "none", "--lang", language, "--quiet"]) == 0
    assert told in capsys.readouterr().out
