"""The figures of the table, in its order."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from statistics import median

from experiments.text.messages import Counted
from experiments.upkeep.bench import answers, commands, parts, phases, processes, sweeps
from experiments.upkeep.bench.table import Figure, least, most
from experiments.upkeep.bench.timing import (
    SEED,
    Effort,
    district_of,
    go_on,
    jiuyuan,
    median_seconds,
    nanoseconds,
    processor_seconds,
    wall_seconds,
    world_of,
)
from experiments.upkeep.bench.workshop_figures import workshop_figures
from scenarios import load_parameters
from simulation.engine.columns import EFFORT
from simulation.engine.run import EngineModel
from simulation.engine.state import bytes_per_enterprise
from simulation.model import DistrictModel
from simulation.policy import BASELINE

NOT_MEASURED = "not in a quick run"
QUARTER = 3
PARTS = {"draws": "draws", "exps": "exp", "logs": "log", "ranking": "ranking"}
MOST_IN_A_DISTRICT = 250_000
"""Enterprises; a department of more would have more officers than it may."""


def figures(effort: Effort) -> Iterator[Figure]:
    """Measure everything, row by row."""
    yield mesa_ratio(effort)
    settled = world_of(replace(jiuyuan(effort.scale), burn_in=effort.settling))
    go_on(settled, effort.settling)
    month = _month_nanoseconds(settled, effort)
    yield Figure("nanoseconds per enterprise-month, the district", f"{month:,.0f}")
    yield from part_figures(effort, month)
    yield from phase_figures(settled, effort)
    yield from world_figures(settled, effort)
    yield most("bytes of state per enterprise", bytes_per_enterprise(settled.state), 200)
    del settled
    yield from scaling_figures(effort)
    peak = processes.peak_bytes_per_enterprise(effort.memory_size, effort.sizes[0])
    yield Figure("peak bytes of memory per enterprise", f"{peak:,.0f}")
    yield Figure("start-up to first result, seconds passed", f"{processes.start_seconds(effort.runs):.1f}")
    cold = NOT_MEASURED if effort.is_quick else f"{processes.cold_seconds():.0f}"
    yield Figure("the same with an empty cache, once", cold)
    yield from answer_figures(effort)
    yield from command_figures(effort)
    yield from sweep_figures(effort)
    yield from workshop_figures(effort)


def answer_figures(effort: Effort) -> Iterator[Figure]:
    """What a paired answer takes in a warm process, by district."""
    years = ", ".join(map(str, answers.YEARS))
    for district, seconds in answers.answer_seconds(effort):
        shown = " / ".join(f"{1000 * taken:,.1f}" for taken in seconds)
        yield Figure(f"paired answer, {district}, {years} years, milliseconds", shown)


def command_figures(effort: Effort) -> Iterator[Figure]:
    """What the command line takes: short commands, and a comparison of the hamlet."""
    runs = 1 if effort.is_quick else effort.runs
    for name, taken in commands.short_seconds(runs).items():
        yield most(f"inspectorate {name}, seconds", taken, 0.4, "{:,.2f}")
    if effort.is_quick:
        yield Figure("compare, hamlet, 20 worlds of 3 years, seconds", NOT_MEASURED)
    else:
        yield most("compare, hamlet, 20 worlds of 3 years, seconds", commands.compare_seconds(effort.runs), 1.5, "{:,.2f}")


def sweep_figures(effort: Effort) -> Iterator[Figure]:
    """Into how many files many small tasks go, on workers that load first, and what a fresh process takes to open them."""
    found = sweeps.swept(*effort.swept)
    yield most(f"sweep of {found.tasks:,} small tasks: files of rows", found.parts, 500)
    yield most("  seconds to open it", found.opened, 5, "{:,.1f}")
    yield most("  gigabytes of memory for that", found.peak / 1e9, 1, "{:,.2f}")
    yield Figure("  milliseconds of keeping a task", f"{1000 * found.seconds / found.tasks:,.1f}")


def mesa_ratio(effort: Effort) -> Figure:
    """How many times faster the engine passes the same months of the same worlds as the Mesa model."""
    district, parameters, months = jiuyuan(effort.scale), load_parameters().values, effort.mesa_months
    ratios = []
    for world in range(effort.runs):
        engine = world_of(district, world)
        agents = DistrictModel(district, BASELINE, parameters, SEED, world)
        agents_seconds = processor_seconds(partial(_step, agents, months))
        copies = [engine.under(BASELINE) for _ in range(effort.runs)]
        ratios.append(agents_seconds / median(processor_seconds(partial(go_on, copy, months)) for copy in copies))
        efforts = [sum(enterprise.effort for enterprise in agents.enterprises), _sum_of_efforts(copies[0])]
        if efforts[0] != efforts[1]:
            raise RuntimeError("the engine and the Mesa model differ")
    return least("engine against the Mesa model, times", median(ratios), 180, "{:,.0f}")


def _step(agents: DistrictModel, months: int) -> None:
    for _ in range(months):
        agents.step()


def _sum_of_efforts(model: EngineModel) -> float:
    return sum(model.state.reals[EFFORT].tolist())


def _month_nanoseconds(settled: EngineModel, effort: Effort) -> float:
    model = settled.under(BASELINE)
    months = _months(settled.district.enterprises, effort)
    return nanoseconds(median_seconds(effort.runs, lambda: go_on(model, months)), settled.district.enterprises, months)


def _months(enterprises: int, effort: Effort) -> int:
    """Whole quarters, since plans are drawn up by the quarter; a thousand months at most."""
    return min(1000 // QUARTER, max(1, effort.steps // (enterprises * QUARTER))) * QUARTER


def part_figures(effort: Effort, month: float) -> Iterator[Figure]:
    """What calls cost by themselves, and how much of the month that is."""
    for name, (calls, taken) in parts.parts(effort.counted_scale, effort.counted_months, effort.runs).items():
        share = f"{taken:,.0f} ({taken / month:.0%}), {calls:,.2f} calls"
        yield Figure(f"  of it {PARTS[name]}", share)


def phase_figures(settled: EngineModel, effort: Effort) -> Iterator[Figure]:
    """What each phase takes."""
    if effort.is_quick:
        yield from (Figure(f"  phase {name}", NOT_MEASURED) for name in phases.FUNCTIONS)
        return
    seconds = phases.phase_seconds(settled, 4 * QUARTER, effort.runs)
    whole = sum(seconds.values())
    for name, taken in seconds.items():
        yield Figure(f"  phase {name}", f"{nanoseconds(taken, settled.district.enterprises, 1):,.0f} ({taken / whole:.0%})")


def world_figures(settled: EngineModel, effort: Effort) -> Iterator[Figure]:
    """Worlds of ten years a second and core: one policy on a settled world, and with a burn-in of its own."""

    def under_a_policy() -> None:
        model = settled.under(BASELINE)
        go_on(model, effort.horizon)
        model.run()

    def from_the_beginning() -> None:
        model = world_of(settled.district)
        go_on(model, settled.district.burn_in + effort.horizon)
        model.run()

    years = Counted("{n} years of the district").format(n=effort.horizon // 12)
    yield Figure(f"worlds per second per core, {years}", f"{1.0 / median_seconds(effort.runs, under_a_policy):,.2f}")
    yield Figure("  with a burn-in of its own", f"{1.0 / median_seconds(effort.runs, from_the_beginning):,.2f}")


def scaling_figures(effort: Effort) -> Iterator[Figure]:
    """Cost per enterprise-month by size, and two threads against one; the largest are several districts."""
    flat: list[float] = []
    for size in effort.sizes:
        parts = -(-size // MOST_IN_A_DISTRICT)
        district = district_of(size // parts)
        worlds = [[world_of(district, parts * world + part) for part in range(parts)] for world in range(2)]
        months = _months(size, effort)
        actions = [partial(_all_go_on, world, months) for world in worlds]
        one, ratios = [], []
        for _ in range(effort.runs):
            processor, passed = time.process_time(), _in_turn(actions)
            one.append((time.process_time() - processor) / len(actions))
            ratios.append(passed / _at_once(actions))
        cost = nanoseconds(median(one), parts * district.enterprises, months)
        flat.append(cost)
        name = f"{size:,} enterprises, nanoseconds per enterprise-month"
        yield Figure(name, f"{cost:,.0f}") if len(flat) == 1 else Figure(
            name, f"{cost:,.0f}", f"within 20 % of {flat[0]:,.0f}", abs(cost / flat[0] - 1.0) <= 0.2)
        yield least("  two threads against one, time passed", median(ratios), 1.9)


def _all_go_on(models: Sequence[EngineModel], months: int) -> None:
    for model in models:
        go_on(model, months)


def _in_turn(actions: Sequence[partial[None]]) -> float:
    return wall_seconds(lambda: [action() for action in actions])


def _at_once(actions: Sequence[partial[None]]) -> float:
    with ThreadPoolExecutor(len(actions)) as pool:
        started = time.perf_counter()
        for future in [pool.submit(action) for action in actions]:
            future.result()
        return time.perf_counter() - started
