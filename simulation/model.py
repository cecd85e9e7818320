"""The Mesa model: conducts the agents through the phases of a month.  To read, watch, teach and extend."""

from __future__ import annotations

from types import SimpleNamespace

import mesa
import numpy as np

from simulation.agents.accident import Accident, draw_accidents
from simulation.agents.department import Department
from simulation.agents.enterprise import Enterprise
from simulation.agents.government import DistrictGovernment
from simulation.district import District
from simulation.draws import STREAM, uniform
from simulation.month import PHASES
from simulation.outcomes import OUTCOMES
from simulation.parameters import Parameters
from simulation.policy import Policy
from simulation.population import draw_population
from simulation.rules import attention, beliefs, costs, government, incentives, responsibility

PLACE_COUNTS = ("visits", "injuries", "deaths", "expected_deaths")


class DistrictModel(mesa.Model):  # type: ignore[misc]
    """One world of a district under one policy; ``step`` is one month, negative months are the burn-in."""

    def __init__(self, district: District, policy: Policy, parameters: Parameters, seed: int, world: int) -> None:
        super().__init__(rng=0)  # Mesa's own generator is never used; a fixed seed keeps it from asking the machine
        self.district = district
        self.policy = policy
        self.parameters = parameters
        self.seed_key = seed
        self.world_key = world
        self.month = -district.burn_in
        self.p = SimpleNamespace(**parameters)
        self.enterprises = [Enterprise(self, facts) for facts in draw_population(district, parameters, seed, world)]
        self.government = DistrictGovernment(self)
        self.pooled_risk = [0.0] * len(self.enterprises)
        self.departments = [Department(self, number) for number in range(len(district.departments))]
        self.accidents: list[Accident] = []
        self.totals: dict[str, float] = {}
        self.history: dict[str, list[float]] = {outcome.name: [] for outcome in OUTCOMES}
        self.published: list[Enterprise] = []
        self.joint: set[int] = set()
        """Enterprises that several departments visit together this month."""
        self.place_totals = [dict.fromkeys(PLACE_COUNTS, 0.0) for _ in district.places]
        self._place_visits: dict[int, int] = {}
        self._weights: list[list[list[float]]] = []
        self._shared = [(s, d) for s, row in enumerate(district.responsibility) for d, cell in enumerate(row) if len(cell.departments) > 1]
        self._empty = [(s, d) for s, row in enumerate(district.responsibility) for d, cell in enumerate(row) if not cell.departments]
        self._distance = [
            [float(np.hypot(a.x - b.x, a.y - b.y)) for b in district.places] for a in district.places
        ]
        self._peer_visits: dict[tuple[int, int], float] = {}

    # What the agents ask of the model.

    def u(self, stream: str, entity: int, index: int) -> float:
        """The uniform number of this stream, entity and index in this month."""
        month = self.month + self.district.burn_in
        return uniform(self.seed_key, self.world_key, STREAM[stream], entity, month, index)

    def count(self, outcome: str, amount: float) -> None:
        """Add to an outcome of this month."""
        self.totals[outcome] += amount

    def count_in_place(self, place: int, what: str, amount: float) -> None:
        """Add to what is counted by place, from month 0 on."""
        if self.month >= 0:
            self.place_totals[place][what] += amount

    def is_sensitive(self) -> bool:
        """Whether a political event makes this a month of held-down output; they spread over the year."""
        months = int(self.p.sensitive_months + 0.5)
        return months > 0 and (self.month % 12) * months % 12 < months

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
        return any(self.mandate_weight(department, sector, domain) > 0.0 for domain in range(len(self.district.domains)))

    def visits_in_place(self, place: int) -> int:
        """Visits planned in a place this month."""
        return self._place_visits.get(place, 0)

    def peers_visited(self, sector: int, place: int) -> float:
        """Share of an enterprise's peers (same sector and place) visited this month."""
        return self._peer_visits.get((sector, place), 0.0)

    def recent_accident_enterprises(self, months: int) -> set[int]:
        """Enterprises with an accident on record in the last months."""
        return {a.enterprise for a in self.accidents[-500:] if a.on_record and self.month - a.month <= months}

    def publish(self, enterprise: Enterprise) -> None:
        """Publish a penalty with the enterprise's name; peers read it in the phase of consequences."""
        self.count("publications", 1)
        self.published.append(enterprise)

    # The phases of a month.

    def step(self) -> None:
        """One month, phase by phase as ``PHASES`` lists them."""
        self.totals = dict.fromkeys(self.history, 0.0)
        for phase in PHASES:
            getattr(self, f"phase_{phase.name}")()
        if self.month >= 0:
            for name, values in self.history.items():
                values.append(self.totals[name])
        self.month += 1

    def phase_policy(self) -> None:
        """Set the lever values of the month; before month 0 the baseline holds."""
        self.p = SimpleNamespace(**self.parameters)
        if self.month >= 0:
            self.p.__dict__.update(self.policy.levers_in(self.month, self.parameters))
        self._weights = [
            [[self._weight(number, s, d) for d in range(len(self.district.domains))] for s in range(len(self.district.sectors))]
            for number in range(len(self.district.departments))
        ]

    def phase_staff(self) -> None:
        """Posts follow the levers; officers leave, are replaced, learn."""
        self.government.month()
        for department in self.departments:
            department.staff_posts()
            for officer in department.officers:
                officer.month()

    def phase_hazards(self) -> None:
        """Hazards arrive and are removed."""
        for enterprise in self.enterprises:
            enterprise.visits_this_month = 0
            enterprise.face_hazards()

    def phase_planning(self) -> None:
        """Every department plans on the records of last month."""
        for index in range(len(self.enterprises)):
            knowing = [d.risk[index] for d in self.departments if self.enterprises[index].known[d.number]]
            self.pooled_risk[index] = max(knowing, default=0.0)
        for department in self.departments:
            department.plan_visits()
        self._place_visits = {}
        planners: dict[int, int] = {}
        for department in self.departments:
            for index in department.planned:
                planners[index] = planners.get(index, 0) + 1
                place = self.enterprises[index].facts.place
                self._place_visits[place] = self._place_visits.get(place, 0) + 1
        self.joint = {i for i, n in sorted(planners.items()) if n > 1 and self.u("joint", i, 0) < self.p.joint_visits}

    def phase_visits(self) -> None:
        """Visits, department by department in the order of their numbers, enterprises in theirs."""
        for department in self.departments:
            for index in department.planned:
                department.visit(self.enterprises[index])

    def phase_accidents(self) -> None:
        """Injuries happen, are severe or not, reach the record or not."""
        concealing = self.government.pressure()
        for enterprise in self.enterprises:
            for accident in draw_accidents(self, enterprise, concealing):
                self.accidents.append(accident)
                self.government.reported_this_year += accident.deaths if accident.on_record else 0

    def phase_consequences(self) -> None:
        """Own and others' accidents, publications, complaints, pressure."""
        p = self.p
        members: dict[tuple[int, int], list[Enterprise]] = {}
        for enterprise in self.enterprises:
            members.setdefault((enterprise.facts.sector, enterprise.facts.place), []).append(enterprise)
        self._peer_visits = {key: sum(e.visits_this_month > 0 for e in group) / len(group) for key, group in members.items()}
        for enterprise in self.enterprises:
            enterprise.remember()
        for accident in (a for a in self.accidents if a.month == self.month):
            victim = self.enterprises[accident.enterprise]
            victim.attention = attention.raised(victim.attention, attention.accident_jump(
                accident.deaths, accident.serious, p.attention_by_injury, p.attention_by_serious, p.attention_by_death))
            if accident.on_record:
                jump = government.pressure_jump(accident.legal_class, p.pressure_by_general, p.pressure_by_larger, p.pressure_by_major)
                for department in self.departments:
                    if accident.domain < 0 or self.mandate_weight(department.number, victim.facts.sector, accident.domain) > 0.0:
                        department.pressure = attention.raised(department.pressure, jump)
            if accident.deaths >= 3:
                for peer in self.enterprises:
                    distance = self._distance[victim.facts.place][peer.facts.place]
                    peer.attention = attention.raised(peer.attention, attention.disaster_jump(
                        accident.deaths, distance, p.publication_reach, p.attention_by_disaster))
        self._spread_publications(members)
        for enterprise in self.enterprises:
            self._hear_complaint(enterprise)
        for department in self.departments:
            department.keep_records()

    def _spread_publications(self, members: dict[tuple[int, int], list[Enterprise]]) -> None:
        for named in self.published:
            for (sector, place), group in members.items():
                if sector != named.facts.sector:
                    continue
                distance = self._distance[named.facts.place][place]
                for peer in group:
                    weight = beliefs.publication_weight(distance, self.p.publication_reach, peer.publications_seen, self.p.publication_fading)
                    peer.attention = attention.raised(peer.attention, weight * self.p.attention_by_publication)
                    peer.publications_seen += 1.0
        self.published = []

    def _hear_complaint(self, enterprise: Enterprise) -> None:
        p, index = self.p, enterprise.facts.index
        chance = incentives.complaint_probability(
            enterprise.facts.workers, sum(enterprise.cells), p.complaint_base, p.whistle_reward, p.whistle_reward_normal,
            p.complaint_reward_response, p.whistle_protection, p.protection_normal, p.complaint_protection_response,
        )
        if self.u("complaint", index, 0) < chance:
            self.count("complaints", 1)
            able = [d for d in self.departments if self.has_mandate(d.number, enterprise.facts.sector)]
            chosen = able[int(self.u("complaint", index, 1) * len(able))]
            chosen.inbox.add(index)
            chosen.complained.add(index)
            enterprise.known[chosen.number] = True

    def phase_effort(self) -> None:
        """Every enterprise revises effort and output on last month's efforts of its peers."""
        sums: dict[int, float] = {}
        counts: dict[int, int] = {}
        for enterprise in self.enterprises:
            sector = enterprise.facts.sector
            sums[sector] = sums.get(sector, 0.0) + enterprise.effort
            counts[sector] = counts.get(sector, 0) + 1
        for enterprise in self.enterprises:
            sector = enterprise.facts.sector
            enterprise.revise(sums[sector] / counts[sector])
        if self.p.briefings > 0.0:
            for enterprise in self.enterprises:
                if any(enterprise.known) and self.u("scheme", enterprise.facts.index, 0) < self.p.briefings / 12.0:
                    enterprise.attention = attention.raised(enterprise.attention, self.p.attention_by_briefing)
                    self.count("government_cost", self.p.briefing_cost)

    def phase_books(self) -> None:
        """Count the month: stocks, means and money."""
        p, count, n = self.p, self.count, len(self.enterprises)
        for enterprise in self.enterprises:
            for cell, open_now in enumerate(enterprise.cells):
                if open_now:
                    count("hazards_open", open_now)
                    count("latent_hazards_open" if cell & 2 else "visible_hazards_open", open_now)
                    if cell & 1:
                        count("major_hazards_open", open_now)
            facts, sector = enterprise.facts, enterprise.sector
            spent = costs.effort_spending(enterprise.effort, p.effort_cost, facts.workers, 1.0)
            count("enterprise_cost", spent * (1.0 - p.safety_subsidy) + costs.lost_output(enterprise.output, facts.workers, sector.value_added))
            count("government_cost", spent * p.safety_subsidy)
            for name in ("effort", "attention", "competence", "output"):
                count(name, getattr(enterprise, name) / n)
            count("believed_visit_probability", enterprise.visit_belief / n)
            for domain, exposure in enumerate(sector.exposure):
                if exposure > 0.0:
                    count("exposed_pairs", 1)
                    count("covered_pairs", float(any(
                        enterprise.known[d] and self.mandate_weight(d, facts.sector, domain) > 0.0 for d in range(len(self.departments)))))
        officers = [officer for department in self.departments for officer in department.officers]
        count("officers", len(officers))
        count("inspector_skill", sum(officer.skill for officer in officers) / max(1, len(officers)))
        count("government_priority", self.government.priority)
        count("department_pressure", sum(d.pressure for d in self.departments) / len(self.departments))
        extra_training = max(0.0, p.training_days - p.training_normal) / 12.0 * p.training_day_cost * len(officers)
        count("government_cost", costs.officer_cost(len(officers), p.officer_yearly_cost, p.officer_pay) + extra_training)
        count("government_cost", self.totals["complaints_verified"] * p.whistle_reward)
        if self.month >= 0:
            count("government_cost", self.policy.programme_cost_in(self.month) * self.district.employees / 65000.0)
        alone = self.totals["visits"] - self.totals["joint_visits"] + len(self.joint)
        count("enterprise_cost", alone * p.visit_enterprise_cost)

