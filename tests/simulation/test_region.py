"""Districts side by side: both conductors give the same, on any number of threads, and news travels."""

import sys
from dataclasses import replace

import pytest

from simulation.district import District
from simulation.engine.run import EngineModel
from simulation.news import NOTHING_TOLD, Told, hear
from simulation.policy import LeverSetting, Policy
from simulation.region import Region, Unit
from simulation.simulate import Engine, simulate_policies
from simulation.simulate_region import WORLDS, simulate_region
from tests.simulation.districts import district, parameters

NONE = Policy("none")
STRICT = Policy("strict", tuple(LeverSetting(name, value) for name, value in {
    "publication": 1.0, "penalty_certainty": 1.0, "officers_per_10000_workers": 10.0, "other_officers": 4.0, "field_days": 150.0}.items()))
BUSY = parameters(unsafe_injury_rate=0.03, loss_per_injury=1e6)


def region(scales: tuple[float, ...] = (0.004, 0.008, 0.006), spacing: float = 30.0, burn_in: int = 2) -> Region:
    units = [Unit(replace(district(scale, burn_in), name=f"d{k}"), spacing * k, 0.0) for k, scale in enumerate(scales)]
    return Region("three", "Three districts", tuple(units), tuple(range(len(units))))


def digests(engine: Engine = "compiled", threads: int = 1, where: Region | None = None) -> list[list[str]]:
    runs = simulate_region(
        where or region(), [NONE, STRICT, NONE], parameters=BUSY, seed=4, world=1, months=7, engine=engine, threads=threads)
    return [[run.digest for run in of_policy] for of_policy in runs]


def test_both_conductors_agree_and_so_do_threads() -> None:
    agents = digests("mesa")
    assert agents[0] == agents[2] != agents[1]
    for threads in (1, 2, 4):
        assert digests("compiled", threads) == agents


def test_states_kept_in_a_file_come_back_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    in_memory = digests()
    monkeypatch.setattr(sys.modules[simulate_region.__module__], "KEPT_IN_MEMORY", 1000)
    assert digests() == in_memory


def test_a_far_neighbour_is_heard_of_less_and_a_lone_district_is_as_ever() -> None:
    def efforts(where: Region) -> list[float]:
        return [run.monthly["attention"][-1] for run in simulate_region(where, [STRICT], parameters=BUSY, seed=4, months=12)[0]]

    near, far = efforts(region(spacing=5.0)), efforts(region(spacing=5000.0))
    assert all(a > b for a, b in zip(near, far, strict=True))
    alone = region((0.006,))
    [[beside]] = simulate_region(alone, [STRICT], parameters=BUSY, seed=4, months=12)
    [by_itself] = simulate_policies(alone.units[0].district, [STRICT], parameters=BUSY, seed=4, months=12)
    assert beside.digest == by_itself.digest


def test_what_is_told_is_heard_a_month_later_by_the_others() -> None:
    where = region((0.02, 0.02, 0.02), spacing=10.0, burn_in=0)
    models = [EngineModel(unit.district, STRICT, BUSY, 4, k * WORLDS) for k, unit in enumerate(where.units)]
    told = [model.advance_beside(hear([])) is not NOTHING_TOLD for model in models]
    assert any(told)
    beside = [run.monthly["attention"] for run in simulate_region(where, [STRICT], parameters=BUSY, seed=4, months=2)[0]]
    for k, model in enumerate(models):
        model.advance_beside(hear([]))
        alone = model.run().monthly["attention"]
        assert beside[k][0] == alone[0]
        assert (beside[k][1] > alone[1]) == any(told[:k] + told[k + 1:])


def test_districts_have_luck_of_their_own_that_a_sample_keeps() -> None:
    whole = region((0.004, 0.004, 0.004), spacing=1e6)
    runs = simulate_region(whole, [NONE], parameters=BUSY, months=3)[0]
    assert len({tuple(run.monthly["expected_injuries"]) for run in runs}) == 3
    one = Region("part", "Part", whole.units[2:], (2,))
    assert simulate_region(one, [NONE], parameters=BUSY, months=3)[0][0].monthly["expected_injuries"].tolist() == pytest.approx(
        runs[2].monthly["expected_injuries"].tolist(), rel=1e-3)


def test_impossible_requests_are_refused() -> None:
    with pytest.raises(ValueError, match="worlds 0 to 65535"):
        simulate_region(region(), [NONE], parameters=BUSY, world=65536)
    with pytest.raises(ValueError, match="threads"):
        simulate_region(region(), [NONE], parameters=BUSY, threads=0)
    with pytest.raises(ValueError, match="at least 1"):
        simulate_region(region(), [NONE], parameters=BUSY, months=0)
    mixed = region()
    other = replace(mixed, units=(mixed.units[0], Unit(replace(mixed.units[1].district, burn_in=9), 1.0, 1.0)), numbers=(0, 1))
    with pytest.raises(ValueError, match="burn-in"):
        simulate_region(other, [NONE], parameters=BUSY)


def test_a_model_of_which_no_month_has_passed_gives_an_empty_run() -> None:
    small: District = district(0.004, 0)
    run = EngineModel(small, NONE, parameters(), 0, 0).run()
    assert run.months == 0 and run.events == [] and len(run.monthly["deaths"]) == 0


def test_progress_is_told_up_to_one() -> None:
    told: list[float] = []
    simulate_region(region(), [NONE, STRICT], parameters=BUSY, months=3, tick=told.append, threads=2)
    assert told == sorted(told) and told[-1] == 1.0 and len(told) == 3 * (2 + 3 + 3)


def test_nothing_told_is_nothing_heard() -> None:
    assert hear([(NOTHING_TOLD, 3.0)]).penalties.shape == (3, 0)
    news = Told(hear([]).penalties[:2], hear([]).disasters[:1])
    assert hear([(news, 3.0)]).disasters.shape == (2, 0)
