"""A district with a million officers, however it comes to them, is refused with the number before anything is run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import scenarios
from experiments.cli.app import main
from experiments.running.planning import make_plan
from experiments.running.posts import BY_WORKERS, OTHERS, refuse_too_many_officers
from experiments.text.errors import UserError
from scenarios import load_district, load_parameters
from simulation.district import POSTS_PER_DEPARTMENT
from simulation.policy import LeverSetting, Policy
from simulation.simulate import simulate


def crowded(officers: float) -> object:
    """The hamlet with so many officers in its first other department."""
    district = load_district("jiuyuan-hamlet")
    first, *others = sorted(district.departments, key=lambda plan: plan.is_emergency)
    return replace(district, departments=(replace(first, officers=officers), *others))


def policy(lever: str, value: float) -> Policy:
    return Policy("many", (LeverSetting(lever, value),), title="Many")


def test_a_million_officers_of_a_department_are_refused_with_the_number() -> None:
    with pytest.raises(UserError, match="1,000,000 officers; a department may have 1,000") as error:
        make_plan(crowded(1_000_000.0), [], worlds=1, months=1)  # type: ignore[arg-type]
    assert "departments." in error.value.where and error.value.mend


@pytest.mark.parametrize(("lever", "value"), [(OTHERS, 1e6), (BY_WORKERS, 1e6)])
def test_so_are_those_that_a_policy_a_parameter_or_a_plan_would_hire(lever: str, value: float) -> None:
    district, values = load_district("jiuyuan-hamlet"), load_parameters().values
    for given in (([policy(lever, value)], values, {}), ([], {**values, lever: value}, {}), ([], values, {lever: value})):
        with pytest.raises(UserError, match="a department may have"):
            refuse_too_many_officers([district], *given)  # type: ignore[arg-type]
    refuse_too_many_officers([district], [policy("fine_scale", value)], values, {"fine_scale": value})


@pytest.mark.parametrize("officers", [POSTS_PER_DEPARTMENT, POSTS_PER_DEPARTMENT + 0.49])
def test_as_many_as_the_model_takes_are_run(officers: float) -> None:
    district = crowded(officers)
    make_plan(district, [], worlds=1, months=1)  # type: ignore[arg-type]
    run = simulate(replace(district, burn_in=0), parameters=load_parameters().values, months=1)  # type: ignore[type-var]
    assert run.total("officers") >= POSTS_PER_DEPARTMENT


def test_one_more_is_what_the_model_itself_refuses() -> None:
    district = crowded(POSTS_PER_DEPARTMENT + 0.5)
    with pytest.raises(UserError):
        make_plan(district, [], worlds=1, months=1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="officers"):
        simulate(replace(district, burn_in=0), parameters=load_parameters().values, months=1)  # type: ignore[type-var]


@pytest.mark.parametrize("words", [["run"], ["compare", "--policy", "capacity"], ["baseline"]])
def test_a_file_of_a_district_with_a_million_officers_is_refused_by_the_commands(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path(str(scenarios.__file__)).parent.joinpath("districts/jiuyuan.toml").read_text("utf-8")
    officers = 'officers = { low = 4, value = 8, high = 16, unit = "officers"'
    assert text.count(officers) == 1
    file = tmp_path / "crowded.toml"
    file.write_text(text.replace('name = "jiuyuan"', 'name = "crowded"').replace(officers, officers.replace("8", "1000000").replace("16", "2000000")), "utf-8")
    assert main([*words, "--district", str(file)]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "1,000,000 officers; a department may have 1,000" in told and "departments.housing.officers" in told
