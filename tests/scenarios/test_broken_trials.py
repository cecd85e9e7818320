"""A broken trial is refused with the right key and line, and says how to mend it."""

from __future__ import annotations

import copy
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError, load_trial
from tests.scenarios.spoiling import at, keys_of
from tests.scenarios.test_trials import EXAMPLE, written
from tests.scenarios.writing import toml

BROKEN: list[tuple[str, str, str, str, str]] = [
    # what is wrong: text to find, text in its place, key, a part of the message
    ("unknown key", "history = 24", "histori = 24", "eligible.histori", "did you mean history?"),
    ("missing key", 'method = "random"\n', "", "assignment.method", "missing"),
    ("unknown district", 'district = "jiuyuan"', 'district = "jiuyaun"', "world.district", "did you mean jiuyuan?"),
    ("several districts", 'district = "jiuyuan"', 'district = "baotou"', "world.district", "cannot be used"),
    ("unknown sector", "ceramics = 0.4", "ceramic = 0.4", "world.sector_mix", "did you mean ceramics?"),
    ("shares of sectors", "ceramics = 0.4", "ceramics = 0.3", "world.sector_mix", "sum to 0.9"),
    ("unlike any sector", 'like = "other-industry"', 'like = "other-industri"', "world.sectors.ceramics.like", "did you mean other-industry?"),
    ("unknown authority", 'authority = "emergency"', 'authority = "emergensy"', "world.authority", "did you mean emergency?"),
    ("no authority to know", 'authority = "emergency"', "# nobody", "world.known", "there is none"),
    ("unknown lever", "publication = 0\n", "publicaton = 0\n", "world.levers.publicaton", "did you mean publication?"),
    ("lever out of range", "publication = 0\n", "publication = -3\n", "world.levers.publication", "outside the hard range"),
    ("uncertainty as a lever", "publication = 0\n", "attention_mean = 0.3\n", "world.levers.attention_mean", "under `facts`"),
    ("outcome as a lever", "publication = 0\n", "deaths = 3\n", "world.levers.deaths", "measured, not set"),
    ("lever of a variant", "penalty_certainty = 0.8", "penalty_certainty = 8", "world.variants.1.levers.penalty_certainty", "outside"),
    ("lever as a fact", 'levers = { penalty_certainty = 0.8 }', 'facts = { fine_scale = { value = 2, reason = "x" } }',
     "world.variants.1.facts.fine_scale", "a fact is an uncertain one"),
    ("fact out of range", 'levers = { penalty_certainty = 0.8 }', 'facts = { attention_mean = { value = 7, reason = "x" } }',
     "world.variants.1.facts.attention_mean.value", "outside the hard range"),
    ("fact without a reason", 'levers = { penalty_certainty = 0.8 }', "facts = { attention_mean = { value = 0.3 } }",
     "world.variants.1.facts.attention_mean.reason", "missing"),
    ("too many workers for plants", "large_plants = 0", "large_plants = 1900", "world.mean_workers", "large plants alone"),
    ("unknown variable", "workers = {", "workrs = {", "eligible.where.workrs", "did you mean workers?"),
    ("bounds of a flag", "high_risk = { equals = false }", "high_risk = { at_least = 1 }", "eligible.where.high_risk", "true or false"),
    ("name of a number", "visits = { at_most = 0 }", 'sector = { equals = "metall" }', "eligible.where.sector", "did you mean metal?"),
    ("empty condition", "visits = { at_most = 0 }", "visits = { }", "eligible.where.visits", "empty"),
    ("bounds backwards", "at_least = 11, at_most = 500", "at_least = 500, at_most = 11", "eligible.where.workers", "nothing lies between"),
    ("number for a name", "high_risk = { equals = false }", "high_risk = { equals = 3 }", "eligible.where.high_risk.equals", "neither"),
    ("history before the record", "history = 24", "history = 36", "eligible.where.visits", "only 24 are recorded"),
    ("lot by a later fact", 'strata = ["sector"]', 'strata = ["ordinal"]', "assignment.strata", "results only"),
    ("unknown method", 'method = "random"', 'method = "randon"', "assignment.method", "did you mean random?"),
    ("cut-off without one", 'method = "random"', 'method = "cutoff"', "assignment", "needs `running`"),
    ("spread off the windows", 'strata = ["sector"]', "spread = 5", "assignment.spread", "no multiple"),
    ("shares of arms", "share = 0.4", "share = 0.5", "arms", "sum to 1.1"),
    ("shares of twins", 'strata = ["sector"]', 'across = "twins"', "arms.0.share", "no shares"),
    ("levers within a world", 'interventions = [{ do = "letter" }]', "levers = { fine_scale = 2 }", "arms.0.levers", "whole worlds"),
    ("unknown lever of an arm", 'interventions = [{ do = "letter" }]', "levers = { fine_scail = 2 }", "arms.0.levers.fine_scail", "fine_scale?"),
    ("all and a second arm", 'method = "random"', 'method = "all"', "assignment.method", "nobody is left"),
    ("unknown intervention", 'do = "letter"', 'do = "leter"', "arms.0.interventions.0.do", "did you mean letter?"),
    ("no table", '[{ do = "letter" }]', '["letter"]', "arms.0.interventions.0", "a table with do = one of: accident"),
    ("what is done", '{ do = "letter" }', "{ after = 3 }", "arms.0.interventions.0.do", "missing"),
    ("key of another kind", '{ do = "letter" }', '{ do = "letter", fine = 3 }', "arms.0.interventions.0.fine", "unknown"),
    ("misspelt key", 'penalty = "always"', 'penaltie = "always"', "arms.1.interventions.0.penaltie", "did you mean penalty?"),
    ("unknown word", 'penalty = "always"', 'penalty = "allways"', "arms.1.interventions.0.penalty", "did you mean always?"),
    ("unknown department", 'penalty = "always"', 'department = "howsing"', "arms.1.interventions.0.department", "is unknown"),
    ("department without officers", 'penalty = "always"', 'department = "industry"', "arms.1.interventions.0.department", "no officers"),
    ("unknown domain", 'do = "letter"', 'do = "correction", domain = "fires"', "arms.0.interventions.0.domain", "did you mean fire?"),
    ("harmless accident", 'do = "letter"', 'do = "accident"', "arms.0.interventions.0", "harms nobody"),
    ("repeated how often", "every = 24, times = 2", "every = 24", "arms.1.interventions.0.every", "`every` and `times`"),
    ("after the record", "every = 24, times = 2", "every = 24, times = 3", "arms.1.interventions.0.times", "month 48"),
    ("an arm twice", 'name = "nothing"', 'name = "letter"', "arms.2.name", "stands twice"),
    ("nothing recorded", "months = 60", "months = 24", "record.months", "nothing is recorded"),
    ("size of no arm", "nothing = 200", "nothin = 200", "sizes.published.units", "did you mean nothing?"),
    ("no worlds", "large = { worlds = 30 }", "large = { worlds = 0 }", "sizes.large.worlds", "too small"),
    ("unknown arm", '["visit", "nothing"]', '["visits", "nothing"]', "estimands.1.arms", "did you mean visit?"),
    ("one arm", '["visit", "nothing"]', '["visit"]', "estimands.1.arms", "needs 2 arms, not 1"),
    ("unknown variant", 'variants = ["strict"]', 'variants = ["strikt"]', "estimands.0.variants", "did you mean strict?"),
    ("unknown outcome", 'outcome = "expected_injuries"', 'outcome = "expected_injury"', "estimands.0.outcome", "did you mean"),
    ("outcome of other rows", 'realised = "reported_injuries"', 'rows = "visit"', "estimands.0.outcome", "no row of kind visit"),
    ("no outcome", 'outcome = "expected_injuries"\nrealised', "realised", "estimands.0.outcome", "missing"),
    ("span off the windows", "after = [0, 12]", "after = [0, 10]", "estimands.0.after", "multiples of 12"),
    ("span not recorded", "after = [0, 12]", "after = [0, 48]", "estimands.0.after", "-24 to 36"),
    ("span backwards", "after = [0, 12]", "after = [12, 0]", "estimands.0.after", "backwards"),
    ("no months before", "before = [-24, 0]\n", "", "estimands.0.before", "before the treatment"),
    ("unknown estimator", '"difference_in_differences", matched_trend = false', '"difference_in_difference"', "estimands.0.estimator.type", "did you mean"),
    ("twins wanted", '"difference_in_differences", matched_trend = false', '"paired_ratio"', "estimands.0.estimator", "worlds of equal luck"),
    ("a cut-off wanted", '"difference_in_differences", matched_trend = false', '"regression_discontinuity", bandwidth = 3',
     "estimands.0.estimator", "needs a cut-off"),
    ("rows of another kind", '"difference_in_differences", matched_trend = false', '"tail_exponent", at = [3, 10]', "estimands.0.rows", "does not read"),
    ("no earlier estimand", '"letter-effect", "visit-effect"', '"letter-effects", "visit-effect"', "estimands.2.estimator.of", "letter-effect?"),
    ("unknown study", 'not significant", evidence = ["study-A19"]', 'not significant", evidence = ["study-A91"]',
     "estimands.0.published.evidence", "no source in evidence.toml"),
    ("an assumption as a study", 'evidence = ["study-A19"]                ', 'evidence = ["assumption"]', "evidence.0", "cited, not assumed"),
    ("band without a reason", ', reason = "A null: six points to either side."', "", "estimands.0.band.reason", "missing"),
    ("band of no known source", 'source = "judgement"', 'source = "judgment"', "estimands.0.band.source", "did you mean judgement?"),
    ("empty band", "low = -8, high = 4, ", "", "estimands.0.band", "demands nothing"),
    ("band backwards", "low = -8, high = 4", "low = 8, high = 4", "estimands.0.band.low", "backwards"),
    ("a word for a number", "figure = -2.3", 'figure = "-2.3"', "estimands.0.published.figure", "no number"),
    ("another file's name", 'name = "letters-by-lot"', 'name = "letters"', "name", "differs from the file's"),
]  # fmt: skip


