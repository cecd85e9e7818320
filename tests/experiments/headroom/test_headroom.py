"""The room that policies have: the data file, paired changes of known size, what is kept, and the words."""

import json
import math

import numpy as np
import pytest

from experiments.cli.app import main
from experiments.statistics.ratios import pooled_ratio
from experiments.studies.headroom.figures import draw, picture
from experiments.studies.headroom.report import headline, markdown, order, records, table
from experiments.studies.headroom.study import Kept, Setting, Task, against, measure, passed
from experiments.studies.headroom.variations import PROBLEMS, Variation, load_variations
from experiments.text import messages
from scenarios import load_district, load_ensemble, load_parameters
from simulation import simulate

SHIPPED = load_variations()
PARAMETERS = load_parameters()
HAMLET = load_district("jiuyuan-hamlet")
FEAR = next(one for one in SHIPPED if one.name == "no-fear")


def setting(worlds: int = 2, months: int = 3, ensemble: str = "") -> Setting:
    return Setting(HAMLET, PARAMETERS.values, load_ensemble(ensemble) if ensemble else None, worlds, months, 0)


def test_every_problem_has_both_ends_and_every_channel_stands_alone():
    ends = {(one.of, one.end) for one in SHIPPED if one.kind == "problem"}
    assert ends == {(problem, end) for problem in PROBLEMS for end in ("worst", "gone")}
    assert {one.of for one in SHIPPED if one.kind == "channel"} == {"all", "fear", "teaching", "attention after penalties", "correction"}
    assert {one.of for one in SHIPPED if one.kind == "ceiling"} == {"hazards", "sight", "correction"}
    assert len({one.name for one in SHIPPED}) == len(SHIPPED) and all(one.reason and one.title_zh for one in SHIPPED)


@pytest.mark.parametrize("variation", SHIPPED, ids=lambda one: one.name)
def test_every_variation_moves_parameters_within_their_ranges_and_runs(variation):
    for name, value in variation.parameters.items():
        PARAMETERS.entries[name].check(value)
    moved = [name for name, value in variation.parameters.items() if PARAMETERS.values[name] != value]
    assert moved or variation.cells
    assert passed(Task(setting(1), variation, 0), lambda share: None) > 0


def test_one_answers_for_every_cell_or_nobody_for_what_is_shared():
    sole, contested = (next(one for one in SHIPPED if one.cells == cells).district(HAMLET).responsibility for cells in ("sole", "contested"))
    base = HAMLET.responsibility
    assert any(len(cell.departments) > 1 for row in base for cell in row) and any(not cell.departments for row in base for cell in row)
    for before, one, none in zip(base, sole, contested, strict=True):
        for cell, single, nobody in zip(before, one, none, strict=True):
            assert len(single.departments) == 1 and single.departments[:1] == (cell.departments[:1] or single.departments)
            assert nobody.departments == (cell.departments if len(cell.departments) == 1 else ())


