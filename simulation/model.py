"""The Mesa model: conducts the agents through the phases of a month.  To read, watch, teach and extend."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Unpack

import numpy as np

from simulation.agents import consequences
from simulation.agents.accident import Accident, draw_accidents, ordered_accident
from simulation.agents.books import keep_books, pay_overtime
from simulation.agents.by_domain import enter_cells, enter_domains
from simulation.agents.classes import AgentClasses, classes_of
from simulation.agents.department import Supervision
from simulation.agents.enterprise import Enterprise
from simulation.agents.government import DistrictGovernment
from simulation.agents.inspection import Inspection
from simulation.agents.outside import visit_from_outside
from simulation.agents.sites import move_sites
from simulation.arithmetic import SHARE_PARTS, whole_parts
from simulation.district import District
from simulation.matrix import matrix_in
from simulation.month import PHASES
from simulation.news import DISASTER, NOTHING_TOLD, Told
from simulation.orders import ORDER_DEPARTMENT, ORDER_ENTERPRISE
from simulation.parameters import Parameters
from simulation.policy import Policy
from simulation.population import draw_population
from simulation.rules import effort


class DistrictModel(Supervision):
    """One world of a district under one policy; ``step`` is one month, negative months are the burn-in.

    ``classes`` may replace the agents by subclasses.  Raises ``TypeError`` for a class that is none.
    """

    def __init__(
        self, district: District, policy: Policy, parameters: Parameters, seed: int, world: int, **classes: Unpack[AgentClasses]
    ) -> None:
        super().__init__(district, policy, parameters, seed, world)
        chosen = classes_of(classes)
        enterprise, department = chosen["enterprise_class"], chosen["department_class"]
        self.inspector_class = chosen["inspector_class"]
        self.enterprises = [enterprise(self, facts) for facts in draw_population(district, self.parameters, seed, world)]
        self.government = DistrictGovernment(self)
        self.departments = [department(self, number) for number in range(len(district.departments))]
        self.published = []
        self.accidents: list[Accident] = []

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
        """Set the lever values of the month and who answers for what; before month 0 the baseline holds."""
        if self.month >= 0:
            self.p = SimpleNamespace(**self.parameters)
            self.p.__dict__.update(self.policy.levers_in(self.month, self.parameters))
        self.mandates.set_for(self.p, matrix_in(self.district, self.policy, self.month))
        for enterprise in self.enterprises:
            enterprise.visits_this_month = 0
            enterprise.posted = False
            enterprise.injured = 0
            enterprise.fed = False
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
        self.set_kinds()
        if self.p.site_kept < 1.0:
            move_sites(self)
        for enterprise in self.enterprises:
            enterprise.face_hazards()

    def phase_planning(self) -> None:
        """Every department plans on the records of last month."""
        for department in self.departments:
            department.plan_visits()
        self.visits_in_place = [0] * len(self.district.places)
        planners: dict[int, int] = {}
        for department in self.departments:
            for index in department.planned:
                planners[index] = planners.get(index, 0) + 1
                self.visits_in_place[self.enterprises[index].facts.place] += 1
        self.joint = {i for i, n in planners.items() if n > 1 and self.u("joint", i, 0) < self.p.joint_visits}

    def phase_visits(self) -> None:
        """What is ordered, then visits department by department in the order of their numbers, enterprises in theirs; others come last."""
        for column in self.orders.visits.T.tolist():
            department = self.departments[int(column[ORDER_DEPARTMENT])]
            if department.officers:
                Inspection(self, department, self.enterprises[int(column[ORDER_ENTERPRISE])], column).carry_out()
        for index, fine in self.orders.publications.T.tolist():
            self.publish(self.enterprises[int(index)], fine)
        if self.p.overtime_by_pressure > 0.0:
            pay_overtime(self)
        for department in self.departments:
            for index in department.planned:
                Inspection(self, department, self.enterprises[index]).carry_out()
        for enterprise in self.enterprises:
            visit_from_outside(self, enterprise)

    def phase_output(self) -> None:
        """What is produced this month, before its accidents."""
        for enterprise in self.enterprises:
            enterprise.produce()

    def phase_accidents(self) -> None:
        """Injuries happen, are severe or not, reach the record or not."""
        concealing = self.government.pressure()
        self.expected_in_place = [0] * len(self.district.places)
        for enterprise in self.enterprises:
            self.note_down(enterprise.facts.index, -1.0)
            for accident in draw_accidents(self, enterprise, concealing):
                self.accidents.append(accident)
            self.note_down(enterprise.facts.index, 1.0)
        self.enter_sums(SHARE_PARTS)
        if self.orders.domains.shape[1]:
            enter_domains(self)
        if self.orders.cells.shape[1]:
            enter_cells(self)
        for place, expected in enumerate(self.expected_in_place):
            self.count_in_place(place, "expected_deaths", expected / SHARE_PARTS)
        for number, hit in enumerate(self.orders.accidents.T.tolist()):
            ordered = ordered_accident(self, number, hit)
            if ordered is not None:
                self.accidents.append(ordered)
                self.government.reported_this_year += ordered.deaths if ordered.on_record else 0

    def phase_consequences(self) -> None:
        """Memories, own and others' accidents, publications, complaints, premiums, classes, records, pressure."""
        members = consequences.peers_of(self)
        consequences.fade(members)
        consequences.feel_injuries(self)
        happened = [accident for accident in self.accidents if accident.month == self.month]
        for accident in happened:
            consequences.spread_accident(self, accident)
        consequences.hear_of_disasters(self)
        consequences.spread_publications(self, members)
        consequences.wear_off(self)
        for enterprise in self.enterprises:
            consequences.hear_complaint(self, enterprise)
            consequences.settle_accounts(self, enterprise)
            consequences.brief(self, enterprise)
            self._check_a_record(enterprise)
        consequences.reward_classes(self)
        consequences.frighten(self)
        for department in self.departments:
            department.after_month()
        self.government.after_month(max((a.legal_class for a in happened if a.on_record), default=0))

    def _check_a_record(self, enterprise: Enterprise) -> None:
        """A department drawn by lot goes through its record of an enterprise; what is left of the draw decides."""
        drawn = self.word("month", enterprise.facts.index, 0, 3) * len(self.departments)
        turn = int(drawn)
        self.departments[turn].check_record(enterprise, drawn - turn)

    def phase_effort(self) -> None:
        """Every enterprise revises its effort on last month's efforts of its peers."""
        near, sector = self._efforts(places=True), self._efforts(places=False)
        for enterprise in self.enterprises:
            facts = enterprise.facts
            enterprise.revise(effort.peers_mean(sector[facts.sector, 0], near[facts.sector, facts.place], self.p.near_peer_weight))

    def _efforts(self, *, places: bool) -> dict[tuple[int, int], float]:
        """Mean effort by sector and place, or by sector alone under place 0."""
        sums: dict[tuple[int, int], int] = {}
        counts: dict[tuple[int, int], int] = {}
        for enterprise in self.enterprises:
            key = (enterprise.facts.sector, enterprise.facts.place if places else 0)
            sums[key] = sums.get(key, 0) + whole_parts(enterprise.effort, SHARE_PARTS)
            counts[key] = counts.get(key, 0) + 1
        return {key: value / SHARE_PARTS / counts[key] for key, value in sums.items()}

    def phase_books(self) -> None:
        """Count the month: stocks, means and money."""
        keep_books(self)

    def told(self) -> Told:
        """What other districts can hear of the month just past."""
        disasters = [a.deaths for a in self.accidents if a.month == self.month - 1 and a.deaths >= DISASTER]
        if not self.published and not disasters:
            return NOTHING_TOLD
        penalties = [(float(named.facts.sector), fine) for named, fine in self.published]
        return Told(np.array(penalties, np.float64).reshape(-1, 2).T, np.array([disasters], np.float64))