# Where the fault is told on another line than the one that was changed: how that line begins.
TOLD_AT = {
    "missing key": "[assignment]", "no authority to know": "known = 1.0", "too many workers for plants": "mean_workers",
    "history before the record": "where = { workers", "cut-off without one": "[assignment]", "shares of arms": "[[arms]]",
    "shares of twins": "share = 0.3", "rows of another kind": "[[estimands]]", "no months before": "[[estimands]]",
    "no outcome": "[[estimands]]", "outcome of other rows": "outcome =",
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case[0])
def test_a_broken_trial_is_refused_at_its_line(case: tuple[str, str, str, str, str], tmp_path: Path) -> None:
    what, find, write, key, told = case
    assert find in EXAMPLE
    text = EXAMPLE.replace(find, write, 1)
    path = written(tmp_path, text)
    with pytest.raises(ScenarioError) as caught:
        load_trial(path)
    found = [problem for problem in caught.value.problems if problem.key == key]
    assert found, caught.value
    assert told in str(found[0])
    assert found[0].file == str(path) and (found[0].allowed or found[0].mend)
    changed = EXAMPLE[: EXAMPLE.index(find)].count("\n") + 1
    line = next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(TOLD_AT[what])) if what in TOLD_AT else changed
    assert found[0].line == line


