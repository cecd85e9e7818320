"""The Mesa model: conducts the agents through the phases of a month.  To read, watch, teach and extend."""

from __future__ import annotations

from types import SimpleNamespace

import mesa
import numpy as np

from simulation.agents import consequences
from simulation.agents.accident import Accident, draw_accidents, ordered_accident
from simulation.agents.books import keep_books
from simulation.agents.department import Department
from simulation.agents.enterprise import CELLS_PER_DOMAIN, Enterprise
from simulation.agents.government import DistrictGovernment
from simulation.agents.inspection import Inspection
from simulation.agents.outside import visit_from_outside
from simulation.arithmetic import root
from simulation.district import District, Sector
from simulation.draws import STREAM, uniform
from simulation.month import PHASES
from simulation.news import DISASTER, NOTHING_HEARD, NOTHING_TOLD, Told
from simulation.orders import NO_ORDERS, NOTED, ORDER_DEPARTMENT, ORDER_ENTERPRISE
from simulation.outcomes import OUTCOMES
from simulation.parameters import Parameters
from simulation.policy import Policy
from simulation.population import bounds_of, draw_population
from simulation.rules import effort, hazards, responsibility, severity

COUNTED = {
    NOTED["injuries"]: "lost_time_injuries", NOTED["deaths"]: "deaths", NOTED["reported_injuries"]: "reported_injuries", NOTED["reported_deaths"]: "reported_deaths",
    NOTED["serious_injuries"]: "serious_injuries",
}
"""Rows of the notes that take what the accidents of an enterprise add to an outcome."""
PLACE_COUNTS = ("visits", "injuries", "deaths", "expected_deaths")


