"""Agents of one's own take the place of the model's, in one argument; what would not act is refused with the reason."""

import copy
import pickle
from typing import Any

import pytest

from simulation import (
    BASELINE,
    Department,
    DistrictModel,
    Enterprise,
    Inspector,
    LeverSetting,
    Policy,
    simulate,
    simulate_policies,
)
from simulation.agents.classes import BASES
from simulation.agents.department import Supervision
from simulation.region import Region, Unit
from simulation.simulate_region import simulate_region
from tests.simulation.districts import district, parameters

SMALL = district(0.006, burn_in=1)
GIVEN: dict[str, Any] = dict(parameters=parameters(), seed=4, months=2)


class Idle(Enterprise):
    def revise(self, peers_effort: float) -> None:
        super().revise(peers_effort)
        self.effort = 0.0


class Closed(Department):
    def monthly_capacity(self) -> float:
        return 0.0


class Blind(Inspector):
    @property
    def able(self) -> float:
        return 0.0


class Same(Enterprise):
    """Draws for itself and does nothing with it."""

    def revise(self, peers_effort: float) -> None:
        self.seen = self.model.u("own", self.facts.index, 0)
        super().revise(peers_effort)


def test_an_enterprise_of_ones_own_acts_under_every_policy() -> None:
    runs = simulate_policies(SMALL, [BASELINE, Policy("more", (LeverSetting("field_days", 200.0),))], engine="mesa", enterprise_class=Idle, **GIVEN)
    assert all(run.monthly["effort"].tolist() == [0.0, 0.0] for run in runs)


def test_a_department_and_an_inspector_of_ones_own_act() -> None:
    assert simulate(SMALL, engine="mesa", department_class=Closed, **GIVEN).total("visits") == 0.0
    blind = simulate(SMALL, engine="mesa", inspector_class=Blind, **GIVEN)
    assert blind.total("visits") > 0.0 and blind.total("inspector_skill") == 0.0


def test_a_subclass_that_changes_nothing_and_draws_for_itself_changes_no_number() -> None:
    assert simulate(SMALL, engine="mesa", enterprise_class=Same, **GIVEN).digest == simulate(SMALL, engine="mesa", **GIVEN).digest


def test_the_districts_of_a_region_take_them_too() -> None:
    region = Region("pair", "A pair", (Unit(SMALL, 0.0, 0.0), Unit(SMALL, 9.0, 0.0)), (0, 1))
    ((one, other),) = simulate_region(region, [BASELINE], engine="mesa", enterprise_class=Idle, **GIVEN)
    assert one.total("effort") == other.total("effort") == 0.0
    with pytest.raises(ValueError, match="only engine='mesa' has agents"):
        simulate_region(region, [BASELINE], enterprise_class=Idle, **GIVEN)


@pytest.mark.parametrize("name", BASES)
def test_what_is_no_subclass_is_refused_with_the_reason(name: str) -> None:
    for wrong, shown in ((object, "object"), (None, "None"), ("Enterprise", "'Enterprise'"), (DistrictModel, "DistrictModel")):
        with pytest.raises(TypeError, match=f"{name} is {shown}; it must be a subclass of simulation.agents"):
            simulate(SMALL, engine="mesa", **{name: wrong}, **GIVEN)
        with pytest.raises(TypeError, match="must be a subclass"):
            DistrictModel(SMALL, BASELINE, parameters(), 0, 0, **{name: wrong})
    with pytest.raises(ValueError, match=f"{name}: only engine='mesa' has agents; the compiled engine would leave them out"):
        simulate(SMALL, **{name: BASES[name]}, **GIVEN)


def test_a_misspelt_class_is_refused() -> None:
    with pytest.raises(TypeError, match="enterprises_class is no class that can be replaced; these can: enterprise_class"):
        simulate(SMALL, engine="mesa", enterprises_class=Idle, **GIVEN)  # type: ignore[call-arg]


# Mesa's own generator.


def world(seed: int = 0) -> DistrictModel:
    return DistrictModel(SMALL, BASELINE, parameters(), seed, 0)


def asked(model: DistrictModel) -> dict[str, Any]:
    """Every way that Mesa has to a generator."""
    one = model.enterprises[0]
    return {
        "random": lambda: model.random.random(), "choice": lambda: model.random.choice([1, 2]), "rng": lambda: model.rng.normal(), "of an agent": lambda: one.random.random(),
        "rng of an agent": lambda: one.rng.random(), "shuffle": lambda: model.agents.shuffle(), "shuffle_do": lambda: model.agents_by_type[Enterprise].shuffle_do("knows_me", 0),
        "select and shuffle": lambda: model.agents.select(at_most=3).shuffle(), "reset": lambda: model.reset_randomizer(3), "reset rng": lambda: model.reset_rng(3),
    }  # fmt: skip


@pytest.mark.parametrize("way", asked(world()))
def test_mesas_generator_is_refused_with_the_reason_and_what_to_do_instead(way: str) -> None:
    for model in (world(), copy.deepcopy(world())):
        with pytest.raises(RuntimeError, match=r'not be compared on the same world.*Draw by key.*model\.u\("own"'):
            asked(model)[way]()


def test_keyed_draws_of_ones_own_differ_by_world_seed_month_and_number_and_never_else() -> None:
    one = world()
    drawn = {
        one.u("own", 0, 0), one.u("own", 0, 1), one.u("own", 1, 0), one.u("plan", 0, 0), world(seed=1).u("own", 0, 0),
        DistrictModel(SMALL, BASELINE, parameters(), 0, 1).u("own", 0, 0),
    }  # fmt: skip
    first = one.u("own", 0, 0)
    one.step()
    assert len(drawn | {one.u("own", 0, 0)}) == 7
    assert world().u("own", 0, 0) == first


def test_a_model_can_be_copied_and_pickled_and_goes_on_alike() -> None:
    model = world()
    model.step()
    other = pickle.loads(pickle.dumps(model))
    for each in (model, other):
        each.step()
    assert isinstance(other, Supervision) and other.totals == model.totals
