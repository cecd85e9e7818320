"""A visit: which officer of which department goes to which enterprise, how, and with what luck."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.agents.department import Department, Supervision
from simulation.agents.enterprise import Enterprise
from simulation.orders import BY_RULE, ORDER_POST, ORDERED


class Visit:
    """One department at one enterprise; an order, where there is one, overrides what the model would decide."""

    def __init__(
        self, model: Supervision, department: Department, enterprise: Enterprise, order: Sequence[float] | None = None
    ) -> None:
        self.model = model
        self.department = department
        self.enterprise = enterprise
        self.index = enterprise.facts.index
        self.order = order
        self.draws = department.number + (ORDERED if order else 0)
        """Number under which its luck is drawn: the department's, or a higher one for a visit that is ordered."""
        self.follows_up = self.index in department.due or self.index in department.handed
        self.orders = department.plan.enforces or model.p.towns_enforce >= 0.5
        self.officer = department.officer_for(self.index, self.draws, int(self.ordered(ORDER_POST, -1)))
        self.by_video = self.chance("visit", 4) < model.p.video_share
        self.audit = not self.by_video and self.chance("visit", 5) < model.p.system_audit_share
        self.posted = self.chance("visit", 6) < model.p.results_posted
        self.found: dict[int, int] = {}

    def chance(self, stream: str, number: int) -> float:
        """A uniform number of this visit, from a stream with 16 to a department."""
        return self.model.u(stream, self.index, 16 * self.draws + number)

    def shielded(self) -> float:
        """How far the enterprise is protected on this visit; posting its result restrains that."""
        return self.enterprise.shielded(self.posted)

    def leads(self, domain: int) -> bool:
        """Whether the department is the named lead of a domain here."""
        return self.model.mandates.leads(self.model.p, self.department.number, self.enterprise.facts.sector, domain)

    def mark(self) -> None:
        """Enter in the record that this department fined or found major hazards, where others go by it."""
        if self.model.p.penalty_by_shared_record > 0.0:
            self.enterprise.marked |= 1 << self.department.number

    def ordered(self, row: int, by_rule: float) -> float:
        """What the order says, or what the model decides where there is no order or it leaves this open."""
        return by_rule if self.order is None or self.order[row] == BY_RULE else self.order[row]