def test_a_cut_off_among_twins_has_no_other_side(tmp_path: Path) -> None:
    text = EXAMPLE.replace('method = "random"', 'method = "cutoff"\nacross = "twins"\nrunning = "workers"\ncutoff = 50', 1)
    text = text.replace('"difference_in_differences", matched_trend = false', '"fuzzy_discontinuity", bandwidth = 3', 1)
    with pytest.raises(ScenarioError, match="both sides of the cut-off in one world"):
        load_trial(written(tmp_path, text))


def test_a_reader_of_one_broken_trial_sees_all_that_is_wrong_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = EXAMPLE.replace("ceramics = 0.4", "ceramic = 0.4").replace("publication = 0\n", "publicaton = 0\n")
    text = text.replace("after = [0, 12]", "after = [0, 10]")
    with pytest.raises(ScenarioError) as caught:
        load_trial(written(tmp_path, text))
    keys = [problem.key for problem in caught.value.problems]
    assert keys == ["world.sector_mix", "world.levers.publicaton", "estimands.0.after", "estimands.1.after"]
    lines = [problem.line or 0 for problem in caught.value.problems]
    assert lines == sorted(lines) and len(set(lines)) == 4


FOLDER = tempfile.TemporaryDirectory()  # one for each test process, gone with it
DATA = tomllib.loads(EXAMPLE)
PATHS = list(keys_of(DATA))
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**40), 2**40), st.floats(), st.text(max_size=8), st.just([]), st.just({}),
    st.lists(st.integers(-99, 99), max_size=3), st.dictionaries(st.sampled_from(["do", "type", "value", "x"]), st.text(max_size=5), max_size=2),
    st.sampled_from(["visit", "compare", "emergency", "metal", "letter", "coal", "month", "random", "cutoff", "twins"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), JUNK), min_size=1, max_size=3))
def test_whatever_stands_in_a_trial_file_only_scenario_errors_come_out(changes: list[tuple[Any, Any]]) -> None:
    data = copy.deepcopy(DATA)
    for (*outer, key), value in changes:
        try:
            table = at(data, tuple(outer))
            if value is None:
                del table[key]
            else:
                table[key] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took it away
    path = written(Path(FOLDER.name), toml(data))
    try:
        load_trial(path)
    except ScenarioError as error:
        assert all(problem.reason and problem.file for problem in error.problems)
