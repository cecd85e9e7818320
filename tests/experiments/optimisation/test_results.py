"""What a search leaves: sentences, tables, a figure, a policy file that the loader takes, and a folder that is taken up again."""

from __future__ import annotations

import csv
import json

import pytest

from experiments.studies.optimisation.policy_text import policy_toml
from experiments.studies.optimisation.scores import objectives
from experiments.studies.optimisation.search import within
from experiments.studies.optimisation.space import Choice, Space
from experiments.studies.optimisation.store import claimed, summary, write_results
from experiments.studies.optimisation.study import optimise
from experiments.studies.optimisation.tables import page, tried_table
from experiments.studies.optimisation.words import finding, paragraphs, price_words
from experiments.text import messages
from experiments.text.errors import UserError
from scenarios import load_policy
from scenarios.schema.plan import PlanFile
from tests.experiments.optimisation.made_up import evaluator

BUDGET = 1_500_000.0
LEVERS = {"officers_per_10000_workers": "officers", "expert_visits": "experts", "fine_scale": "briefings"}


def plan(**table):
    return PlanFile.model_validate({
        "schema_version": 1, "name": "tried", "title": "Tried", "question": "Which?", "policies": ["baseline", "levers"], "worlds": 12,
        "district": "jiuyuan-hamlet", "sampler": {"method": "factorial"}, "levers": {name: {"values": [0, 1, 2, 3]} for name in LEVERS},
        "optimise": {"population": 12, "generations": 3, "fresh_worlds": 20, "phase_in": 6, "programmes": {
            "expert_visits": {"yearly_cost": 70_000, "source": ["assumption"], "range": [10_000, 90_000]}}, **table},
    })  # fmt: skip


def found(budget=BUDGET, exhaustive=False, worlds=20, **settings):
    """A whole study on the made-up world, whose levers bear the names of real ones."""
    space = Space(tuple(Choice(name, (0.0, 1.0, 2.0, 3.0), 0, "multiple of the tariff", "") for name in LEVERS))
    inner = Space(tuple(Choice(name, (0.0, 1 / 3, 2 / 3, 1.0), 0, "", "") for name in LEVERS.values()))
    return optimise(plan(), space, budget, evaluator(inner, **settings), evaluator(inner, worlds=worlds, first_world=900, **settings), exhaustive=exhaustive)


@pytest.fixture(scope="module")
def study():
    return found(exhaustive=True)


def test_the_number_of_mixes_tried_stands_in_the_finding(study):
    text = finding(study)
    assert "64 mixes tried" in text and "1.50 million yuan" in text and "expected deaths a year" in text
    assert "best" not in page(study).lower()


def test_the_search_is_told_beside_trying_everything(study):
    assert any("Held against trying everything" in text and "of 64 mixes" in text for text in paragraphs(study))
    assert summary(study)["exhaustive"]["mixes"] == 64


def test_a_lever_without_a_price_is_told(study):
    assert study.free == ("fine_scale",)
    assert any("No price in the model: fine_scale" in text for text in paragraphs(study))


def test_a_noisy_result_says_so():
    noisy = found(effect=0.0, noise=0.5)
    assert "does not clearly avert deaths on fresh worlds" in finding(noisy) and not noisy.holds
    assert "front, step" not in finding(noisy)


def test_an_empty_result_says_so_and_leaves_no_policy(tmp_path):
    empty = found(budget=0.0)
    assert "none of" in finding(empty) and "fewer expected deaths than doing nothing" in finding(empty)
    names = {path.name for path in write_results(empty, tmp_path, "inspectorate optimise")}
    assert "front.png" in names and not any(name.startswith("mix-") for name in names)
    with pytest.raises(ValueError, match="no mix"):
        policy_toml(empty)


def test_too_few_fresh_worlds_give_no_interval_and_no_claim():
    few = found(worlds=4)
    assert "too few fresh worlds" in finding(few)
    assert all(score["averted"]["low"] is None for score in summary(few)["scored"])


def test_the_winner_is_a_policy_that_the_loader_takes(study, tmp_path):
    write_results(study, tmp_path, "inspectorate optimise")
    policy = load_policy(str(tmp_path / "mix-1500000-yuan.toml"))
    moved = study.space.moved(study.winner.mix)
    assert {setting.lever: setting.value for setting in policy.settings} == moved
    assert all(setting.ramp == 6 for setting in policy.settings)
    assert policy.yearly_cost == (70_000 if "expert_visits" in moved else 0) and "expert_visits" in moved


def test_the_files_hold_what_was_tried_and_scored(study, tmp_path):
    write_results(study, tmp_path, "inspectorate optimise --budget 1500000")
    assert tried_table(study).num_rows == 64
    told = json.loads((tmp_path / "optimise.json").read_text("utf-8"))
    with (tmp_path / "scored.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert [float(row["averted_mean"]) for row in rows] == [pytest.approx(s["averted"]["mean"]) for s in told["scored"]]
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert manifest["command"].startswith("inspectorate optimise") and {"front.svg", "tried.parquet", "mixes.md"} <= set(manifest["files"])


def test_the_tried_ones_are_marked_by_the_budget(study):
    marked = tried_table(study).column("within_budget").to_pylist()
    assert marked == within(objectives(study.archive.measured), BUDGET).tolist() and not all(marked)


def test_prices_in_words():
    assert price_words(("ratio", 2e6, 1e6, 4e6)) == "2.00 million yuan (1.00 to 4.00)"
    assert price_words(("bound", float("nan"), None, 3e6)) == "at most 3.00 million yuan"
    assert price_words(("unclear", float("nan"), None, None)) == "not told apart"
    assert price_words(("saves", float("nan"), None, None)) == "saves money and lives"


def test_the_page_is_in_chinese_where_that_is_asked_for(study):
    messages.activate("zh")
    try:
        text = page(study)
    finally:
        messages.activate("en")
    assert "预算" in text and "mixes" not in text


def test_a_folder_is_taken_up_by_the_same_search_only(tmp_path):
    for own in (plan(), plan(generations=9, fresh_worlds=60)):
        with claimed(tmp_path / "own", own, BUDGET, False):
            pass
    for other in ((plan(), 2 * BUDGET, False), (plan(population=20), BUDGET, False), (plan(), BUDGET, True)):
        with pytest.raises(UserError, match="another search"), claimed(tmp_path / "own", *other):
            pass
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="nothing was touched"), claimed(tmp_path / "foreign", plan(), BUDGET, False):
        pass
