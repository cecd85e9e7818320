"""A department: whom it knows, its officers, its plan of visits, its risk estimates and inbox."""

from __future__ import annotations

from simulation.agents.enterprise import Enterprise
from simulation.agents.files import Files
from simulation.agents.government import DistrictGovernment
from simulation.agents.inspector import Inspector
from simulation.agents.world import World
from simulation.distributions import gumbel
from simulation.district import POSTS_PER_DEPARTMENT, too_many_officers
from simulation.rules import attention, government, responsibility, staff, targeting, visits

RESPONSE_MEMORY = 3
FOLLOW_UP, INBOX, REACTION, LEFT_TO_ANOTHER = range(4)
"""Draws of the stream ``queue``, four to a department."""
TARGET, LOT, ORDER = range(3)
"""Words of the block ``plan``: noise of the ranking, the lot, the place in the order."""
EXEMPTION = 2
"""Word of the block ``standing``; the others belong to joining and briefing."""


class Department(Files):
    """Keyed by its number in the district."""

    model: Supervision

    def __init__(self, model: Supervision, number: int) -> None:
        super().__init__(model)
        self.number = number
        self.plan = model.district.departments[number]
        self.carry = 0.0
        self.pressure = 0.0
        self.inbox: set[int] = set()
        self.complained: set[int] = set()
        self.due: set[int] = set()
        self.handed: set[int] = set()
        """Enterprises whose case was handed to it, until all that it finds there is corrected in truth."""
        self.referred: set[int] = set()
        """What reaches it this month, in the inbox from the next on."""
        self.agenda: list[int] = []
        """The visits planned for the quarter and not yet made, in the order in which they will be."""
        self.agenda_whole = False
        """Whether it holds everybody whom the department could plan: it begins again when it is through, nobody twice in a month."""
        self.planned: list[int] = []
        self.open_files([enterprise.facts for enterprise in model.enterprises])
        self.officers: list[Inspector] = []
        self.staff_posts()

    # Staff.

    def staff_posts(self) -> None:
        """Fill or close posts so that their number follows the levers; parts of a post count in days and money."""
        p, district = self.model.p, self.model.district
        if self.plan.is_emergency:
            wanted = p.officers_per_10000_workers * district.employees / 10000.0
        else:
            wanted = self.plan.officers * p.other_officers
        self.staffing = wanted
        count = max(1, int(wanted + 0.5)) if wanted > 0.0 else 0
        if count > POSTS_PER_DEPARTMENT:
            raise ValueError(too_many_officers(district.name, count))
        while len(self.officers) > count:
            self.officers.pop().remove()
        while len(self.officers) < count:
            self.officers.append(self.model.inspector_class(self.model, self, len(self.officers)))

    def monthly_capacity(self) -> float:
        """Visits that its field days allow this month."""
        p = self.model.p
        days = staff.field_days_left(p.field_days * self.plan.field_days_factor, p.training_days, p.training_normal, p.training_from_field)
        diverted = staff.diverted_share(p.diversion, self.model.government.priority, p.priority_base)
        return staff.monthly_visits(
            self.staffing, days, diverted, p.equipment, self.plan.officers_per_visit, self.plan.visits_per_day
        ) * government.campaign_factor(self.model.government.in_campaign, p.campaign_strength) * government.overtime_factor(self.pressure, p.overtime_by_pressure)

    # Planning.

    def plan_visits(self) -> None:
        """Split the month's visits among follow-ups, complaints, response and the plan of the quarter."""
        p, capacity = self.model.p, self.monthly_capacity()
        if self.model.is_planning_month():
            self.agenda = self.draw_plan(capacity)
        self.carry += capacity
        available = max(0, int(self.carry))
        self.carry -= available
        chosen: set[int] = set()
        reactive_share = government.reactive_share(p.response_share, self.pressure, p.response_by_pressure)
        waits = ((self.due | self.handed, p.reinspection_share), (self.inbox, p.complaint_share), (self.reacting(), reactive_share))
        for kind, (waiting, share) in enumerate(waits):
            first = self.handed if kind == FOLLOW_UP else set()  # cases come before all others that are due
            mine = sorted(
                (self.model.u("queue", index, 4 * self.number + kind) - (index in first), index) for index in waiting if index not in chosen)
            wanted = visits.follow_up_count(visits.planned_count(available, share, len(mine)), len(first))
            take = min(wanted, available - len(chosen))
            chosen.update(index for _, index in mine[:max(0, take)])
        for _ in range(len(self.agenda)):
            if len(chosen) == available:
                break
            index = self.agenda.pop(0)
            if self.agenda_whole:
                self.agenda.append(index)
            if index not in chosen and self.still_wanted(self.model.enterprises[index]):
                chosen.add(index)
        self.planned = sorted(chosen)

    def reacting(self) -> set[int]:
        """Enterprises in its field with a recent accident on record."""
        return {
            e.facts.index for e in self.model.enterprises
            if e.months_since_record <= RESPONSE_MEMORY and self.model.mandates.holds_any(self.number, e.facts.sector)
        }

    def still_wanted(self, enterprise: Enterprise) -> bool:
        """Whether a planned visit is still made: not above the cap, not just seen by another who shares the record."""
        p, facts = self.model.p, enterprise.facts
        if not enterprise.knows_me(self.number):
            return False
        if p.frequency_caps >= 0.5 and enterprise.visits_this_year >= targeting.yearly_cap(enterprise.grade, facts.high_risk):
            return False
        fresh = self.seen_by_another(enterprise)
        return not (fresh and self.model.u("queue", facts.index, 4 * self.number + LEFT_TO_ANOTHER) < p.records_shared)

    def draw_plan(self, capacity: float) -> list[int]:
        """The plan of the quarter: so many by lot, so many by risk in the order of chance, then a reserve by risk."""
        p, model = self.model.p, self.model
        count = int(p.plan_months * capacity) + 1
        open_to_plan = [e for e in model.enterprises if e.knows_me(self.number) and not self.spares(e)]
        by_lot = int(count * p.random_share + 0.5)
        lot = [i for _, i in sorted((self.drawn(e.facts.index, LOT), e.facts.index) for e in open_to_plan)[:by_lot]]
        drawn = set(lot)
        high: list[tuple[float, int]] = []
        general: list[tuple[float, int]] = []
        for enterprise in open_to_plan:
            index = enterprise.facts.index
            if index not in drawn:
                (high if self.plan.is_emergency and enterprise.facts.high_risk else general).append((-self.score(enterprise), index))
        high.sort()
        general.sort()
        wanted = count - len(lot)
        from_high = min(len(high), int(wanted * p.priority_share + 0.5))
        from_general = min(len(general), wanted - from_high)
        from_high = min(len(high), wanted - from_general)
        first = lot + [i for _, i in high[:from_high]] + [i for _, i in general[:from_general]]
        ordered = sorted((self.drawn(index, ORDER), index) for index in first)
        reserve = [i for _, i in general[from_general:from_general + count // 2]]
        self.agenda_whole = len(ordered) + len(reserve) == len(open_to_plan)
        return [i for _, i in ordered] + reserve

    def drawn(self, index: int, word: int) -> float:
        """A number of the plan's block of an enterprise, by its word."""
        return self.model.word("plan", index, self.number, word)

    def spares(self, enterprise: Enterprise) -> bool:
        """Whether a certified enterprise is left out of the plan."""
        p = self.model.p
        return bool(enterprise.certified) and self.model.word("standing", enterprise.facts.index, 0, EXEMPTION) < p.scheme_exemption

    def score(self, enterprise: Enterprise) -> float:
        """Score of an enterprise in the ranking, noise included."""
        p, model, index = self.model.p, self.model, enterprise.facts.index
        own = self.months_since_look(index)
        since = targeting.shared_view(own, min(own, enterprise.months_since_visit), p.records_shared)
        risk = targeting.shared_view(self.risk(index), model.pooled_risk(enterprise), p.records_shared)
        extra = targeting.record_points(enterprise.supervision_class, p.class_step, enterprise.months_since_record, p.accident_points)
        if p.signal_weight > 0.0:
            extra += targeting.private_signal(
                enterprise.visible_hazards(), p.scheme_usual_hazards, enterprise.facts.size, enterprise.exposure, p.signal_weight)
        noise = gumbel(self.drawn(index, TARGET))
        return targeting.visit_score(risk, since, noise, extra, p.risk_weight, p.time_weight, p.ranking_temperature)

    def officer_for(self, index: int, draws: int | None = None, post: int = -1) -> Inspector:
        """The officer who goes: the one of a ``post`` that is ordered, else the last one, unless rotation or a departure sends another."""
        last, p = self.last_officer[index], self.model.p
        draws = self.number if draws is None else draws
        again = 0 <= last < len(self.officers) and self.model.u("assignment", index, 2 * draws) >= p.rotation
        number = last if again else int(self.model.u("assignment", index, 2 * draws + 1) * len(self.officers))
        if 0 <= post < len(self.officers):
            number = post
        same = number == last and self.officers[number].hired <= self.last_look[index]
        self.run[index] = min(self.run[index] + 1, 100) if same else 0
        self.last_officer[index] = number
        return self.officers[number]

    # Records.

    def after_month(self) -> None:
        """Reports reach the inbox, pressure decays."""
        self.inbox |= self.referred
        self.referred = set()
        self.pressure = attention.faded(self.pressure, 0.0, self.model.p.pressure_fading)

    def check_record(self, enterprise: Enterprise, luck: float) -> None:
        """Its turn to go through the record of an enterprise: lose it, keep it, or enter it."""
        model, p, facts = self.model, self.model.p, enterprise.facts
        coverage = self.plan.known_registered if facts.registered else self.plan.known_by_sector[facts.sector]
        turn, bit = len(model.departments), 1 << self.number
        if enterprise.known & bit:
            if luck < responsibility.lapse_probability(p.record_lapse, coverage, turn):
                enterprise.known &= ~bit
        elif model.mandates.holds_any(self.number, facts.sector):
            chance = responsibility.discovery_probability(p.record_lapse, coverage, p.registry_drive, turn)
            if luck < chance:
                enterprise.known |= bit


class Supervision(World):
    """A world with its enterprises, its government and the departments, and what passes between them."""

    enterprises: list[Enterprise]
    government: DistrictGovernment
    departments: list[Department]
    inspector_class: type[Inspector]
    expected_in_place: list[int]
    """Deaths to be expected this month, by place, in parts of one."""
    published: list[tuple[Enterprise, float]]
    """Penalties published this month: whose, and the fine in yuan."""

    def pooled_risk(self, enterprise: Enterprise) -> float:
        """The highest risk estimate among the departments that know an enterprise."""
        index = enterprise.facts.index
        return max((d.risk(index) for d in self.departments if enterprise.knows_me(d.number)), default=0.0)

    def report_to(self, department: int, enterprise: Enterprise) -> None:
        """A department hears of an enterprise: it knows it from now on and has it in its inbox from the next month on."""
        self.departments[department].referred.add(enterprise.facts.index)
        enterprise.known |= 1 << department

    def publish(self, enterprise: Enterprise, fine: float) -> None:
        """Publish a penalty with the enterprise's name; peers read it in the phase of consequences."""
        self.count("publications", 1)
        self.published.append((enterprise, fine))