def test_a_change_is_paired_on_worlds_and_given_over_sets():
    rng = np.random.default_rng(4)
    base = rng.gamma(9.0, 1.0, 40)
    own = base * 1.2 + rng.normal(0, 0.1, 40)
    sets = [world // 2 for world in range(40)]
    found = against(FEAR, base, own, sets)
    assert found.sets == 20 and found.low is not None and found.low < 0.2 < found.high and found.high - found.low < 0.03
    assert found.change == pytest.approx(pooled_ratio(own - base, base)[0])
    few = against(FEAR, base[:18], own[:18], sets[:18])
    assert few.low is None and few.high is None and math.isfinite(few.change)


def test_a_run_that_stopped_goes_on_and_another_question_starts_anew(tmp_path, monkeypatch):
    asked = setting()
    kept = Kept(tmp_path, asked)
    base, found, failures = measure(asked, [FEAR], kept, workers=0)
    assert not failures and base > 0 and found[0].deaths == pytest.approx(
        np.mean([simulate(HAMLET, parameters=PARAMETERS.values.with_values({"perceived_found": 0.0}), world=w, months=3).total("expected_deaths") * 4 for w in (0, 1)]))  # fmt: skip
    monkeypatch.setattr("experiments.studies.headroom.study.passed", None)
    assert measure(asked, [FEAR], kept, workers=0)[1] == found
    assert Kept(tmp_path, setting(months=4)).read(FEAR) is None and Kept(tmp_path, setting(ensemble="posterior")).read(FEAR) is None


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_table_page_and_picture_say_the_same_in_both_languages(language, tmp_path):
    messages.activate(language)
    rng = np.random.default_rng(5)
    base = rng.gamma(9.0, 1.0, 40)
    sets = [world // 2 for world in range(40)]
    rows = order([against(one, base, base * (1 + 0.1 * rng.normal()) + rng.normal(0, 0.1, 40), sets) for one in SHIPPED])
    assert [row.variation.of for row in rows[:10:2]] == list(PROBLEMS) and rows[0].variation.end == "worst"
    page = markdown(3.0, rows)
    assert all(row.variation.shown in page for row in rows) and headline(3.0, rows) in page
    assert table(rows).row_count == len(rows) + 3
    assert {"name", "change", "low", "high", "baseline", "reason", "sets"} <= set(records(3.0, rows)[0])
    assert len(picture(3.0, rows).figure.axes[0].get_yticks()) == len(rows)
    assert [path.suffix for path in draw(3.0, rows, tmp_path, ["note"])] == [".png", ".svg"] and draw(3.0, [], tmp_path, []) == []


def test_a_variation_is_named_by_its_problem_and_end():
    one = Variation("x", "problem", "capacity", "Eyes", "", {}, "so", "gone")
    assert "capacity wholly gone: Eyes" in markdown(1.0, [against(one, np.ones(20), np.ones(20), list(range(20)))])


def test_the_headline_says_how_sure_it_is_that_the_first_comes_first():
    """What comes first by luck is not told apart from the next; from few sets nothing is told of it; an end that averts nothing is none."""
    rng = np.random.default_rng(6)
    base, sets = rng.gamma(9.0, 1.0, 60), [world // 2 for world in range(60)]
    gone = {one.of: one for one in SHIPPED if one.end == "gone"}
    shares = {"attention": -0.01, "coordination": 0.0, "boundaries": -0.02, "capacity": -0.21, "incentives": -0.2}
    noise = {problem: rng.normal(0, 0.5, 60) for problem in PROBLEMS}
    rows = [against(gone[problem], base, base * (1 + shares[problem]) + noise[problem], sets) for problem in PROBLEMS]
    first, second = sorted(("capacity", "incentives"), key=lambda problem: next(row.change for row in rows if row.variation.of == problem))
    assert f"averts the most is {first}" in headline(3.0, rows) and f"Not told apart from it: {second}." in headline(3.0, rows)
    clear = [against(gone[problem], base, base * (1 + 3 * shares[problem] * (problem != "incentives")), sets) for problem in PROBLEMS]
    assert "Not told apart" not in headline(3.0, clear) and "nothing tells" not in headline(3.0, clear)
    few = [against(row.variation, base[:8], base[:8] * 0.9, sets[:8]) for row in rows]
    assert "nothing tells which truly comes first" in headline(3.0, few) and "Not told apart" not in headline(3.0, few)
    worse = [against(row.variation, base, base * 1.1, sets) for row in rows]
    assert "none of the five problems averts any" in headline(3.0, worse) and "averts the most" not in headline(3.0, worse)


def test_a_dry_run_says_how_long_also_for_programs(capsys):
    asked = ["headroom", "--district", "jiuyuan-hamlet", "--worlds", "4", "--months", "12", "--workers", "0", "--dry-run", "--lang", "en"]
    assert main(asked) == 0 and "about " in (told := capsys.readouterr().out) and told.startswith("76 runs of 12 months")
    assert main([*asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["runs"] == 76 and found["seconds"] > 0 and found["simulated_months"] == 76 * (12 + HAMLET.burn_in)


def test_each_of_the_five_problems_does_harm_in_the_baseline(tmp_path):
    """At its worst expected deaths rise, told apart from zero over ten sets of the shipped ensemble: a problem that can do no harm has no cure that could matter."""
    worst = [one for one in SHIPPED if one.kind == "problem" and one.end == "worst"]
    asked = Setting(load_district("jiuyuan-quarter"), PARAMETERS.values, load_ensemble("posterior"), 20, 36, 0)
    _base, found, failures = measure(asked, worst, Kept(tmp_path, asked), workers=0)
    assert not failures and {one.variation.of for one in found} == set(PROBLEMS)
    assert [(one.variation.of, one.low) for one in found if one.low is None or one.low <= 0.0] == []
