"""The two conductors give the same trajectory, bit for bit."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import simulation
from scenarios import load_district, load_parameters, load_policy, policy_names
from scenarios.silence import OFF
from simulation.district import Cell, District
from simulation.month import PHASES
from simulation.policy import CellSetting, LeverSetting, Policy
from simulation.rule import RULES
from tests.simulation.districts import district
from tests.simulation.docking import differences, pairs

TABLE = load_parameters()
LEVERS = sorted(name for name, entry in TABLE.entries.items() if entry.kind == "lever")
OTHERS = sorted(name for name, entry in TABLE.entries.items() if entry.kind == "uncertainty")
SHARDS = 8
EXAMPLES = 125
"""In each shard; together a thousand."""
WHOLE = district(0.003, burn_in=0)


@st.composite
def districts(draw: st.DrawFn) -> District:
    """A tiny Jiuyuan: fewer departments, enterprises and months before the first, other staff."""
    kept = [0, *sorted(draw(st.sets(st.integers(1, len(WHOLE.departments) - 1))))]
    number = {old: new for new, old in enumerate(kept)}
    departments = tuple(
        replace(
            WHOLE.departments[old], officers=draw(st.sampled_from([0.0, 0.4, 1.0, 3.0])), enforces=draw(st.booleans()),
            known_registered=draw(st.sampled_from([0.5, 0.9, 1.0])),
        )
        for old in kept
    )
    responsibility = tuple(
        tuple(Cell(tuple(number[d] for d in cell.departments if d in number), number.get(cell.heir, 0)) for cell in row)
        for row in WHOLE.responsibility
    )
    registered = draw(st.integers(1, 8))
    return replace(
        WHOLE, departments=departments, responsibility=responsibility, burn_in=draw(st.integers(0, 3)),
        register=replace(WHOLE.register, count=registered), others=replace(WHOLE.others, count=draw(st.integers(4, 10))),
        large_plants=draw(st.integers(0, 1)), insured=draw(st.sampled_from([0.0, 1.0])) * registered, graded=registered / 2.0,
        employees=draw(st.sampled_from([500, 5000, 65000])),
    )


@st.composite
def policies(draw: st.DrawFn, levers: list[str]) -> Policy:
    """Some levers anywhere in their ranges, and some cells of the matrix in other hands, for some of the time."""
    names = draw(st.lists(st.sampled_from(levers), min_size=1, max_size=6, unique=True))
    values = []
    for name in names:
        low, high = draw(st.sampled_from([TABLE.entries[name].hard, TABLE.entries[name].expected]))
        start = draw(st.integers(0, 4))
        end = draw(st.none() | st.integers(start + 1, start + 4))
        values.append(LeverSetting(name, draw(st.floats(low, high)), start, draw(st.integers(0, 3)), end))
    pairs_of = st.tuples(st.sampled_from([s.name for s in WHOLE.sectors]), st.sampled_from([d.name for d in WHOLE.domains]))
    cells = []
    for sector, domain in draw(st.lists(pairs_of, max_size=3, unique=True)):
        start = draw(st.integers(0, 4))
        # Of the departments only the first is in every district that is drawn.
        departments = draw(st.sampled_from([(), (WHOLE.departments[0].name,)]))
        cells.append(CellSetting(sector, domain, departments, "", start, draw(st.none() | st.integers(start + 1, start + 4))))
    return Policy("drawn", tuple(values), yearly_cost=draw(st.sampled_from([0, 120000])), cost_start=draw(st.integers(0, 2)), cells=tuple(cells))


VIOLENT = {"unsafe_injury_rate": 0.05, "hazard_injury_rate": 0.02, "loss_per_injury": 3e7, "record_lapse": 0.3}
"""Larger accidents in most months, which the district has once in years, and records that come and go."""


@st.composite
def assumptions(draw: st.DrawFn) -> dict[str, float]:
    """A few uncertain parameters anywhere in their expected ranges; in some worlds what is rare in the district is common."""
    names = draw(st.lists(st.sampled_from(OTHERS), max_size=3, unique=True))
    usual = draw(st.sampled_from([{}, {}, VIOLENT]))
    return {**usual, **{name: draw(st.floats(*TABLE.entries[name].expected)) for name in names}}


@pytest.mark.parametrize("shard", range(SHARDS))
def test_both_conductors_agree_on_drawn_worlds(shard: int) -> None:
    mine = LEVERS[shard::SHARDS]

    @settings(max_examples=EXAMPLES, database=None)
    @given(
        where=districts(), first=policies(mine), second=policies(LEVERS), changes=assumptions(), seed=st.integers(0, 2**63 - 1),
        world=st.integers(0, 2**32 - 1), months=st.integers(2, 7),
    )
    def agree(where: District, first: Policy, second: Policy, changes: dict[str, float], seed: int, world: int, months: int) -> None:
        for engine, model in pairs(where, [first, second], TABLE.values.with_values(changes), seed, world, months):
            assert differences(engine, model) == []

    agree()


@pytest.mark.parametrize("part", range(4))
def test_both_conductors_agree_on_every_shipped_policy(part: int) -> None:
    shipped = [load_policy(name) for name in policy_names()[part::4]]
    hamlet = replace(load_district("jiuyuan-hamlet"), burn_in=6)
    for engine, model in pairs(hamlet, shipped, TABLE.values, 1, part, 12):
        assert differences(engine, model) == [], engine.policy.name


def test_a_world_in_which_much_happens_agrees() -> None:
    """Room that runs out on every side: many posts, visits, publications and accidents."""
    busy = TABLE.values.with_values({"unsafe_injury_rate": 0.05, "hazard_injury_rate": 0.02, "loss_per_injury": 1e6})
    strict = Policy("strict", tuple(LeverSetting(name, value) for name, value in {
        "other_officers": 4.0, "officers_per_10000_workers": 20.0, "field_days": 200.0, "penalty_certainty": 1.0, "publication": 1.0,
        "random_share": 1.0}.items()))
    for engine, model in pairs(replace(load_district("jiuyuan-hamlet"), burn_in=2), [strict], busy, 5, 0, 8):
        assert differences(engine, model) == []
        assert len(model.accidents) > 100


def test_a_world_of_campaigns_after_larger_accidents_agrees() -> None:
    """Who is known when a campaign is heard of: records lapse and are entered in the same month."""
    campaign = Policy("campaign", (LeverSetting("campaign_strength", 1.0), LeverSetting("campaign_months", 3.0)))
    for engine, model in pairs(replace(load_district("jiuyuan-hamlet"), burn_in=2), [campaign], TABLE.values.with_values(VIOLENT), 5, 0, 8):
        assert differences(engine, model) == []
        assert model.government.in_campaign and any(accident.legal_class >= 2 and accident.on_record for accident in model.accidents)


def test_a_world_with_every_mechanism_switched_on_agrees() -> None:
    """Those that the table switches off all at once, in the middle of their ranges, where penalties, publications and rewards are many."""
    on = {name: sum(TABLE.entries[name].expected) / 2.0 for name in OFF}
    lively = TABLE.values.with_values({**on, "unsafe_injury_rate": 0.02, "hazard_injury_rate": 0.01})
    strict = Policy("strict", tuple(LeverSetting(name, value) for name, value in {
        "field_days": 200.0, "other_officers": 3.0, "penalty_certainty": 0.6, "publication": 1.0, "inspector_bonus": 400.0, "premium_swing": 0.3,
        "insurance_high_risk": 0.8, "class_reward": 400.0, "scheme_open": 0.5}.items()))
    for engine, model in pairs(replace(load_district("jiuyuan-hamlet"), burn_in=3), [strict], lively, 5, 0, 12):
        assert differences(engine, model) == []
        assert any(enterprise.closed_causes > 0.0 for enterprise in model.enterprises)


def test_a_busy_world_with_every_mechanism_at_the_far_end_of_its_range_agrees() -> None:
    """The same under a policy that touches what supervision does with them."""
    far = {name: max(TABLE.entries[name].expected, key=lambda end: abs(end - value)) for name, value in OFF.items()}
    values = TABLE.values.with_values({**VIOLENT, **far, "hazard_arrivals": 8.0, "priority_base": 0.3})
    settings = {
        "leads_named": 0.5, "process_weight": 0.5, "stop_work": 0.8, "results_posted": 0.3, "vertical_control": 0.0, "death_ceiling": 60.0, "one_vote_veto": 1.0,
        "other_officers": 3.0, "officers_per_10000_workers": 20.0, "campaign_strength": 0.5,
    }  # fmt: skip
    policy = Policy("busy", tuple(LeverSetting(name, value) for name, value in settings.items()))
    for engine, model in pairs(replace(load_district("jiuyuan-hamlet"), burn_in=4), [policy], values, 5, 0, 10):
        assert differences(engine, model) == []
        assert min(sum(model.history[name]) for name in ("stop_work_orders", "hazards_rectified", "deaths_concealed", "joint_visits")) > 0


# What the sources say.

ROOT = Path(simulation.__file__).parent
AGENTS = [*sorted((ROOT / "agents").glob("*.py")), ROOT / "model.py"]
ENGINE = sorted((ROOT / "engine").glob("*.py"))


@cache
def nodes_of(path: Path) -> tuple[Any, ...]:
    return tuple(ast.walk(ast.parse(path.read_text())))


def nodes(files: list[Path]) -> Iterator[Any]:
    for path in files:
        yield from nodes_of(path)


def rules_called(files: list[Path]) -> set[str]:
    calls = (node.func for node in nodes(files) if isinstance(node, ast.Call))
    return {call.attr for call in calls if isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.attr in RULES}


def parameters_read(files: list[Path]) -> set[str]:
    found = set()
    for node in nodes(files):
        if isinstance(node, ast.Attribute) and node.attr in TABLE.values:
            holder = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if holder in ("p", "parameters"):
                found.add(node.attr)
    return found


def test_both_conductors_call_the_same_rules() -> None:
    assert len(rules_called(AGENTS)) > 80
    assert rules_called(AGENTS) == rules_called(ENGINE)


def test_both_conductors_read_the_same_parameters() -> None:
    assert len(parameters_read(AGENTS)) > 120
    assert parameters_read(AGENTS) == parameters_read(ENGINE)


def test_the_engine_goes_through_every_phase_in_order() -> None:
    calls = (node.func for node in nodes([ROOT / "engine" / "month.py"]) if isinstance(node, ast.Call))
    names = [call.id for call in calls if isinstance(call, ast.Name) and call.id.startswith("phase_")]
    assert names == [f"phase_{phase.name}" for phase in PHASES]


def test_both_conductors_count_the_same_outcomes() -> None:
    def words(files: list[Path]) -> set[str]:
        return {node.value for node in nodes(files) if isinstance(node, ast.Constant) and isinstance(node.value, str)}

    from simulation.outcomes import OUTCOME_BY_NAME

    assert words(AGENTS) & OUTCOME_BY_NAME.keys() == words(ENGINE) & OUTCOME_BY_NAME.keys() == OUTCOME_BY_NAME.keys()
