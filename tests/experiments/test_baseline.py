"""The baseline lands where the figures of other places say it should."""

from experiments.baseline import landings
from experiments.compare import make_plan
from experiments.worlds import run_worlds


def test_after_the_burn_in_the_baseline_of_the_whole_district_is_inside_every_target() -> None:
    plan = make_plan("jiuyuan", [], worlds=8, months=60, seed=3)
    batch, failures = run_worlds(plan, workers=0)
    assert not failures
    found = landings(batch, plan.district)
    assert len(found) == 11
    assert all(landing.enough for landing in found)
    assert {landing.target.name: landing.mean for landing in found if not landing.inside} == {}
