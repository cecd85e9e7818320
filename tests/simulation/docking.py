"""Reads the same state off both conductors: what must be equal, exactly."""

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from simulation.agent_worlds import run_of_agents
from simulation.agents.accident import harm_of
from simulation.agents.world import CELLS_PER_DOMAIN
from simulation.district import District
from simulation.engine import columns
from simulation.engine.columns import Group
from simulation.engine.run import EngineModel
from simulation.model import DistrictModel
from simulation.outcomes import OUTCOMES
from simulation.parameters import Parameters
from simulation.policy import BASELINE, Policy

SIXTY_FOURTHS = columns.SIXTY_FOURTHS


def pairs(district: District, policies: Sequence[Policy], parameters: Parameters, seed: int, world: int, months: int) -> Iterator[tuple[EngineModel, DistrictModel]]:
    """Both conductors after ``months`` under each policy, on one world."""
    columnar = EngineModel(district, BASELINE, parameters, seed, world)
    agents = DistrictModel(district, BASELINE, parameters, seed, world)
    columnar.advance(district.burn_in, lambda count: None)
    for _ in range(district.burn_in):
        agents.step()
    for number, policy in enumerate(policies):
        one = columnar.under(policy)
        one.advance(months, lambda count: None)
        # The last one takes the settled world itself: whatever a copy shares with it, by mistake, shows there.
        is_last = number == len(policies) - 1
        other = agents if is_last else copy.deepcopy(agents, {id(district): district, id(parameters): parameters})
        other.policy = policy
        for _ in range(months):
            other.step()
        yield one, other


def differences(engine: EngineModel, model: DistrictModel) -> list[str]:
    """Everything in which the two differ: outcomes, events, places, every column of the state."""
    one, other = engine.run(), run_of_agents(model)
    found = [f"outcome {o.name}" for o in OUTCOMES if one.monthly[o.name].tobytes() != other.monthly[o.name].tobytes()]
    found += [] if one.events == other.events else ["events"]
    # By their texts, since nan is not equal to itself.
    found += [] if repr(one.places) == repr(other.places) else ["places"]
    for name, ours, theirs in states(engine, model):
        if ours.shape != theirs.shape or not np.array_equal(ours, theirs):
            found.append(f"column {name}")
    return found


def states(engine: EngineModel, model: DistrictModel) -> Iterator[tuple[str, Any, Any]]:
    """Every column of the engine's state beside the same read off the agents, by name."""
    state, departments = engine.state, model.departments
    yield from _group(columns.REALS, state.reals, model.enterprises, float)
    yield from _group(columns.SINGLES, state.singles, model.enterprises, float)
    yield from _group(columns.MARKS, state.marks, model.enterprises, int)
    yield from _group(columns.FRESH, state.fresh, model.enterprises, float)
    yield from _group(columns.SHORTS, state.shorts, model.enterprises, int)
    yield from _group(columns.BYTES, state.bytes, model.enterprises, int)
    yield from _group(columns.WORDS, state.words, model.enterprises, int)
    yield from _group(columns.DESKS, state.desks, departments, float)
    for column, values in zip(columns.GOVERNMENT.columns, state.government, strict=True):
        if column.agent:
            yield column.name, values, np.float64(getattr(model.government, column.agent))
    for row, column in enumerate(columns.PLACE_TOTALS.columns):
        yield f"place {column.name}", state.place_totals[row], np.array([place[column.agent] for place in model.place_totals])
    yield "cells", state.cells, np.array([enterprise.cells for enterprise in model.enterprises])
    yield "weights", state.weights, np.array(model.mandates.weights)
    yield "open hazards", state.notes[columns.OPEN_HAZARDS], np.array([sum(enterprise.cells) for enterprise in model.enterprises])
    yield from _special(engine, model)
    yield from _sums(engine, model)
    for department in departments:
        yield from _desk(engine, department)


def _group(group: Group, array: Any, agents: Sequence[Any], kind: Callable[[Any], Any]) -> Iterator[tuple[str, Any, Any]]:
    for row, column in enumerate(group.columns):
        if column.agent:
            yield column.name, array[row], np.array([kind(_read(agent, column.agent)) for agent in agents], array.dtype)


def _read(agent: Any, path: str) -> Any:
    for part in path.split("."):
        agent = getattr(agent, part)
    return agent


