"""From the interventions of an arm to what is done in which month to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.studies.trials.assignment import INTERVENTIONS, PART, Lots
from experiments.studies.trials.candidates import chosen
from experiments.studies.trials.shocks import Shocks
from scenarios.schema.trial_arms import (
    Arm,
    Certificate,
    Correction,
    Intervention,
    Letter,
    MadeAccident,
    OfficerChange,
    Pressure,
    Publication,
    Registry,
    Shock,
    VisitOrder,
    moves_world,
)
from simulation.acts import LATENT, VISIBLE, Hands
from simulation.district import District
from simulation.news import NOTHING_HEARD, Heard
from simulation.orders import (
    BY_RULE,
    HIT_ROWS,
    NO_ORDERS,
    ORDER_ADVICE,
    ORDER_ANNOUNCED,
    ORDER_DEPARTMENT,
    ORDER_ENTERPRISE,
    ORDER_NEARBY,
    ORDER_PENALTY,
    ORDER_PLACE_IN_DAY,
    ORDER_POST,
    ORDER_ROWS,
    ORDER_SKILL,
    Orders,
)

RULED = {"by_rule": BY_RULE, "never": 0.0, "always": 1.0}
CLASSES = {"general": 1, "larger": 2, "major": 3}
Doing = tuple[int, Intervention]


class Script:
    """What an arm does, month by month; units are enterprises, -1 stands for the world as a whole."""

    def __init__(self, district: District, notes: Any, levels: Mapping[str, Any] | None = None) -> None:
        self.district = district
        self.targets: set[int] = set()
        """Enterprises to which anything is done."""
        self._doings: dict[int, list[Doing]] = defaultdict(list)
        self._notes = notes
        self._shocks = Shocks(district.enterprises, levels)
        self._numbers = {plan.name: number for number, plan in enumerate(district.departments)}
        self._emergency = next(number for number, plan in enumerate(district.departments) if plan.is_emergency)

    def add(self, arm: Arm, number: int, units: Any, months: Any, lots: Lots, table: pd.DataFrame) -> None:
        """Enter the interventions of arm ``number`` on ``units``, each treated in its month; ``table`` tells what they are."""
        for place, intervention in enumerate(arm.interventions):
            lot = INTERVENTIONS + 4 * place
            if moves_world(intervention):
                first = int(months.min()) if len(months) else 0
                for time in _times(intervention, first, intervention.times):
                    if isinstance(intervention, Shock):
                        self._shocks.add(intervention, np.arange(len(table)), np.full(len(table), time))
                    else:
                        self._doings[time].append((-1, intervention))
                continue
            drawn = units if intervention.share >= 1.0 else units[lots.of(units, lot) < intervention.share]
            late = lots.of(drawn, lot + 1) * 12 if isinstance(intervention, VisitOrder) and intervention.lot else np.zeros(len(drawn))
            often = _often(intervention, table)[drawn]
            if isinstance(intervention, Shock):
                self._shock(intervention, drawn, months[drawn], often)
                continue
            for unit, delay, times in zip(drawn.tolist(), late.astype(np.int64).tolist(), often.tolist(), strict=True):
                for time in _times(intervention, int(months[unit]) + delay, times):
                    self._doings[time].append((unit, intervention))
            self.targets.update(drawn[often > 0].tolist())

    def _shock(self, shock: Shock, units: Any, treated: Any, often: Any) -> None:
        for turn, time in enumerate(_times(shock, 0, shock.most)):
            self._shocks.add(shock, units[often > turn], treated[often > turn] + time)
        self.targets.update(units[often > 0].tolist())

    def carry_out(self, month: int, hands: Hands, lots: Lots) -> tuple[Heard, Orders]:
        """Do what is done between two months, and give what the conductor has to do in ``month``."""
        doings, shocks = self._doings.get(month, []), self._shocks.of_month(month, hands)
        if not doings:
            return NOTHING_HEARD, NO_ORDERS._replace(notes=self._notes, shocks=shocks)
        visits: list[list[float]] = []
        accidents: list[list[float]] = []
        published: list[list[float]] = []
        disasters: list[list[float]] = []
        for unit, intervention in doings:
            match intervention:
                case VisitOrder():
                    visits.append(self._visit(unit, intervention, hands))
                case Publication():
                    published.append([unit, intervention.fine])
                case MadeAccident(where="own"):
                    accidents.append([unit, intervention.deaths, intervention.serious, intervention.loss, self._domain(intervention.domain), float(intervention.on_record)])
                case MadeAccident():
                    disasters.append([intervention.deaths, 0.0])
                case _:
                    self._between(unit, intervention, hands, lots)
        return (
            Heard(NOTHING_HEARD.penalties, _rows(disasters, 2)),
            Orders(_rows(visits, ORDER_ROWS), _rows(accidents, HIT_ROWS), _rows(published, 2), self._notes, shocks=shocks),
        )

    def _between(self, unit: int, intervention: Intervention, hands: Hands, lots: Lots) -> None:
        match intervention:
            case Letter(content="briefing"):
                hands.brief(unit)
            case Certificate():
                hands.certify(unit)
            case Registry():
                own = [self._department(intervention.department)] if intervention.known_to == "department" else list(self._numbers.values())
                hands.set_known(unit, own, intervention.known_to != "nobody")
            case Correction():
                hands.correct(unit, self._cells(intervention), intervention.part)
            case Pressure():
                pressed = self._numbers.values() if intervention.department is None else [self._department(intervention.department)]
                for department in pressed:
                    hands.press(department, CLASSES[intervention.legal_class])
            case OfficerChange():
                self._change(intervention, hands, lots)

    def _change(self, change: OfficerChange, hands: Hands, lots: Lots) -> None:
        department = self._department(change.department)
        posts = np.arange(len(hands.officers(department)["hired"]))
        acts: dict[str, Callable[[int], None]] = {
            "new": lambda post: hands.replace(department, post),
            "trained": lambda post: hands.train(department, post, change.months_of_training),
            "professional": lambda post: hands.make_professional(department, post),
        }
        for post in posts[lots.of(posts, PART) < change.share].tolist():
            acts[change.change](post)

    def _visit(self, unit: int, order: VisitOrder, hands: Hands) -> list[float]:
        department = self._department(order.department)
        if order.capacity == "taken":
            hands.charge(department, 1.0)
        row = [BY_RULE] * ORDER_ROWS
        row[ORDER_DEPARTMENT], row[ORDER_ENTERPRISE] = float(department), float(unit)
        row[ORDER_PENALTY], row[ORDER_ADVICE], row[ORDER_ANNOUNCED] = (RULED[w] for w in (order.penalty, order.advice, order.announced))
        row[ORDER_POST] = float(self._post(department, unit, order.officer, hands))
        for place, value in ((ORDER_SKILL, order.skill), (ORDER_PLACE_IN_DAY, order.place_in_day), (ORDER_NEARBY, order.visits_nearby)):
            row[place] = BY_RULE if value is None else float(value)
        return row

    def _post(self, department: int, unit: int, kind: str, hands: Hands) -> int:
        """The post of the officer who is sent: -1 where the model decides, or nobody is of the kind."""
        if kind == "by_rule":
            return -1
        officers, last = hands.officers(department), int(hands.looks(department)[1][unit])
        posts = np.arange(len(officers["hired"]))
        if kind == "same":
            return last
        if kind == "new":
            others = posts[posts != last]
            return int(others[unit % len(others)]) if len(others) else -1
        if kind == "novice":
            return int(np.argmin(officers["experience"])) if len(posts) else -1
        trained = posts[officers["professional"] > 0]
        return int(trained[unit % len(trained)]) if len(trained) else -1

    def _cells(self, correction: Correction) -> list[int]:
        domains: Iterable[int] = range(len(self.district.domains))
        if correction.domain is not None:
            domains = [self._domain(correction.domain)]
        kinds: Sequence[int] = {"visible": VISIBLE, "latent": LATENT, "all": VISIBLE + LATENT}[correction.kind]
        return [4 * domain + kind for domain in domains for kind in kinds]

    def _domain(self, name: str | None) -> int:
        names = [domain.name for domain in self.district.domains]
        return -1 if name is None else names.index(name)

    def _department(self, name: str) -> int:
        """A department by name; the emergency bureau answers to ``emergency`` whatever the district calls it."""
        return self._numbers.get(name, self._emergency)


def _often(intervention: Intervention, table: pd.DataFrame) -> Any:
    """(enterprises,) how often it is done to each: as the first case says that fits."""
    often = np.full(len(table), intervention.times, np.int64)
    for case in reversed(intervention.cases):
        often[chosen(table, case.where)] = case.times
    return often


def _times(intervention: Intervention, treated: int, times: int) -> list[int]:
    return [treated + intervention.after + k * intervention.every for k in range(times)]


def _rows(columns: list[list[float]], rows: int) -> Any:
    return np.array(columns, np.float64).reshape(-1, rows).T.copy()
