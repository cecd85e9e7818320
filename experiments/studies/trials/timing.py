"""How long trials would take: measured on a few months of worlds of their own."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from experiments.running.keeping import room_for
from experiments.running.timing import LONG, SHORT
from experiments.studies.trials.course import pass_world
from experiments.studies.trials.several import share_of_worlds, variants_of
from experiments.studies.trials.study import districts_of
from experiments.studies.trials.under import WorldParameters
from scenarios.schema.trial import TrialFile
from scenarios.variations import world_of
from simulation.kept_worlds import KeptWorlds

PROBES = 3
"""Trials that are timed, of many: that with the least to do, one in the middle, that with the most."""


@dataclass(frozen=True)
class TrialTime:
    """Worlds, months (burn-ins and every arm included, kept ones left out) and seconds of some trials, without reading the figures from the rows."""

    worlds: int
    months: int
    kept_months: int
    seconds: float


@dataclass(frozen=True)
class _Price:
    """Seconds for each enterprise: of a world by itself, of a month of its burn-in, of a month that is recorded."""

    world: float
    settling: float
    month: float


def estimate(trials: Sequence[TrialFile], under: WorldParameters, worlds: int | None, workers: int, kept: KeptWorlds | None = None) -> TrialTime:
    """Time short runs of up to ``PROBES`` of the trials and scale them up by enterprises and months."""
    order = sorted(trials, key=_load)
    probed = [order[round(place * (len(order) - 1) / max(1, PROBES - 1))] for place in range(PROBES)]
    prices = {trial.name: _price(trial, under) for trial in {trial.name: trial for trial in probed}.values()}
    names = [trial.name for trial in order]
    seconds, longest, count, months, spared = 0.0, 0.0, 0, 0, 0
    for trial in trials:
        near = min(prices, key=lambda name: abs(names.index(name) - names.index(trial.name)))
        own = worlds or trial.sizes.large.worlds
        left_out = _kept_months(trial, under, own, kept, len(trials))
        price, saved = prices[near], sum(n * district.enterprises for n, district in zip(left_out, districts_of(trial), strict=True))
        part = share_of_worlds(trial)
        one = part * sum(district.enterprises * (price.world + district.burn_in * price.settling + recorded_months(trial) * price.month) for district in districts_of(trial))
        seconds += own * one - saved * price.settling
        longest = max(longest, one)
        count += own
        months += round(own * part * sum(district.burn_in + recorded_months(trial) for district in districts_of(trial))) - sum(left_out)
        spared += sum(left_out)
    return TrialTime(count, months, spared, max(seconds / max(1, workers), min(longest, seconds)))


def recorded_months(trial: TrialFile) -> int:
    """Months of one world of a trial after its burn-in: those before the treatment once, those after it in every course."""
    courses = 1 if trial.assignment.across == "within" and trial.assignment.unit != "world" else len(trial.arms)
    return trial.assignment.month + courses * (trial.record.months - trial.assignment.month)


def _load(trial: TrialFile) -> float:
    return math.fsum(district.enterprises * (district.burn_in + recorded_months(trial)) for district in districts_of(trial))


def _kept_months(trial: TrialFile, under: WorldParameters, worlds: int, kept: KeptWorlds | None, trials: int) -> list[int]:
    """Months of burn-ins that are kept from earlier commands, of each variant."""
    room = min(worlds, room_for(kept, districts_of(trial)) // trials)
    if kept is None:
        return [0] * len(variants_of(trial))
    found = []
    for variant in variants_of(trial):
        district, own = world_of(trial, variant or None)
        found.append(sum(kept.world(district, under.of_world(trial, world).with_values(own), seed=0, world=world).months_kept(0) for world in range(room) if variant in variants_of(trial, world)))
    return found


def _price(trial: TrialFile, under: WorldParameters) -> _Price:
    """Of the variant with most enterprises; the first run, which is not timed, pays for compiling."""
    variant = max(variants_of(trial), key=lambda name: world_of(trial, name or None)[0].enterprises)

    def seconds(burn_in: int, months: int) -> float:
        short = _short(trial, burn_in, months)
        started = time.perf_counter()
        pass_world(short, variant, 0, under.of_world(trial, 0), caps=trial.sizes.large.units)
        return time.perf_counter() - started

    seconds(0, SHORT)
    alone, settled, longer = seconds(0, SHORT), seconds(LONG, SHORT), seconds(0, LONG)
    enterprises, courses = world_of(trial, variant or None)[0].enterprises, recorded_months(_short(trial, 0, 1))
    month = max(0.0, longer - alone) / ((LONG - SHORT) * courses)
    return _Price(max(0.0, alone - SHORT * courses * month) / enterprises, max(0.0, settled - alone) / LONG / enterprises, month / enterprises)


def _short(trial: TrialFile, burn_in: int, months: int) -> TrialFile:
    """The trial with a few months only, its treatment in the first of them."""
    return trial.model_copy(update={
        "world": trial.world.model_copy(update={"burn_in": burn_in}), "record": trial.record.model_copy(update={"months": months}),
        "assignment": trial.assignment.model_copy(update={"month": 0, "spread": 0}),
    }).located(trial.file, trial.base)  # fmt: skip