def _special(engine: EngineModel, model: DistrictModel) -> Iterator[tuple[str, Any, Any]]:
    """Columns that the agents hold in another form."""
    state, enterprises = engine.state, model.enterprises
    yield "prior", state.shorts[columns.PRIOR], np.array(model.departments[0].prior) * SIXTY_FOURTHS
    right = np.array([e.facts.representative_rank < model.p.worker_stop_right for e in enterprises])
    yield "represented", state.bytes[columns.REPRESENTED] != 0, right
    yield "watched", state.bytes[columns.WATCHED] != 0, np.array([model.has_sensor(e.facts) for e in enterprises])
    yield "joint", state.marks[columns.JOINT] != 0, np.array([e.facts.index in model.joint for e in enterprises])
    yield "joint_count", state.government[columns.JOINT_COUNT], np.float64(len(model.joint))
    yield "covered", state.bytes[columns.COVERED], np.array([_covered(model, e) for e in enterprises])
    yield "chosen", state.marks[columns.CHOSEN], np.zeros(len(enterprises))
    seen = np.array([e.publications_seen for e in enterprises])
    yield "publications_seen", state.readers[columns.PUBLICATIONS_SEEN][state.bytes[columns.SECTOR]], seen
    levers = (state.government[columns.LEADS_SET], state.government[columns.GAPS_SET])
    yield "levers of the weights", np.array(levers), np.array(model.mandates.levers)


def _sums(engine: EngineModel, model: DistrictModel) -> Iterator[tuple[str, Any, Any]]:
    """Sums over hazards that the engine keeps and the agents make anew."""
    state, domains = engine.state, len(model.district.domains)
    cells = np.array([enterprise.cells for enterprise in model.enterprises]).reshape(-1, domains, CELLS_PER_DOMAIN)
    yield "tallies", state.tallies, cells.sum(axis=1).T
    yield "hazards by domain", state.stocks[columns.STOCK_HAZARDS], cells.sum(axis=(0, 2))
    if model.month == -model.district.burn_in:
        return  # nothing was weighed yet
    fatal = [model.fatal_shares(sector) for sector in range(len(model.district.sectors))]
    of_domain = np.zeros((domains, len(model.enterprises), 4), np.int64)
    for i, enterprise in enumerate(model.enterprises):
        for domain in range(domains):
            of_domain[domain, i] = harm_of(model, enterprise, fatal[enterprise.facts.sector], domain)
    yield "harm", state.harm, of_domain.sum(axis=0).T
    yield "injuries and deaths by domain", state.stocks[[columns.STOCK_INJURIES, columns.STOCK_DEATHS]], of_domain.sum(axis=1)[:, :2].T


def _covered(model: DistrictModel, enterprise: Any) -> int:
    knows = [d.number for d in model.departments if enterprise.knows_me(d.number)]
    return sum(
        exposure > 0.0 and any(model.mandates.weight(d, enterprise.facts.sector, domain) > 0.0 for d in knows)
        for domain, exposure in enumerate(enterprise.sector.exposure)
    )


def _desk(engine: EngineModel, department: Any) -> Iterator[tuple[str, Any, Any]]:
    """What one department keeps."""
    state, number = engine.state, department.number
    for group, array in ((columns.FILES, state.files), (columns.ROUNDS, state.rounds)):
        for row, column in enumerate(group.columns):
            if column.agent:
                yield f"{column.name} of {number}", array[row, number], np.array(getattr(department, column.agent))
    yield f"estimate of {number}", state.files[columns.ESTIMATE, number], np.array(department.estimate) * SIXTY_FOURTHS
    officers = len(department.officers)
    yield f"officers of {number}", state.desks[columns.OFFICERS, number], np.float64(officers)
    for row, column in enumerate(columns.POSTS.columns):
        values = np.array([float(getattr(officer, column.agent)) for officer in department.officers])
        yield f"{column.name} in {number}", state.posts[row, number, :officers], values
    for name, words, members in (
        ("due", state.words[columns.DUE], department.due), ("inbox", state.words[columns.INBOX], department.inbox),
        ("handed", state.words[columns.HANDED], department.handed), ("complained", state.words[columns.COMPLAINED], department.complained), ("referred", state.notes[columns.REFERRED], department.referred),
    ):
        ours = {int(i) for i in np.flatnonzero(words >> number & 1)}
        yield f"list {name} of {number}", np.array(sorted(ours)), np.array(sorted(members))
    first, end = (int(state.desks[row, number]) for row in (columns.AGENDA_NEXT, columns.AGENDA_END))
    done = state.agenda[number, :first] if department.agenda_whole else []
    yield f"agenda of {number}", np.concatenate([state.agenda[number, first:end], done]), np.array(department.agenda)
