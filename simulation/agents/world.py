"""A world as every agent of it sees it: the levers of the month, the calendar, keyed draws, counts, who answers for what."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, NoReturn, Protocol

import mesa

from simulation.agents.mandates import Mandates
from simulation.arithmetic import YUAN_PARTS, root, whole_parts
from simulation.district import DepartmentPlan, District
from simulation.draws import STREAM, uniform, word_drawn
from simulation.news import NOTHING_HEARD
from simulation.orders import NO_ORDERS, NOTED
from simulation.outcomes import OUTCOMES
from simulation.parameters import Parameters
from simulation.policy import Policy
from simulation.population import EnterpriseFacts, bounds_of
from simulation.rules import hazards, severity

CELLS_PER_DOMAIN = 4  # visible ordinary, visible major, latent ordinary, latent major
COUNTED = {
    NOTED["injuries"]: "lost_time_injuries", NOTED["deaths"]: "deaths", NOTED["reported_injuries"]: "reported_injuries", NOTED["reported_deaths"]: "reported_deaths",
    NOTED["serious_injuries"]: "serious_injuries",
}
"""Rows of the notes that take what the accidents of an enterprise add to an outcome."""
PLACE_COUNTS = ("visits", "injuries", "deaths", "expected_deaths")


class KeyedDrawsOnly:
    """Stands where Mesa keeps a generator: whatever is asked of it is refused with the reason.

    A generator with a state gives every later draw another number as soon as one decision draws once more, so that two policies
    could no longer be compared on one world.
    """

    REASON = (
        "model.random and model.rng are not to be used: their numbers would hang on how many were drawn before, and policies could not be "
        'compared on the same world. Draw by key, the same for ever: model.u("own", enterprise.facts.index, number).'
    )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copying and pickling look for
            raise AttributeError(name)
        raise RuntimeError(self.REASON)


class Desk(Protocol):
    """What officers and the government see of a department."""

    number: int
    plan: DepartmentPlan
    pressure: float


class Head(Protocol):
    """What enterprises feel of the district government."""

    priority: float

    def mean_pressure(self) -> float: ...


class World(mesa.Model):  # type: ignore[misc]
    """One world of a district under one policy, without its agents; negative months are the burn-in."""

    departments: Sequence[Desk]
    government: Head

    def __init__(self, district: District, policy: Policy, parameters: Parameters, seed: int, world: int) -> None:
        super().__init__(rng=0)  # a fixed seed keeps Mesa from asking the machine for one
        self.random = self.rng = self._all_agents.random = KeyedDrawsOnly()
        self.district = district
        self.policy = policy
        parameters = parameters.with_values(district.own_values(parameters))
        self.parameters = parameters
        self.seed_key = seed
        self.world_key = world
        self.month = -district.burn_in
        self.p = SimpleNamespace(**parameters)
        self.mandates = Mandates(district)
        self.emergency = next(number for number, plan in enumerate(district.departments) if plan.is_emergency)
        self.totals: dict[str, float] = {}
        self.sums: dict[str, int] = {}
        """Sums over enterprises, in whole parts of one: the same in whatever order they are taken."""
        self.history: dict[str, list[float]] = {outcome.name: [] for outcome in OUTCOMES}
        self.orders = NO_ORDERS
        """What a study orders this month."""
        self.heard = NOTHING_HEARD
        """What is heard this month from other districts."""
        self.joint: set[int] = set()
        """Enterprises that several departments visit together this month."""
        self.visits_in_place = [0] * len(district.places)
        """Visits planned this month, by place."""
        self.place_totals = [dict.fromkeys(PLACE_COUNTS, 0.0) for _ in district.places]
        self.other_insured = district.insured / district.register.count if district.register.count else 0.0
        """Share of the registered enterprises off the high-risk list that are insured."""
        self.kind_bounds: list[list[float]] = []
        """Bounds by which an arriving hazard finds its cell, by sector."""
        self._fatal_shares: dict[tuple[int, float], list[float]] = {}
        """What ``fatal_shares`` found, by sector and the multiple of major hazards: every enterprise asks for it every month."""
        self._distance = [[root((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)) for b in district.places] for a in district.places]

    # Draws and the calendar.

    def reset_randomizer(self, seed: int | None = None) -> NoReturn:
        """Refused, as ``random`` is: raises ``RuntimeError``."""
        raise RuntimeError(KeyedDrawsOnly.REASON)

    def reset_rng(self, rng: Any = None) -> NoReturn:
        """Refused, as ``rng`` is: raises ``RuntimeError``."""
        raise RuntimeError(KeyedDrawsOnly.REASON)

    def u(self, stream: str, entity: int, index: int) -> float:
        """The uniform number of this stream, entity and index in this month."""
        return uniform(self.seed_key, self.world_key, STREAM[stream], entity, self.month + self.district.burn_in, index)

    def word(self, stream: str, entity: int, index: int, word: int) -> float:
        """One word of the block of this stream, entity and index in this month, as a number between 0 and 1."""
        return word_drawn(self.seed_key, self.world_key, STREAM[stream], entity, self.month + self.district.burn_in, index, word)

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

    # Counts of the month.

    def count(self, outcome: str, amount: float) -> None:
        """Add to an outcome of this month."""
        self.totals[outcome] += amount

    def add_parts(self, outcome: str, amount: float, parts_of_one: float) -> None:
        """Add an enterprise's part to an outcome of this month; ``enter_sums`` enters what was added."""
        self.sums[outcome] = self.sums.get(outcome, 0) + whole_parts(amount, parts_of_one)

    def enter_sums(self, parts_of_one: float) -> None:
        """Enter what was added in such parts."""
        for outcome, amount in self.sums.items():
            self.totals[outcome] += amount / parts_of_one
        self.sums = {}

    def count_in_place(self, place: int, what: str, amount: float) -> None:
        """Add to what is counted by place, from month 0 on."""
        if self.month >= 0:
            self.place_totals[place][what] += amount

    def note(self, index: int, name: str, amount: float) -> None:
        """Add to the notes of enterprise ``index``, where a study takes any."""
        if self.orders.notes.shape[1]:
            self.orders.notes[NOTED[name], index] += amount

    def note_cost(self, index: int, amount: float) -> None:
        """Add what something costs enterprise ``index`` to its notes, where a study takes any."""
        self.note(index, "enterprise_cost", whole_parts(amount, YUAN_PARTS) / YUAN_PARTS)

    def note_down(self, index: int, sign: float) -> None:
        """Add the month's counts so far to an enterprise's notes, or take them off: what it adds to them is the difference."""
        notes = self.orders.notes
        if notes.shape[1]:
            for row, name in COUNTED.items():
                notes[row, index] += sign * self.totals[name]

    # What holds for all enterprises of a kind.

    def has_sensor(self, facts: EnterpriseFacts) -> bool:
        """Whether sensors watch an enterprise; more of them only ever add enterprises."""
        return facts.high_risk and facts.sensor_rank < self.p.remote_monitoring

    def distance(self, place: int, other: int) -> float:
        """Kilometres between two places."""
        return self._distance[place][other]

    def fatal_shares(self, sector: int) -> list[float]:
        """Probability that an injury kills, by cause: an unsafe act, then the cells in their order."""
        multiple = self.p.fatal_major_multiple
        shares = self._fatal_shares.get((sector, multiple))
        if shares is None:
            shares = [self.district.sectors[sector].unsafe_fatal_share]
            for domain in self.district.domains:
                for cell in range(CELLS_PER_DOMAIN):
                    shares.append(severity.fatal_probability(domain.fatal_share, bool(cell & 1), multiple))
            self._fatal_shares[sector, multiple] = shares
        return shares

    def set_kinds(self) -> None:
        """Find the bounds by which hazards that arrive this month find their cells."""
        self.kind_bounds = []
        for sector in self.district.sectors:
            shares = []
            for domain, exposure in zip(self.district.domains, sector.exposure, strict=True):
                latent = hazards.latent_share(self.p.latent_arrival_share, domain.latent_share)
                major = hazards.major_share(domain.major_share, sector.major_factor)
                shares += [hazards.kind_share(exposure, latent, bool(cell & 2), major, bool(cell & 1)) for cell in range(CELLS_PER_DOMAIN)]
            bounds_of(shares)
            self.kind_bounds.append(shares)