class DistrictModel(mesa.Model):  # type: ignore[misc]
    """One world of a district under one policy; ``step`` is one month, negative months are the burn-in."""

    def __init__(self, district: District, policy: Policy, parameters: Parameters, seed: int, world: int) -> None:
        super().__init__(rng=0)  # Mesa's own generator is never used; a fixed seed keeps it from asking the machine
        self.district = district
        self.policy = policy
        self.parameters = parameters = parameters.with_values(district.own_values(parameters))
        self.seed_key = seed
        self.world_key = world
        self.month = -district.burn_in
        self.p = SimpleNamespace(**parameters)
        self.enterprises = [Enterprise(self, facts) for facts in draw_population(district, parameters, seed, world)]
        self.government = DistrictGovernment(self)
        self.emergency = next(number for number, plan in enumerate(district.departments) if plan.is_emergency)
        self.departments = [Department(self, number) for number in range(len(district.departments))]
        self.accidents: list[Accident] = []
        self.totals: dict[str, float] = {}
        self.history: dict[str, list[float]] = {outcome.name: [] for outcome in OUTCOMES}
        self.published: list[tuple[Enterprise, float]] = []
        self.orders = NO_ORDERS
        """What a study orders this month."""
        self.heard = NOTHING_HEARD
        """What is heard this month from other districts."""
        self.joint: set[int] = set()
        """Enterprises that several departments visit together this month."""
        self.place_totals = [dict.fromkeys(PLACE_COUNTS, 0.0) for _ in district.places]
        self.other_insured = district.insured / district.register.count if district.register.count else 0.0
        """Share of the registered enterprises off the high-risk list that are insured."""
        self.kind_bounds: list[list[float]] = []
        """Bounds by which an arriving hazard finds its cell, by sector."""
        self._place_visits: dict[int, int] = {}
        self._weights: list[list[list[float]]] = []
        self._weights_for: tuple[float, float] | None = None
        self._shared = [(s, d) for s, row in enumerate(district.responsibility) for d, cell in enumerate(row) if len(cell.departments) > 1]
        self._empty = [(s, d) for s, row in enumerate(district.responsibility) for d, cell in enumerate(row) if not cell.departments]
        self._distance = [[root((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)) for b in district.places] for a in district.places]

    # What the agents ask of the model.

    def u(self, stream: str, entity: int, index: int) -> float:
        """The uniform number of this stream, entity and index in this month."""
        return uniform(self.seed_key, self.world_key, STREAM[stream], entity, self.month + self.district.burn_in, index)

    def count(self, outcome: str, amount: float) -> None:
        """Add to an outcome of this month."""
        self.totals[outcome] += amount

    def count_in_place(self, place: int, what: str, amount: float) -> None:
        """Add to what is counted by place, from month 0 on."""
        if self.month >= 0:
            self.place_totals[place][what] += amount

    def is_first_month(self) -> bool:
        """Whether the world has just begun."""
        return self.month == -self.district.burn_in

    def is_planning_month(self) -> bool:
        """Whether departments draw up their plans this month: each quarter, and when the world begins."""
        return self.is_first_month() or self.month % int(self.p.plan_months) == 0

    def is_sensitive(self) -> bool:
        """Whether a political event makes this a month of held-down output; they spread over the year."""
        months = int(self.p.sensitive_months + 0.5)
        return months > 0 and (self.month % 12) * months % 12 < months

    def has_sensor(self, enterprise: Enterprise) -> bool:
        """Whether sensors watch an enterprise; more of them only ever add enterprises."""
        return enterprise.facts.high_risk and enterprise.facts.sensor_rank < self.p.remote_monitoring

    def distance(self, place: int, other: int) -> float:
        """Kilometres between two places."""
        return self._distance[place][other]

    def fatal_shares(self, sector: int) -> list[float]:
        """Probability that an injury kills, by cause: an unsafe act, then the cells in their order."""
        shares = [self.district.sectors[sector].unsafe_fatal_share]
        for domain in self.district.domains:
            for cell in range(CELLS_PER_DOMAIN):
                shares.append(severity.fatal_probability(domain.fatal_share, bool(cell & 1), self.p.fatal_major_multiple))
        return shares

    def _kinds(self, sector: Sector) -> list[float]:
        """Bounds by which an arriving hazard finds its cell."""
        shares = []
        for domain, exposure in zip(self.district.domains, sector.exposure, strict=True):
            latent = hazards.latent_share(self.p.latent_arrival_share, domain.latent_share)
            major = hazards.major_share(domain.major_share, sector.major_factor)
            shares += [hazards.kind_share(exposure, latent, bool(cell & 2), major, bool(cell & 1)) for cell in range(CELLS_PER_DOMAIN)]
        bounds_of(shares)
        return shares

    def mandate_weight(self, department: int, sector: int, domain: int) -> float:
        """Probability that a department examines a domain on a visit to this sector, this month."""
        return self._weights[department][sector][domain]

    def _weight(self, department: int, sector: int, domain: int) -> float:
        cell = self.district.responsibility[sector][domain]
        if not cell.departments:
            given = responsibility.is_within(self._empty.index((sector, domain)), len(self._empty), self.p.gaps_assigned)
            return 1.0 if given and cell.heir == department else 0.0
        if department not in cell.departments:
            return 0.0
        led = (sector, domain) in self._shared and responsibility.is_within(
            self._shared.index((sector, domain)), len(self._shared), self.p.leads_named
        )
        return responsibility.examination_weight(
            len(cell.departments), led, cell.departments[0] == department, self.p.shared_diligence, self.p.led_diligence
        )

    def responsible(self, sector: int, domain: int) -> int:
        """The department that looks hardest at a cell, or -1 where the cell is blind."""
        weights = [row[sector][domain] for row in self._weights]
        return weights.index(max(weights)) if max(weights) > 0.0 else -1

    def has_mandate(self, department: int, sector: int) -> bool:
        """Whether a department answers for anything in a sector."""
        return any(weight > 0.0 for weight in self._weights[department][sector])

    def any_responsible(self, sector: int, luck: float) -> int:
        """One of the departments that answer for a sector, by chance, or -1 if none does."""
        able = [number for number in range(len(self.departments)) if self.has_mandate(number, sector)]
        return able[int(luck * len(able))] if able else -1

    def report_to(self, department: int, enterprise: Enterprise) -> None:
        """A department hears of an enterprise: it knows it from now on and has it in its inbox from the next month on."""
        self.departments[department].referred.add(enterprise.facts.index)
        enterprise.known |= 1 << department

    def pooled_risk(self, enterprise: Enterprise) -> float:
        """The highest risk estimate among the departments that know an enterprise."""
        index = enterprise.facts.index
        return max((d.risk(index) for d in self.departments if enterprise.knows_me(d.number)), default=0.0)

    def visits_in_place(self, place: int) -> int:
        """Visits planned in a place this month."""
        return self._place_visits.get(place, 0)

    def publish(self, enterprise: Enterprise, fine: float) -> None:
        """Publish a penalty with the enterprise's name; peers read it in the phase of consequences."""
        self.count("publications", 1)
        self.published.append((enterprise, fine))

    def told(self) -> Told:
        """What other districts can hear of the month just past."""
        disasters = [a.deaths for a in self.accidents if a.month == self.month - 1 and a.deaths >= DISASTER]
        if not self.published and not disasters:
            return NOTHING_TOLD
        penalties = [(float(named.facts.sector), fine) for named, fine in self.published]
        return Told(np.array(penalties, np.float64).reshape(-1, 2).T, np.array([disasters], np.float64))

    def note(self, enterprise: Enterprise, name: str, amount: float) -> None:
        """Add to an enterprise's notes, where a study takes any."""
        if self.orders.notes.shape[1]:
            self.orders.notes[NOTED[name], enterprise.facts.index] += amount

    def note_down(self, enterprise: Enterprise, sign: float) -> None:
        """Add the month's counts so far to an enterprise's notes, or take them off: what it adds to them is the difference."""
        notes, i = self.orders.notes, enterprise.facts.index
        if notes.shape[1]:
            for row, name in COUNTED.items():
                notes[row, i] += sign * self.totals[name]

    # The phases of a month.

    def step(self) -> None:
        """One month, phase by phase as ``PHASES`` lists them."""
        self.totals = dict.fromkeys(self.history, 0.0)
        self.published = []
        for phase in PHASES:
            getattr(self, f"phase_{phase.name}")()
        if self.month >= 0:
            for name, values in self.history.items():
                values.append(self.totals[name])
        self.month += 1

    def phase_policy(self) -> None:
        """Set the lever values of the month; before month 0 the baseline holds."""
        if self.month >= 0:
            self.p = SimpleNamespace(**self.parameters)
            self.p.__dict__.update(self.policy.levers_in(self.month, self.parameters))
        levers = (self.p.leads_named, self.p.gaps_assigned)
        if levers != self._weights_for:
            self._weights_for = levers
            self._weights = [
                [[self._weight(number, s, d) for d in range(len(self.district.domains))] for s in range(len(self.district.sectors))]
                for number in range(len(self.district.departments))
            ]
        for enterprise in self.enterprises:
            enterprise.visits_this_month = 0
            enterprise.posted = False
            enterprise.worst_class = 0
            if self.month % 12 == 0:
                enterprise.visits_this_year = 0
                enterprise.fatal_this_year = 0

    def phase_staff(self) -> None:
        """Posts follow the levers; officers leave, are replaced, learn."""
        self.government.month()
        for department in self.departments:
            department.staff_posts()
            for officer in department.officers:
                officer.month()

    def phase_hazards(self) -> None:
        """Hazards arrive and are removed."""
        self.kind_bounds = [self._kinds(sector) for sector in self.district.sectors]
        for enterprise in self.enterprises:
            enterprise.face_hazards()

    def phase_planning(self) -> None:
        """Every department plans on the records of last month."""
        for department in self.departments:
            department.plan_visits()
        self._place_visits = {}
        planners: dict[int, int] = {}
        for department in self.departments:
            for index in department.planned:
                planners[index] = planners.get(index, 0) + 1
                place = self.enterprises[index].facts.place
                self._place_visits[place] = self._place_visits.get(place, 0) + 1
        self.joint = {i for i, n in planners.items() if n > 1 and self.u("joint", i, 0) < self.p.joint_visits}

    def phase_visits(self) -> None:
        """What is ordered, then visits department by department in the order of their numbers, enterprises in theirs; others come last."""
        for column in self.orders.visits.T.tolist():
            department = self.departments[int(column[ORDER_DEPARTMENT])]
            if department.officers:
                Inspection(self, department, self.enterprises[int(column[ORDER_ENTERPRISE])], column).carry_out()
        for index, fine in self.orders.publications.T.tolist():
            self.publish(self.enterprises[int(index)], fine)
        for department in self.departments:
            for index in department.planned:
                Inspection(self, department, self.enterprises[index]).carry_out()
        for enterprise in self.enterprises:
            visit_from_outside(self, enterprise)

    def phase_accidents(self) -> None:
        """Injuries happen, are severe or not, reach the record or not."""
        concealing = self.government.pressure()
        for enterprise in self.enterprises:
            self.note_down(enterprise, -1.0)
            for accident in draw_accidents(self, enterprise, concealing):
                self.accidents.append(accident)
                self.government.reported_this_year += accident.deaths if accident.on_record else 0
            self.note_down(enterprise, 1.0)
        for number, hit in enumerate(self.orders.accidents.T.tolist()):
            ordered = ordered_accident(self, number, hit)
            if ordered is not None:
                self.accidents.append(ordered)
                self.government.reported_this_year += ordered.deaths if ordered.on_record else 0

    def phase_consequences(self) -> None:
        """Memories, own and others' accidents, publications, complaints, premiums, classes, records, pressure."""
        members = consequences.peers_of(self)
        consequences.fade(members)
        happened = [accident for accident in self.accidents if accident.month == self.month]
        for accident in happened:
            consequences.spread_accident(self, accident)
        consequences.hear_of_disasters(self)
        consequences.spread_publications(self, members)
        for enterprise in self.enterprises:
            consequences.hear_complaint(self, enterprise)
            consequences.settle_accounts(self, enterprise)
            consequences.brief(self, enterprise)
            self._check_a_record(enterprise)
        for department in self.departments:
            department.after_month()
        self.government.after_month(max((a.legal_class for a in happened if a.on_record), default=0))

    def _check_a_record(self, enterprise: Enterprise) -> None:
        """A department drawn by lot goes through its record of an enterprise; what is left of the draw decides."""
        drawn = self.u("record", enterprise.facts.index, 0) * len(self.departments)
        turn = int(drawn)
        self.departments[turn].check_record(enterprise, drawn - turn)

    def phase_effort(self) -> None:
        """Every enterprise revises effort and output on last month's efforts of its peers."""
        near, sector = self._efforts(places=True), self._efforts(places=False)
        for enterprise in self.enterprises:
            facts = enterprise.facts
            enterprise.revise(effort.peers_mean(sector[facts.sector, 0], near[facts.sector, facts.place], self.p.near_peer_weight))

    def _efforts(self, *, places: bool) -> dict[tuple[int, int], float]:
        """Mean effort by sector and place, or by sector alone under place 0."""
        sums: dict[tuple[int, int], float] = {}
        counts: dict[tuple[int, int], int] = {}
        for enterprise in self.enterprises:
            key = (enterprise.facts.sector, enterprise.facts.place if places else 0)
            sums[key] = sums.get(key, 0.0) + enterprise.effort
            counts[key] = counts.get(key, 0) + 1
        return {key: value / counts[key] for key, value in sums.items()}

    def phase_books(self) -> None:
        """Count the month: stocks, means and money."""
        keep_books(self)
