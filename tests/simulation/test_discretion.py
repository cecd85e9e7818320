"""Officers use discretion, and owners wait for it: a private signal, fines by what was found, complying that is put off."""

from functools import cache

import numpy as np
import pytest

from simulation import simulate
from simulation.population import draw_population
from simulation.results import Run
from tests.simulation.districts import district, one_mechanism

PLACE = district(0.05, burn_in=24)
WORLDS, MONTHS = range(5), 36
EACH_ON_ITS_OWN = dict(
    penalty_major_push=0.0, penalty_repeat_push=0.0, minor_exemption=0.0, protection_by_tax=0.0, protection_by_tie=0.0, towns_enforce=1.0,
    leniency_mean=0.2)  # fmt: skip
"""Nothing but what was found makes one visit with findings more surely fined than another."""
MANY_VISITS = dict(field_days=200.0, officers_per_10000_workers=10.0)
"""Fines by the hundred in each world: a score of them says little of who is fined."""


@cache
def runs(by_enterprise: tuple[str, ...] = (), **assumed: float) -> list[Run]:
    """The same worlds under some values of parameters and levers, in the burn-in, too."""
    values = one_mechanism(**assumed)
    return [simulate(PLACE, parameters=values, months=MONTHS, seed=7, world=world, by_enterprise=list(by_enterprise)) for world in WORLDS]


def ratios(found: list[Run], over: str, under: str) -> np.ndarray:
    return np.array([run.total(over) / run.total(under) for run in found])


ONLY_PLANNED = dict(
    records_shared=0.0, reinspection_share=0.0, complaint_share=0.0, response_share=0.0, response_by_pressure=0.0, record_lapse=0.0, diversion=0.0,
    field_days=200.0)  # fmt: skip
"""Many visits, and nothing keeps one that is planned from being made, so that the reserve of the plan, which goes by the ranking, is never touched."""
CHOSEN, BY_LOT = dict(random_share=0.0, **ONLY_PLANNED), dict(random_share=1.0, **ONLY_PLANNED)


def test_a_private_signal_brings_officers_to_those_that_are_worse_than_others_of_their_size_and_sector() -> None:
    """The lasting factor of who is visited, a mean over visits: no officer knows it, and no record holds it."""
    def visited(weight: float) -> np.ndarray:
        found = []
        for world, run in zip(WORLDS, runs(("visits",), **CHOSEN, signal_weight=weight), strict=True):
            lasting = [facts.lasting for facts in draw_population(PLACE, one_mechanism(**CHOSEN), 7, world)]
            found.append(np.average(lasting, weights=run.by_enterprise.values["visits"].sum(axis=1)))
        return np.array(found)

    blind, half, seeing = visited(0.0), visited(1.0), visited(2.0)
    assert (seeing > blind + 0.03).all() and blind.mean() < half.mean() < seeing.mean()


def test_a_visit_by_lot_is_not_steered_by_it() -> None:
    """Nor by anything else that a department thinks of an enterprise."""
    drawn, chosen = runs(**BY_LOT, signal_weight=2.0), runs(**CHOSEN, signal_weight=2.0)
    assert [run.digest for run in drawn] == [run.digest for run in runs(**BY_LOT)]
    assert (ratios(drawn, "hazards_found", "visits") < ratios(chosen, "hazards_found", "visits")).all()


def test_who_is_found_with_more_is_the_more_surely_fined() -> None:
    """Findings of the enterprise-months with a fine over those of the others with findings: without discretion alike but for how often one is visited."""
    def over(discretion: float) -> np.ndarray:
        found = []
        for run in runs(("findings", "penalties", "visits"), penalty_certainty=0.5, penalty_discretion=discretion, **MANY_VISITS, **EACH_ON_ITS_OWN):
            months = run.by_enterprise.values
            once = (months["visits"] == 1) & (months["findings"] > 0)
            fined = once & (months["penalties"] > 0)
            found.append(months["findings"][fined].mean() / months["findings"][once & ~fined].mean())
        return np.array(found)

    without, half, whole = over(0.0), over(0.5), over(1.0)
    assert without.mean() == pytest.approx(1.0, abs=0.1)
    assert (whole > without + 0.15).all() and without.mean() < half.mean() < whole.mean()


def test_a_visit_by_lot_finds_and_fines_less_than_a_chosen_one() -> None:
    on = dict(signal_weight=2.0, penalty_discretion=1.0, penalty_certainty=0.3, **EACH_ON_ITS_OWN)
    chosen, drawn = (ratios(runs(**by, **on), "penalties", "visits") for by in (CHOSEN, BY_LOT))
    assert drawn.mean() < chosen.mean()


def test_complying_is_put_off_and_what_was_put_off_is_found_again() -> None:
    given = dict(penalty_certainty=0.02, certainty_unseen=0.02)
    at_once, put_off = runs(**given), runs(**given, compliance_delay=1.0)
    assert (ratios(put_off, "hazards_rectified", "hazards_found") < 0.7 * ratios(at_once, "hazards_rectified", "hazards_found")).all()
    assert sum(run.total("hazards_found") for run in put_off) > sum(run.total("hazards_found") for run in at_once)
    assert sum(run.total("hazards_open") for run in put_off) > sum(run.total("hazards_open") for run in at_once)


def test_who_is_sure_of_a_penalty_puts_nothing_off() -> None:
    """Findings that always end in a fine: all but who has not seen one yet comply as if nothing could be put off."""
    sure = dict(penalty_certainty=1.0, certainty_unseen=1.0, leniency_mean=0.0, integrity_mean=1.0, protection_by_tax=0.0, protection_by_tie=0.0)
    at_once, put_off = (ratios(runs(**sure, compliance_delay=delay), "hazards_rectified", "hazards_found") for delay in (0.0, 1.0))
    assert np.abs(put_off / at_once - 1.0).max() < 0.03
