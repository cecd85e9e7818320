"""The search on a made-up world: it finds what trying everything finds, keeps to the budget, and repeats itself exactly."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.studies.optimisation.chosen import choose
from experiments.studies.optimisation.exhaustive import check, try_all
from experiments.studies.optimisation.search import first_mixes, leading, looked_up, search
from experiments.studies.optimisation.space import Choice, Space, space_of
from experiments.text.errors import UserError
from scenarios import load_parameters
from scenarios.schema.plan import PlanFile
from tests.experiments.optimisation.made_up import evaluator, made_up_space, truth

BUDGET = 1_500_000.0


def plan(**changes):
    settings = {"schema_version": 1, "name": "tried", "title": "Tried", "question": "Which?", "policies": ["baseline", "levers"], "worlds": 2,
                "sampler": {"method": "factorial"}, "levers": {"equipment": {"low": 0.8, "high": 1.5, "steps": 3}, "expert_visits": {"values": [3.0, 6.0]}}}  # fmt: skip
    return PlanFile.model_validate({**settings, **changes})


def test_todays_value_is_always_among_the_levels():
    space = space_of(plan(), load_parameters().entries)
    assert [choice.levels for choice in space.choices] == [(0.8, 1.0, 1.15, 1.5), (0.0, 3.0, 6.0)]
    assert space.values(space.nothing) == {"equipment": 1.0, "expert_visits": 0.0}
    assert space.size == 12 and len(set(space.all())) == 12


def test_nothing_above_a_ceiling_can_be_chosen():
    space = space_of(plan(optimise={"ceilings": {"expert_visits": 3.0}}), load_parameters().entries)
    assert space.choices[1].levels == (0.0, 3.0)


def test_a_ceiling_under_todays_value_is_refused():
    with pytest.raises(UserError, match="ceiling of equipment"):
        space_of(plan(optimise={"ceilings": {"equipment": 0.9}}), load_parameters().entries)


def test_a_plan_that_leaves_no_choice_is_refused():
    with pytest.raises(UserError, match="nothing to choose"):
        space_of(plan(levers={"equipment": {"values": [1.0]}}), load_parameters().entries)


def test_the_first_generation_has_doing_nothing_and_every_lever_alone():
    space = made_up_space()
    first = first_mixes(space, 12, seed=0)
    assert first[0] == (0, 0, 0) and set(first[1:4]) == {(3, 0, 0), (0, 3, 0), (0, 0, 3)}
    assert len(set(first)) == 12


def test_a_lever_whose_highest_level_is_todays_is_tried_at_its_lowest():
    space = Space((Choice("fine_scale", (0.5, 1.0), 1, "", ""), Choice("equipment", (1.0, 1.5), 0, "", "")))
    assert list(space.alone()) == [(0, 0), (1, 1)]


@pytest.mark.parametrize("seed", range(5))
def test_the_search_finds_the_front_that_trying_everything_finds(seed):
    space = made_up_space()
    everything = try_all(space, evaluator(space))
    found = check(everything, search(space, looked_up(everything), budget=BUDGET, population=10, generations=4, seed=seed), BUDGET)
    assert found.mixes == 64 and found.tried <= 40
    assert found.hypervolume > 0.97 and found.hypervolume_all > 0.9
    assert found.lost < 0.05


def test_the_check_sees_a_search_that_missed_the_front():
    space = made_up_space()
    everything = try_all(space, evaluator(space))
    found = check(everything, search(space, looked_up(everything), budget=BUDGET, population=4, generations=1), BUDGET)
    assert found.hypervolume < 0.9 and not found.same_winner and found.lost > 0.0


def test_a_space_too_large_is_not_tried_whole():
    with pytest.raises(UserError, match="tries every one"):
        try_all(made_up_space(levels=20), evaluator(made_up_space(levels=20)))


def test_the_same_search_twice_tries_the_same_mixes_and_none_twice():
    space = made_up_space(levels=6)
    tries = []
    for _again in range(2):
        asked = []
        search(space, evaluator(space, asked=asked), budget=BUDGET, population=8, generations=6, seed=3)
        tries.append(asked)
    assert tries[0] == tries[1]
    mixes = [mix for _batch, batch in tries[0] for mix in batch]
    assert len(mixes) == len(set(mixes)) and tries[0][0][0] == "generation-000"


def test_another_seed_tries_other_mixes():
    space = made_up_space(levels=6)
    first, second = (search(space, evaluator(space), budget=BUDGET, population=8, generations=4, seed=seed).mixes for seed in (0, 1))
    assert set(first) != set(second)


def test_a_space_smaller_than_the_population_is_tried_whole_and_ends():
    space = made_up_space(levels=2)
    archive = search(space, evaluator(space), budget=BUDGET, population=24, generations=5)
    assert set(archive.mixes) == set(space.all())


def test_the_winner_keeps_within_the_budget_and_averts_most():
    space = made_up_space()
    archive = try_all(space, evaluator(space, noise=0.0))
    winner = choose(archive, space.nothing, BUDGET, 4).winner
    best = max((mix for mix in space.all() if truth(space, mix)[1] <= BUDGET), key=lambda mix: truth(space, mix)[0])
    assert winner == best and truth(space, winner)[1] <= BUDGET


def test_a_mix_whose_run_failed_is_never_chosen():
    space = made_up_space()
    best = choose(try_all(space, evaluator(space)), space.nothing, BUDGET, 4).winner
    chosen = choose(try_all(space, evaluator(space, broken=(best,))), space.nothing, BUDGET, 4)
    assert best not in [pick.mix for pick in chosen.picks]


def test_a_budget_of_nothing_leaves_things_as_they_are():
    space = made_up_space()
    chosen = choose(search(space, evaluator(space), budget=0.0, population=10, generations=3), space.nothing, 0.0, 4)
    assert chosen.winner is None and chosen.affordable == 1
    assert [pick.mix for pick in chosen.picks] == [space.nothing]


def test_dearer_mixes_are_tried_but_the_search_goes_to_where_money_reaches():
    space = made_up_space(levels=6)
    archive = search(space, evaluator(space), budget=BUDGET, population=10, generations=8)
    dear = [truth(space, mix)[1] > BUDGET for mix in archive.mixes]
    early, late = np.mean(dear[:20]), np.mean(dear[-20:])
    assert any(dear) and late < early


def test_in_the_rounds_after_the_generations_every_neighbour_of_the_leader_is_tried():
    space = made_up_space(levels=6)
    archive = search(space, evaluator(space), budget=BUDGET, population=6, generations=2, rounds=20)
    leader = leading(archive, BUDGET)
    assert all(mix in archive for mix in space.neighbours(leader))
    assert len(set(space.neighbours((0, 3, 5)))) == 4
    short = search(space, evaluator(space), budget=BUDGET, population=6, generations=2)
    assert truth(space, leader)[0] > truth(space, leading(short, BUDGET))[0]
