"""What a study orders in a month beside the policy, and what it notes down of each enterprise."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulation.rule import by_address

ORDER_DEPARTMENT, ORDER_ENTERPRISE, ORDER_PENALTY, ORDER_ADVICE, ORDER_ANNOUNCED, ORDER_POST, ORDER_SKILL, ORDER_PLACE_IN_DAY = range(8)
ORDER_NEARBY = 8
ORDER_ROWS = 9
"""Rows of an ordered visit; a row is ``BY_RULE`` where the model decides as ever, else 0 for never, 1 for always, or a value."""
BY_RULE = -1.0
HIT_ENTERPRISE, HIT_DEATHS, HIT_SERIOUS, HIT_LOSS, HIT_DOMAIN, HIT_ON_RECORD = range(6)
HIT_ROWS = 6
NAMED_ENTERPRISE, NAMED_FINE = range(2)
SHOCK_MARGIN, SHOCK_DEMAND = range(2)
SHOCK_ROWS = 2
"""Rows of the shocks of a month: what is added to the margin, in standard deviations, and how far demand lies from normal, as a share of it."""
NOTES = (
    "expected_injuries", "expected_deaths", "injuries", "deaths", "reported_injuries", "reported_deaths", "serious_injuries", "visits", "findings",
    "major_findings", "penalties", "fines", "hazards_open", "enterprise_cost", "stop_work_orders",
)  # fmt: skip
"""What is noted of each enterprise in a month; fines in yuan, after visits and after accidents.  Accidents that are ordered are not noted.
What is to be expected is noted in whole 2**-40ths and what it costs in whole 2**-10ths of a yuan: sums are the same in whatever order."""
NOTED: dict[str, int] = {name: row for row, name in enumerate(NOTES)}
(NOTED_EXPECTED_INJURIES, NOTED_EXPECTED_DEATHS, NOTED_INJURIES, NOTED_DEATHS, NOTED_REPORTED_INJURIES, NOTED_REPORTED_DEATHS,
 NOTED_SERIOUS_INJURIES, NOTED_VISITS, NOTED_FINDINGS, NOTED_MAJOR_FINDINGS, NOTED_PENALTIES, NOTED_FINES, NOTED_HAZARDS_OPEN,
 NOTED_ENTERPRISE_COST, NOTED_STOP_WORK_ORDERS) = range(len(NOTES))
OF_DOMAIN = ("expected_injuries", "expected_deaths", "lost_time_injuries", "deaths", "hazards_open", "hazards_found")
"""What is entered of each hazard domain, by the names of outcomes; unsafe acts come after the last domain."""
(DOMAIN_EXPECTED_INJURIES, DOMAIN_EXPECTED_DEATHS, DOMAIN_INJURIES, DOMAIN_DEATHS, DOMAIN_HAZARDS_OPEN, DOMAIN_HAZARDS_FOUND) = range(len(OF_DOMAIN))
OF_DEPARTMENT = ("visits", "hazards_found", "penalties")
"""What is entered of each department."""
DEPARTMENT_VISITS, DEPARTMENT_FINDINGS, DEPARTMENT_PENALTIES = range(len(OF_DEPARTMENT))
OF_CELL = ("expected_deaths", "deaths", "hazards_open", "visits", "hazards_found")
"""What is entered of each cell (sector, hazard domain) of the responsibility matrix; unsafe acts come after the last domain.  A visit is entered in
every cell that it examines, so that visits add up to more than there were."""
CELL_EXPECTED_DEATHS, CELL_DEATHS, CELL_HAZARDS_OPEN, CELL_VISITS, CELL_HAZARDS_FOUND = range(len(OF_CELL))
MOST_INJURIES = 4096
"""Injuries of an enterprise in a month, far above any that is drawn; the draws of accidents that are ordered begin there."""
VISITED_TIMES, VISITED_POST, VISITED_FINDINGS, VISITED_MAJORS, VISITED_FINED = range(5)
VISITED_ROWS = 5
"""Rows of what is entered of a department's visit: how often it came, the post of the officer, hazards found, major ones, fines."""
ORDERED = 32
"""Ordered visits draw as those of a department of so much higher a number, so that a planned one beside them keeps its luck."""
NOT_ENTERED = np.zeros((VISITED_ROWS, 0, 0), np.int16)
"""No visit is entered."""
NO_SHOCKS = np.zeros((SHOCK_ROWS, 0))
"""No enterprise is shocked."""
NO_DOMAINS, NO_DEPARTMENTS, NO_CELLS = np.zeros((len(OF_DOMAIN), 0)), np.zeros((len(OF_DEPARTMENT), 0)), np.zeros((len(OF_CELL), 0, 0))
"""Nothing is entered by domain, by department, by cell."""


@by_address
class Orders(NamedTuple):
    """The orders of a month."""

    visits: Any
    """(ORDER_ROWS, n) float64: visits made before those planned, outside every department's capacity."""
    accidents: Any
    """(HIT_ROWS, n) float64: accidents that happen beside those drawn."""
    publications: Any
    """(2, n) float64: enterprise and fine in yuan of penalties published beside those imposed."""
    notes: Any
    """(len(NOTES), enterprises) float64, added to month by month; (len(NOTES), 0) where nothing is noted."""
    visited: Any = NOT_ENTERED
    """(VISITED_ROWS, departments, enterprises) int16, all 0 before the month: the visits of each department; (VISITED_ROWS, 0, 0) where none is entered."""
    domains: Any = NO_DOMAINS
    """(len(OF_DOMAIN), domains + 1) float64, added to month by month; (len(OF_DOMAIN), 0) where nothing is entered."""
    departments: Any = NO_DEPARTMENTS
    """(len(OF_DEPARTMENT), departments) float64, added to month by month; (len(OF_DEPARTMENT), 0) where nothing is entered."""
    cells: Any = NO_CELLS
    """(len(OF_CELL), sectors, domains + 1) float64, added to month by month; (len(OF_CELL), 0, 0) where nothing is entered.  Deaths to be expected of unsafe
    acts are not entered: they are what is left of a sector's."""
    shocks: Any = NO_SHOCKS
    """(SHOCK_ROWS, enterprises) float64, 0 for who is spared; (SHOCK_ROWS, 0) where nobody is shocked."""


NO_ORDERS = Orders(np.zeros((ORDER_ROWS, 0)), np.zeros((HIT_ROWS, 0)), np.zeros((2, 0)), np.zeros((len(NOTES), 0)))


def added_to(orders: Orders) -> tuple[Any, ...]:
    """What months add to."""
    return orders.notes, orders.domains, orders.departments, orders.cells
