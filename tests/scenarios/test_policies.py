"""Every shipped policy loads, says why, and stays within what a government can set."""

import pytest

from scenarios import load_policy, load_policy_file, policy_names

FIVE = ("attention", "coordination", "boundaries", "capacity", "incentives")


@pytest.mark.parametrize("name", policy_names())
def test_a_policy_loads_and_gives_its_reasons(name: str) -> None:
    policy, file = load_policy(name), load_policy_file(name)
    assert policy.name == name
    assert file.question and file.reasoning and file.title_zh
    assert policy.settings or name == "baseline"


def test_the_five_compose_and_are_all_five() -> None:
    composed, shipped = load_policy("+".join(FIVE)), load_policy("all-five")
    assert {s.lever: s.value for s in composed.settings} == {s.lever: s.value for s in shipped.settings}


@pytest.mark.parametrize("left_out", FIVE)
def test_leaving_one_out_leaves_out_exactly_its_levers(left_out: str) -> None:
    levers = {s.lever for s in load_policy("all-five").settings} - {s.lever for s in load_policy(left_out).settings}
    assert {s.lever for s in load_policy(f"without-{left_out}").settings} == levers
