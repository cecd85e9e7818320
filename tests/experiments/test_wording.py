"""What officials read, in the words of the law and of their own papers; and what is no longer said, anywhere."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scenarios
from experiments.cli.explain_levers import when
from experiments.cli.run import event_titles
from experiments.comparison.figures import fans, places
from experiments.comparison.figures.titles import short_finding
from experiments.comparison.ranking import holds
from experiments.comparison.tables import verdict_text
from experiments.comparison.words.cautions import limits
from experiments.comparison.words.verdict import headline
from experiments.studies.trials.forest import forest
from experiments.studies.trials.report import markdown, score_words
from experiments.text import messages
from experiments.upkeep import catalogue
from scenarios import load_district
from simulation.policy import LeverSetting, Policy
from tests.experiments.fakes import effect, fake_comparison, over_sets
from tests.experiments.trials.made_up import made_up

SCENARIOS = Path(scenarios.__file__).parent
NEVER = [
    "误工", "法定等级", "在册事故", "官方所能看到", "未整改隐患数", "月末未消除", "约谈宣讲", "杠杆", "扫描", "世界", "运气", "偶然", "不了解",
    "生命价值", "合算", "与零尚不能", "建议优先试行", "政府成本", "企业成本", "宽松执法", "批零", "企均", "看绝对水平", "政策", "转移支付",
]  # fmt: skip
"""Words that have no use beside the one in which they are wrong."""
NEVER_SO = {
    "重大隐患": re.compile("(?<!事故)重大隐患"),
    "一般隐患": re.compile("(?<!事故)一般隐患"),
    "n个中的k个": re.compile(r"[}0-9](?:个|组)[^，。；]{0,6}中的[{0-9]\w*}?[个组]"),
    "一个英文标识": re.compile("`(?:attention|boundaries|capacity|coordination|incentives|publicity)"),
    "the plan of a sweep": re.compile("(?<!检查)计划(?:中|有|的设置|文件)(?!用于)"),
}  # fmt: skip
STATUTORY = {
    "企业主体责任": "attention", "属地监管责任": "boundaries", "综合监管与行业监管": "boundaries", "党政同责": "attention", "一岗双责": "attention",
}  # fmt: skip


def told_in_chinese(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from told_in_chinese(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from told_in_chinese(item, key)
    elif isinstance(value, str) and key.endswith("_zh"):
        yield value


def faults(text: str) -> list[str]:
    return [word for word in NEVER if word in text] + [name for name, pattern in NEVER_SO.items() if pattern.search(text)]


def test_no_translation_has_a_word_that_officials_do_not_use():
    told = {str(message.string): faults(str(message.string)) for message in catalogue.read() if message.id}
    assert {text: found for text, found in told.items() if found} == {}


def test_no_chinese_text_of_the_data_has_one():
    told = {text: faults(text) for path in SCENARIOS.rglob("*.toml") for text in told_in_chinese(tomllib.loads(path.read_text("utf-8")))}
    assert len(told) > 100 and {text: found for text, found in told.items() if found} == {}


@pytest.fixture
def chinese():
    messages.activate("zh")


def test_no_verdict_has_one(chinese):
    mild = [effect("one", deaths=0.5, government_cost=1.2), effect("two", deaths=0.97), effect("three", deaths=1.4)]
    # The fake policies are all called 测试政策: their titles are no words of ours.
    for comparison in (fake_comparison(policies=mild), fake_comparison(policies=mild, worlds=4), fake_comparison(policies=[effect("idle")])):
        assert faults(verdict_text(comparison).replace("测试政策", "").replace("\n", "")) == []


@pytest.mark.parametrize("term", STATUTORY)
def test_statutory_terms_stand_in_their_places(term, chinese):
    policy = tomllib.loads((SCENARIOS / "policies" / f"{STATUTORY[term]}.toml").read_text("utf-8"))
    assert term in messages._(messages.one_line(policy["reasoning"]))


def test_boundaries_begins_with_the_three_musts(chinese):
    policy = tomllib.loads((SCENARIOS / "policies" / "boundaries.toml").read_text("utf-8"))
    assert messages._(messages.one_line(policy["reasoning"])).startswith(
        "按照“三管三必须”（管行业必须管安全、管业务必须管安全、管生产经营必须管安全）")  # fmt: skip


def test_an_interval_of_money_has_its_unit_at_both_ends(chinese):
    comparison = over_sets(fake_comparison(policies=[effect("capacity", deaths=0.5, government_cost=2.0), effect("idle")], worlds=40))
    text = verdict_text(comparison).replace("\n", "")
    assert re.search(r"[\d.,]+万元（对全部2项对策同时适用的95%区间-?[\d.,]+万元至[\d.,]+万元）", text)
    assert "所比较对策中效果最大" in text


# A figure lies inside a band that was set beforehand; it does not agree with a study.

CLAIMS = re.compile(r"\bas[ _-]published\b|(?<!what )\b(?:come|comes|came) out\b(?! of)|agrees? with the stud(?:y|ies)", re.IGNORECASE)
CLAIMS_ZH = re.compile("与(?:已?发表|公布|研究)(?:的)?(?:结果|数值|结论)?(?:相?一致|吻合|相符|不一致|不符)|(?:再现|重现)了?(?:该|这些|已发表)?(?:的)?研究")
ROOT = SCENARIOS.parent
PLACES = ("README.md", "docs/*.md", "scenarios/**/*.toml", "scenarios/**/*.py", "experiments/studies/trials/**/*.py", "experiments/cli/*.py",
          "experiments/studies/calibration/report.py", "experiments/text/locale/**/*.po")  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_said_to_be_as_it_was_published(place):
    """In sources, texts, data and pages, English and Chinese; what comes out of a file or of field days is another matter."""
    told = {path.relative_to(ROOT).as_posix(): found for path in ROOT.glob(place)
            if (found := CLAIMS.findall(text := path.read_text("utf-8")) + CLAIMS_ZH.findall(text))}  # fmt: skip
    assert list(ROOT.glob(place)) and told == {}


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_figure_inside_a_band_is_called_that(language):
    messages.activate(language)
    results = made_up()
    drawn = forest(results)
    said = "inside the band" if language == "en" else "合格范围之内"
    assert said in drawn.finding
    words = [text.get_text() for axes in drawn.figure.axes for text in (axes.get_legend().get_texts() if axes.get_legend() else axes.texts)]
    everything = " ".join([drawn.finding, drawn.subtitle, drawn.remark, *words, markdown(results), score_words(results)])
    assert CLAIMS.findall(everything) == [] and CLAIMS_ZH.findall(everything) == []
    assert "passes" not in everything and "passed" not in everything


# Months are counted from 0, in the files and on the screen.


def test_a_month_on_the_screen_is_the_month_of_the_file():
    assert when({"start": 0, "ramp": 12, "end": 60}) == "from month 0, whole in month 12, over from month 60 on"


@pytest.mark.parametrize(("ramp", "months"), [(12, 12), (11, 12), (24, 24), (60, 12)])
def test_a_policy_that_moves_late_is_told_in_months_that_there_are(ramp, months):
    late = Policy("late", (LeverSetting("hazards_open", 0.5, 0, ramp),), title="Late", title_zh="晚")
    comparison = fake_comparison(policies=[late], months=months)
    told = next(text for text in limits(comparison) if text.startswith("late changes"))
    assert f"as late as month {ramp}, and the run ends with month {months - 1}, counted from 0" in told
    assert int(re.search(r"Run --months (\d+)", told)[1]) > ramp


# Titles hold wherever a file is used.

def test_no_title_tells_a_number_of_one_district_as_if_it_were_everywhere():
    """So many officers or yuan are true of one district, unless they are told as a ratio."""
    titles = [tomllib.loads(path.read_text("utf-8"))["title"] for folder in ("policies", "districts") for path in (SCENARIOS / folder).glob("*.toml")]
    absolute = [title for title in titles if re.search(r"\d[\d,.]* (?:enforcement )?(?:officers|enterprises|yuan)", title)]
    assert len(titles) > 40 and [title for title in absolute if " per " not in title or "in Jiuyuan" not in title] == []
    assert len(absolute) == 3 and [title for title in titles if "demo" in title.lower()] == []


# A sector and a hazard domain may share a key.


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_sector_is_shown_under_its_own_title(language):
    messages.activate(language)
    district = load_district("jiuyuan-hamlet")
    shared = {sector.name for sector in district.sectors} & {domain.name for domain in district.domains}
    assert shared
    titles = event_titles(district)
    for sector in district.sectors:
        assert titles["sector"][sector.name] == messages.titled(sector.title, sector.title_zh)
    for domain in district.domains:
        assert titles["cause"][domain.name] == messages.titled(domain.title, domain.title_zh)


def test_one_verdict_counts_by_one_thing():
    """Under sets of assumptions nothing is said to hold in so many worlds: worlds are told with the sets they make."""
    comparison = fake_comparison(policies=[effect("one", deaths=0.5), effect("two", deaths=0.98)], worlds=12)
    batch = dataclasses.replace(comparison.batch, sets=tuple(world // 2 for world in comparison.batch.worlds))
    text = " ".join(verdict_text(dataclasses.replace(comparison, batch=batch)).split())
    assert "12 worlds (6 sets of assumptions)" in text and "6 sets of assumptions" in text
    assert re.findall(r"\d+ of \d+ worlds|all \d+ worlds", text) == []
    assert re.findall(r"\b\d+ worlds(?! \()", text) == []


def test_the_first_that_holds_is_not_said_to_avert_more_than_another_that_does_not():
    comparison = fake_comparison(policies=[effect("sure", deaths=0.9), effect("wild", deaths=0.9)])
    for values in (comparison.batch.monthly_array, comparison.batch.totals_array):
        values[2, ::2] *= 0.05  # in every other world nearly nobody dies, in the rest a half more: fewer on the mean, and not told apart
        values[2, 1::2] *= 1.5
    fresh = dataclasses.replace(comparison)
    assert fresh.ranking[0] == "wild" and not holds(fresh, "wild")
    text = " ".join(verdict_text(fresh).split())
    assert "Largest effect that holds: sure. Of the single policies of 2 compared it is the only one whose effect holds:" in text
    assert short_finding(fresh).startswith('Of the single policies of 2 compared the effect of "Sure" alone holds')
    three = dataclasses.replace(fresh)
    batch = three.batch
    monthly, totals = (np.concatenate([values, 1.02 * values[1:2]]) for values in (batch.monthly_array, batch.totals_array))
    plan = dataclasses.replace(three.plan, policies=(*three.plan.policies, effect("close", deaths=0.91)), policy_specs=("sure", "wild", "close"))
    three = dataclasses.replace(three, plan=plan, batch=dataclasses.replace(batch, policies=plan.names, monthly_array=monthly, totals_array=totals))
    told = " ".join(verdict_text(three, details=False).split())
    assert "Largest effect that holds: sure. Of the single policies of 3 compared whose effect holds it averts the most expected deaths:" in told
    assert "of the single policies of 3 whose effect holds" in short_finding(three)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_nothing_is_said_of_the_best_among_one(language):
    """One single policy beside bundles, and one policy altogether."""
    messages.activate(language)
    best = re.compile("Largest effect|averts the most|the largest|the fewest|the most of|最多|最大|最少的对策")
    for policies in ([effect("a", deaths=0.5), effect("both", deaths=0.4)], [effect("a", deaths=0.5)], [effect("a")], [effect("a", deaths=1.5)],
                     [effect("a", deaths=0.99), effect("both", deaths=0.98)]):  # fmt: skip
        for worlds in (4, 12):
            comparison = fake_comparison(policies=policies, worlds=worlds)
            comparison = dataclasses.replace(comparison, bundles={"both": ("a", "other")} if len(policies) > 1 else {})
            told = [*headline(comparison), short_finding(comparison)]
            if len(policies) == 1:
                drawn = [fans.draw_expected_deaths(comparison), fans.draw_hazards_open(comparison), places.draw(comparison)]
                told += [one.subtitle for one in drawn] + [one.finding for one in drawn[:2]]
            assert [text for text in told if best.search(text)] == []
