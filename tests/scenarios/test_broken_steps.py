"""What depends on the unit or comes in steps is refused at the right key where it does not fit the rest of the design."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import ScenarioError, load_trial
from tests.scenarios.test_trials import EXAMPLE, written

LETTER = '[{ do = "letter" }]'
CASES = [
    # what is wrong: text to find, text in its place, key, a part of the message
    ("case by a later fact", LETTER, '[{ do = "letter", cases = [{ where = { ordinal = { at_least = 2 } }, times = 0 }] }]',
     "arms.0.interventions.0.cases.0.where.ordinal", "results only"),
    ("case of no kind of number", LETTER, '[{ do = "letter", cases = [{ where = { sector = { at_least = 2 } }, times = 0 }] }]',
     "arms.0.interventions.0.cases.0.where.sector", "a name"),
    ("case of an unknown sector", LETTER, '[{ do = "letter", cases = [{ where = { sector = { equals = "metall" } }, times = 0 }] }]',
     "arms.0.interventions.0.cases.0.where.sector", "did you mean metal?"),
    ("case without a condition", LETTER, '[{ do = "letter", cases = [{ where = {}, times = 0 }] }]', "arms.0.interventions.0.cases.0.where", "too few"),
    ("case without every", LETTER, '[{ do = "letter", cases = [{ where = { workers = { at_least = 9 } }, times = 2 }] }]', "arms.0.interventions.0.times", "`every`"),
    ("case after the record", LETTER, '[{ do = "letter", every = 12, cases = [{ where = { workers = { at_least = 9 } }, times = 5 }] }]',
     "arms.0.interventions.0.cases", "month 48"),
    ("case of a department", LETTER, '[{ do = "pressure", legal_class = "major", cases = [{ where = { workers = { at_least = 9 } }, times = 0 }] }]',
     "arms.0.interventions.0.cases", "not to single enterprises"),
    ("rate before the record", "visits = { at_most = 0 }", "visits_per_worker = { at_most = 0 }", "eligible.where.visits_per_worker", "only 12 are recorded"),
    ("wedge and spread", 'strata = ["sector"]', "spread = 12\nwedge = { steps = 2, every = 12 }", "assignment.spread", "not both"),
    ("wedge off the windows", 'strata = ["sector"]', "wedge = { steps = 2, every = 5 }", "assignment.wedge.every", "no multiple"),
    ("wedge of worlds", 'strata = ["sector"]', 'unit = "world"\nwedge = { steps = 2, every = 12 }', "assignment.wedge", "treated at once"),
    ("wedge by a later fact", 'strata = ["sector"]', 'wedge = { steps = 2, every = 12, order = "distance" }', "assignment.wedge.order", "results only"),
    ("wedge beyond the record", 'strata = ["sector"]', "wedge = { steps = 4, every = 12 }", "record.months", "nothing is recorded"),
    ("months of long windows", 'realised = "reported_injuries"', 'months = "sensitive"', "estimands.0.months", "one month"),
    ("double difference of three", 'by = "ratio"', 'by = "double_difference"', "estimands.2.estimator.of", "four"),
    ("controls for both", "matched_trend = false", 'controls = ["workers"]', "estimands.0.estimator.controls", "not both"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, key: str, told: str) -> None:
    text = EXAMPLE.replace(old, new, 1)
    if "only 12" in told:
        text = text.replace("month = 24", "month = 12").replace("before = [-24, 0]", "before = [-12, 0]")
    assert text != EXAMPLE
    with pytest.raises(ScenarioError) as caught:
        load_trial(written(tmp_path, text))
    found = {problem.key: str(problem) for problem in caught.value.problems}
    assert key in found and told in found[key]


def test_a_second_step_needs_a_first_and_comes_after_it(tmp_path: Path) -> None:
    twins = EXAMPLE.replace('strata = ["sector"]', 'across = "twins"').replace("share = 0.3\n", "").replace("share = 0.4\n", "")
    for second, told in (("field_days = { value = 90, start = 12 }", ""), ("field_days = 90", "not after the first step"), ("fine_scale = { value = 2, start = 3 }", "does not move this lever"),
                         ("field_dais = 90", "did you mean field_days?"), ("field_days = { value = 90, start = 90 }", "would change nothing")):  # fmt: skip
        path = written(tmp_path, twins.replace(f"interventions = {LETTER}", f"levers = {{ field_days = 60 }}\nsecond_step = {{ {second} }}"))
        if told:
            with pytest.raises(ScenarioError, match=told.replace("?", r"\?")):
                load_trial(path)
        else:
            assert load_trial(path).arms[0].second_step["field_days"].value == 90
