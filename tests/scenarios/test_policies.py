"""Policies: levers in time, costs, and what several of them make together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError
from scenarios.composition import MAX_DEPTH, MAX_FILES, compose, policy_files
from scenarios.library import Library
from scenarios.schema.policy import MAX_PARTS
from simulation.policy import LeverSetting
from tests.scenarios.loading import SMALL
from tests.scenarios.writing import toml

WORDS = {"title": "Probe", "question": "Does it load?", "reasoning": "It is well formed."}


def write(folder: Path, name: str, **keys: Any) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(toml({"schema_version": 1, "name": name, **WORDS, **keys}), encoding="utf-8")
    return path


def told(spec: str | Path, library: Library = SMALL) -> str:
    with pytest.raises(ScenarioError) as caught:
        compose(library, spec)
    return str(caught.value)


def test_a_policy_is_its_levers_times_and_words() -> None:
    policy = compose(SMALL, "longer-days")
    assert policy.settings == (LeverSetting("field_days", 70, start=0, ramp=6, end=None),)
    assert (policy.title, policy.title_zh, policy.evidence) == ("Longer days", "延长现场天数", ("A01",))
    assert (policy.yearly_cost, policy.cost_start, policy.cost_end, policy.parts) == (1000, 0, None, ())


def test_a_lever_takes_the_times_of_its_file_unless_it_has_its_own(tmp_path: Path) -> None:
    levers = {"field_days": 60, "random_share": {"value": 0.5, "start": 2, "ramp": 0, "end": 9}}
    policy = compose(SMALL, write(tmp_path, "timed", start=4, ramp=3, end=40, levers=levers))
    assert policy.settings == (LeverSetting("field_days", 60, 4, 3, 40), LeverSetting("random_share", 0.5, 2, 0, 9))
    assert (policy.cost_start, policy.cost_end) == (4, 40)


def test_policies_compose_in_order_and_cost_the_sum_of_their_parts() -> None:
    policy = compose(SMALL, "longer-days+by-lot")
    assert policy.name == "longer-days+by-lot"
    assert policy.title == "Longer days + By lot"
    assert policy.title_zh == "延长现场天数 + By lot"
    assert [setting.lever for setting in policy.settings] == ["field_days", "random_share"]
    assert policy.parts == ("longer-days", "by-lot")
    assert policy.evidence == ("A01", "study-B2")
    months = range(70)
    alone = [compose(SMALL, name) for name in policy.parts]
    for month in months:
        assert policy.programme_cost_in(month) == sum(part.programme_cost_in(month) for part in alone)
    assert policy.programme_cost_in(2) == 1000 / 12
    assert policy.programme_cost_in(59) == 1200 / 12
    assert policy.programme_cost_in(60) == 1000 / 12


def test_the_baseline_composes_as_nothing() -> None:
    assert compose(SMALL, "baseline").settings == ()
    assert compose(SMALL, "baseline+by-lot") == compose(SMALL, "by-lot") == compose(SMALL, "by-lot+baseline")


def test_a_policy_takes_over_the_levers_and_costs_that_it_includes() -> None:
    both = compose(SMALL, "both")
    assert both.settings == compose(SMALL, "longer-days+by-lot").settings
    assert both.parts == ("longer-days", "by-lot")
    assert both.part_costs == ((1000, 0, None), (200, 3, 60))
    assert (both.yearly_cost, both.cost_start) == (30, 12)
    assert both.programme_cost_in(20) == pytest.approx(1230 / 12)


def test_a_file_that_two_ways_lead_to_counts_once() -> None:
    policy = compose(SMALL, "both+longer-days")
    assert sum(cost for cost, _, _ in policy.part_costs) == 1230
    assert [file.name for file in policy_files(SMALL, "both+longer-days")] == ["longer-days", "by-lot", "both"]


def test_equal_settings_are_no_conflict(tmp_path: Path) -> None:
    same = write(tmp_path, "same", ramp=6, levers={"field_days": 70})
    assert compose(SMALL, f"longer-days+{same}").settings == compose(SMALL, "longer-days").settings


def test_a_conflict_names_the_lever_and_both_files() -> None:
    text = told("by-lot+mostly-by-lot")
    assert "random_share" in text
    assert "policies/by-lot.toml to 0.7 from month 3" in text
    assert "policies/mostly-by-lot.toml to 0.8 from month 0" in text
    assert "`overrides`" in text


def test_equal_values_at_other_times_conflict(tmp_path: Path) -> None:
    later = write(tmp_path, "later", ramp=6, start=1, levers={"field_days": 70})
    assert "field_days" in told(f"longer-days+{later}")


def test_an_override_settles_a_conflict(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "settled",
        includes=["by-lot", "mostly-by-lot"],
        overrides=["random_share"],
        levers={"random_share": 0.6},
    )
    policy = compose(SMALL, path)
    assert policy.settings == (LeverSetting("random_share", 0.6),)
    assert policy.part_costs == ((200, 3, 60),)


def test_a_users_file_includes_shipped_policies_and_its_neighbours(tmp_path: Path) -> None:
    write(tmp_path, "neighbour", levers={"field_days": 55})
    path = write(tmp_path, "mine", includes=["neighbour.toml", "by-lot"])
    assert compose(SMALL, path).parts == ("neighbour", "by-lot")
    assert compose(SMALL, str(path)) == compose(SMALL, path)
    assert compose(SMALL, f"{path}+baseline") == compose(SMALL, path)


def test_a_path_may_hold_a_plus(tmp_path: Path) -> None:
    folder = tmp_path / "a+b"
    folder.mkdir()
    assert compose(SMALL, str(write(folder, "mine", levers={"field_days": 55}))).name == "mine"


@pytest.mark.parametrize("spec", ["", " ", "+", "by-lot+", "+by-lot", "by-lot++longer-days"])
def test_an_empty_part_is_refused(spec: str) -> None:
    assert "a policy is missing" in told(spec)


def test_a_part_given_twice_is_refused() -> None:
    assert "by-lot stands twice" in told("by-lot+longer-days+by-lot")
    assert "baseline stands twice" in told("baseline+baseline")


def test_an_unknown_part_is_answered_with_the_nearest() -> None:
    assert "did you mean by-lot?" in told("longer-days+by_lot")
    assert "did you mean longer-days?" in told("LONGER-DAYS")
    assert "'\\x1b[2J'" in told("\x1b[2J")


def test_too_many_parts_are_refused() -> None:
    assert f"up to {MAX_PARTS}" in told("+".join(f"p{number}" for number in range(MAX_PARTS + 1)))


def test_all_faults_of_all_parts_are_told_at_once(tmp_path: Path) -> None:
    one = write(tmp_path, "one", levers={"deaths": 0})
    two = write(tmp_path, "two", start=-1)
    text = told(f"{one}+{two}+nothing")
    assert "one.toml" in text and "two.toml" in text and "'nothing'" in text


def test_a_chain_of_includes_has_an_end(tmp_path: Path) -> None:
    write(tmp_path, "p0")
    for number in range(1, MAX_DEPTH + 1):
        write(tmp_path, f"p{number}", includes=[f"p{number - 1}.toml"])
    assert len(compose(SMALL, tmp_path / f"p{MAX_DEPTH - 1}.toml").parts) == MAX_DEPTH - 1
    assert f"{MAX_DEPTH} deep" in told(tmp_path / f"p{MAX_DEPTH}.toml")


def test_a_web_of_includes_is_read_once_and_has_an_end(tmp_path: Path) -> None:
    layers = [[f"p{layer}-{number}" for number in range(12)] for layer in range(5)]
    for layer, names in enumerate(layers):
        below = [f"{name}.toml" for name in layers[layer - 1]] if layer else []
        for name in names:
            write(tmp_path, name, includes=below)
    top = write(tmp_path, "top", includes=[f"{name}.toml" for name in layers[-1]])
    assert f"up to {MAX_FILES} files" in told(top)


def test_a_users_file_may_not_take_a_shipped_name(tmp_path: Path) -> None:
    assert "a shipped policy has this name already" in told(write(tmp_path, "by-lot"))
    assert compose(SMALL, SMALL.root / "policies" / "by-lot.toml").name == "by-lot"


def test_a_value_outside_the_expected_range_is_a_warning(tmp_path: Path) -> None:
    levers = {"field_days": 90, "random_share": {"value": 0.5, "start": 3, "ramp": 6, "end": 5}}
    policy, _ = SMALL.policy_file(write(tmp_path, "bold", levers=levers))
    assert policy.warnings == [
        "field_days = 90 is outside its expected range, 40 to 80 (days per officer-year)",
        "random_share ends in month 5, before it is whole in month 9",
    ]
    assert SMALL.policy_file("by-lot")[0].warnings == []


months = st.integers(0, 600)
times = st.fixed_dictionaries({}, optional={"start": months, "ramp": months, "end": st.integers(601, 1200)})
lever = st.floats(0, 1, allow_subnormal=False)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times, times, lever, st.integers(0, 10**9), st.text(st.characters(categories=["L", "N", "P"]), min_size=1))
def test_a_well_formed_policy_loads(
    tmp_path: Path, own: dict[str, int], whole: dict[str, int], share: float, cost: int, title: str
) -> None:
    entry = {"value": share, **own, "source": ["assumption"], "range": [0.0, 1.0]}
    cost_keys = {"yearly_cost": cost, "yearly_cost_source": ["assumption"], "yearly_cost_range": [0, 10**9 + 1]}
    path = write(tmp_path, "probe", **(WORDS | {"title": title}), **whole, **cost_keys, levers={"random_share": entry})
    policy = compose(SMALL, path)
    (setting,) = policy.settings
    assert (policy.title, policy.yearly_cost, setting.value) == (title, cost, share)
    assert setting.start == own.get("start", whole.get("start", 0))
    assert setting.ramp == own.get("ramp", whole.get("ramp", 0))
    assert setting.end == own.get("end", whole.get("end"))


def test_an_included_file_beside_this_one_is_found_for_the_user(tmp_path: Path) -> None:
    write(tmp_path, "my-pay", levers={"field_days": 60})
    text = told(write(tmp_path, "pay-and-more", includes=["my-pay"]))
    assert "no policy is called 'my-pay'; a file of that name stands beside this one: write 'my-pay.toml'" in text
    assert "allowed" not in text


def test_a_long_list_of_names_is_printed_once(tmp_path: Path) -> None:
    names = [f"policy-of-a-long-name-{i}" for i in range(12)]
    (tmp_path / "policies").mkdir()
    for file in ("parameters.toml", "evidence.toml"):
        (tmp_path / file).write_bytes((SMALL.root / file).read_bytes())
    for name in names:
        write(tmp_path / "policies", name, levers={"field_days": 60})
    text = told(write(tmp_path, "both", includes=["nothing-such", "nor-this"]), Library(tmp_path))
    assert "'nothing-such'" in text and "'nor-this'" in text
    assert text.count(names[3]) == 1


def test_a_source_that_is_no_id_is_one_problem_not_two(tmp_path: Path) -> None:
    text = told(write(tmp_path, "mine", evidence=["bad source"], levers={"field_days": 60}))
    assert text.count("bad source") == 1
