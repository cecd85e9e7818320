"""A county that does not exist, as a filled workbook: its register and records are drawn by keyed luck and stand for nobody."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from experiments.data.sheets import SIZE_TITLES
from experiments.data.template import Filled
from experiments.text.messages import N_, _, titled
from simulation.distributions import normal_quantile, poisson_count
from simulation.district import District
from simulation.draws import STREAM, uniform
from simulation.rule import as_written

SEED, MONTHS, ENTERPRISES = 2024, 36, 160
FIRST = 2022 * 12
LAST = FIRST + MONTHS - 1
PLACES = (
    (N_("Riverside Street"), "street", 0.5, 0.8, 420), (N_("Old Town Street"), "street", -1.2, 0.4, 380), (N_("Stonebridge Town"), "town", 8.0, -3.5, 140),
    (N_("Willow Town"), "town", -9.5, 5.0, 110), (N_("Northpass Township"), "township", 2.0, 14.0, 60), (N_("Shanhe Industrial Park"), "park", 5.5, -1.0, 90),
)  # fmt: skip
DEPARTMENTS = {"emergency": 9, "housing": 5, "market": 7, "fire": 6, "transport": 3, "industry": 2, "towns": 8}
SECTORS = (("metal", 18), ("chemical", 14), ("machinery", 36), ("construction", 34), ("logistics", 24), ("other-industry", 34))
OUTSIDE = {"under 20": (980, 7100), "20 to 299": (215, 10900), "300 to 999": (5, 2150)}
A_MONTH = {
    "visits": {"emergency": 17.0, "housing": 9.0, "market": 15.0, "fire": 11.0, "transport": 4.0, "industry": 2.0, "towns": 19.0},
    "findings": {"emergency": 40.0, "housing": 21.0, "market": 27.0, "fire": 26.0, "transport": 7.0, "industry": 3.0, "towns": 22.0},
    "penalties": {"emergency": 1.1, "housing": 0.7, "market": 1.0, "fire": 0.9, "transport": 0.3},
}  # fmt: skip
"""What is drawn a month, about."""
INJURIES = {"metal": 0.5, "chemical": 0.25, "machinery": 0.6, "construction": 0.8, "logistics": 0.45, "other-industry": 0.5, "trade-and-services": 0.7}
TITLE, NOTE = N_("Shanhe County (made up)"), N_("A county that does not exist: register and records are synthetic.")


def filled_example(base: District) -> Filled:
    """Rows of every sheet, in the language in force; always the same."""
    with as_written(), np.errstate(over="ignore"):  # unsigned words go round
        return {
            "district": [[question, answer] for question, answer in _facts()], "places": [[_(name), _kind(kind), x, y, outside] for name, kind, x, y, outside in PLACES],
            "departments": [[titled(one.title, one.title_zh), titled(one.title, one.title_zh), DEPARTMENTS[one.name], _("yes") if one.enforces else _("no")]
                            for one in base.departments if one.name in DEPARTMENTS],
            "sizes": [[_(title), *OUTSIDE.get(name, (0, 0))] for name, title in SIZE_TITLES.items()], "register": _register(base), **_records(base),
        }  # fmt: skip


def _facts() -> list[tuple[str, Any]]:
    from experiments.data.sheets import QUESTIONS

    answers = {"title": _(TITLE), "month": _month(LAST), "insured": 21, "note": _(NOTE)}
    return [(_(question), answers.get(name, "")) for name, (question, _allowed) in QUESTIONS.items()]


def _names(base: District) -> dict[str, str]:
    sectors = {one.name: titled(one.title, one.title_zh) for one in base.sectors}
    return sectors | {one.name: titled(one.title, one.title_zh) for one in base.departments}


def _kind(kind: str) -> str:
    from experiments.data.sheets import KINDS

    return _(KINDS[kind])


def _month(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}"


def _u(entity: int, index: int, month: int = 0) -> float:
    return float(uniform(SEED, 0, STREAM["own"], entity, month, index))


def _register(base: District) -> list[list[Any]]:
    names = _names(base)
    sectors = [name for name, count in SECTORS for _number in range(count)]
    rows = []
    for k, sector in enumerate(sectors):
        workers = max(3, round(math.exp(3.3 + 1.0 * float(normal_quantile(_u(k, 0))))))
        place = 5 if _u(k, 1) < 0.45 else int(_u(k, 2) * 5)
        risky = _u(k, 3) < {"metal": 0.35, "chemical": 0.6}.get(sector, 0.08)
        known = [name for number, name in enumerate(DEPARTMENTS) if _u(k, 10 + number) < {"emergency": 1.0, "fire": 0.85, "towns": 0.6}.get(name, 0.4)]
        last = LAST - int(_u(k, 4) * _u(k, 5) * 36)
        grade = None if _u(k, 6) > 0.15 else 3 if _u(k, 7) < 0.8 else 2
        rows.append([_("Made-up enterprise {number}").format(number=f"{k + 1:03d}"), names[sector], _(PLACES[place][0]), workers, _("yes") if risky else _("no"),
                     "; ".join(names[name] for name in known), _month(last), grade])  # fmt: skip
    return rows


def _records(base: District) -> dict[str, list[list[Any]]]:
    names = _names(base)
    sheets: dict[str, list[list[Any]]] = {"visits": [], "findings": [], "penalties": [], "accidents": []}
    for month in range(MONTHS):
        for number, (sheet, means) in enumerate(A_MONTH.items()):
            for place, (department, mean) in enumerate(means.items()):
                count = int(poisson_count(mean, _u(1000 + number, place, month)))
                if count:
                    sheets[sheet].append([_month(FIRST + month), names[department], None, None, count])
        for place, (sector, mean) in enumerate(INJURIES.items()):
            injured = int(poisson_count(mean, _u(2000, place, month)))
            if injured:
                sheets["accidents"].append([_month(FIRST + month), names[sector], None, injured, int(_u(2001, place, month) < 0.02)])
    return sheets
